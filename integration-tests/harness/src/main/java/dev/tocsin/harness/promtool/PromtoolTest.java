package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.SeriesId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A suite as a unit test file of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/">promtool</a>:
 * every case in virtual time, with durations as they ship, to the very evaluation. It is a file
 * that ships beside the rules, for everyone who wants to run it without this library.
 *
 * <pre>{@code
 * PromtoolTest test = PromtoolTest.of(suite).naming("../production-alerts.yml");
 * Files.writeString(Path.of("monitoring/tests/scenarios.test.yml"), test.text());
 * }</pre>
 *
 * <p>Each case has a target of its own, and the cases share one block, for promtool evaluates every
 * rule for every block. Only a case of a scenario that asks to be alone, of an alert whose labels
 * has no label for its instance, or with a target that is gone has its own.
 *
 * <p>What is expected is worked out from the scenario and the definition, never from what promtool
 * once said.
 */
public final class PromtoolTest {
  /** What is expected of the end of each case that fires begins so; promtool reports no events. */
  public static final String ENDED = "it has ended by ";

  /** The same for each, so that targets are notified apart by their names. */
  private static final String PORT = ":8000";

  private final Suite suite;
  private final String ruleFile;
  private final FloatLabels floats;
  private final Duration scrape;
  private final Duration evaluation;
  private final List<Block> blocks;

  /** Cases that are played side by side. */
  record Block(String name, List<Case> cases, List<Expectation> expectations) {
    Block {
      cases = List.copyOf(cases);
      expectations = List.copyOf(expectations);
    }

    Duration length() {
      return cases.stream().map(Case::length).max(Duration::compareTo).orElse(Duration.ZERO);
    }
  }

  private PromtoolTest(Suite suite, String ruleFile, FloatLabels floats) {
    this.suite = suite;
    this.ruleFile = ruleFile;
    this.floats = floats;
    PrometheusConfig prometheus = PrometheusDefaults.of(suite.model());
    this.scrape = prometheus.scrapeInterval();
    this.evaluation = prometheus.evaluationInterval();
    this.blocks = made();
  }

  /** For the scenarios of a suite. One with a {@linkplain Suite#problems problem} is left out. */
  public static PromtoolTest of(Suite suite) {
    return new PromtoolTest(suite, "production-alerts.yml", FloatLabels.NORMALIZED);
  }

  /** Testing the rule file at this path, as seen from the folder of the test file. */
  public PromtoolTest naming(String path) {
    return new PromtoolTest(suite, path, floats);
  }

  /**
   * With the labels {@code le} and {@code quantile} of series as a Prometheus of this version
   * stores them, such as {@code 2.53.3}; as Prometheus 3 does without it. promtool takes series as
   * they are in the file, so an alert on {@code le="5"} would pass, and never fire on Prometheus 3.
   */
  public PromtoolTest scrapedBy(String prometheusVersion) {
    return new PromtoolTest(suite, ruleFile, FloatLabels.of(prometheusVersion));
  }

  /** What it tests. */
  public Suite suite() {
    return suite;
  }

  /** The cases, in the order of the file. */
  public List<Case> cases() {
    return blocks.stream().flatMap(block -> block.cases().stream()).toList();
  }

  /**
   * Lets promtool run the file.
   *
   * @param file where the {@linkplain #text text} has been written
   * @throws IllegalArgumentException when something else is there, for what ran would not be what
   *     is notified
   */
  public ProofRun run(Toolbox tools, Path file) {
    return PromtoolRun.of(this, tools, file);
  }

