package dev.tocsin.harness.scenario;

import static dev.tocsin.dsl.metric.Promql.promql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmptyLabelsTest {
  private static final Map<String, String> LABELS = Map.of("job", "shop", "queue", "");

  private static Alert saying(String text) {
    return Alert.plain("Long").when(promql("queue > 5").exists()).annotation("summary", text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ $labels.model }} is slow",
        "{{ .Labels.model }} is slow",
        "{{ $.Labels.model }} is slow",
        "{{ index $labels \"model\" }} is slow",
        "{{ $labels.model | toUpper }} is slow",
        "{{ printf \"%s\" $labels.model }} is slow",
        "{{ ($labels.model) }} is slow",
        "{{ toUpper (index .Labels \"model\") }} is slow",
      })
  void aLabelThatIsPrintedMustBeThere(String text) {
    assertThat(EmptyLabels.of(saying(text), LABELS))
        .singleElement()
        .asString()
        .contains("its annotation summary prints {{ $labels.model }}", "{job=\"shop\",queue=\"\"}");
    assertThat(EmptyLabels.of(saying(text), Map.of("model", "small"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ $labels.job }} is slow",
        "{{ if $labels.model }}{{ $labels.model }}{{ else }}all{{ end }}",
        "{{ with .Labels.model }}{{ . }}{{ end }}",
        "{{ or $labels.model \"all\" }} is slow",
        "{{ $model := $labels.model }}slow",
        "{{ $externalLabels.model }} at {{ $value }}",
        "{{ len $labels.model }}",
      })
  void whatMayBeMeantToBeEmptyIsLeftAlone(String text) {
    assertThat(EmptyLabels.of(saying(text), LABELS)).isEmpty();
  }

  /** Whatever a case fires by: the other branch fires some day, too. */
  @Test
  void eachBranchOfAnOrMustHaveIt() {
    Alert gone =
        Alert.plain("Gone")
            .when(promql("up{job=\"shop\"} == 0 or absent(up{job=\"shop\"})").exists())
            .annotation("summary", "{{ $labels.instance }} of {{ $labels.job }} is gone");

    assertThat(EmptyLabels.inBranches(gone))
        .singleElement()
        .asString()
        .contains("prints {{ $labels.instance }}", "by `absent(up{job=\"shop\"})`");
    assertThat(
            EmptyLabels.inBranches(
                gone.annotation("summary", "{{ with $labels.instance }}{{ . }}{{ end }} is gone")))
        .isEmpty();
  }

  /** Templates of a rule see what its expression gives, and not what the rule adds. */
  @Test
  void aLabelThatTheRuleGivesIsNotPrinted() {
    Alert alert =
        Alert.plain("Long")
            .when(promql("sum by (job) (queue) > 5").exists())
            .label(Label.SEVERITY, "critical")
            .annotation("summary", "{{ $labels.severity }}: {{ $labels.job }}");

    assertThat(EmptyLabels.of(alert, Map.of("job", "shop", "severity", "critical")))
        .singleElement()
        .asString()
        .contains("prints {{ $labels.severity }}", "the rule sets that label");
  }

  @Test
  void anEmptyLabelIsNoLabelAndLabelsHaveTextsToo() {
    Alert alert = saying("{{ $labels.queue }}").label(Label.label("team"), "{{ $labels.owner }}");

    assertThat(EmptyLabels.of(alert, LABELS))
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).startsWith("its label team prints {{ $labels.owner }}"));
  }
}
