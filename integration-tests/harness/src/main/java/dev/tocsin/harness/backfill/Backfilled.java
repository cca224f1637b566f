package dev.tocsin.harness.backfill;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.dsl.prometheus.ScrapeJob;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.ToolRun;
import dev.tocsin.generator.tools.ToolRunner;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.sink.Sinks;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.Setup;
import dev.tocsin.harness.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A suite on a real Prometheus that reads the very rule file that ships, and wakes up in the middle
 * of every story at once: with history where production would have it, and with what it noted of
 * alerts that were pending. Within seconds alerts fire that need half an hour otherwise, and others
 * must not.
 *
 * <pre>{@code
 * BackfilledRun run = Backfilled.of(suite).shipping(Files.readString(rules)).run(tools, folder);
 * }</pre>
 *
 * <p>Prometheus restores {@code for} only of the rules that it starts with, never of those that a
 * reload brings, at their third evaluation, and with {@code --rules.alert.for-grace-period=0s} for
 * any length (<a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/rules/group.go">RestoreForState</a>).
 * The time in which it was down does not count. That is so in 2.42 as in 3.5.
 *
 * <p>The rule file is not touched. Of Prometheus' configuration only intervals and addresses differ
 * from what ships; Alertmanager's is {@linkplain Rehearsal rehearsed}.
 */
public final class Backfilled {
  /** As often as Prometheus looks, whatever is configured: it makes nothing easier to hold. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** What Prometheus does where nobody says otherwise. */
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  /** Prometheus' own. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private static final Duration IMPORT = Duration.ofMinutes(2);

  private final Suite suite;
  private final String ruleFile;

  private final Optional<PlainFiles> files;

  private Backfilled(Suite suite, String ruleFile, Optional<PlainFiles> files) {
    this.suite = suite;
    this.ruleFile = ruleFile;
    this.files = files;
  }

  /** For the scenarios of a suite, with the rule file that is generated from its model. */
  public static Backfilled of(Suite suite) {
    return new Backfilled(
        suite,
        Generator.files(suite.model(), suite.model().name())
            .texts()
            .getOrDefault(Generator.RULES, ""),
        Optional.empty());
  }

  /** With this text as the rule file, byte for byte. */
  public Backfilled shipping(String rules) {
    return new Backfilled(suite, rules, files);
  }

  /**
   * As these files ship it, templates beside them included, for a suite of their {@link
   * PlainFiles#model() model}: one rule file byte for byte, and several as one that says the same.
   *
   * @throws IllegalArgumentException when a file cannot be read
   */
  public Backfilled from(PlainFiles plain) {
    List<PlainFiles.Shipped> rules = plain.rules();
    return new Backfilled(
        suite, rules.size() == 1 ? rules.get(0).text() : ruleFile, Optional.of(plain));
  }

  /**
   * Plays all stories at once and waits until they have ended.
   *
   * @param tools the servers, and promtool
   * @param folder for the servers' configuration and logs; emptied first if a stack was there
   * @throws IllegalArgumentException when Alertmanager's configuration cannot be rehearsed
   * @throws IllegalStateException when history cannot be written, or a server ends
   */
  public BackfilledRun run(Toolbox tools, Path folder) {
    List<BackfilledRun> runs = new ArrayList<>();
    List<Story> together = new ArrayList<>();
    List<Story> alone = new ArrayList<>();
    for (Case one : suite.cases(Margin.WIDE)) {
      (isShared(one) ? together : alone).addAll(Story.of(one));
    }
    if (!together.isEmpty()) {
      runs.add(play(together, tools, folder.resolve("together")));
    }
    for (Story story : alone) {
      runs.add(play(List.of(story), tools, folder.resolve(story.name())));
    }
    return BackfilledRun.all(runs, suite.problems())
        .of(files.map(PlainFiles::texts).orElse(Map.of()));
  }

  private boolean isShared(Case one) {
    return !one.scenario().isAlone()
        && !one.hasTargetGone()
        && FiringLabels.of(suite, one, name -> name).tellInstance();
  }

  private BackfilledRun play(List<Story> stories, Toolbox tools, Path folder) {
    long start = System.nanoTime();
    Stack stack =
        Stack.prepare(
            Programs.processes(tools),
            folder,
            Setup.one().prometheusFlags("--rules.alert.for-grace-period=0s"));
    List<AutoCloseable> opened = new ArrayList<>(List.of(stack));
    try {
      Sinks sinks = Sinks.start();
      opened.add(sinks);
      // Prometheus notes the beginning of pending alerts in whole seconds.
      Instant waking = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Map<String, List<String>> addresses = new TreeMap<>();
      Map<Story, Actor> actors = new LinkedHashMap<>();
      History history = new History(waking, scrapeInterval());
      for (Story story : stories) {
        Actor actor = actor(story, waking, opened, addresses, history);
        actors.put(story, actor);
        story
            .pendingSince(waking)
            .ifPresent(since -> actor.labels().all().forEach(one -> history.pending(one, since)));
      }
      write(history, tools, stack);
      Rehearsed rehearsed = rehearsed(stack, sinks, addresses);
      Path secrets = secrets(stack);
      rehearsed.secrets().writeTo(secrets);
      opened.add(() -> rehearsed.secrets().removeFrom(secrets));
      Map<String, String> files = new TreeMap<>(rehearsed.files());
      files.put(Generator.RULES, ruleFile);
      stack.write(files);
      Instant started = Instant.now();
      stack.start(Generator.PROMETHEUS, Generator.ALERTMANAGER, LOOKBACK);
      Duration preparing = Duration.ofNanos(System.nanoTime() - start);
      Watch watch = new Watch(suite, stack, sinks, actors, started);
      Map<Story, Watch.Sight> sights = watch.watch();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      List<Proof> proofs = new ArrayList<>();
      sights.forEach(
          (story, sight) -> {
            Judgement judgement =
                new Judgement(suite, watch, ruleFile, story, sight, waking, started);
            Optional<String> failure = judgement.judge().map(rehearsed.secrets()::redact);
            proofs.add(proof(story, stack, judgement, failure, took.dividedBy(stories.size())));
          });
      return new BackfilledRun(
          proofs,
          List.of(new BackfilledRun.Played(stack.programs().description(), preparing, rehearsed)),
          took);
    } finally {
      close(opened);
    }
  }

  private static Proof proof(
      Story story, Stack stack, Judgement judgement, Optional<String> failure, Duration each) {
    Proof proof =
        Proof.of(
                story.one().scenario().alert(),
                story.title(),
                Way.BACKFILLED,
                Proof.Backend.PROCESSES)
            .ofKind(story.kind())
            .on(
                Map.of(
                    "Prometheus", stack.programs().prometheusVersion(),
                    "Alertmanager", stack.programs().alertmanagerVersion()))
            .seeing(judgement.evidence())
            .taking(each);
    if (story.ending() == Story.Ending.FIRES) {
      proof = proof.needingDelivery();
    }
    return failure.isEmpty()
        ? proof
        : proof.failing(
            story
                + " ("
                + story.name()
                + "), on "
                + stack.programs().description()
                + "\n"
                + failure.get());
  }

  /**
   * Who plays a story.
   *
   * @param address of the target that the alert is about
   * @param labels with which the alert fires
   * @param shared whether other stories are played beside it
   */
  record Actor(String address, FiringLabels labels, boolean shared) {}

  private Actor actor(
      Story story,
      Instant waking,
      List<AutoCloseable> opened,
      Map<String, List<String>> addresses,
      History history) {
    Case one = story.one();
    VirtualClock clock = VirtualClock.runningSince(story.anchor(waking));
    Map<String, String> byName = new TreeMap<>();
    for (Part part : one.cast()) {
      ScriptedTarget target = ScriptedTarget.start(clock, part.timeline());
      opened.add(target);
      byName.put(part.name(), target.address());
      if (part.timeline().isKnown(story.now())) {
        addresses.computeIfAbsent(part.job(), job -> new ArrayList<>()).add(target.address());
      }
      history.target(part, target.address(), story);
    }
    return new Actor(
        Objects.requireNonNull(byName.get(one.main().name())),
        FiringLabels.of(suite, one, name -> byName.getOrDefault(name, "")),
        isShared(one));
  }

  private Duration scrapeInterval() {
    return suite
        .model()
        .prometheus()
        .map(PrometheusConfig::scrapeInterval)
        .orElse(DEFAULT_INTERVAL);
  }

  /** Into the folder where Prometheus will look for its data. */
  private static void write(History history, Toolbox tools, Stack stack) {
    Path text = stack.folder().resolve("history.om");
    Path data = stack.prometheuses().get(0).data();
    try {
      Files.createDirectories(data);
      Files.writeString(text, history.text());
      ToolRun run =
          ToolRunner.limitedTo(IMPORT)
              .run(
                  List.of(
                      tools.promtool().toString(),
                      "tsdb",
                      "create-blocks-from",
                      "openmetrics",
                      "--quiet",
                      text.toString(),
                      data.toString()));
      if (!run.ok()) {
        throw new IllegalStateException(
            "promtool cannot make history of " + text + ":\n" + run.output().strip());
      }
      Files.delete(text);
    } catch (IOException e) {
      throw new UncheckedIOException("history cannot be written to " + data, e);
    }
  }

  private static Path secrets(Stack stack) {
    return stack.folder().resolve("secrets");
  }

  /** Alertmanager's configuration as rehearsals change it; Prometheus' with other intervals. */
  private Rehearsed rehearsed(Stack stack, Sinks sinks, Map<String, List<String>> addresses) {
    MonitoringModel model = suite.model();
    PrometheusConfig shipped =
        model
            .prometheus()
            .orElseGet(() -> PrometheusConfig.prometheus(DEFAULT_INTERVAL, DEFAULT_INTERVAL));
    // A rehearsal divides what it is given; rules and intervals are not its business here.
    ScrapeJob any = ScrapeJob.job("any", "any");
    Rehearsal rehearsal =
        Rehearsal.of(
            model
                .withGroups(List.of())
                .watching(
                    PrometheusConfig.prometheus(DEFAULT_INTERVAL, DEFAULT_INTERVAL).scraping(any)),
            VirtualClock.startingNow(Rehearsal.DEFAULT_SPEED),
            sinks,
            secrets(stack));
    Rehearsed telling =
        files
            .map(plain -> plain.prepare(rehearsal))
            .orElse(rehearsal)
            .alerting(List.of(stack.alertmanagerAddress()))
            .scraping(any.name(), List.of(stack.prometheusAddress()))
            .rehearse();
    List<Change> changes = new ArrayList<>();
    for (Change change : telling.changes()) {
      boolean ofPrometheus = change.place().toLowerCase(Locale.ROOT).startsWith("prometheus");
      if (!ofPrometheus || change.reason() == Change.Reason.LEFT_OUT) {
        changes.add(change);
      }
    }
    changes.add(
        new Change(
            Change.Reason.TIME,
            "prometheus.yml: scrape_interval and evaluation_interval",
            shipped.scrapeInterval().toSeconds()
                + "s and "
                + shipped.evaluationInterval().toSeconds()
                + "s",
            INTERVAL.toSeconds() + "s"));
    List<ScrapeJob> jobs = new ArrayList<>();
    addresses.forEach(
        (name, targets) -> {
          ScrapeJob job =
              shipped.jobs().stream()
                  .filter(known -> known.name().equals(name))
                  .findFirst()
                  .orElseGet(() -> ScrapeJob.job(name, ""));
          jobs.add(job.at(targets));
          changes.add(
              new Change(
                  Change.Reason.ADDRESS,
                  "prometheus.yml: targets of " + name,
                  String.join(", ", job.targets()),
                  targets.size() + " scripted targets on loopback"));
        });
    PrometheusConfig config =
        shipped
            .timed(INTERVAL, INTERVAL, INTERVAL)
            .alerting(stack.alertmanagerAddress())
            .scraping(jobs.toArray(ScrapeJob[]::new));
    return new Rehearsed(
        telling.model().watching(config), changes, telling.secrets(), LOOKBACK, telling.beside());
  }

  private static void close(List<AutoCloseable> opened) {
    for (int i = opened.size() - 1; i >= 0; i--) {
      try {
        opened.get(i).close();
      } catch (Exception e) {
        throw new IllegalStateException("a part of the stage cannot be closed", e);
      }
    }
  }
}
