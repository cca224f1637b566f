package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates: those in the fields, and with a folder to look into, those in files. */
class TemplateFilesTest {
  @TempDir Path folder;

  private static final String CONFIG =
      """
      templates: ['templates/*.tmpl']
      route: {receiver: a}
      receivers:
        - name: a
          webhook_configs: [{url_file: hook}]
          email_configs:
            - to: a@x.example
              from: b@x.example
              smarthost: mail:25
              html: '{{ template "team.html" . }}'
              text: '{{ template "__subject" . }}{{ template "email.default.html" . }}'
      """;

  private List<String> warnings(String yaml) {
    AlertmanagerFile file = AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(file.problems()).isEmpty();
    return file.warnings(Optional.of(folder)).stream()
        .map(Problem::toString)
        .map(text -> text.replace(folder.toString(), ""))
        .toList();
  }

  private void template(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("templates").resolve(name), text);
    Files.writeString(folder.resolve("hook"), "https://x.example");
  }

  @Test
  void filesThatAreThereAndDefineWhatIsCalled() throws IOException {
    template("team.tmpl", "{{ define \"team.html\" }}{{ .Status | toUpper }}{{ end }}");
    assertThat(warnings(CONFIG)).isEmpty();
  }

  @Test
  void filesThatAreNotThere() {
    assertThat(warnings(CONFIG))
        .hasSize(2)
        .first()
        .asString()
        .startsWith(
            "a.yml:1:13: warning: \"templates\" names no file that is there: templates/*.tmpl"
                + " [config/missing-file]");
  }

  @Test
  void aFileThatGoCannotRead() throws IOException {
    template("team.tmpl", "first\n{{ define \"team.html\" }}{{ .Status | toUper }}{{ end }}");
    assertThat(warnings(CONFIG))
        .singleElement()
        .asString()
        .startsWith("/templates/team.tmpl:2:38: error: Alertmanager cannot read this template: ")
        .contains("toUper", "[config/template-file]", "toUpper");
  }

  @Test
  void aTemplateThatNoFileDefines() throws IOException {
    template("team.tmpl", "{{ define \"other\" }}{{ end }}");
    assertThat(warnings(CONFIG))
        .singleElement()
        .asString()
        .contains("\"html\" calls the template \"team.html\", which no file defines");
  }

  @Test
  void aFieldThatNoNotificationHas() {
    String yaml =
        """
        route: {receiver: a}
        receivers:
          - name: a
            slack_configs:
              - api_url_file: /x
                channel: '#a'
                title: '{{ .CommonLables.alertname }}'
                text: '{{ range .Alerts }}{{ .Labels.x }}{{ end }}{{ with .GroupLabels }}{{ .a }}{{ end }}'
                footer: '{{ .Labels.alertname }}'
        """;
    AlertmanagerFile file = AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(file.warnings(Optional.empty()))
        .extracting(Problem::toString)
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("a.yml:7:16: warning: \"title\" reads .CommonLables of a notif")
                    .contains("did you mean .CommonLabels?"),
            two ->
                assertThat(two).contains("\"footer\" reads .Labels", "inside {{ range .Alerts }}"));
  }
}
