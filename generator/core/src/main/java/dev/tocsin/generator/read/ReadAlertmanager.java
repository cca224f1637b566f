package dev.tocsin.generator.read;

import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.generator.source.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Turns an Alertmanager configuration that is accepted into that of a model. */
final class ReadAlertmanager {
  /** The parts of the file that are more than fields to the model. */
  private static final Set<String> PARTS =
      Set.of("route", "inhibit_rules", "mute_time_intervals", "time_intervals", "receivers");

  private final String file;
  private final Consumer<Problem> problems;
  private final Map<String, Receiver> receivers = new LinkedHashMap<>();
  private final Map<String, TimeInterval> intervals = new LinkedHashMap<>();
  private boolean whole = true;

  ReadAlertmanager(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The configuration; empty when the model cannot hold it, which is a problem by then. */
  Optional<AlertmanagerConfig> config(Section root) {
    for (String list : List.of("mute_time_intervals", "time_intervals")) {
      for (Section one : root.sections(list)) {
        made(one, () -> interval(one)).ifPresent(it -> intervals.put(it.name(), it));
      }
    }
    for (Section one : root.sections("receivers")) {
      made(one, () -> receiver(one)).ifPresent(it -> receivers.put(it.name(), it));
    }
    List<Inhibition> inhibitions = new ArrayList<>();
    for (Section one : root.sections("inhibit_rules")) {
      made(one, () -> inhibition(one)).ifPresent(inhibitions::add);
    }
    Optional<Route> route =
        root.section("route").flatMap(tree -> made(tree, () -> route(tree, Optional.empty())));
    if (route.isEmpty() || !whole) {
      return Optional.empty();
    }
    AlertmanagerConfig config =
        AlertmanagerConfig.alertmanager(route.get())
            .inhibitRules(inhibitions.toArray(Inhibition[]::new));
    // Those that no route names are kept too; of those that one names there is only one.
    List<Receiver> routed = config.receivers();
    config =
        config.receivers(
            receivers.values().stream()
                .filter(receiver -> !routed.contains(receiver))
                .toArray(Receiver[]::new));
    List<TimeInterval> used = config.timeIntervals();
    config =
        config.timeIntervals(
            intervals.values().stream()
                .filter(interval -> !used.contains(interval))
                .toArray(TimeInterval[]::new));
    for (Map.Entry<String, Object> field : FieldValues.of(root, PARTS).asMap().entrySet()) {
      config = config.with(field.getKey(), field.getValue());
    }
    return Optional.of(config);
  }

  /** Makes a part of the model with its place in the file; what cannot be made is a problem. */
  private <T> Optional<T> made(Section section, Supplier<T> making) {
    int line = section.node().line();
    try {
      return Optional.of(Origin.whileReading(Origin.at(file, line), making));
    } catch (IllegalArgumentException e) {
      whole = false;
      problems.accept(
          MonitoringFiles.problem(
              file,
              line,
              String.valueOf(e.getMessage()),
              "Alertmanager takes it and the model cannot hold it: say it in another way"));
      return Optional.empty();
    }
  }

  // ---- routes ----

  private Route route(Section section, Optional<Receiver> inherited) {
    String name = section.text("receiver");
    Receiver receiver =
        Optional.ofNullable(receivers.get(name))
            .or(() -> inherited)
            .orElseThrow(
                () -> new IllegalArgumentException("receiver \"" + name + "\" is not there"));
    Route route =
        Route.route(receiver)
            .matchers(matchers(section, "match", "match_re", "matchers"))
            .timed(
                duration(section, "group_wait"),
                duration(section, "group_interval"),
                duration(section, "repeat_interval"))
            .scheduled(
                named(section, "active_time_intervals"), named(section, "mute_time_intervals"));
    List<String> groupBy = section.texts("group_by");
    if (groupBy.contains("...")) {
      route = route.groupByAll();
    } else if (section.has("group_by")) {
      route = route.groupBy(labels(groupBy));
    }
    if (section.isTrue("continue")) {
      route = route.continueMatching();
    }
    List<Route> children = new ArrayList<>();
    for (Section child : section.sections("routes")) {
      made(child, () -> route(child, Optional.of(receiver))).ifPresent(children::add);
    }
    return route.withRoutes(children);
  }

  private List<TimeInterval> named(Section route, String field) {
    List<TimeInterval> found = new ArrayList<>();
    for (String name : route.texts(field)) {
      TimeInterval interval = intervals.get(name);
      if (interval == null) {
        throw new IllegalArgumentException("time interval \"" + name + "\" is not there");
      }
      found.add(interval);
    }
    return found;
  }

  private static Label[] labels(List<String> names) {
    return names.stream().map(Label::label).toArray(Label[]::new);
  }

  /** The conditions of both spellings. */
  private static Matcher[] matchers(
      Section section, String match, String matchRe, String matchers) {
    List<Matcher> all = new ArrayList<>();
    section.map(match).forEach((name, value) -> all.add(Label.label(name).is(value)));
    section.map(matchRe).forEach((name, value) -> all.add(Label.label(name).matches(regex(value))));
    for (String text : section.texts(matchers)) {
      for (Matcher matcher : MatcherSyntax.FALLBACK.parse(text).matchers()) {
        all.add(matcher(matcher));
      }
    }
    return all.toArray(Matcher[]::new);
  }

  /** An old regular expression stands in brackets of its own, and a new one does not. */
  private static String regex(String value) {
    return GoRegexp.check(value).isEmpty() ? value : "^(?:" + value + ")$";
  }

  private static Matcher matcher(Matcher matcher) {
    Label label = Label.label(matcher.name());
    return switch (matcher.op()) {
      case EQUAL -> label.is(matcher.value());
      case NOT_EQUAL -> label.isNot(matcher.value());
      case MATCHES -> label.matches(matcher.value());
      case NOT_MATCHES -> label.doesNotMatch(matcher.value());
    };
  }

  // ---- the other parts ----

  private static Inhibition inhibition(Section section) {
    Inhibition inhibition =
        Inhibition.inhibit(matchers(section, "target_match", "target_match_re", "target_matchers"))
            .whileFiring(matchers(section, "source_match", "source_match_re", "source_matchers"))
            .equal(labels(section.texts("equal")));
    String name = section.text("name");
    return name.isEmpty() ? inhibition : inhibition.name(name);
  }

  private static TimeInterval interval(Section section) {
    TimeInterval interval = TimeInterval.timeInterval(section.text("name"));
    List<Section> times = section.sections("time_intervals");
    if (times.isEmpty()) {
      // Without any times it never holds, and so it is with no time of day.
      return interval.with("times", List.of());
    }
    for (int i = 0; i < times.size(); i++) {
      interval = i == 0 ? interval : interval.or();
      for (Map.Entry<String, Object> field : FieldValues.of(times.get(i)).asMap().entrySet()) {
        interval = interval.with(field.getKey(), field.getValue());
      }
    }
    return interval;
  }

  private static Receiver receiver(Section section) {
    List<Integration> integrations = new ArrayList<>();
    for (String kind : Integrations.kinds()) {
      for (Section one : section.sections(kind)) {
        integrations.add(Integrations.of(kind, FieldValues.of(one)));
      }
    }
    Receiver receiver = Receiver.receiver(section.text("name")).withIntegrations(integrations);
    Map<String, String> labels = section.map("labels");
    return labels.isEmpty() ? receiver : receiver.withLabels(labels);
  }

  private static Optional<Duration> duration(Section section, String field) {
    return section.has(field)
        ? Optional.of(FieldValues.duration(section.text(field)))
        : Optional.empty();
  }
}
