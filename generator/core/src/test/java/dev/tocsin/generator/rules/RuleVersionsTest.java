package dev.tocsin.generator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.schema.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleVersionsTest {
  /** One file a novelty, by the version that brought it. */
  static final Map<String, List<String>> NOVELTIES = new TreeMap<>();

  static {
    NOVELTIES.put(
        "2.42", List.of("groups: [{name: g, rules: [{alert: a, expr: x, keep_firing_for: 1m}]}]"));
    NOVELTIES.put(
        "2.47", List.of(expression("histogram_stddev(x)"), expression("abs(histogram_stdvar(x))")));
    NOVELTIES.put(
        "2.51",
        List.of(
            expression("histogram_avg(x)"),
            expression("{'a.b'}"),
            expression("rate(x{'a'='b', c='d'}[5m])")));
    NOVELTIES.put(
        "2.53", List.of("groups: [{name: g, query_offset: 1m, rules: [{record: a, expr: x}]}]"));
    NOVELTIES.put(
        "2.54",
        List.of(
            expression("x > 1_000"),
            expression("x > 5m"),
            expression("x @ 5m"),
            expression("rate(x[300])"),
            expression("sum_over_time(x[1h:60])"),
            expression("x offset -300")));
    NOVELTIES.put(
        "2.55",
        List.of(expression("sum by ('a') (x)"), expression("x * on ('a') group_left ('b') y")));
    NOVELTIES.put(
        "3.0",
        List.of(
            expression("sum without (b, 'a.b') (x)"),
            "groups: [{name: g, labels: {a: b}, rules: [{record: a, expr: x}]}]",
            "groups: [{name: g, rules: [{record: a.b, expr: x}]}]",
            "groups: [{name: g, rules: [{record: a, expr: x, labels: {a.b: c}}]}]",
            "groups: [{name: g, rules: [{alert: a, expr: x, annotations: {a.b: c}}]}]",
            "groups: [{name: g, rules: [{alert: a, expr: x, annotations: {a-b: c}}]}]"));
    NOVELTIES.put("3.3", List.of("groups: [{name: g, rules: [{alert: &a x, expr: *a}]}]"));
  }

  private static String expression(String promql) {
    return "groups: [{name: g, rules: [{record: a, expr: \"" + promql + "\"}]}]";
  }

  private static List<String> unknown(String file, String target) {
    RuleFile read = RuleFile.of("r.yml", file.getBytes(StandardCharsets.UTF_8));
    assertThat(read.problems()).describedAs(file).isEmpty();
    return read.unknownTo(Version.parse(target)).stream()
        .map(problem -> problem.place() + " " + problem.message())
        .toList();
  }

  @Test
  void eachNoveltyIsAProblemBeforeItsVersionOnly() {
    NOVELTIES.forEach(
        (since, files) -> {
          Version version = Version.parse(since);
          String before =
              version.minor() == 0 ? "2.55" : version.major() + "." + (version.minor() - 1);
          for (String file : files) {
            assertThat(unknown(file, since)).describedAs(file).isEmpty();
            assertThat(unknown(file, before))
                .describedAs(file)
                .isNotEmpty()
                .allMatch(
                    text ->
                        text.endsWith(
                            "requires Prometheus "
                                + since
                                + " or newer (target is "
                                + before
                                + ")"));
          }
        });
  }

  @Test
  void theTroubleHasItsPlaceAndItsFix() {
    String file =
        """
        groups:
          - name: g
            query_offset: 1m
            rules:
              - alert: A
                expr: |
                  histogram_avg(x)
                    > 5m and on ("job") y
        """;
    RuleFile read = RuleFile.of("r.yml", file.getBytes(StandardCharsets.UTF_8));
    assertThat(read.unknownTo(Version.parse("2.42")))
        .extracting(Object::toString)
        .containsExactly(
            "r.yml:3:5: error: \"query_offset\" requires Prometheus 2.53 or newer (target is 2.42)"
                + " [rules/version]\n"
                + "        query_offset: 1m\n"
                + "        ^^^^^^^^^^^^\n"
                + "    fix: remove it, or raise the target",
            "r.yml:7:11: error: `histogram_avg` requires Prometheus 2.51 or newer (target is 2.42)"
                + " [rules/version]\n"
                + "              histogram_avg(x)\n"
                + "              ^^^^^^^^^^^^^\n"
                + "    fix: use what the target supports, or raise the target",
            "r.yml:8:15: error: a duration in place of a number requires Prometheus 2.54 or newer"
                + " (target is 2.42) [rules/version]\n"
                + "                > 5m and on (\"job\") y\n"
                + "                  ^^\n"
                + "    fix: use the number of seconds",
            "r.yml:8:26: error: a quoted label name requires Prometheus 2.55 or newer (target"
                + " is 2.42) [rules/version]\n"
                + "                > 5m and on (\"job\") y\n"
                + "                             ^^^^^\n"
                + "    fix: use a classic name without quotes");
  }
}
