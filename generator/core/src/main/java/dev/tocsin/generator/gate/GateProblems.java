package dev.tocsin.generator.gate;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolMessage;
import dev.tocsin.generator.tools.ToolMessage.RuleReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the real checkers say of generated files, as problems at the Java lines that the files come
 * from. Several generations that say the same are one problem.
 */
public final class GateProblems {
  private GateProblems() {}

  /**
   * Runs the gates over the files of a definition, in a temporary folder.
   *
   * @return what they refuse, and what they only warn of, sorted by place; none when all is well
   * @throws dev.tocsin.generator.tools.ToolsUnavailableException when the checkers cannot be had
   */
  public static List<Problem> of(Generated generated, Gates gates, Set<Generation> generations)
      throws IOException {
    Path folder = Files.createTempDirectory("tocsin-gates-");
    try {
      generated.files().writeTo(folder);
      return of(generated, gates.run(folder, generations));
    } finally {
      delete(folder);
    }
  }

  /** What these results say; those on files that the definition does not have are left out. */
  static List<Problem> of(Generated generated, List<GateResult> results) {
    Map<Finding, List<String>> versions = new LinkedHashMap<>();
    Map<String, Integer> asked = new LinkedHashMap<>();
    for (GateResult result : results) {
      if (generated.files().texts().containsKey(result.file())) {
        asked.merge(result.gate(), 1, Integer::sum);
        for (Finding finding : findings(result)) {
          versions.computeIfAbsent(finding, key -> new ArrayList<>()).add(result.version());
        }
      }
    }
    return versions.entrySet().stream()
        .map(
            entry ->
                problem(
                    entry.getKey(),
                    entry.getValue(),
                    entry.getValue().size() == asked.getOrDefault(entry.getKey().gate(), 0),
                    generated.model()))
        .sorted()
        .toList();
  }

  private record Finding(String gate, String file, boolean refused, ToolMessage message) {}

  private static List<Finding> findings(GateResult result) {
    List<ToolMessage> messages =
        result.ok() || !result.messages().isEmpty()
            ? result.messages()
            : List.of(ToolMessage.about(result.file(), "is refused without a message"));
    return messages.stream()
        .map(message -> new Finding(result.gate(), result.file(), !result.ok(), message))
        .distinct()
        .toList();
  }

  private static Problem problem(
      Finding finding, List<String> versions, boolean byAll, MonitoringModel model) {
    Optional<Rule> rule = finding.message().rule().flatMap(named -> rule(named, model));
    Place place =
        rule.map(GateProblems::origin)
            .filter(Origin::isKnown)
            .map(Place::of)
            .orElseGet(() -> place(finding));
    String about = rule.map(GateProblems::name).orElse(finding.file());
    String said =
        String.join(", ", versions)
            + (finding.refused() ? " refuses " : " warns of ")
            + about
            + ": "
            + finding.message().text();
    String id = "gate/" + finding.gate().replace(' ', '-');
    String message = finding.gate() + " " + said;
    Problem problem =
        finding.refused() ? Problem.error(id, place, message) : Problem.warning(id, place, message);
    if (rule.isPresent()) {
      problem = problem.showing(List.of(rule.get().expr().text()));
    }
    return byAll ? problem : problem.help("use syntax that every supported version accepts");
  }

  private static Optional<Rule> rule(RuleReference named, MonitoringModel model) {
    return model.groups().stream()
        .filter(group -> group.name().equals(named.group()))
        .map(RuleGroup::rules)
        .filter(rules -> named.position() >= 1 && named.position() <= rules.size())
        .map(rules -> rules.get(named.position() - 1))
        .findFirst();
  }

  /** The line of the raw expression, where there is just one; else that of the rule. */
  private static Origin origin(Rule rule) {
    List<Origin> raw =
        Nodes.of(rule.expr()).stream()
            .filter(Expr.Verbatim.class::isInstance)
            .map(node -> ((Expr.Verbatim) node).origin())
            .toList();
    return raw.size() == 1 && raw.get(0).isKnown() ? raw.get(0) : rule.origin();
  }

  private static String name(Rule rule) {
    return (rule instanceof Alert ? "alert" : "recording rule") + " \"" + rule.name() + "\"";
  }

  private static Place place(Finding finding) {
    String file = finding.message().file().orElse(finding.file());
    int line = finding.message().line().orElse(0);
    return line > 0 ? Place.line(file, line) : Place.file(file);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
