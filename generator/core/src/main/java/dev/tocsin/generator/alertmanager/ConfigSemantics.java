package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.InhibitionRule;
import dev.tocsin.dsl.routing.MatcherSyntax;
import dev.tocsin.dsl.routing.RouteSpec;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.generator.source.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Turns a valid configuration's sections into what they mean. */
final class ConfigSemantics {
  private ConfigSemantics() {}

  static RouteSpec route(Section route) {
    return new RouteSpec(
        Optional.of(route.text("receiver")).filter(name -> !name.isEmpty()),
        matchers(route, "match", "match_re", "matchers"),
        route.has("group_by") ? Optional.of(route.texts("group_by")) : Optional.empty(),
        duration(route, "group_wait"),
        duration(route, "group_interval"),
        duration(route, "repeat_interval"),
        route.texts("mute_time_intervals"),
        route.texts("active_time_intervals"),
        route.isTrue("continue"),
        route.sections("routes").stream().map(ConfigSemantics::route).toList());
  }

  private static Optional<Duration> duration(Section section, String field) {
    return section.has(field) ? GoDuration.parse(section.text(field)) : Optional.empty();
  }

  /** The conditions of both spellings; an old regular expression carries its anchors with it. */
  private static List<Matcher> matchers(
      Section section, String match, String matchRe, String matchers) {
    List<Matcher> all = new ArrayList<>();
    section.map(match).forEach((name, value) -> all.add(Matcher.of(name, MatchOp.EQUAL, value)));
    section
        .map(matchRe)
        .forEach(
            (name, value) -> all.add(Matcher.of(name, MatchOp.MATCHES, "^(?:" + value + ")$")));
    section
        .texts(matchers)
        .forEach(text -> all.addAll(MatcherSyntax.FALLBACK.parse(text).matchers()));
    return all;
  }

  static InhibitionRule inhibition(Section rule) {
    return new InhibitionRule(
        rule.text("name"),
        matchers(rule, "source_match", "source_match_re", "source_matchers"),
        matchers(rule, "target_match", "target_match_re", "target_matchers"),
        rule.texts("equal"));
  }

  static Map<String, List<TimeSpec>> intervals(Section config) {
    Map<String, List<TimeSpec>> all = new LinkedHashMap<>();
    for (String list : List.of("mute_time_intervals", "time_intervals")) {
      for (Section interval : config.sections(list)) {
        all.put(
            interval.text("name"),
            interval.sections("time_intervals").stream().map(ConfigSemantics::time).toList());
      }
    }
    return all;
  }

  /** What Alertmanager makes of a null in a list of ranges. */
  private static final TimeSpec.Range ZERO = new TimeSpec.Range(0, 0);

  static TimeSpec time(Section spec) {
    Optional<List<TimeSpec.Range>> times =
        spec.has("times")
            ? Optional.of(
                spec.list("times").stream()
                    .map(
                        item ->
                            item instanceof Section range
                                ? TimeSpec.times(range.text("start_time"), range.text("end_time"))
                                : ZERO)
                    .toList())
            : Optional.empty();
    return new TimeSpec(
        times,
        ranges(spec, "weekdays", TimeSpec::weekdays),
        ranges(spec, "days_of_month", TimeSpec::daysOfMonth),
        ranges(spec, "months", TimeSpec::months),
        ranges(spec, "years", TimeSpec::years),
        spec.has("location")
            ? Optional.of(TimeSpec.location(spec.text("location")))
            : Optional.empty());
  }

  private static Optional<List<TimeSpec.Range>> ranges(
      Section spec, String field, Function<String, TimeSpec.Range> reading) {
    return spec.has(field)
        ? Optional.of(
            spec.list(field).stream()
                .map(item -> item instanceof String text ? reading.apply(text) : ZERO)
                .toList())
        : Optional.empty();
  }
}
