package dev.tocsin.generator.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.write.AlertmanagerWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitoringFilesTest {
  private static final String RULES =
      """
      groups:
        - name: shop
          interval: 30s
          query_offset: 10s
          limit: 20
          labels: {team: shop}
          rules:
            - record: job:orders:rate5m
              expr: sum by (job) (rate(shop_orders_total[5m]))
            - alert: FewOrders
              expr: |
                job:orders:rate5m
                  < 1
              for: 5m
              keep_firing_for: 10m
              labels: {severity: page}
              annotations:
                summary: "Only {{ $value }} orders a second"
      """;

  private static final String ALERTMANAGER =
      """
      global:
        resolve_timeout: 10m
        smtp_smarthost: smtp.example.org:587
        smtp_from: a@example.org
        smtp_require_tls:
        telegram_api_url: https://telegram.example.org
      templates: [templates/*.tmpl]
      route:
        receiver: mail
        group_by: [alertname, job]
        routes:
          - match: {severity: page}
            match_re: {job: shop|store}
            continue: yes
            group_by: [...]
            active_time_intervals: [quarter]
            routes:
              - matchers: ['team = shop', 'job !~ "x\\\\d"']
                group_wait: 1m30s
          - receiver: phone
            mute_time_intervals: [never]
      mute_time_intervals:
        - name: never
      time_intervals:
        - name: quarter
          time_intervals:
            - times: [{start_time: '08:00', end_time: '24:00'}]
              weekdays: [monday:friday, sunday]
              days_of_month: ['1:5', '-3:-1']
              months: [january, 4, july:october]
              years: ['2026:2030', 2035]
              location: Europe/Berlin
            - {}
      inhibit_rules:
        - source_match: {severity: page}
          target_matchers: ['severity=ticket']
          equal: [job]
          name: pages
      receivers:
        - name: mail
          labels: {owner: shop}
          email_configs:
            - to: team@example.org
              headers: {Subject: it}
              require_tls:
        - name: phone
          telegram_configs:
            - bot_token: '123:abc'
              chat_id: -10012
              http_config:
                proxy_url: http://proxy.example.org
                follow_redirects:
          slack_configs:
            - api_url_file: /run/secrets/SLACK
              channel: '#a'
              fields: [{title: a, value: b, short: true}]
              actions: [{type: button, text: go, url: 'https://example.org'}]
              timeout: 5000000000
          webhook_configs:
            - url: https://example.org/{{ .GroupKey }}
              payload: {a: [1, true, {b: 'c'}], d: 1.5}
            - url_file: secrets/hook
        - name: unused
          jira_configs:
            - api_url: https://jira.example.org/rest/api/2
              project: P
              issue_type: Bug
              summary: short
              description: {template: long, enable_update: false}
              fields: {customfield_1: {value: x}}
      tracing:
        endpoint: localhost:4317
        sampling_fraction: 0.25
      """;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyPartCarriesItsLine() {
    MonitoringModel model =
        MonitoringFiles.named("shop")
            .rules("rules.yml", bytes(RULES))
            .alertmanager("conf/alertmanager.yml", bytes(ALERTMANAGER))
            .model();

    assertThat(model.groups().get(0).origin()).hasToString("rules.yml:2");
    assertThat(model.groups().get(0).rules().get(0).origin()).hasToString("rules.yml:8");
    assertThat(model.alerts().get(0).origin()).hasToString("rules.yml:10");
    AlertmanagerConfig config = model.alertmanager().orElseThrow();
    assertThat(config.root().origin()).hasToString("conf/alertmanager.yml:9");
    Route first = config.root().routes().get(0);
    assertThat(first.origin()).hasToString("conf/alertmanager.yml:12");
    assertThat(first.routes().get(0).origin()).hasToString("conf/alertmanager.yml:18");
    assertThat(config.inhibitRules().get(0).origin()).hasToString("conf/alertmanager.yml:35");
    assertThat(config.receivers()).extracting(it -> it.origin().line()).containsExactly(40, 46, 63);
    assertThat(config.timeIntervals())
        .extracting(it -> it.origin().line())
        .containsExactlyInAnyOrder(23, 25);
  }

  @Test
  void everyPartIsWrittenAgain() {
    MonitoringModel model =
        MonitoringFiles.named("shop")
            .rules("rules.yml", bytes(RULES))
            .alertmanager("alertmanager.yml", bytes(ALERTMANAGER))
            .model();

    var texts = Generator.files(model, "files").texts();
    AlertmanagerFile written =
        AlertmanagerFile.read("written", bytes(texts.get(GeneratedFiles.ALERTMANAGER)));
    assertThat(written.problems()).isEmpty();
    assertThat(
            SameContent.differences(AlertmanagerFile.read("shipped", bytes(ALERTMANAGER)), written))
        .isEmpty();
    assertThat(texts.get(GeneratedFiles.ALERTMANAGER))
        .contains("smtp_require_tls: false", "follow_redirects: false", "name: unused")
        .doesNotContain("require_tls: null");
    assertThat(texts.get(GeneratedFiles.RULES))
        .contains("query_offset: 10s", "limit: 20", "team: shop", "keep_firing_for: 10m");
  }

  @Test
  void aDifferenceIsFound() {
    AlertmanagerFile shipped = AlertmanagerFile.read("shipped", bytes(ALERTMANAGER));
    for (List<String> change :
        List.of(
            List.of("continue: yes", "continue: no"),
            List.of("job: shop|store", "job: shop"),
            List.of("group_by: [...]", "group_by: [job]"),
            List.of("2035", "2036"),
            List.of("'123:abc'", "'123:abd'"),
            List.of("1m30s", "91s"),
            List.of("equal: [job]", "equal: []"),
            List.of("[never]", "[quarter]"),
            List.of("d: 1.5", "d: 1.6"))) {
      String other = ALERTMANAGER.replace(change.get(0), change.get(1));
      assertThat(other).isNotEqualTo(ALERTMANAGER);
      assertThat(SameContent.differences(shipped, AlertmanagerFile.read("x", bytes(other))))
          .as(change.toString())
          .isNotEmpty()
          .allMatch(line -> !line.contains("123:ab"));
    }
  }

  @Test
  void groupsOfOneNameInTwoFilesAreToldApart() {
    MonitoringFiles files =
        MonitoringFiles.named("shop")
            .rules("a.yml", bytes(RULES))
            .rules("b.yml", bytes(RULES.replace("FewOrders", "NoOrders")));

    assertThat(files.model().groups())
        .extracting(group -> group.name())
        .containsExactly("shop", "shop of b.yml");
    assertThat(files.leftOut())
        .extracting(LeftOut::toString)
        .containsExactly("b.yml: group shop: shop is read as shop of b.yml");
  }

  @Test
  void ofPrometheusItTakesWhatRulesDependOn() {
    MonitoringFiles files =
        MonitoringFiles.named("shop")
            .prometheus(
                "prometheus.yml",
                bytes(
                    """
                    global:
                      scrape_interval: 5s
                      evaluation_interval: 15s
                      external_labels: {cluster: eu, replica: 1}
                      query_log_file: q.log
                    rule_files: [rules.yml]
                    scrape_configs:
                      - job_name: node
                        kubernetes_sd_configs: [{role: node}]
                        relabel_configs: []
                    """));

    var prometheus = files.model().prometheus().orElseThrow();
    assertThat(prometheus.scrapeInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(prometheus.scrapeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(prometheus.evaluationInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(prometheus.externalLabels())
        .containsEntry("cluster", "eu")
        .containsEntry("replica", "1");
    assertThat(files.leftOut())
        .extracting(LeftOut::toString)
        .containsExactly(
            "prometheus.yml:5: global.query_log_file: q.log is left out",
            "prometheus.yml:6: rule_files: 1 entries is left out",
            "prometheus.yml:8: scrape job node: kubernetes_sd_configs, relabel_configs is read as"
                + " the scenario's targets of this job, if it has any");
    assertThat(
            MonitoringFiles.named("bare").model().prometheus().orElseThrow().evaluationInterval())
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void allProblemsOfAllFilesAreReported() {
    MonitoringFiles files =
        MonitoringFiles.named("shop")
            .rules("rules.yml", bytes("groups: [{name: a, rules: [{alert: A, expr: 'up =='}]}]"))
            .alertmanager("alertmanager.yml", bytes("route: {receiver: nobody}\nreceivers: []"))
            .prometheus("prometheus.yml", bytes("global: {scrape_interval: soon}"));

    assertThat(files.problems())
        .extracting(problem -> problem.place().file() + " " + problem.level())
        .contains(
            "rules.yml " + Problem.Level.ERROR,
            "alertmanager.yml " + Problem.Level.ERROR,
            "prometheus.yml " + Problem.Level.ERROR);
    assertThatIllegalStateException()
        .isThrownBy(files::model)
        .withMessageContainingAll("rules.yml:1", "alertmanager.yml:1", "prometheus.yml:1", "fix:");
    for (String garbage : List.of("", "- a", "a: [", "\0", "{}", "groups: {}", "!!x y")) {
      assertThat(
              MonitoringFiles.named("x")
                  .rules("r", bytes(garbage))
                  .alertmanager("a", bytes(garbage))
                  .prometheus("p", bytes(garbage))
                  .problems())
          .isNotEmpty();
    }
  }

  @Test
  void whatTheModelCannotHoldIsAProblemWithItsPlace() {
    String config = ALERTMANAGER.replace("{a: [1, true, {b: 'c'}], d: 1.5}", "{a: null}");
    MonitoringFiles files =
        MonitoringFiles.named("shop").alertmanager("alertmanager.yml", bytes(config));

    assertThat(files.problems())
        .singleElement()
        .hasToString(
            "alertmanager.yml:46: error: \"payload\" holds a null [read/model]\n"
                + "    fix: Alertmanager takes it and the model cannot hold it: say it in another"
                + " way");
  }

  @Test
  void aRecordedNameMayHaveDots() {
    String rules = "groups: [{name: a, rules: [{record: http.requests, expr: 'sum(up)'}]}]";
    MonitoringModel model = MonitoringFiles.named("a").rules("rules.yml", bytes(rules)).model();

    assertThat(Generator.files(model, "files").texts().get(GeneratedFiles.RULES))
        .contains("record: http.requests");
  }

  /** Alertmanager accepts both for mail, and reads the file. */
  @Test
  void ofAPasswordAndItsFileTheFileCounts() {
    String both =
        """
        route: {receiver: mail}
        receivers:
          - name: mail
            email_configs:
              - to: a@example.org
                from: b@example.org
                smarthost: mail:25
                auth_username: u
                auth_password_file: /secrets/mail
                auth_password: s3cr3t
        """;
    MonitoringModel model =
        MonitoringFiles.named("mail").alertmanager("a.yml", bytes(both)).model();
    String written = AlertmanagerWriter.write(model.alertmanager().orElseThrow(), List.of());
    assertThat(written).contains("auth_password_file: /secrets/mail").doesNotContain("s3cr3t");
    assertThat(
            SameContent.differences(
                AlertmanagerFile.read("a.yml", bytes(both)),
                AlertmanagerFile.read("b.yml", bytes(written))))
        .isEmpty();
  }
}
