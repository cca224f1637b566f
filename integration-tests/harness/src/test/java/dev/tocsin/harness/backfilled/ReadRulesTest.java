package dev.tocsin.harness.backfilled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.harness.servers.PrometheusApi.RuleState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadRulesTest {
  private static final RuleFile FILE =
      RuleFile.of(
          "rules.yml",
          """
          groups:
            - name: shop
              rules:
                - record: job:orders:rate5m
                  expr: sum(rate(orders_total{code=~'5..'}[300s])) by (job)
                - alert: Few
                  expr: |
                    job:orders:rate5m
                      < 1e-1  # too few
          """
              .getBytes(UTF_8));

  private static RuleState rule(String group, String name, String query) {
    return new RuleState(group, name, query, "", "ok", "");
  }

  private static final RuleState RECORD =
      rule("shop", "job:orders:rate5m", "sum by (job) (rate(orders_total{code=~\"5..\"}[5m]))");
  private static final RuleState FEW = rule("shop", "Few", "job:orders:rate5m < 0.1");

  @Test
  void prometheusPrintsTheSameInItsOwnWay() {
    assertThat(ReadRules.differences(FILE, List.of(RECORD, FEW))).isEmpty();
  }

  @Test
  void whatIsNotOfTheFileIsNamed() {
    assertThat(
            ReadRules.differences(
                FILE, List.of(RECORD, rule("shop", "Few", "job:orders:rate5m < 0.2"))))
        .singleElement()
        .asString()
        .contains("group shop: Few: ", "< 0.2");
    assertThat(ReadRules.differences(FILE, List.of(RECORD, rule("shop", "Many", FEW.query()))))
        .singleElement()
        .asString()
        .contains("is in Prometheus Many: ");
    assertThat(ReadRules.differences(FILE, List.of(RECORD)))
        .containsExactly("group shop has 2 rules, and Prometheus has 1 of them");
    assertThat(ReadRules.differences(FILE, List.of(RECORD, FEW, rule("more", "Few", "up"))))
        .containsExactly("Prometheus has 3 rules, and 2 are of the file's groups");
  }
}
