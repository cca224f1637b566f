package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.RuleGroup;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every alert must and must not do, in virtual time, on all generations of Prometheus. */
final class PromtoolUnitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Generation.class)
  void theCatalogueDoesWhatItsUnitTestsSay(Generation generation) throws IOException {
    String tests = Files.readString(Path.of("tests/production-alerts.test.yml"));

    ToolReport report =
        Workbench.with(Workbench.MODEL, folder)
            .unitTests(generation, "tests/production-alerts.test.yml", tests);

    assertThat(report.ok()).as(() -> report.run().output()).isTrue();
  }

  /** The rule that is only there for a fleet of more than one. */
  @ParameterizedTest
  @EnumSource(Generation.class)
  void fewerInstancesThanExpectedAreToldOfOnce(Generation generation) {
    List<RuleGroup> groups = new ArrayList<>(Workbench.MODEL.groups());
    groups.set(groups.indexOf(AvailabilityAlerts.GROUP), AvailabilityAlerts.group(3));

    ToolReport report =
        Workbench.with(Workbench.MODEL.withGroups(groups), folder)
            .unitTests(generation, "fleet.test.yml", FLEET);

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
            - {series: 'up{job="llm-inference",instance="a:8000"}', values: '1x40'}
            - {series: 'up{job="llm-inference",instance="b:8000"}', values: '0x40'}
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
            - {series: 'up{job="llm-inference",instance="a:8000"}', values: '0x40'}
            - {series: 'up{job="llm-inference",instance="b:8000"}', values: '0x40'}
            - {series: 'up{job="llm-inference",instance="c:8000"}', values: '0x40'}
          promql_expr_test:
            - {expr: 'ALERTS{alertname="LLMServiceDown",instance=""}', eval_time: 5m}
            - expr: 'count(ALERTS{alertname="LLMServiceDown",alertstate="firing"})'
              eval_time: 5m
              exp_samples: [{labels: '{}', value: 3}]
        - name: three are expected, none exists
          interval: 15s
          input_series: []
          promql_expr_test:
            - expr: 'ALERTS{alertname="LLMServiceDown",alertstate="firing"}'
              eval_time: 5m
              exp_samples:
                - {labels: 'ALERTS{alertname="LLMServiceDown",alertstate="firing",job="llm-inference",service="llm-inference",severity="critical"}', value: 1}
      """;
}
