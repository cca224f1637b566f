package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every alert must and must not do, in virtual time, on all generations of Prometheus. */
final class PromtoolUnitTest {
  private static final List<String> TESTS =
      List.of("tests/production-alerts.test.yml", "tests/production-alerts.hour.test.yml");

  @TempDir static Path folder;
  private static Workbench catalogue;
  private static Workbench fleet;

  @BeforeAll
  static void writeFiles() throws IOException {
    catalogue = Workbench.with(Workbench.MODEL, folder.resolve("catalogue"));
    for (String name : TESTS) {
      catalogue.write(name, Files.readString(Path.of(name)));
    }
    List<RuleGroup> groups = new ArrayList<>(Workbench.MODEL.groups());
    groups.set(groups.indexOf(AvailabilityAlerts.GROUP), AvailabilityAlerts.group(3));
    fleet = Workbench.with(Workbench.MODEL.withGroups(groups), folder.resolve("fleet"));
    fleet.write("fleet.test.yml", FLEET);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void theCatalogueDoesWhatItsUnitTestsSay(Generation generation) {
    ToolReport report = catalogue.unitTests(generation, TESTS);

    assertThat(report.ok()).as(() -> report.run().output()).isTrue();
  }

  /** The rule that is only there for a fleet of more than one. */
  @ParameterizedTest
  @EnumSource(Generation.class)
  void fewerInstancesThanExpectedAreReportedOnce(Generation generation) {
    ToolReport report = fleet.unitTests(generation, List.of("fleet.test.yml"));

    assertThat(report.ok()).as(() -> report.run().output()).isTrue();
  }

  private static final String FLEET =
      """
      rule_files: [production-alerts.yml]
      evaluation_interval: 15s
      tests:
        - name: three are expected, one of two that exist is down
          interval: 15s
          input_series:
            - {series: 'up{job="llm-inference",instance="a:8000"}', values: '1x4'}
            - {series: 'up{job="llm-inference",instance="b:8000"}', values: '0x4'}
          promql_expr_test:
            - {expr: 'ALERTS{alertname="LLMServiceDown",alertstate="firing"}', eval_time: 45s}
            - expr: 'ALERTS{alertname="LLMServiceDown",alertstate="firing"}'
              eval_time: 1m
              exp_samples:
                - {labels: 'ALERTS{alertname="LLMServiceDown",alertstate="firing",instance="b:8000",job="llm-inference",service="llm-inference",severity="critical"}', value: 1}
                - {labels: 'ALERTS{alertname="LLMServiceDown",alertstate="firing",job="llm-inference",scope="fleet",service="llm-inference",severity="critical"}', value: 1}
        - name: three are expected and exist, all of them down
          interval: 15s
          input_series:
            - {series: 'up{job="llm-inference",instance="a:8000"}', values: '0x4'}
            - {series: 'up{job="llm-inference",instance="b:8000"}', values: '0x4'}
            - {series: 'up{job="llm-inference",instance="c:8000"}', values: '0x4'}
          promql_expr_test:
            - {expr: 'ALERTS{alertname="LLMServiceDown",instance=""}', eval_time: 1m}
            - expr: 'count(ALERTS{alertname="LLMServiceDown",alertstate="firing"})'
              eval_time: 1m
              exp_samples: [{labels: '{}', value: 3}]
        - name: three are expected, none exists
          interval: 15s
          input_series: []
          promql_expr_test:
            - expr: 'ALERTS{alertname="LLMServiceDown",alertstate="firing"}'
              eval_time: 1m
              exp_samples:
                - {labels: 'ALERTS{alertname="LLMServiceDown",alertstate="firing",job="llm-inference",service="llm-inference",severity="critical"}', value: 1}
      """;
}
