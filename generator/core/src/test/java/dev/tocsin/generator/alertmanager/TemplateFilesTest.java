package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    return file.warnings(folder, true).stream()
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
            "a.yml:1:13: warning: \"templates\" matches no file: templates/*.tmpl"
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

  /** As amtool, which reads the templates that exist and does not miss others. */
  @Test
  void brokenTemplateFilesAreErrorsAndMissingOnesAreFoundOnlyWhenAskedFor() throws IOException {
    AlertmanagerFile file = AlertmanagerFile.read("a.yml", CONFIG.getBytes(StandardCharsets.UTF_8));
    assertThat(file.warnings(folder, false)).isEmpty();
    template("team.tmpl", "first\n{{ define \"team.html\" }}{{ .Status | toUper }}{{ end }}");
    Files.delete(folder.resolve("hook"));
    assertThat(file.warnings(folder, false))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
              assertThat(problem.excerpt())
                  .containsExactly(
                      "{{ define \"team.html\" }}{{ .Status | toUper }}{{ end }}",
                      " ".repeat(37) + "^^^^^^");
            });
  }

  /** What was seen of Alertmanager 0.25, 0.28 and 0.33. */
  @Test
  void whatAFailingTemplateDoesToTheNotification() {
    String yaml =
        """
        route: {receiver: a}
        receivers:
          - name: a
            slack_configs: [{api_url_file: /x, title: '{{ .Nope'}]
            telegram_configs: [{bot_token_file: /x, chat_id: 1, message: '{{ .Nope'}]
            discord_configs: [{webhook_url_file: /x, title: '{{ .Nope'}]
        """;
    assertThat(AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8)).warnings())
        .extracting(problem -> problem.help().orElse(""))
        .containsExactly(
            "correct the template: Alertmanager 0.33 posts the message without this text, 0.28"
                + " posts no message",
            "correct the template: Alertmanager 0.33 sends no message, 0.28 sends an empty one",
            "correct the template: no notification would be sent");
  }

  /** Alertmanager 0.25 to 0.33 exit at start in the first two cases, and start in the others. */
  @Test
  void whatAMissingFileDoes() {
    String yaml =
        """
        global: {http_config: {tls_config: {ca_file: no1}}}
        route: {receiver: a}
        receivers:
          - name: a
            webhook_configs:
              - url_file: no2
                http_config:
                  tls_config: {cert_file: no3, key_file: no4}
                  authorization: {credentials_file: no5}
            email_configs:
              - to: a@x.example
                from: b@x.example
                smarthost: mail:25
                tls_config: {ca_file: no6}
        """;
    assertThat(warnings(yaml))
        .extracting(text -> text.replaceAll("(?s).*exist: (no\\d).*fix: create it: ", "$1 "))
        .extracting(text -> text.substring(0, Math.min(36, text.length())))
        .containsExactly(
            "no1 Alertmanager does not start with",
            "no2 Alertmanager starts without it, ",
            "no3 Alertmanager does not start with",
            "no4 Alertmanager does not start with",
            "no5 Alertmanager starts without it, ",
            "no6 Alertmanager starts without it, ");
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
    assertThat(file.warnings())
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
