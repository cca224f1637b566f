package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.harness.scenario.Case;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an expression must give at a moment of a case.
 *
 * @param alert the alert that it is about
 * @param words what that means
 * @param expr PromQL, unlike any other at its moment in the file
 * @param samples all series that it must give, each with the value 1; empty for nothing
 */
record Expectation(
    Case one,
    String alert,
    String words,
    String expr,
    Duration at,
    List<Map<String, String>> samples) {
  Expectation {
    samples = List.copyOf(samples);
  }

  /** By which promtool names it when it fails. */
  String key() {
    return "expr: " + GoString.quote(expr) + ", time: " + GoDuration.text(at) + ",";
  }

  /** For people: what must be there. */
  String expected() {
    return samples.isEmpty()
        ? "nothing"
        : samples.stream().map(Expectation::series).collect(Collectors.joining(", "));
  }

  /** As PromQL writes it. */
  static String series(Map<String, String> labels) {
    String name = labels.getOrDefault("__name__", "");
    return name
        + labels.entrySet().stream()
            .filter(label -> !label.getKey().equals("__name__"))
            .map(label -> label.getKey() + "=" + GoString.quote(label.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }
}
