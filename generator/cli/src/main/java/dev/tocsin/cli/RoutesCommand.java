package dev.tocsin.cli;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.InhibitionRule;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.input.InputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tocsin routes}: shows and tests the routing tree. */
@Command(
    name = "routes",
    description = "Shows and tests the routing tree of an Alertmanager configuration.",
    mixinStandardHelpOptions = true)
final class RoutesCommand implements Runnable {
  /** The output format. */
  enum Format {
    text,
    json
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Alertmanager configuration file. Default: alertmanager.yml.")
  private Path config = Path.of("alertmanager.yml");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "Output format: text (the default) or json.")
  private Format format = Format.text;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command: see the list below");
  }

  @Command(
      name = "test",
      description = {
        "Prints the receivers of an alert with these labels, one per line, in the same"
            + " order as amtool.",
        "With --time, leaves out routes that are muted or inactive at that time."
      },
      mixinStandardHelpOptions = true)
  int test(
      @Option(
              names = "--time",
              paramLabel = "RFC3339",
              description =
                  "Time to evaluate time intervals at, such as 2026-03-29T02:30:00+02:00.")
          @Nullable String time,
      @Parameters(paramLabel = "LABEL=VALUE", arity = "0..*") List<String> labels)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Instant> instant = instant(time);
    Map<String, String> alert = labels(labels);
    Optional<AlertmanagerFile> file = read();
    if (file.isEmpty()) {
      return Tocsin.PROBLEMS;
    }
    Map<String, List<TimeSpec>> intervals = file.get().timeIntervals();
    List<String> receivers =
        file.get().routingTree().match(alert).stream()
            .filter(node -> instant.isEmpty() || node.tellsAt(instant.get(), intervals))
            .map(RoutingTree.Node::receiver)
            .toList();
    if (format == Format.json) {
      StringBuilder json = new StringBuilder("{\"receivers\":");
      strings(json, receivers);
      out.println(json.append('}'));
    } else {
      receivers.forEach(out::println);
    }
    out.flush();
    return Tocsin.DONE;
  }

  @Command(
      name = "show",
      description = "Prints the routing tree, including the settings that routes inherit.",
      mixinStandardHelpOptions = true)
  int show() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<AlertmanagerFile> file = read();
    if (file.isEmpty()) {
      return Tocsin.PROBLEMS;
    }
    RoutingTree.Node root = file.get().routingTree().root();
    if (format == Format.json) {
      StringBuilder json = new StringBuilder();
      node(json, root);
      out.println(json);
    } else {
      out.println(title(root));
      branches(root, "", out);
    }
    out.flush();
    return Tocsin.DONE;
  }

  @Command(
      name = "explain",
      description = {
        "Explains how an alert with these labels is routed: the matcher that decided at"
            + " each route, the group that the alert belongs to, and the inhibition rules that"
            + " could mute it."
      },
      mixinStandardHelpOptions = true)
  int explain(@Parameters(paramLabel = "LABEL=VALUE", arity = "0..*") List<String> labels)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> alert = labels(labels);
    Optional<AlertmanagerFile> file = read();
    if (file.isEmpty()) {
      return Tocsin.PROBLEMS;
    }
    List<RoutingTree.Visit> visits = file.get().routingTree().explain(alert);
    List<InhibitionRule> inhibitions =
        file.get().inhibitions().stream().filter(rule -> rule.couldMute(alert)).toList();
    if (format == Format.json) {
      out.println(explainJson(visits, inhibitions, alert));
    } else {
      explainText(visits, inhibitions, alert, out);
    }
    out.flush();
    return Tocsin.DONE;
  }

  private static void explainText(
      List<RoutingTree.Visit> visits,
      List<InhibitionRule> inhibitions,
      Map<String, String> alert,
      PrintWriter out) {
    for (RoutingTree.Visit visit : visits) {
      String verdict =
          switch (visit.outcome()) {
            case TAKEN -> "matches, receiver " + visit.node().receiver();
            case PASSED_ON -> "matches, handled by a child route";
            case REFUSED -> refused(visit.deciding(), alert);
          };
      out.println("  ".repeat(visit.depth()) + name(visit.node()) + ": " + verdict);
    }
    for (RoutingTree.Visit visit : visits) {
      if (visit.outcome() == RoutingTree.Outcome.TAKEN) {
        RoutingTree.Node node = visit.node();
        out.println();
        out.println("receiver " + node.receiver());
        out.println("  group           " + node.groupKey(alert));
        out.println("  group_wait      " + GoDuration.text(node.groupWait()));
        out.println("  group_interval  " + GoDuration.text(node.groupInterval()));
        out.println("  repeat_interval " + GoDuration.text(node.repeatInterval()));
        if (!node.spec().active().isEmpty()) {
          out.println("  only during     " + String.join(", ", node.spec().active()));
        }
        if (!node.spec().muted().isEmpty()) {
          out.println("  not during      " + String.join(", ", node.spec().muted()));
        }
      }
    }
    out.println();
    if (inhibitions.isEmpty()) {
      out.println("no inhibition rule can mute it");
    }
    for (InhibitionRule rule : inhibitions) {
      out.println("can be muted while " + Matcher.toString(rule.source()) + " fires");
      if (rule.matchesBothSides(alert)) {
        out.println(
            "  by an alert that does not match "
                + Matcher.toString(rule.target())
                + ": this one matches both sides");
        out.println(
            "  (Alertmanager 0.33 may use this alert itself as the source; it is not muted then)");
      }
      for (String label : rule.equal()) {
        String value = alert.getOrDefault(label, "");
        out.println(
            value.isEmpty()
                ? "  and also has no label " + label
                : "  and has the same " + label + "=\"" + value + "\"");
      }
    }
  }

  private static String refused(Optional<Matcher> deciding, Map<String, String> alert) {
    return deciding
        .map(
            matcher ->
                "does not match: "
                    + matcher
                    + ", but the alert has "
                    + (alert.containsKey(matcher.name())
                        ? matcher.name() + "=\"" + alert.get(matcher.name()) + "\""
                        : "no label " + matcher.name()))
        .orElse("does not match");
  }

  private static String explainJson(
      List<RoutingTree.Visit> visits, List<InhibitionRule> inhibitions, Map<String, String> alert) {
    StringBuilder json = new StringBuilder("{\"routes\":[");
    String separator = "";
    for (RoutingTree.Visit visit : visits) {
      Json.string(json.append(separator).append("{\"route\":"), visit.node().id());
      Json.string(json.append(",\"outcome\":"), visit.outcome().name().toLowerCase(Locale.ROOT));
      json.append(",\"deciding\":");
      visit
          .deciding()
          .ifPresentOrElse(
              matcher -> Json.string(json, matcher.toString()), () -> json.append("null"));
      Json.string(json.append(",\"receiver\":"), visit.node().receiver());
      if (visit.outcome() == RoutingTree.Outcome.TAKEN) {
        Json.string(json.append(",\"groupKey\":"), visit.node().groupKey(alert));
      }
      json.append('}');
      separator = ",";
    }
    json.append("],\"inhibitions\":[");
    separator = "";
    for (InhibitionRule rule : inhibitions) {
      Json.string(json.append(separator).append("{\"source\":"), Matcher.toString(rule.source()));
      Json.string(json.append(",\"target\":"), Matcher.toString(rule.target()));
      strings(json.append(",\"equal\":"), rule.equal());
      json.append('}');
      separator = ",";
    }
    return json.append("]}").toString();
  }

  private static void strings(StringBuilder json, List<String> texts) {
    json.append('[');
    for (int i = 0; i < texts.size(); i++) {
      Json.string(json.append(i == 0 ? "" : ","), texts.get(i));
    }
    json.append(']');
  }

  private static String name(RoutingTree.Node node) {
    return node.parent().isEmpty() && node.matchers().isEmpty()
        ? "root"
        : Matcher.toString(node.matchers());
  }

  private static String title(RoutingTree.Node node) {
    List<String> parts = new ArrayList<>();
    parts.add(name(node));
    parts.add("to " + node.receiver());
    parts.add(
        node.groupByAll()
            ? "ungrouped"
            : node.groupBy().isEmpty() ? "one group" : "by " + String.join(", ", node.groupBy()));
    parts.add(
        "wait "
            + GoDuration.text(node.groupWait())
            + ", update "
            + GoDuration.text(node.groupInterval())
            + ", repeat "
            + GoDuration.text(node.repeatInterval()));
    if (!node.spec().active().isEmpty()) {
      parts.add("during " + String.join(", ", node.spec().active()));
    }
    if (!node.spec().muted().isEmpty()) {
      parts.add("not during " + String.join(", ", node.spec().muted()));
    }
    if (node.continues()) {
      parts.add("continues");
    }
    return String.join("  ", parts);
  }

  private static void branches(RoutingTree.Node node, String indent, PrintWriter out) {
    List<RoutingTree.Node> children = node.children();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      out.println(indent + (last ? "└── " : "├── ") + title(children.get(i)));
      branches(children.get(i), indent + (last ? "    " : "│   "), out);
    }
  }

  private static void node(StringBuilder json, RoutingTree.Node node) {
    Json.string(json.append("{\"id\":"), node.id());
    Json.string(json.append(",\"receiver\":"), node.receiver());
    strings(
        json.append(",\"matchers\":"), node.matchers().stream().map(Matcher::toString).toList());
    strings(
        json.append(",\"groupBy\":"),
        node.groupByAll() ? List.of(RoutingTree.ALL_LABELS) : List.copyOf(node.groupBy()));
    Json.string(json.append(",\"groupWait\":"), GoDuration.text(node.groupWait()));
    Json.string(json.append(",\"groupInterval\":"), GoDuration.text(node.groupInterval()));
    Json.string(json.append(",\"repeatInterval\":"), GoDuration.text(node.repeatInterval()));
    json.append(",\"continue\":").append(node.continues());
    strings(json.append(",\"activeTimeIntervals\":"), node.spec().active());
    strings(json.append(",\"muteTimeIntervals\":"), node.spec().muted());
    json.append(",\"routes\":[");
    List<RoutingTree.Node> children = node.children();
    for (int i = 0; i < children.size(); i++) {
      json.append(i == 0 ? "" : ",");
      node(json, children.get(i));
    }
    json.append("]}");
  }

  private Optional<AlertmanagerFile> read() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    byte[] bytes;
    try {
      bytes = InputFile.read(config, InputFile.Kind.ALERTMANAGER);
    } catch (IOException e) {
      err.println(InputFile.problem(config, InputFile.Kind.ALERTMANAGER, e));
      err.flush();
      return Optional.empty();
    }
    AlertmanagerFile file = AlertmanagerFile.read(config.toString(), bytes);
    if (!file.isAccepted()) {
      file.problems().stream().filter(Problem::isError).forEach(err::println);
      err.flush();
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** The subcommand in use: for a command method, picocli injects only the parent. */
  private CommandLine called() {
    CommandLine.ParseResult called = spec.commandLine().getParseResult();
    return called.hasSubcommand()
        ? called.subcommand().commandSpec().commandLine()
        : spec.commandLine();
  }

  private Map<String, String> labels(@Nullable List<String> texts) {
    Map<String, String> labels = new TreeMap<>();
    for (String text : texts == null ? List.<String>of() : texts) {
      MatcherSyntax.Reading reading = MatcherSyntax.FALLBACK.parseOne(text);
      if (!reading.isValid() || reading.matchers().get(0).op() != MatchOp.EQUAL) {
        throw new ParameterException(
            called(),
            "invalid label \""
                + text
                + "\": write name=value"
                + reading.error().map(error -> " (" + error + ")").orElse(""));
      }
      labels.put(reading.matchers().get(0).name(), reading.matchers().get(0).value());
    }
    return labels;
  }

  private Optional<Instant> instant(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          called(),
          "invalid time \"" + text + "\" in --time: write it as in 2026-03-29T02:30:00+02:00",
          e);
    }
  }
}
