package dev.tocsin.generator.read;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import dev.tocsin.dsl.alertmanager.semantics.AlertMatcher;
import dev.tocsin.dsl.alertmanager.semantics.MatcherSyntax;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.alertmanager.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
      for (Section one : sections(root, list)) {
        made(one, () -> interval(one)).ifPresent(it -> intervals.put(it.name(), it));
      }
    }
    for (Section one : sections(root, "receivers")) {
      made(one, () -> receiver(one)).ifPresent(it -> receivers.put(it.name(), it));
    }
    List<Inhibition> inhibitions = new ArrayList<>();
    for (Section one : sections(root, "inhibit_rules")) {
      made(one, () -> inhibition(one)).ifPresent(inhibitions::add);
    }
    Optional<Route> route =
        section(root, "route").flatMap(tree -> made(tree, () -> route(tree, Optional.empty())));
    if (route.isEmpty() || !whole) {
      return Optional.empty();
    }
    AlertmanagerConfig config =
        AlertmanagerConfig.alertmanager(route.get())
            .inhibiting(inhibitions.toArray(Inhibition[]::new));
    // Those that no route names are kept too; of those that one names there is only one.
    List<Receiver> routed = config.receivers();
    config =
        config.knowing(
            receivers.values().stream()
                .filter(receiver -> !routed.contains(receiver))
                .toArray(Receiver[]::new));
    List<TimeInterval> used = config.timeIntervals();
    config =
        config.knowing(
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
    String name = text(section, "receiver");
    Receiver receiver =
        Optional.ofNullable(receivers.get(name))
            .or(() -> inherited)
            .orElseThrow(
                () -> new IllegalArgumentException("receiver \"" + name + "\" is not there"));
    Route route =
        Route.to(receiver)
            .when(matchers(section, "match", "match_re", "matchers"))
            .timed(
                duration(section, "group_wait"),
                duration(section, "group_interval"),
                duration(section, "repeat_interval"))
            .scheduled(
                named(section, "active_time_intervals"), named(section, "mute_time_intervals"));
    List<String> groupBy = texts(section, "group_by");
    if (groupBy.contains("...")) {
      route = route.ungrouped();
    } else if (value(section, "group_by") != null) {
      route = route.groupedBy(labels(groupBy));
    }
    if (Boolean.TRUE.equals(value(section, "continue"))) {
      route = route.continuing();
    }
    List<Route> children = new ArrayList<>();
    for (Section child : sections(section, "routes")) {
      made(child, () -> route(child, Optional.of(receiver))).ifPresent(children::add);
    }
    return route.withChildren(children);
  }

  private List<TimeInterval> named(Section route, String field) {
    List<TimeInterval> found = new ArrayList<>();
    for (String name : texts(route, field)) {
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
    map(section, match).forEach((name, value) -> all.add(Label.label(name).is(value)));
    map(section, matchRe)
        .forEach((name, value) -> all.add(Label.label(name).matches(regex(value))));
    for (String text : texts(section, matchers)) {
      for (AlertMatcher matcher : MatcherSyntax.FALLBACK.parse(text).matchers()) {
        all.add(matcher(matcher));
      }
    }
    return all.toArray(Matcher[]::new);
  }

  /** An old regular expression stands in brackets of its own, and a new one does not. */
  private static String regex(String value) {
    return GoRegexp.check(value).isEmpty() ? value : "^(?:" + value + ")$";
  }

  private static Matcher matcher(AlertMatcher matcher) {
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
        Inhibition.whileFiring(
                matchers(section, "source_match", "source_match_re", "source_matchers"))
            .mute(matchers(section, "target_match", "target_match_re", "target_matchers"))
            .sharing(labels(texts(section, "equal")));
    String name = text(section, "name");
    return name.isEmpty() ? inhibition : inhibition.called(name);
  }

  private static TimeInterval interval(Section section) {
    TimeInterval interval = TimeInterval.timeInterval(text(section, "name"));
    List<Section> times = sections(section, "time_intervals");
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
      for (Section one : sections(section, kind)) {
        integrations.add(Integrations.of(kind, FieldValues.of(one)));
      }
    }
    Receiver receiver = Receiver.receiver(text(section, "name")).withIntegrations(integrations);
    Map<String, String> labels = map(section, "labels");
    return labels.isEmpty() ? receiver : receiver.withLabels(labels);
  }

  // ---- fields ----

  private static @Nullable Object value(Section section, String field) {
    return section.entry(field).map(Section.Entry::value).orElse(null);
  }

  private static String text(Section section, String field) {
    return value(section, field) instanceof String text ? text : "";
  }

  private static Optional<Duration> duration(Section section, String field) {
    return value(section, field) instanceof String text
        ? Optional.of(FieldValues.duration(text))
        : Optional.empty();
  }

  private static List<String> texts(Section section, String field) {
    List<String> all = new ArrayList<>();
    if (value(section, field) instanceof List<?> list) {
      list.forEach(item -> all.add(item instanceof String text ? text : ""));
    }
    return all;
  }

  private static Map<String, String> map(Section section, String field) {
    Map<String, String> all = new LinkedHashMap<>();
    if (value(section, field) instanceof Map<?, ?> items) {
      items.forEach(
          (key, value) -> all.put(String.valueOf(key), value instanceof String text ? text : ""));
    }
    return all;
  }

  private static Optional<Section> section(Section section, String field) {
    return value(section, field) instanceof Section found ? Optional.of(found) : Optional.empty();
  }

  private static List<Section> sections(Section section, String field) {
    List<Section> all = new ArrayList<>();
    if (value(section, field) instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Section one) {
          all.add(one);
        }
      }
    }
    return all;
  }
}
