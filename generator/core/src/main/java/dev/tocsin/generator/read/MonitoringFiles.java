package dev.tocsin.generator.read;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.rules.RuleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The files of a team that writes no Java, read as the model that a definition would give: rule
 * files, one Alertmanager configuration and, if there is one, Prometheus' configuration. Whatever
 * is wrong with them is a {@linkplain #problems() problem}, never an exception.
 *
 * <pre>{@code
 * MonitoringFiles files =
 *     MonitoringFiles.named("shop")
 *         .rules("rules.yml", rules)
 *         .alertmanager("alertmanager.yml", alertmanager);
 * if (!Problem.anyError(files.problems())) {
 *   MonitoringModel model = files.model();
 * }
 * }</pre>
 */
public final class MonitoringFiles {
  private final String name;
  private final List<RuleGroup> groups;
  private final Optional<AlertmanagerConfig> alertmanager;
  private final PrometheusConfig prometheus;
  private final List<Problem> problems;
  private final List<LeftOut> leftOut;

  private MonitoringFiles(
      String name,
      List<RuleGroup> groups,
      Optional<AlertmanagerConfig> alertmanager,
      PrometheusConfig prometheus,
      List<Problem> problems,
      List<LeftOut> leftOut) {
    this.name = name;
    this.groups = List.copyOf(groups);
    this.alertmanager = alertmanager;
    this.prometheus = prometheus;
    this.problems = List.copyOf(problems);
    this.leftOut = List.copyOf(leftOut);
  }

  /** No file yet. Without {@code prometheus.yml} Prometheus' own intervals hold. */
  public static MonitoringFiles named(String name) {
    return new MonitoringFiles(
        Objects.requireNonNull(name, "name"),
        List.of(),
        Optional.empty(),
        ConfiguredPrometheus.DEFAULTS,
        List.of(),
        List.of());
  }

  /**
   * With the groups of this rule file behind those that it has. A group whose name another file has
   * already is given the file's name as well, for the model writes them into one.
   *
   * @param file what messages call it
   */
  public MonitoringFiles rules(String file, byte[] bytes) {
    RuleFile source = RuleFile.of(file, bytes);
    List<Problem> found = new ArrayList<>(problems);
    found.addAll(source.problems());
    List<RuleGroup> all = new ArrayList<>(groups);
    List<LeftOut> left = new ArrayList<>(leftOut);
    if (source.ok()) {
      Map<String, RuleGroup> known = new HashMap<>();
      groups.forEach(group -> known.put(group.name(), group));
      all.addAll(
          new ReadRules(file, found::add)
              .groups(
                  source.groups(),
                  title -> {
                    if (!known.containsKey(title)) {
                      return title;
                    }
                    String apart = title + " of " + file;
                    left.add(new LeftOut(file + ": group " + title, title, apart));
                    return apart;
                  }));
    }
    return new MonitoringFiles(name, all, alertmanager, prometheus, found, left);
  }

  /**
   * With this Alertmanager configuration instead of any before.
   *
   * @param file what messages call it
   */
  public MonitoringFiles alertmanager(String file, byte[] bytes) {
    AlertmanagerFile source = AlertmanagerFile.read(file, bytes);
    List<Problem> found = new ArrayList<>(problems);
    found.addAll(source.problems());
    Optional<AlertmanagerConfig> config =
        source.isAccepted()
            ? new ReadAlertmanager(file, found::add).config(source.root())
            : Optional.empty();
    return new MonitoringFiles(name, groups, config, prometheus, found, leftOut);
  }

  /**
   * With the intervals and external labels of this {@code prometheus.yml}. The rest, its scrape
   * jobs above all, is {@linkplain #leftOut left out}: they lead to machines that only production
   * has.
   *
   * @param file what messages call it
   */
  public MonitoringFiles prometheus(String file, byte[] bytes) {
    List<Problem> found = new ArrayList<>(problems);
    List<LeftOut> left = new ArrayList<>(leftOut);
    PrometheusConfig config = new ConfiguredPrometheus(file, found::add, left::add).read(bytes);
    return new MonitoringFiles(name, groups, alertmanager, config, found, left);
  }

  /** All that is wrong with the files, file by file; with an error there is no model. */
  public List<Problem> problems() {
    return problems;
  }

  /** What the files say and the model does not. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * What the files say.
   *
   * @throws IllegalStateException when {@link #problems} has errors, with all of them
   */
  public MonitoringModel model() {
    if (Problem.anyError(problems)) {
      throw new IllegalStateException(
          "the files of \""
              + name
              + "\" cannot be used:\n"
              + problems.stream()
                  .filter(Problem::isError)
                  .map(Problem::toString)
                  .collect(Collectors.joining("\n")));
    }
    MonitoringModel model =
        MonitoringModel.monitoring(name, groups.toArray(RuleGroup[]::new)).prometheus(prometheus);
    return alertmanager.map(model::alertmanager).orElse(model);
  }

  /** A problem of what the model cannot hold. */
  static Problem problem(String file, int line, String message, String help) {
    return Problem.error("read/model", Place.line(file, line), message).help(help);
  }

  @Override
  public String toString() {
    return name + groups;
  }
}
