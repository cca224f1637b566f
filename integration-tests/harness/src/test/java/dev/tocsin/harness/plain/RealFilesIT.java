package dev.tocsin.harness.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.tools.Amtool;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Differences;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.series.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every real file that is accepted can be rehearsed, or is refused with a reason; what comes out
 * the real checkers accept. Files are read at {@code ../shared/corpora}, or {@code
 * -Dtocsin.corpora}; without them the tests are skipped and say so.
 */
@Execution(ExecutionMode.CONCURRENT)
@Cores(1)
class RealFilesIT {
  private static final Set<FieldType.Kind> ADDRESSES =
      Set.of(
          FieldType.Kind.URL,
          FieldType.Kind.SECRET_URL,
          FieldType.Kind.SECRET_TEMPLATE_URL,
          FieldType.Kind.PROXY_URL,
          FieldType.Kind.HOST_PORT);

  @TempDir Path folder;

  private static Path corpora() {
    Path corpora = Path.of(System.getProperty("tocsin.corpora", "../../../shared/corpora"));
    assumeTrue(
        Files.exists(corpora.resolve("verdicts.jsonl")),
        "skipped: no corpora at " + corpora.toAbsolutePath());
    return corpora;
  }

  private static List<Path> accepted(String tool) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(corpora().resolve("verdicts.jsonl"))) {
      JsonNode verdict = json.readTree(line);
      if (verdict.get("tool").asText().equals(tool) && verdict.get("ok").asBoolean()) {
        files.add(corpora().resolve(verdict.get("file").asText()));
      }
    }
    return files;
  }

  private Rehearsed rehearsed(MonitoringModel model, AlertFiles files, Sinks sinks, double speed) {
    return files
        .prepare(
            Rehearsal.of(model, VirtualClock.startingNow(speed), sinks, folder.resolve("secrets")))
        .alerting(List.of("127.0.0.1:9093"))
        .scraping("app", List.of("127.0.0.1:1001"))
        .rehearse();
  }

  /** The first reason, without what is peculiar to the file. */
  private static String reason(RuntimeException failure) {
    String[] lines = String.valueOf(failure.getMessage()).split("\n");
    return lines[Math.min(1, lines.length - 1)]
        .replaceAll("\\(.*?:\\d+\\)", "")
        .replaceAll("(group|alert|record) \\S+", "$1")
        .replaceAll("\"[^\"]*\"", "…")
        .replaceAll("[0-9]+(\\.[0-9]+)?", "N")
        .replaceAll("(templates )\\S.*?(, and none)", "$1…$2")
        .replaceAll("put the files.*", "")
        .strip();
  }

  /** Where a rehearsed configuration leads, by what its fields are. */
  private static List<String> addresses(@Nullable Object value) {
    List<String> all = new ArrayList<>();
    if (value instanceof Section section) {
      for (Section.Entry entry : section.entries()) {
        if (entry.field().type() instanceof FieldType.Scalar scalar
            && ADDRESSES.contains(scalar.kind())) {
          all.add(String.valueOf(entry.value()));
        }
        all.addAll(addresses(entry.value()));
      }
    } else if (value instanceof List<?> list) {
      list.forEach(item -> all.addAll(addresses(item)));
    }
    return all;
  }

  @Test
  void configurations() throws IOException {
    Map<String, Integer> refused = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int played = 0;
    int changes = 0;
    int old = 0;
    int addresses = 0;
    List<Path> all = accepted("amtool check-config");
    Amtool newest = Amtool.of(Tools.standard().provide(Generation.NEWEST));
    Amtool oldest = Amtool.of(Tools.standard().provide(Generation.OLDEST));
    try (Sinks sinks = Sinks.start()) {
      for (Path file : all) {
        AlertFiles files = AlertFiles.of().alertmanager(file);
        MonitoringModel model = files.model();
        Rehearsed rehearsed;
        try {
          rehearsed = rehearsed(model, files, sinks, 150);
        } catch (IllegalArgumentException e) {
          refused.merge(reason(e), 1, Integer::sum);
          continue;
        }
        played++;
        changes += rehearsed.changes().size();
        Map<String, String> texts = rehearsed.files();
        Differences.unexplained(Generator.files(model, model.name()).texts(), texts)
            .forEach(it -> wrong.add(file + ": " + it));
        Path work = Files.createDirectories(folder.resolve("config-" + played));
        for (Map.Entry<String, String> text : texts.entrySet()) {
          Path target = work.resolve(text.getKey());
          Files.createDirectories(target.getParent());
          Files.writeString(target, text.getValue());
        }
        Path config = work.resolve(GeneratedFiles.ALERTMANAGER);
        String text = texts.getOrDefault(GeneratedFiles.ALERTMANAGER, "");
        for (String address :
            addresses(AlertmanagerFile.read("rehearsed", text.getBytes(UTF_8)).root())) {
          addresses++;
          if (!address.replaceFirst("^http://", "").startsWith("127.0.0.1:")) {
            wrong.add(file + ": leads to " + address);
          }
        }
        if (!newest.checkConfig(config).ok()) {
          wrong.add(file + ": " + newest.checkConfig(config).run().output());
        }
        if (oldest.checkConfig(file).ok()) {
          old++;
          if (!oldest.checkConfig(config).ok()) {
            wrong.add(file + ": oldest: " + oldest.checkConfig(config).run().output());
          }
        }
      }
    }
    System.out.printf(
        "Configurations rehearsed: %d of %d, with %d changes, all %d addresses on loopback; accepted by amtool %s, and %d by %s,"
            + " which accepts as many as they are shipped; refused: %s%n",
        played,
        all.size(),
        changes,
        addresses,
        Generation.NEWEST.alertmanager(),
        old,
        Generation.OLDEST.alertmanager(),
        refused);
    assertThat(wrong).isEmpty();
    assertThat(played).isPositive();
  }

  @Test
  void rules() throws IOException {
    Map<String, Integer> refused = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    List<Path> rehearsedFiles = new ArrayList<>();
    Path often =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            "global: {scrape_interval: 15s, evaluation_interval: 15s}");
    int scrapedMoreOften = 0;
    int rules = 0;
    List<Path> all = accepted("promtool check rules");
    AlertmanagerConfig nobody =
        AlertmanagerConfig.alertmanager(Route.route(Receiver.receiver("nobody")));
    try (Sinks sinks = Sinks.start()) {
      for (Path file : all) {
        AlertFiles files = AlertFiles.of(file);
        MonitoringModel model = files.model().alertmanager(nobody);
        Rehearsed rehearsed;
        try {
          rehearsed = rehearsed(model, files, sinks, 150);
        } catch (IllegalArgumentException everyMinute) {
          // Without prometheus.yml it is scraped once a minute, too seldom for short windows.
          files = files.prometheus(often);
          model = files.model().alertmanager(nobody);
          try {
            rehearsed = rehearsed(model, files, sinks, 150);
            scrapedMoreOften++;
          } catch (IllegalArgumentException e) {
            refused.merge(reason(e), 1, Integer::sum);
            continue;
          }
        }
        Map<String, String> texts = rehearsed.files();
        Differences.unexplained(Generator.files(model, model.name()).texts(), texts)
            .forEach(it -> wrong.add(file + ": " + it));
        String text = texts.getOrDefault(GeneratedFiles.RULES, "");
        RuleFile read = RuleFile.of(file.toString(), text.getBytes(UTF_8));
        rules += read.ruleCount();
        if (!read.ok()) {
          wrong.add(file + ": " + read.problems());
        }
        Path target = folder.resolve("rules-" + rehearsedFiles.size() + ".yml");
        rehearsedFiles.add(Files.writeString(target, text));
      }
    }
    Promtool promtool = Promtool.of(Tools.standard().provide(Generation.NEWEST));
    var report = promtool.checkRules(rehearsedFiles.toArray(Path[]::new));
    System.out.printf(
        "Rule files rehearsed: %d of %d, with %d rules, %d files scraped every 15 s; promtool %s finds nothing"
            + " but %d lints; refused: %s%n",
        rehearsedFiles.size(),
        all.size(),
        rules,
        scrapedMoreOften,
        Generation.NEWEST.prometheus(),
        report.messages().size(),
        refused);
    assertThat(wrong).isEmpty();
    // It calls rules of one name and labels a lint, in the shipped files as in the rehearsed ones.
    assertThat(report.messages())
        .allMatch(message -> message.toString().contains("duplicate rule(s) found"));
  }
}
