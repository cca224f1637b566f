package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.labelflow.Presence;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.promql.Matcher;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A label that source and target both lack counts as agreed, and one that only one of them carries
 * never agrees: either way an inhibition would be wrong without a word.
 */
final class InhibitionsTest {
  static List<Inhibition> inhibitions() {
    return Arrays.asList(Inhibitions.ALL);
  }

  @ParameterizedTest
  @MethodSource("inhibitions")
  void sourceAndTargetCanCarryTheLabelsThatTheyMustShare(Inhibition inhibition) {
    for (Label label : inhibition.equal()) {
      for (Alert alert : matched(inhibition.source())) {
        assertThat(canCarry(alert, label)).as("source %s carries %s", alert, label).isTrue();
      }
      for (Alert alert : matched(inhibition.target())) {
        assertThat(canCarry(alert, label)).as("target %s carries %s", alert, label).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("inhibitions")
  void everyNameIsAnAlertOfTheCatalogue(Inhibition inhibition) {
    assertThat(matched(inhibition.source())).hasSize(1);
    assertThat(matched(inhibition.target())).hasSize(names(inhibition.target()).length);
  }

  private static boolean canCarry(Alert alert, Label label) {
    return alert.labels().containsKey(label.name())
        || LabelFlow.of(alert.expr()).label(label.name()).presence() != Presence.CANNOT;
  }

  private static List<Alert> matched(List<Matcher> matchers) {
    List<String> names = Arrays.asList(names(matchers));
    return Workbench.MODEL.alerts().stream().filter(each -> names.contains(each.name())).toList();
  }

  private static String[] names(List<Matcher> matchers) {
    return matchers.stream()
        .filter(each -> each.name().equals(Label.ALERTNAME.name()))
        .map(each -> each.value().split("\\|"))
        .findFirst()
        .orElseThrow();
  }
}
