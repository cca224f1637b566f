package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Amtool;
import dev.tocsin.generator.tools.Generation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told of what, by Alertmanager's own word. */
final class RoutesTest {
  /** An alert's labels, and the receivers that it must reach, no more and no less. */
  private record Case(Map<String, String> labels, Set<String> receivers) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              Map.of("alertname", "Watchdog", "severity", "none", "service", "infrastructure"),
              Set.of("dead-mans-switch")),
          new Case(
              Map.of("alertname", "HighTTFT", "severity", "warning", "service", "llm-inference"),
              Set.of("team-mail", "warnings")),
          new Case(
              Map.of(
                  "alertname", "LowDiskSpace", "severity", "warning", "service", "infrastructure"),
              Set.of("team-mail", "warnings")),
          new Case(
              Map.of(
                  "alertname", "VeryHighTTFT", "severity", "critical", "service", "llm-inference"),
              Set.of("team-mail", "llm-on-call")),
          new Case(
              Map.of(
                  "alertname",
                  "PrometheusDown",
                  "severity",
                  "critical",
                  "service",
                  "infrastructure"),
              Set.of("team-mail", "infrastructure-on-call")),
          // what nobody thought of still reaches people
          new Case(
              Map.of("alertname", "Odd", "severity", "critical"),
              Set.of("team-mail", "infrastructure-on-call")),
          new Case(Map.of("alertname", "Odd", "severity", "critcal"), Set.of("everyone")),
          new Case(Map.of("alertname", "Odd"), Set.of("everyone")));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Generation.class)
  void everyAlertReachesItsReceiversAndNoOther(Generation generation) {
    Path config = Workbench.with(Workbench.MODEL, folder).file(GeneratedFiles.ALERTMANAGER);
    Amtool amtool = Amtool.of(Workbench.box(generation));
    SoftAssertions softly = new SoftAssertions();
    for (Case each : CASES) {
      softly
          .assertThat(amtool.testRoutes(config, each.labels).receivers())
          .as(() -> each.labels.toString())
          .containsExactlyInAnyOrderElementsOf(each.receivers);
    }
    softly.assertAll();
  }

  @Test
  void noAlertOfTheCatalogueIsMissingFromTheTable() {
    Set<Map<String, String>> kinds =
        new HashSet<>(CASES.stream().map(each -> kind(each.labels)).toList());
    List<String> unknown = new ArrayList<>();
    Workbench.MODEL
        .alerts()
        .forEach(
            alert -> {
              if (!kinds.contains(kind(alert.labels()))) {
                unknown.add(alert.name());
              }
            });
    assertThat(new TreeSet<>(unknown)).isEmpty();
  }

  private static Map<String, String> kind(Map<String, String> labels) {
    return Map.of(
        "severity",
        labels.getOrDefault("severity", ""),
        "service",
        labels.getOrDefault("service", ""));
  }
}
