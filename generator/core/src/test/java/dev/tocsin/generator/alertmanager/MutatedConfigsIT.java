package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spoilt configurations before the real amtool: the verdict must be the same on every one. The
 * configurations are those of the corpora; {@code -Dtocsin.config.rounds=N} tries more.
 */
class MutatedConfigsIT {
  @TempDir Path folder;

  @Test
  void sameVerdict() throws Exception {
    List<String> real = new ArrayList<>();
    for (JsonNode verdict : Corpora.verdicts("amtool check-config")) {
      if (verdict.get("ok").asBoolean()) {
        real.add(Files.readString(Corpora.folder().resolve(verdict.get("file").asText())));
      }
    }
    real.add(EVERYTHING);
    int rounds = Integer.getInteger("tocsin.config.rounds", 12);
    Path amtool = Tools.standard().provide(Generation.NEWEST).amtool();
    List<String> disagreements = new ArrayList<>();
    int tried = 0;
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(round);
      List<Path> files = new ArrayList<>();
      for (String text : real) {
        Path file = folder.resolve(files.size() + ".yml");
        files.add(Files.writeString(file, ConfigMutations.mutate(text, random)));
      }
      for (Map.Entry<Path, String> verdict : check(amtool, files).entrySet()) {
        byte[] bytes = Files.readAllBytes(verdict.getKey());
        AlertmanagerFile ours = AlertmanagerFile.read("x.yml", bytes);
        boolean theirs = verdict.getValue().isEmpty();
        tried++;
        refused += theirs ? 0 : 1;
        // A quoted null is past the reader of a pointer too, and no pointer: nobody writes that.
        boolean odd = verdict.getValue().contains("!!str `~` into *config.Secret");
        if (ours.isAccepted() != theirs && !odd) {
          disagreements.add(
              "round "
                  + round
                  + " amtool: "
                  + verdict.getValue()
                  + "\nours: "
                  + ours.problems()
                  + "\n"
                  + new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    System.out.printf(
        "Mutated configurations against amtool: %d tried, %d refused, %d disagreements%n",
        tried, refused, disagreements.size());
    assertThat(disagreements).isEmpty();
    assertThat(refused).isBetween(tried / 5, tried * 9 / 10);
  }

  /** What amtool says of each file, in one process: empty when it accepts it. */
  private static Map<Path, String> check(Path amtool, List<Path> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(amtool.toString(), "check-config"));
    files.forEach(file -> command.add(file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    if (output.contains("goroutine ")) {
      return crashed(amtool, files);
    }
    Map<Path, String> verdicts = new LinkedHashMap<>();
    String[] parts = output.split("(?m)^Checking '");
    for (int i = 1; i < parts.length; i++) {
      String name = parts[i].substring(0, parts[i].indexOf('\''));
      boolean failed = parts[i].contains("FAILED: ");
      verdicts.put(
          Path.of(name), failed ? parts[i].substring(parts[i].indexOf("FAILED: ")).strip() : "");
    }
    assertThat(verdicts).describedAs(output).hasSameSizeAs(files);
    return verdicts;
  }

  /** It crashes over some files, which gives no verdict on them: ask for each alone. */
  private static Map<Path, String> crashed(Path amtool, List<Path> files)
      throws IOException, InterruptedException {
    Map<Path, String> verdicts = new LinkedHashMap<>();
    if (files.size() > 1) {
      for (Path file : files) {
        verdicts.putAll(check(amtool, List.of(file)));
      }
    }
    return verdicts;
  }

  /** A little of every kind, for what real configurations seldom have. */
  private static final String EVERYTHING =
      """
      global:
        resolve_timeout: 5m
        smtp_from: a@x.example
        smtp_smarthost: mail:25
        slack_api_url: https://hooks.example/x
        http_config: {follow_redirects: true, tls_config: {min_version: TLS12}}
      templates: [nothing/*.tmpl]
      route:
        receiver: a
        group_by: [alertname]
        group_wait: 30s
        routes:
          - {receiver: b, matchers: ['a="b"', 'c=~"d.*"'], continue: true, mute_time_intervals: [t]}
          - {receiver: c, match: {a: b}, match_re: {c: 'd.*'}, active_time_intervals: [t]}
      inhibit_rules:
        - {source_matchers: ['a="b"'], target_matchers: ['a="c"'], equal: [d]}
        - {source_match: {a: b}, target_match_re: {a: 'b|c'}, equal: [d]}
      time_intervals:
        - name: t
          time_intervals:
            - times: [{start_time: '09:00', end_time: '17:00'}]
              weekdays: ['monday:friday']
              days_of_month: ['1:5', '-3:-1']
              months: ['january:march', '5']
              years: ['2026:2030']
              location: Europe/Berlin
      receivers:
        - name: a
          webhook_configs: [{url: 'http://x.example', max_alerts: 3, timeout: 5s, send_resolved: false}]
          email_configs: [{to: a@x.example, headers: {Subject: x}, tls_config: {insecure_skip_verify: true}}]
          pagerduty_configs: [{routing_key: x, details: {a: b}, links: [{href: x, text: y}]}]
        - name: b
          slack_configs:
            - {channel: '#a', fields: [{title: a, value: b, short: true}], actions: [{type: button, text: a, url: b}]}
          opsgenie_configs: [{api_key: x, responders: [{name: a, type: team}]}]
          pushover_configs: [{user_key: a, token: b, retry: 1m, expire: 1h}]
          victorops_configs: [{api_key: a, routing_key: b, custom_fields: {c: d}}]
        - name: c
          telegram_configs: [{bot_token: a, chat_id: 3, parse_mode: HTML}]
          sns_configs: [{topic_arn: 'arn:aws:sns:us-east-2:123456789012:t', sigv4: {region: us-east-2}}]
          discord_configs: [{webhook_url: 'http://x.example'}]
          webex_configs: [{room_id: a, http_config: {authorization: {credentials: b}}}]
          msteams_configs: [{webhook_url: 'http://x.example'}]
          msteamsv2_configs: [{webhook_url: 'http://x.example'}]
          jira_configs: [{api_url: 'http://x.example', project: a, issue_type: b, fields: {c: d}}]
          rocketchat_configs: [{token: a, token_id: b, channel: c}]
          mattermost_configs: [{webhook_url: 'http://x.example', text: a}]
          incidentio_configs: [{url: 'http://x.example', alert_source_token: a}]
          wechat_configs: [{api_secret: a, corp_id: b, message_type: text}]
      tracing: {endpoint: 'x:4317', sampling_fraction: 0.5, timeout: 5s, headers: {a: {values: [b]}}}
      """;
}
