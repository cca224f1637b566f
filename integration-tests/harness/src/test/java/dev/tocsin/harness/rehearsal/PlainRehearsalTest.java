package dev.tocsin.harness.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.read.MonitoringFiles;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rehearsal makes of configurations as people write them. */
class PlainRehearsalTest {
  private static final String CONFIG =
      """
      global:
        smtp_smarthost: smtp.example.org:587
        smtp_from: a@example.org
        smtp_auth_username: a
        smtp_auth_secret: CLEAR
        slack_app_token: CLEAR
        opsgenie_api_url: https://me:CLEAR@api.eu.opsgenie.example.org/?key=CLEAR
        opsgenie_api_key_file: /run/secrets/opsgenie
        http_config:
          proxy_url: http://user:CLEAR@proxy.example.org
          tls_config: {ca_file: ca.pem}
      route:
        receiver: team
        routes:
          - receiver: other
      receivers:
        - name: team
          opsgenie_configs:
            - priority: P2
          slack_configs:
            - channel: '#team'
              actions: [{type: button, text: go, url: 'https://example.org/go'}]
          email_configs:
            - to: team@example.org
              auth_password: CLEAR
          webhook_configs:
            - url: https://hook.example.org/CLEAR
              http_config:
                oauth2: {client_id: me, client_secret: CLEAR, token_url: 'https://example.org'}
                http_headers:
                  X-Key: {files: [/run/secrets/header]}
                  X-Team: {values: [team]}
                  X-Secret: {secrets: [CLEAR]}
            - url: https://hook.example.org/CLEAR/{{ .GroupLabels.job }}
          telegram_configs:
            - bot_token_file: secrets/bot
              chat_id_file: /etc/chat
          pagerduty_configs:
            - service_key_file: /etc/team/key
            - routing_key_file: /etc/other/key
          pushover_configs:
            - user_key: CLEAR
              token: CLEAR
              send_resolved: false
        - name: other
          discord_configs:
            - webhook_url_file: /run/secrets/discord
          jira_configs:
            - api_url: https://jira.example.org/rest/api/3
              project: P
              issue_type: Bug
              summary: '{{ .Status }}'
        - name: nobody
          discord_configs:
            - webhook_url_file: /run/secrets/discord
      tracing: {endpoint: 'trace.example.org:4317'}
      """;

  private static final String EVERY_KIND =
      """
      global: {smtp_smarthost: 'smtp.example.org:587', smtp_from: a@example.org}
      route: {receiver: team}
      receivers:
        - name: team
          discord_configs: [{webhook_url: 'https://example.org/CLEAR'}]
          email_configs: [{to: team@example.org}]
          incidentio_configs: [{url: 'https://example.org/', alert_source_token: CLEAR}]
          jira_configs:
            - {api_url: 'https://me:CLEAR@example.org/', project: P, issue_type: Bug}
          mattermost_configs: [{webhook_url: 'https://example.org/CLEAR'}]
          msteams_configs: [{webhook_url: 'https://example.org/CLEAR'}]
          msteamsv2_configs: [{webhook_url: 'https://example.org/CLEAR'}]
          opsgenie_configs: [{api_key: CLEAR, api_url: 'https://example.org/?key=CLEAR'}]
          pagerduty_configs: [{routing_key: CLEAR, url: 'https://me:CLEAR@example.org/'}]
          pushover_configs: [{token: CLEAR, user_key: CLEAR}]
          rocketchat_configs: [{token: CLEAR, token_id: CLEAR}]
          slack_configs: [{api_url: 'https://example.org/CLEAR'}]
          sns_configs: [{topic_arn: 'arn:aws:sns:us-east-2:1:t', sigv4: {region: us-east-2}}]
          telegram_configs: [{bot_token: CLEAR, chat_id: 1}]
          victorops_configs: [{api_key: CLEAR, routing_key: r}]
          webex_configs:
            - {room_id: r, http_config: {authorization: {credentials: CLEAR}}}
          webhook_configs: [{url: 'https://example.org/CLEAR'}]
          wechat_configs: [{api_secret: CLEAR, corp_id: c}]
      """;

