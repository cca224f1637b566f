package dev.tocsin.generator.read;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes out of a {@code prometheus.yml} what rules depend on: how often they are evaluated, how
 * often is scraped, and the external labels. All else is left out, and said to be.
 */
final class ConfiguredPrometheus {
  /**
   * What holds where nothing is said, by <a
   * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file">Prometheus</a>.
   */
  static final PrometheusConfig DEFAULTS =
      PrometheusConfig.prometheus(Duration.ofMinutes(1)).scrapeTimeout(Duration.ofSeconds(10));

  private static final String CHECK = "prometheus/config";

  private final String file;
  private final Consumer<Problem> problems;
  private final Consumer<LeftOut> leftOut;

  ConfiguredPrometheus(String file, Consumer<Problem> problems, Consumer<LeftOut> leftOut) {
    this.file = file;
    this.problems = problems;
    this.leftOut = leftOut;
  }

  PrometheusConfig read(byte[] bytes) {
    YamlDocument document = YamlDocument.read(bytes);
    SourceProblems found = SourceProblems.of(file, document);
    found.yaml("yaml/syntax");
    found.all().forEach(problems);
    PrometheusConfig config = DEFAULTS;
    Optional<YamlNode> root = document.root().filter(node -> !node.isNull());
    if (root.isEmpty()) {
      return config;
    }
    for (Map.Entry<String, YamlNode> part : map(root.get(), "the file").entrySet()) {
      switch (part.getKey()) {
        case "global" -> config = global(map(part.getValue(), "global"));
        case "scrape_configs" -> jobs(part.getValue());
        default ->
            leftOut.accept(
                new LeftOut(at(part.getValue()) + ": " + part.getKey(), said(part.getValue()), ""));
      }
    }
    return config;
  }

  private PrometheusConfig global(Map<String, YamlNode> global) {
    Duration scrape = duration(global, "scrape_interval", DEFAULTS.scrapeInterval());
    Duration evaluation = duration(global, "evaluation_interval", DEFAULTS.evaluationInterval());
    // Prometheus itself lowers its default to the interval; what is written must not be longer.
    Duration shortest = min(DEFAULTS.scrapeTimeout(), scrape);
    Duration timeout = duration(global, "scrape_timeout", shortest);
    if (timeout.compareTo(scrape) > 0) {
      YamlNode node = Objects.requireNonNull(global.get("scrape_timeout"));
      problems.accept(
          Problem.error(CHECK, place(node), "scrape_timeout is longer than scrape_interval")
              .help("Prometheus refuses that: use at most the interval"));
      timeout = scrape;
    }
    PrometheusConfig config =
        DEFAULTS.scrapeInterval(scrape).scrapeTimeout(timeout).evaluationInterval(evaluation);
    YamlNode labels = global.get("external_labels");
    if (labels != null && !labels.isNull()) {
      for (Map.Entry<String, YamlNode> label : map(labels, "external_labels").entrySet()) {
        if (label.getKey().isEmpty()) {
          problems.accept(
              Problem.error(CHECK, place(label.getValue()), "a label's name must not be empty"));
        } else {
          config =
              config.externalLabel(
                  Label.label(label.getKey()), label.getValue().resolved().value());
        }
      }
    }
    for (Map.Entry<String, YamlNode> field : global.entrySet()) {
      switch (field.getKey()) {
        case "scrape_interval", "scrape_timeout", "evaluation_interval", "external_labels" -> {}
        default ->
            leftOut.accept(
                new LeftOut(
                    at(field.getValue()) + ": global." + field.getKey(),
                    said(field.getValue()),
                    ""));
      }
    }
    return config;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void jobs(YamlNode list) {
    YamlNode jobs = list.resolved();
    if (jobs.kind() != YamlNode.Kind.SEQUENCE) {
      if (!jobs.isNull()) {
        wrong(jobs, "scrape_configs is a list of jobs");
      }
      return;
    }
    for (YamlNode node : jobs.content()) {
      Map<String, YamlNode> job = map(node, "a scrape job");
      YamlNode name = job.remove("job_name");
      leftOut.accept(
          new LeftOut(
              at(node) + ": scrape job " + (name == null ? "without a name" : name.value()),
              String.join(", ", job.keySet()),
              "the scenario's targets of this job, if it has any"));
    }
  }

  private Duration duration(Map<String, YamlNode> global, String name, Duration standard) {
    YamlNode node = global.get(name);
    if (node == null || node.isNull()) {
      return standard;
    }
    Optional<Duration> found = GoDuration.parse(node.resolved().value());
    if (found.isEmpty()) {
      problems.accept(
          Problem.error(
                  CHECK,
                  place(node),
                  "invalid duration \"" + node.resolved().value() + "\" in " + name)
              .help("write whole numbers with units, such as 30s or 1m"));
      return standard;
    }
    // Zero is Go's nothing, and nothing means the default.
    return found.get().isZero() ? standard : found.get();
  }

  private Map<String, YamlNode> map(YamlNode node, String what) {
    Map<String, YamlNode> all = new LinkedHashMap<>();
    YamlNode target = node.resolved();
    if (target.kind() == YamlNode.Kind.MAPPING) {
      for (int i = 0; i + 1 < target.content().size(); i += 2) {
        all.put(target.content().get(i).resolved().value(), target.content().get(i + 1));
      }
    } else if (!target.isNull()) {
      wrong(target, what + " is a map");
    }
    return all;
  }

  private void wrong(YamlNode node, String message) {
    problems.accept(Problem.error(CHECK, place(node), message));
  }

  private static String said(YamlNode node) {
    YamlNode target = node.resolved();
    return switch (target.kind()) {
      case SCALAR -> target.value();
      case SEQUENCE -> target.content().size() + " entries";
      default -> "its " + target.content().size() / 2 + " fields";
    };
  }

  private String at(YamlNode node) {
    return file + ":" + node.line();
  }

  private Place place(YamlNode node) {
    return Place.column(file, node.line(), node.column());
  }
}