  /**
   * Writes the rule file that the suite ships and this test to a folder, and lets promtool run it.
   *
   * @throws UncheckedIOException when they cannot be written
   */
  public ProofRun play(Toolbox tools, Path folder) {
    PromtoolTest test = naming(GeneratedFiles.RULES);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(GeneratedFiles.RULES), suite.ruleFile());
      Path file = Files.writeString(folder.resolve("scenarios.test.yml"), test.text());
      return test.run(tools, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write promtool's test to " + folder, e);
    }
  }

  /** The interval at which rules are evaluated. */
  Duration evaluation() {
    return evaluation;
  }

  /** How series are stored that the file has. */
  FloatLabels floats() {
    return floats;
  }

  /** The rule file's path, as seen from the folder of the test file. */
  String ruleFile() {
    return ruleFile;
  }

  List<Block> blocks() {
    return blocks;
  }

  private List<Block> made() {
    List<String> always = AlwaysFiring.names(suite);
    List<Case> together = new ArrayList<>();
    List<Expectation> expected = new ArrayList<>();
    List<Block> own = new ArrayList<>();
    Namesakes namesakes = new Namesakes(suite.model());
    for (Case one : suite.cases(Margin.EXACT)) {
      FiringLabels labels = FiringLabels.of(suite, one, floats, PromtoolTest::address);
      boolean shared = labels.canShareServers();
      List<Expectation> expectations =
          new Expectations(
                  one,
                  labels,
                  ofSeveral(one),
                  suite.alert(one.scenario()).map(namesakes::notification).orElse(Map.of()),
                  address(one.main().name()),
                  shared,
                  evaluation,
                  always)
              .make();
      if (shared) {
        together.add(one);
        expected.addAll(expectations);
      } else {
        own.add(new Block(one.name(), List.of(one), expectations));
      }
    }
    for (Case one : AlwaysFiring.of(suite)) {
      FiringLabels labels = FiringLabels.of(suite, one, floats, PromtoolTest::address);
      Expectations expectations =
          new Expectations(
              one,
              labels,
              ofSeveral(one),
              Map.of(),
              address(one.main().name()),
              false,
              evaluation,
              always);
      own.add(new Block(one.name(), List.of(one), expectations.always()));
    }
    List<Block> all = new ArrayList<>();
    if (!together.isEmpty()) {
      all.add(new Block("each on an instance of its own", together, expected));
    }
    all.addAll(own);
    return List.copyOf(all);
  }

  /** What a target is called in the file. */
  static String address(String target) {
    return target + PORT;
  }

  // ---- text ----

  /** The file. The same suite always gives the same text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Written by Tocsin from the scenarios of ").append(suite.model().name());
    text.append(". Do not edit: change a scenario, and write it anew.\n");
    text.append("# Each target is one case; by its name.\n");
    head(text, ruleFile, evaluation);
    for (Block block : blocks) {
      series(text, block.name(), scrape, block.cases(), scrape);
      text.append("    promql_expr_test:\n");
      for (Case one : block.cases()) {
        text.append("      # ").append(one.name()).append(": ").append(comment(one)).append('\n');
        block.expectations().stream()
            .filter(expectation -> expectation.one().equals(one))
            .forEach(expectation -> write(text, expectation));
      }
    }
    return text.toString();
  }

  /**
   * A file that plays one case alone and expects nothing of these expressions, so that promtool
   * says what they return.
   */
  String asking(Case one, List<String> expressions, Duration at) {
    StringBuilder text = new StringBuilder();
    head(text, ruleFile, evaluation);
    series(text, one.name(), scrape, List.of(one), scrape);
    text.append("    promql_expr_test:\n");
    for (String expr : expressions) {
      text.append("      - {expr: ").append(Yaml.quoted(expr)).append(", eval_time: ");
      text.append(GoDuration.text(at)).append("}\n");
    }
    return text.toString();
  }

  private static void head(StringBuilder text, String rules, Duration evaluation) {
    text.append("rule_files: [").append(Yaml.quoted(rules)).append("]\n");
    text.append("evaluation_interval: ").append(GoDuration.text(evaluation)).append('\n');
    text.append("tests:\n");
  }

  private static String comment(Case one) {
    return one.scenario().alert() + ", " + one.title().replace("\n", " ");
  }

  private static void write(StringBuilder text, Expectation expectation) {
    text.append("      # ").append(expectation.words()).append('\n');
    text.append("      - expr: ").append(Yaml.quoted(expectation.expr())).append('\n');
    text.append("        eval_time: ").append(GoDuration.text(expectation.at())).append('\n');
    if (!expectation.samples().isEmpty()) {
      text.append("        exp_samples:\n");
    }
    for (Map<String, String> sample : expectation.samples()) {
      text.append("          - {labels: ").append(Yaml.quoted(Expectation.series(sample)));
      text.append(", value: 1}\n");
    }
  }

  // ---- series ----

  private void series(
      StringBuilder text, String name, Duration interval, List<Case> cases, Duration scrape) {
    text.append("  - name: ").append(Yaml.quoted(name)).append('\n');
    text.append("    interval: ").append(GoDuration.text(interval)).append('\n');
    text.append("    input_series:\n");
    for (Case one : cases) {
      text.append("      # ").append(one.name()).append(": ").append(comment(one)).append('\n');
      for (Part part : one.cast()) {
        scraped(part, one.length(), scrape)
            .forEach(
                (id, values) -> {
                  text.append("      - {series: ").append(Yaml.quoted(id.toString()));
                  text.append(", values: ").append(Yaml.quoted(values)).append("}\n");
                });
      }
    }
  }

  /** All that Prometheus has of a target, by series, from the beginning of the case to its end. */
  private Map<SeriesId, String> scraped(Part part, Duration length, Duration scrape) {
    int count = (int) (length.toMillis() / scrape.toMillis()) + 1;
    String instance = address(part.name());
    Map<SeriesId, List<@Nullable Double>> values = new LinkedHashMap<>();
    SeriesId up = SeriesId.of("up").scraped(part.job(), instance);
    for (int i = 0; i < count; i++) {
      Duration moment = scrape.multipliedBy(i);
      if (!part.timeline().isKnown(moment)) {
        continue;
      }
      put(values, up, i, part.timeline().isServing(moment) ? 1 : 0);
      for (Map.Entry<SeriesId, Double> sample :
          part.timeline().samples(moment, Instant.EPOCH, floats).entrySet()) {
        put(values, sample.getKey().scraped(part.job(), instance), i, sample.getValue());
      }
    }
    Map<SeriesId, String> texts = new LinkedHashMap<>();
    // The target is gone when its case is over, and costs promtool nothing any more.
    for (Map.Entry<SeriesId, List<@Nullable Double>> series : values.entrySet()) {
      texts.put(series.getKey(), Values.text(padded(series.getValue(), count + 1)));
    }
    return texts;
  }

  private static void put(
      Map<SeriesId, List<@Nullable Double>> values, SeriesId id, int place, double value) {
    List<@Nullable Double> samples = values.get(id);
    if (samples == null) {
      samples = new ArrayList<>();
      values.put(id, samples);
    }
    while (samples.size() < place) {
      samples.add(null);
    }
    samples.add(value);
  }

  private static List<@Nullable Double> padded(List<@Nullable Double> samples, int length) {
    List<@Nullable Double> padded = new ArrayList<>(samples);
    while (padded.size() < length) {
      padded.add(null);
    }
    return padded;
  }

  /** What the scenario promises of labels of which its target exports several values. */
  private SortedMap<String, String> ofSeveral(Case one) {
    SortedMap<String, String> promised = new TreeMap<>(one.scenario().labels());
    promised
        .keySet()
        .removeIf(
            label ->
                one.main().timeline().series(floats).stream()
                        .map(series -> series.labels().get(label))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count()
                    < 2);
    return promised;
  }
}