  private static Sinks sinks;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    sinks = Sinks.start();
  }

  @AfterAll
  static void stop() {
    sinks.close();
  }

  private static MonitoringModel model() {
    return MonitoringFiles.named("team")
        .alertmanager("alertmanager.yml", CONFIG.getBytes(UTF_8))
        .model();
  }

  private Rehearsed rehearsed() {
    return Rehearsal.of(model(), VirtualClock.startingNow(100), sinks, folder.resolve("secrets"))
        .scraping("app", List.of("127.0.0.1:1001"))
        .rehearse();
  }

  @Test
  void nothingLeadsOffTheMachineAndNoSecretIsKept() throws IOException {
    Rehearsed rehearsed = rehearsed();
    String config = rehearsed.files().getOrDefault(GeneratedFiles.ALERTMANAGER, "");

    assertThat(config)
        .doesNotContain("CLEAR", "opsgenie.example.org", "hook.example.org", "proxy", "oauth2")
        .doesNotContain("ca.pem", "jira.example.org", "tracing", "pushover", "service_key")
        .contains("url: https://example.org/go", "values: [team]", "priority: P2")
        .containsPattern("api_url: http://127\\.0\\.0\\.1:\\d+/to/jira/[0-9a-f]{32}/rest/api/3")
        .containsPattern("slack_app_url: http://127\\.0\\.0\\.1:\\d+/services/");
    assertThat(rehearsed.changes().toString()).doesNotContain("CLEAR");

    Path secrets = folder.resolve("secrets");
    rehearsed.secrets().writeTo(secrets);
    assertThat(rehearsed.secrets().names())
        .contains("opsgenie", "header", "bot", "chat", "key", "key-2", "discord", "discord-2");
    assertThat(Files.readString(secrets.resolve("chat"))).isEqualTo("1");
    assertThat(Files.readString(secrets.resolve("discord")))
        .startsWith("http://127.0.0.1:")
        .isNotEqualTo(Files.readString(secrets.resolve("discord-2")));
    for (String name : List.of("discord", "key", "header")) {
      String value = Files.readString(secrets.resolve(name));
      assertThat(rehearsed.secrets().redact(value)).isNotEqualTo(value);
    }
  }

  /** Whatever the table of fields calls a secret, wherever it stands, also in a kind to come. */
  @Test
  void noSecretThatShipsGetsIntoTheChangesOrTheReport() throws IOException {
    Fields global = Fields.NONE.with("smtp_from", "a@example.org").with("resolve_timeout", "5m");
    int marked = 0;
    for (FieldSpec field : Schema.alertmanager().struct("global").fields().values()) {
      if (field.type().isSecret()) {
        global = global.with(field.name(), secret(field));
        marked++;
      }
    }
    AlertmanagerConfig kinds =
        MonitoringFiles.named("kinds")
            .alertmanager("alertmanager.yml", EVERY_KIND.getBytes(UTF_8))
            .model()
            .alertmanager()
            .orElseThrow();
    Receiver team = kinds.receivers().get(0);
    assertThat(Schema.alertmanager().struct("receiver").fields().keySet())
        .filteredOn(key -> key.endsWith("_configs"))
        .hasSameElementsAs(team.integrations().stream().map(Integration::kind).toList());
    List<Integration> integrations = new ArrayList<>();
    for (Integration integration : team.integrations()) {
      String kind = integration.kind();
      StructSpec struct = Schema.alertmanager().struct(kind.substring(0, kind.length() - 1));
      for (FieldSpec field : struct.fields().values()) {
        if (field.type().isSecret()) {
          integrations.add(
              integration.withFields(integration.fields().with(field.name(), secret(field))));
          marked++;
        }
      }
    }
    assertThat(marked).isGreaterThan(25);
    MonitoringModel model =
        MonitoringModel.monitoring("secrets")
            .prometheus(model().prometheus().orElseThrow())
            .alertmanager(
                AlertmanagerConfig.alertmanager(
                        kinds.root().withReceiver(team.withIntegrations(integrations)))
                    .with("global", global));

    Rehearsed rehearsed =
        Rehearsal.of(model, VirtualClock.startingNow(100), sinks, folder.resolve("secrets"))
            .scraping("app", List.of("127.0.0.1:1001"))
            .rehearse();
    assertThat(rehearsed.changes()).hasSizeGreaterThan(marked);
    assertThat(rehearsed.changes()).noneMatch(change -> change.toString().contains("CLEAR"));
    assertThat(rehearsed.files().values()).noneMatch(text -> text.contains("CLEAR"));
    assertThat(model.toString() + model.alertmanager()).doesNotContain("CLEAR");
    Map<String, String> other = new HashMap<>(rehearsed.files());
    other.put(GeneratedFiles.ALERTMANAGER, "receivers: []");
    assertThat(Differences.unexplained(Generator.files(model, "secrets").texts(), other))
        .isNotEmpty()
        .noneMatch(line -> line.contains("CLEAR"));

    ProofReport report = new ProofReport();
    report.about(model);
    report.ships(Generator.files(model, "secrets").texts());
    report.rehearsed("Prometheus 3.5.3", 100, 6, rehearsed);
    report.writeTo(folder.resolve("report"));
    for (String form : List.of(ProofReport.JSON, ProofReport.HTML)) {
      assertThat(Files.readString(folder.resolve("report").resolve(form)))
          .contains("(a secret in the file)")
          .doesNotContain("CLEAR");
    }
  }

  private static String secret(FieldSpec field) {
    return field.type() instanceof FieldType.Scalar scalar && scalar.kind() != FieldType.Kind.SECRET
        ? "https://hooks.example.org/CLEAR"
        : "CLEAR";
  }

  @Test
  void everyChangeIsListedWithItsReason() {
    assertThat(rehearsed().changes())
        .extracting(change -> change.reason() + " " + change.place())
        .contains(
            "NETWORK global: http_config: proxy_url",
            "TLS global: http_config: tls_config",
            "ADDRESS global: opsgenie_api_url",
            "SECRET global: smtp_auth_secret",
            "SECRET receiver team: email_configs: auth_password",
            "NETWORK receiver team: webhook_configs: http_config: oauth2",
            "SECRET receiver team: telegram_configs: bot_token_file",
            "SECRET receiver team: telegram_configs: chat_id_file",
            "FIXED_ADDRESS receiver team: pagerduty_configs: service_key",
            "FIXED_ADDRESS receiver team: pushover_configs",
            "SECRET receiver other: discord_configs: webhook_url_file",
            "ADDRESS receiver other: jira_configs: api_url",
            "NETWORK alertmanager.yml: tracing",
            "ADDRESS prometheus.yml: targets of app");
  }

  @Test
  void whatMustStayIsFoundWhenItDiffers() {
    Map<String, String> shipped = Generator.files(model(), "team").texts();
    Map<String, String> rehearsed = rehearsed().files();
    assertThat(Differences.unexplained(shipped, rehearsed)).isEmpty();

    for (List<String> change :
        List.of(
            List.of("priority: P2", "priority: P3"),
            List.of("https://example.org/go", "https://example.org/stop"),
            List.of("values: [team]", "values: [other]"),
            List.of("project: P", "project: Q"),
            List.of("send_resolved: false", "send_resolved: true"),
            List.of("name: nobody", "name: somebody"),
            List.of("to: team@example.org", "to: other@example.org"),
            List.of("- receiver: other", "- receiver: nobody"))) {
      Map<String, String> tampered = new HashMap<>(rehearsed);
      tampered.computeIfPresent(
          GeneratedFiles.ALERTMANAGER, (name, text) -> text.replace(change.get(0), change.get(1)));
      assertThat(tampered).as(change.toString()).isNotEqualTo(rehearsed);
      assertThat(Differences.unexplained(shipped, tampered)).as(change.toString()).hasSize(1);
    }
  }

  /** A kind of integration that the table of fields gets must get a sink, too. */
  @Test
  void everyKindOfIntegrationHasItsSink() {
    Set<String> ownWays =
        Set.of(
            "email_configs",
            "pagerduty_configs",
            "pushover_configs",
            "slack_configs",
            "webhook_configs");
    assertThat(Schema.alertmanager().struct("receiver").fields().keySet())
        .filteredOn(key -> key.endsWith("_configs"))
        .hasSizeGreaterThanOrEqualTo(18)
        .allMatch(key -> ownWays.contains(key) != (IntegrationEndpoint.of(key).isPresent()));
    assertThat(Schema.alertmanager().struct("global").fields().values())
        .filteredOn(field -> Addresses.isAddress(field.type()))
        .extracting(FieldSpec::name)
        .filteredOn(name -> IntegrationEndpoint.ofGlobal(name).isEmpty())
        .containsExactlyInAnyOrder(
            "pagerduty_url", "slack_api_url", "slack_app_url", "smtp_smarthost");
  }

  @Test
  void whatWouldLeadOffTheMachineIsRefused() {
    Changes changes = new Changes();
    Addresses.check(rehearsed().model().alertmanager().orElseThrow(), changes);
    changes.throwIfRefused("rehearsed");

    Addresses.check(model().alertmanager().orElseThrow(), changes);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> changes.throwIfRefused("shipped"))
        .withMessageContaining("alertmanager.yml: global: smtp_smarthost would still lead off")
        .withMessageContaining("alertmanager.yml: global: http_config: proxy_url would")
        .withMessageContaining("receiver team: webhook_configs: url would")
        .withMessageContaining("receiver other: jira_configs: api_url would")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("CLEAR"));
  }

  @Test
  void withoutAnyTargetItIsRefused() {
    Rehearsal nothing =
        Rehearsal.of(model(), VirtualClock.startingNow(100), sinks, folder.resolve("secrets"));
    assertThatIllegalArgumentException()
        .isThrownBy(nothing::rehearse)
        .withMessageContaining("nothing is scraped");
  }
}
