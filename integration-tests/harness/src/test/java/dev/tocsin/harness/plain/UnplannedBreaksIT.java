package dev.tocsin.harness.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain files, broken in ways in which people break them: each message names the cause. */
@Cores(1)
class UnplannedBreaksIT {
  @TempDir Path folder;

  /** One thing that is wrong: what is said instead of what, and what the message must say. */
  private record Break(String what, String said, String instead, String... words) {
    KioskFiles in(KioskFiles files) {
      return files.saying(said, instead);
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Break broken(String what, String said, String instead, String... words) {
    return new Break(what, said, instead, words);
  }

  static Stream<Break> atOnce() {
    return Stream.of(
        broken(
            "a comparison turned round",
            "(kiosk_queue) > 5",
            "(kiosk_queue) < 5",
            "QueueLong: fires < 5, and its scenario promises > 5"),
        broken(
            "bool",
            "(kiosk_queue) > 5",
            "(kiosk_queue) > bool 5",
            "QueueLong",
            "remove bool: the comparison then returns 0 or 1, and both fire"),
        broken("no for", "        for: 3m\n", "", "QueueLong: has for: 0s", "promises 3m"),
        broken(
            "an alert renamed",
            "alert: KioskDown",
            "alert: KioskGone",
            "no alert \"KioskDown\" is defined"),
        broken(
            "records evaluated seldom",
            "- name: records",
            "- name: records\n    interval: 10m",
            "SlowService: it can take 19m40s until on-call is notified",
            "10m15s until the rule is evaluated"),
        broken(
            "a window of an hour where the other is of minutes",
            "kiosk_requests_total{code=~\"5..\"}[5m]",
            "kiosk_requests_total{code=~\"5..\"}[1h]",
            "Errors: it can take",
            "1h of ranges"),
        broken(
            "everything evaluated seldom",
            "evaluation_interval: 15s",
            "evaluation_interval: 10m",
            "KioskDown: it can take",
            "10m until the rule is evaluated"),
        broken(
            "a group that waits",
            "group_wait: 30s",
            "group_wait: 2h",
            "2h of group_wait in the route at",
            "promises 15m"),
        broken(
            "a group that is seldom notified of",
            "group_interval: 2m",
            "group_interval: 6h",
            "6h of group_interval in the route at"),
        broken(
            "told again once a month",
            "repeat_interval: 4h",
            "repeat_interval: 30d",
            "is notified again every 30d, and its scenario promises every 4h"),
        broken(
            "one group for all",
            "group_by: [alertname, job]",
            "group_by: [job]",
            "is notified in groups by job, and its scenario promises alertname, job"),
        broken(
            "continue lost",
            "      continue: true\n",
            "",
            "QueueVeryLong: its labels lead to PagerDuty PAGER, mail to boss@example.org"),
        broken(
            "a matcher that is not anchored in its author's mind",
            "severity=~\"warning|critical\"",
            "severity=~\"warn|crit\"",
            "QueueVeryLong: its labels lead to PagerDuty PAGER, mail to boss@example.org"),
        broken(
            "another channel",
            "channel: '#kiosk'",
            "channel: '#kiosks'",
            "lead to Slack #kiosks by SLACK",
            "promises Slack #kiosk"),
        broken(
            "another address",
            "to: boss@example.org",
            "to: boos@example.org",
            "mail to boos@example.org",
            "promises PagerDuty PAGER, Slack #kiosk by SLACK, mail to boss@example.org"),
        broken(
            "another secret",
            "/run/secrets/PAGER",
            "/run/secrets/PAGER_OLD",
            "lead to PagerDuty PAGER_OLD"),
        broken(
            "muted by day",
            "      active_time_intervals: [day]",
            "      mute_time_intervals: [day]",
            "QueueLong: Slack #kiosk by SLACK is notified at all hours but during day",
            "promises only during day"),
        broken(
            "pages by day only",
            "      continue: true",
            "      continue: true\n      active_time_intervals: [day]",
            "KioskDown: PagerDuty PAGER is notified only during day, and its scenario promises all"
                + " hours"),
        broken(
            "a label to share that nobody has",
            "equal: [job, instance, queue]",
            "equal: [job, instnace, queue]",
            "the label instnace in equal has no effect: neither QueueVeryLong nor QueueLong can"
                + " have it, and a label missing on both sides counts as equal"),
        broken(
            "the end kept to itself",
            "        send_resolved: true\n        title",
            "        title",
            "Slack #kiosk by SLACK gets no resolved notification",
            "receiver team does not set send_resolved: true"));
  }

  @ParameterizedTest
  @MethodSource
  void atOnce(Break one) throws IOException {
    KioskFiles right = KioskFiles.right();
    assertThat(problems(right, folder.resolve("right"))).isEmpty();

    assertThat(String.join("\n", problems(one.in(right), folder))).contains(one.words());
  }

  private static List<String> problems(KioskFiles files, Path folder) throws IOException {
    return Accelerated.of(files.suite(folder)).problems().stream().map(Problem::toString).toList();
  }

  /** Each in another alert, so that one run of promtool tells of all. */
  static Stream<List<Break>> inTheRuleFile() {
    return Stream.of(
        List.of(
            broken(
                "a metric that is not there",
                "rate(kiosk_requests_total{code",
                "rate(kiosk_request_total{code",
                "`kiosk_request_total{code=~\"5..\"}`, and the definition",
                "no target of the case exports kiosk_request_total, and no rule records it;"
                    + " exported are kiosk_requests_total, up"),
            broken(
                "a histogram without le",
                "sum by (job, instance, le)",
                "sum by (job, instance)",
                "in its expression of instance:kiosk_wait_seconds:p95 `sum by (job, instance)`",
                "what it is given has lost the label le"),
            broken(
                "a value that no target has",
                "up{job=\"kiosk\"}",
                "up{job=\"kiosc\"}",
                "`up{job=\"kiosc\"}` finds nothing: its job is kiosk"),
            broken(
                "a longer end",
                "        for: 3m",
                "        for: 3m\n        keep_firing_for: 30m",
                "the rule file says keep_firing_for: 30m, and the definition 0s")),
        List.of(
            broken(
                "unless for and",
                "and on (job, instance)",
                "unless on (job, instance)",
                "`… unless on (job, instance) …`, and the definition `… and on (job, instance) …`",
                "with > 0.1"),
            broken(
                "a record renamed",
                "record: instance:kiosk",
                "record: job:kiosk",
                "the rule file has no rule that records instance:kiosk_wait_seconds:p95",
                "no target of the case exports instance:kiosk_wait_seconds:p95, and no rule"
                    + " records it",
                "recorded job:kiosk_wait_seconds:p95"),
            broken(
                "an offset",
                "(kiosk_queue) > 5",
                "(kiosk_queue offset 1h) > 5",
                "`kiosk_queue offset 1h` looks back to before the case begins"),
            broken(
                "a severity lost",
                "labels: {severity: critical, team: kiosk}\n"
                    + "        annotations:\n"
                    + "          summary: '{{ $labels.instance }}",
                "labels: {team: kiosk}\n        annotations:\n          summary:"
                    + " '{{ $labels.instance }}",
                "the rule file says no label severity, and the definition critical")),
        List.of(
            broken(
                "an expression that is not anchored in its author's mind",
                "code=~\"5..\"",
                "code=~\"5\"",
                "finds nothing: its code is 200, 500, and an expression must match all of the"
                    + " value"),
            broken(
                "a window for one scrape",
                "rate(kiosk_wait_seconds_bucket[5m])",
                "rate(kiosk_wait_seconds_bucket[15s])",
                "`kiosk_wait_seconds_bucket[15s]`, and the definition",
                "does not always hold two samples")));
  }

  @ParameterizedTest
  @MethodSource
  void inTheRuleFile(List<Break> breaks) throws IOException {
    Suite right = KioskFiles.right().suite(folder.resolve("right"));
    KioskFiles files = KioskFiles.right();
    for (Break one : breaks) {
      files = one.in(files);
    }
    files.in(folder);
    PromtoolTest test = PromtoolTest.of(right).naming("rules.yml");
    Path file = Files.writeString(folder.resolve("scenarios.test.yml"), test.text());

    ProofRun run = test.run(Tools.standard().provide(Generation.NEWEST), file);

    String all = String.join("\n\n", run.failures());
    for (Break one : breaks) {
      assertThat(all).as(one.what()).contains(one.words());
    }
  }

  /** The files are all that there is: nothing to compare them with. */
  @Test
  void whereTheScenariosAreTheOnlyWitness() throws IOException {
    KioskFiles files =
        KioskFiles.right()
            .saying("up{job=\"kiosk\"} == 0", "up{job=\"kiosk\"} == 1")
            .saying("histogram_quantile(0.95", "histogram_quantile(0.5");
    PromtoolTest test = PromtoolTest.of(files.suite(folder)).naming("rules.yml");
    Path file = Files.writeString(folder.resolve("scenarios.test.yml"), test.text());

    ProofRun run = test.run(Tools.standard().provide(Generation.NEWEST), file);

    String all = String.join("\n\n", run.failures());
    System.out.println(all);
    assertThat(all)
        .contains("expected: no other alert fires")
        .containsPattern("why: KioskDown: at \\S+ the rule compares .* 1 with == 1")
        .contains(
            "SlowService: at 2.1 (threshold > 2) (slow-service-fires)",
            "with > 2: `instance:kiosk_wait_seconds:p95`",
            "instance:kiosk_wait_seconds:p95 is recorded as `histogram_quantile(0.5, sum by");
  }

  /** What only real servers show; all on one test bed, each in another alert. */
  private static final List<Break> ON_SERVERS =
      List.of(
          broken(
              "a verb that does not fit",
              "{{ $value }} people wait.'\n      - alert: QueueVeryLong",
              "{{ printf \"%d\" $value }} people wait.'\n      - alert: QueueVeryLong",
              "its annotation description is printed by a verb that does not fit the value:"
                  + " %!d(float64=5.25) people wait."),
          broken(
              "an inhibition turned round",
              "source_matchers: [alertname=\"QueueVeryLong\"]\n"
                  + "    target_matchers: [alertname=\"QueueLong\"]",
              "source_matchers: [alertname=\"QueueLong\"]\n"
                  + "    target_matchers: [alertname=\"QueueVeryLong\"]",
              "it did not inhibit QueueLong at",
              "no inhibition has a source that matches {alertname=\"QueueVeryLong\""),
          broken(
              "a label more",
              "sum by (job, instance) (rate(kiosk_requests_total{code",
              "sum by (job, instance, code) (rate(kiosk_requests_total{code",
              "it was never pending, let alone firing",
              "nothing on the two sides of `/` belongs together: on the left there is {code=\"500\","),
          broken(
              "a share that is none",
              "histogram_quantile(0.95",
              "histogram_quantile(95",
              "SlowService: at 1.9 (threshold > 2)",
              "histogram_quantile(95, …) is infinite: quantiles are between 0 and 1"),
          broken(
              "a value that no target has",
              "up{job=\"kiosk\"}",
              "up{job=\"kiosc\"}",
              "`up{job=\"kiosc\"}` finds nothing: its job is kiosk"));

  @Test
  void onServers() throws IOException {
    KioskFiles files =
        KioskFiles.right()
            // Hours would need another test bed.
            .saying("      active_time_intervals: [day]\n", "")
            .saying(
                "  evaluation_interval",
                "  external_labels: {cluster: eu-1}\n  evaluation_interval");
    for (Break one : ON_SERVERS) {
      files = one.in(files);
    }
    Results results =
        Accelerated.of(
                Suite.of(files.in(folder))
                    .with(KioskFiles.SCENARIOS.stream().map(Scenario::atAllHours).toList()))
            .play(Programs.of(Tools.standard().provide(Generation.NEWEST)), folder.resolve("work"));

    String all =
        results.all().stream()
            .flatMap(result -> result.failure().stream())
            .collect(Collectors.joining("\n\n"));
    for (Break one : ON_SERVERS) {
      assertThat(all).as(one.what()).contains(one.words());
    }
  }
}
