package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Go would notice only when somebody is to be told. */
class NotificationTemplateTest {
  private static final String WRONG =
      """
      {{ .Annotations.summary }}                  | reads .Annotations of a notification, which has none: Alertmanager would send no notification; an alert has it, inside {{ range .Alerts }}; what all alerts share is .CommonAnnotations
      {{ .CommonLables.a }}                       | reads .CommonLables of a notification, which has none: Alertmanager would send no notification; did you mean .CommonLabels?
      {{ range .Alerts }}{{ .CommonLabels.a }}{{ end }} | reads .CommonLabels of an alert, which has none: Alertmanager would send no notification; the notification has it: $.CommonLabels
      {{ .Alerts.Labels.a }}                      | reads .Labels of a list of alerts, which has none: Alertmanager would send no notification; go through the alerts with range, or take the first: (index .Alerts 0).Labels
      {{ .CommonLabels.app.name }}                | reads .name of a text, which has none: Alertmanager would send no notification; a name with a dot in it is read with index: {{ index .Labels "a.b" }}
      {{ range . }}{{ end }}                      | goes through a notification with range, which takes a list: Alertmanager would send no notification; write {{ range .Alerts }}
      {{ range .Alerts }}{{ range .Labels.SortedPairs }}{{ .Key }}{{ end }}{{ end }} | reads .Key of a name with its value, which has none: Alertmanager would send no notification; there are .Name, .Value
      {{ define "t" }}{{ .Labels.a }}{{ end }}{{ template "t" . }} | calls the template "t", which reads .Labels of a notification, which has none: Alertmanager would send no notification; an alert has it, inside {{ range .Alerts }}; what all alerts share is .CommonLabels
      {{ $a := index .Alerts 0 }}{{ $a.Anotations.x }} | reads .Anotations of an alert, which has none: Alertmanager would send no notification; did you mean .Annotations?
      """;

  private static final List<String> RIGHT =
      List.of(
          "{{ .Status | toUpper }} {{ .CommonLabels.alertname }} {{ .GroupLabels.nobody }}",
          "{{ range .Alerts.Firing }}{{ .Labels.a }}{{ .StartsAt.Format \"15:04\" }}{{ end }}",
          "{{ range $i, $a := .Alerts }}{{ $i }}{{ $a.Annotations.summary }}{{ $.Status }}{{ end }}",
          "{{ (index .Alerts 0).Labels.severity }}{{ with index .Alerts 0 }}{{ .Fingerprint }}{{ end }}",
          "{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }}{{ end }}",
          "{{ (.CommonLabels.Remove (stringSlice \"a\")).SortedPairs.Values | join \" \" }}",
          "{{ with .CommonAnnotations }}{{ .summary }}{{ else }}{{ .ExternalURL }}{{ end }}",
          "{{ define \"x\" }}{{ .Labels.a }}{{ end }}{{ range .Alerts }}{{ template \"x\" . }}{{ end }}",
          "{{ define \"unused\" }}{{ .Whatever }}{{ end }}",
          "{{ $x := .Status }}{{ if .Receiver }}{{ $x = .CommonLabels }}{{ end }}{{ $x.a }}",
          "{{ range $k, $v := .CommonLabels }}{{ $k | title }}{{ . }}{{ end }}",
          "{{ define \"r\" }}{{ if .Alerts }}{{ template \"r\" . }}{{ end }}{{ end }}{{ template \"r\" . }}");

  static List<String> right() {
    return RIGHT;
  }

  static List<Arguments> wrong() {
    return WRONG
        .lines()
        .map(line -> line.split(" +\\| ", 2))
        .map(row -> Arguments.of(row[0], row[1]))
        .toList();
  }

  /** All of them, for amtool to judge as well. */
  static List<String> texts() {
    return Stream.concat(RIGHT.stream(), wrong().stream().map(row -> (String) row.get()[0]))
        .toList();
  }

  private static List<String> failures(String text) {
    Template template = Template.parse(text, Dialect.ALERTMANAGER);
    assertThat(template.problems()).isEmpty();
    return NotificationTemplate.failures(template, Map.of()).stream()
        .map(failure -> failure.message() + "; " + failure.help())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("right")
  void nothingFails(String text) {
    assertThat(failures(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isReportedWithItsCauseAndItsFix(String text, String failure) {
    assertThat(failures(text)).containsExactly(failure);
  }

  @Test
  void allAreReported() {
    assertThat(failures("{{ .A }}{{ .B }}{{ .A }}{{ range .Alerts }}{{ .C }}{{ end }}")).hasSize(3);
  }
}
