package dev.tocsin.generator.check;

import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.alertmanager.Global.global;
import static dev.tocsin.dsl.alertmanager.SigV4.sigV4;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.alertmanager.Sns.sns;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.metric.Label.label;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.Alert.warning;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.Runbook.runbook;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.problem.Problem;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each check finds its mistake, says where and how to mend it, and leaves a sound model alone. */
class ChecksTest {
  private static final Condition QUEUE = gauge("queue", Count.class).isGreaterThan(count(1));
  private static final Alert ALERT = plain("A").when(QUEUE);
  private static final Webhook HOOK = webhook(URI.create("https://x.example"));
  private static final Receiver TEAM = receiver("team", HOOK);
  private static final Runbook PAGE = page("What to do.");

  private static Runbook page(String resolution) {
    return runbook("a").symptoms("s").investigation("i").resolution(resolution).escalation("e");
  }

  private static Alert house(Runbook runbook) {
    return warning("House")
        .when(QUEUE)
        .immediately()
        .summary("s")
        .description("d")
        .runbook(runbook);
  }

  private static void finds(MonitoringModel model, String check, String... parts) {
    finds(Problem.Level.ERROR, model, check, parts);
  }

  private static void warns(MonitoringModel model, String check, String... parts) {
    finds(Problem.Level.WARNING, model, check, parts);
  }

  private static void finds(
      Problem.Level level, MonitoringModel model, String check, String... parts) {
    assertThat(Checks.run(model))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.check()).isEqualTo(check);
              assertThat(problem.level()).isEqualTo(level);
              assertThat(problem.help()).isPresent();
              assertThat(problem.toString()).contains(parts);
            });
  }

  @Test
  void aSoundModelHasNoProblems() {
    assertThat(
            Checks.run(
                monitoring("m", group("g", ALERT, house(PAGE)))
                    .alertmanager(alertmanager(route(TEAM)))
                    .runbookBaseUrl(URI.create("https://x.example"))))
        .isEmpty();
  }

  @Test
  void twoGroupsOfOneName() {
    finds(
        monitoring("m", group("g", ALERT), group("g")),
        UniqueNamesCheck.ID,
        "ChecksTest.java:",
        "rule group \"g\"");
  }

  @Test
  void twoRulesThatSayTheSame() {
    warns(
        monitoring("m", group("g", ALERT), group("h", plain("A").when(QUEUE))),
        UniqueNamesCheck.ID,
        "duplicate rule \"A\" with the same labels: first defined at ChecksTest.java:");
  }

  @Test
  void twoReceiversOfOneName() {
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(
                    route(TEAM)
                        .routes(
                            route(receiver("team", HOOK.sendResolved(false)))
                                .matchers(SEVERITY.is("x"))))),
        UniqueNamesCheck.ID,
        "two different receivers have the name \"team\"");
  }

  @Test
  void twoTimeIntervalsOfOneName() {
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(
                    route(TEAM)
                        .routes(
                            route(TEAM)
                                .matchers(SEVERITY.is("x"))
                                .activeTimeIntervals(
                                    timeInterval("t").times("09:00", "10:00"),
                                    timeInterval("t").times("11:00", "12:00"))))),
        UniqueNamesCheck.ID,
        "two different time intervals have the name \"t\"");
  }

  @Test
  void twoRunbooksOfOneName() {
    finds(
        monitoring(
                "m", group("g", house(PAGE), house(page("Something else.")).label(SEVERITY, "x")))
            .runbookBaseUrl(URI.create("https://x.example")),
        UniqueNamesCheck.ID,
        "two different runbooks have the page name \"a\"");
  }

  @Test
  void anAlertThatReachesNobody() {
    warns(
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(receiver("nobody")))),
        DeliveryCheck.ID,
        "alert \"A\" reaches no receiver with an integration");
  }

  @Test
  void aRootThatDoesNotTakeEverything() {
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(alertmanager(route(TEAM).matchers(SEVERITY.is("x")))),
        DeliveryCheck.ID,
        "root route has matchers");
  }

  @Test
  void aRunbookWithoutAnAddress() {
    finds(monitoring("m", group("g", house(PAGE))), RunbookCheck.ID, "alert \"House\"");
  }

  @Test
  void aSecretThatIsNone() {
    Receiver leaking =
        receiver("leaking", slack("#a", Secret.env("URL")).with("api_url", "https://s3cr3t"));
    MonitoringModel model =
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(leaking)));
    finds(model, SecretsCheck.ID, "receiver \"leaking\", slack_configs: api_url");
    assertThat(Checks.run(model).toString()).doesNotContain("s3cr3t");
  }

  @Test
  void aWebhooksAddressWithAToken() {
    Receiver hook =
        receiver(
            "hook", webhook(URI.create("https://x.example/?token=s3cr3t")).sendResolved(false));
    MonitoringModel model =
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(hook)));
    warns(
        model,
        SecretsCheck.ID,
        "receiver \"hook\", webhook_configs: url looks like a URL with a token");
    assertThat(Checks.run(model).toString()).doesNotContain("s3cr3t");
  }

  /** What Alertmanager reads from no file can be said, in clear text, and is warned of. */
  @Test
  void aSecretThatAlertmanagerReadsFromNoFile() {
    Receiver queue =
        receiver("queue", sns("arn:x").sigv4(sigV4().accessKey("x").with("secret_key", "s3cr3t")));
    MonitoringModel model =
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(queue)));
    Problem problem = only(model);
    assertThat(problem.level()).isEqualTo(Problem.Level.WARNING);
    assertThat(problem.toString())
        .contains("ChecksTest.java:", "sns_configs, sigv4: secret_key", "profile or role_arn")
        .doesNotContain("s3cr3t");
    Receiver wrong =
        receiver("queue", sns("arn:x").sigv4(sigV4().with("secret_key", Secret.env("AWS_SECRET"))));
    finds(
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(wrong))),
        "config/unknown-field",
        "receiver \"queue\": ",
        "reads secret_key from no file",
        "profile or role_arn");
  }

  @Test
  void aFieldByNameThatAlertmanagerDoesNotKnow() {
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(
                    route(receiver("r", slack("#a", Secret.env("URL")).with("chanel", "x"))))),
        "config/unknown-field",
        "ChecksTest.java:",
        "receiver \"r\": unknown field \"chanel\" in a slack_config",
        "did you mean channel?");
  }

  @Test
  void aNotificationThatCannotBeWritten() {
    warns(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(
                    route(
                        receiver(
                            "r",
                            slack("#a", Secret.env("URL")).title("{{ .Labels.alertname }}"))))),
        "config/template",
        "ChecksTest.java:",
        "receiver \"r\": \"title\" reads .Labels of a notification, which has none",
        ".CommonLabels");
  }

  @Test
  void aNotificationThatWritesALabelByWhichNothingIsGrouped() {
    Receiver words =
        receiver(
            "r",
            slack("#a", Secret.env("URL"))
                .title(
                    "{{ .GroupLabels.alertname }}{{ with .GroupLabels.team }} {{ . }}{{ end }}"));
    warns(
        monitoring("m", group("g", ALERT)).alertmanager(alertmanager(route(words).groupBy(JOB))),
        "config/template",
        "ChecksTest.java:",
        "receiver \"r\": \"title\" writes .GroupLabels.alertname, which is empty: the route to r"
            + " groups by [job] only",
        "write .CommonLabels.alertname");
    assertThat(
            Checks.run(
                monitoring("m", group("g", ALERT))
                    .alertmanager(alertmanager(route(words).groupBy(JOB, ALERTNAME)))))
        .isEmpty();
  }

  @Test
  void aNotificationThatCallsWhatNobodyDefines() {
    warns(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(
                    route(
                        receiver(
                            "r",
                            slack("#a", Secret.env("URL")).title("{{ template \"nope\" . }}"))))),
        "config/template",
        "receiver \"r\": \"title\" calls the template \"nope\", which no file defines");
  }

  @Test
  void anAlertOfAJobThatIsNotScraped() {
    Alert down = plain("Down").when(promql("up{job=\"kiosk\"} == 0").exists());
    PrometheusConfig watching = prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15));
    warns(
        monitoring("m", group("g", down))
            .prometheus(watching.scrapeConfigs(job("kiosks", "kiosk:8080"))),
        "scrape/job",
        "alert \"Down\" selects job=\"kiosk\", which is not a scrape job; the scrape jobs are"
            + " kiosks",
        "use the name of a scrape job");
    assertThat(
            Checks.run(
                monitoring("m", group("g", down))
                    .prometheus(watching.scrapeConfigs(job("kiosk", "kiosk:8080")))))
        .isEmpty();
  }

  @Test
  void classicHistogramsThatTheTargetCannotKeepBesideNativeOnes() {
    int here = StackWalker.getInstance().walk(f -> f.findFirst()).orElseThrow().getLineNumber();
    ScrapeJob kiosk = job("kiosk", "kiosk:8080").alwaysScrapeClassicHistograms();
    MonitoringModel model =
        monitoring("m", group("g", ALERT))
            .prometheus(prometheus(ofSeconds(15)).scrapeConfigs(kiosk));
    assertThat(Checks.run(model, Targets.parse("prometheus=2.44")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.check()).isEqualTo(ScrapeVersionCheck.ID);
              assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
              assertThat(problem.help()).isPresent();
              assertThat(problem.toString())
                  .startsWith("ChecksTest.java:" + (here + 1) + ": ")
                  .contains(
                      "scrape job \"kiosk\": always_scrape_classic_histograms requires Prometheus"
                          + " 2.45 or newer (target is 2.44)");
            });
    assertThat(Checks.run(model, Targets.parse("prometheus=2.45"))).isEmpty();
    assertThat(Checks.run(model)).isEmpty();
  }

  @Test
  void whatTheTargetsDoNotKnow() {
    Receiver news = receiver("r", webhook(Secret.env("HOOK")));
    MonitoringModel model =
        monitoring("m", group("g", plain("A").when(promql("histogram_avg(x) > 1").exists())))
            .alertmanager(alertmanager(route(news)));
    assertThat(Checks.run(model)).isEmpty();
    assertThat(Checks.run(model, Targets.parse("prometheus=2.42,alertmanager=0.25")))
        .extracting(Problem::toString)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("ChecksTest.java:")
                    .contains("receiver \"r\": \"url_file\" requires Alertmanager 0.26 or newer"),
            second ->
                assertThat(second)
                    .startsWith("ChecksTest.java:")
                    .contains(
                        "alert \"A\": `histogram_avg` requires Prometheus 2.51 or newer (target is"
                            + " 2.42)",
                        "^^^^"));
  }

  @Test
  void whatAnotherFieldWouldHaveToSay() {
    int here = StackWalker.getInstance().walk(f -> f.findFirst()).orElseThrow().getLineNumber();
    Receiver mail = receiver("mail", email("a@x.example"));
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(alertmanager(route(mail)).global(global().smtpFrom("a@x.example"))),
        "config/required",
        "ChecksTest.java:" + (here + 1) + ": error: receiver \"mail\": ",
        "smarthost");
  }

  @Test
  void aVariableThatNobodyExpands() {
    finds(
        monitoring("m", group("g", ALERT))
            .alertmanager(alertmanager(route(TEAM)).global("smtp_from", "${MAIL_FROM}")),
        SecretsCheck.ID,
        "global: smtp_from is a variable");
  }

  private static MonitoringModel muting(Alert source, Alert target, Label... shared) {
    return monitoring("m", group("g", source, target))
        .alertmanager(
            alertmanager(route(TEAM))
                .inhibitRules(inhibit(target).whileFiring(source).equal(shared)));
  }

  @Test
  void anInhibitionThatCanNeverInhibit() {
    Alert summed =
        plain("Summed").when(gauge("q", Count.class).sum(by(JOB)).isGreaterThan(count(1)));
    warns(
        muting(ALERT, summed, JOB, INSTANCE),
        InhibitionCheck.ID,
        "ChecksTest.java:",
        "A never mutes Summed",
        "the label instance, which A can have and Summed cannot");
  }

  @Test
  void anInhibitionByALabelThatNobodyHas() {
    Alert one = plain("One").when(gauge("q", Count.class).sum(by(JOB)).isGreaterThan(count(1)));
    Alert other = plain("Other").when(gauge("q", Count.class).sum(by(JOB)).isGreaterThan(count(9)));
    warns(muting(one, other, INSTANCE), InhibitionCheck.ID, "neither One nor Other", "instance");
    assertThat(Checks.run(muting(one, other, JOB))).isEmpty();
  }

  private static Alert named(String name, String severity) {
    return plain(name)
        .when(gauge("q", Count.class).sum(by(JOB)).isGreaterThan(count(1)))
        .label(SEVERITY, severity);
  }

  private static MonitoringModel inhibiting(Inhibition inhibition, Alert... alerts) {
    return monitoring("m", group("g", alerts))
        .alertmanager(alertmanager(route(TEAM)).inhibitRules(inhibition));
  }

  /** As kube-prometheus has it: critical mutes warning and info of the same alert. */
  @Test
  void anInhibitionOfManyAlertsGivesOneFinding() {
    Inhibition bySeverity =
        inhibit(SEVERITY.matches("warning|info"))
            .whileFiring(SEVERITY.is("critical"))
            .equal(label("namespace"), ALERTNAME);
    warns(
        inhibiting(
            bySeverity,
            named("CheckFailed", "critical"),
            named("CheckFailed", "warning"),
            named("Slow", "critical"),
            named("Slow", "info"),
            named("Lonely", "info")),
        InhibitionCheck.ID,
        "label namespace in equal has no effect: CheckFailed cannot have it (also Slow and Slow)");
  }

  @Test
  void alertsThatMatchBothSidesAreNotComparedWithThemselves() {
    Inhibition overlapping =
        inhibit(SEVERITY.is("warning"))
            .whileFiring(SEVERITY.matches("critical|warning"))
            .equal(label("namespace"));
    Problem problem = only(inhibiting(overlapping, named("A", "critical"), named("B", "warning")));
    assertThat(problem.message()).contains("neither A nor B can have it").doesNotContain("also");
    warns(
        inhibiting(overlapping, named("B", "warning")),
        InhibitionCheck.ID,
        "inhibition never mutes an alert: every alert that matches one side (B) also"
            + " matches the other");
    warns(
        inhibiting(
            inhibit(label("team").is("x")).whileFiring(label("team").is("x")).equal(JOB),
            named("B", "warning")),
        InhibitionCheck.ID,
        "inhibition never mutes an alert: every target also matches the source side");
  }

  @Test
  void anInhibitionOverALabelThatDiffersByDefinition() {
    warns(
        inhibiting(
            inhibit(SEVERITY.is("info")).whileFiring(SEVERITY.is("critical")).equal(ALERTNAME),
            named("A", "critical"),
            named("B", "info")),
        InhibitionCheck.ID,
        "A never mutes B: equal requires the same value of the label alertname, which is \"A\" on"
            + " the source and \"B\" on the target");
  }

  @Test
  void whatIsAWarningOfAPlainAlertIsAnErrorOfOneOfTheHouse() {
    MonitoringModel model =
        monitoring("m", group("g", house(PAGE))).runbookBaseUrl(URI.create("https://x.example"));
    finds(
        model.alertmanager(alertmanager(route(receiver("nobody")))),
        DeliveryCheck.ID,
        "alert \"House\" reaches no receiver with an integration");
    finds(
        model.alertmanager(
            alertmanager(route(TEAM))
                .inhibitRules(inhibit(ALERTNAME.is("Gone")).whileFiring(house(PAGE)).equal(JOB))),
        InhibitionCheck.ID,
        "no alert of this definition matches the target");
  }

  @Test
  void anInhibitionOfRulesThatAreWrittenElsewhere() {
    assertThat(
            Checks.run(
                monitoring("m")
                    .alertmanager(
                        alertmanager(route(TEAM))
                            .inhibitRules(
                                inhibit(SEVERITY.is("warning"))
                                    .whileFiring(SEVERITY.is("critical"))
                                    .equal(JOB)))))
        .isEmpty();
  }

  @Test
  void anInhibitionOfNothing() {
    warns(
        monitoring("m", group("g", ALERT))
            .alertmanager(
                alertmanager(route(TEAM))
                    .inhibitRules(inhibit(ALERTNAME.is("Renamed")).whileFiring(ALERT).equal(JOB))),
        InhibitionCheck.ID,
        "no alert of this definition matches the target [alertname=\"Renamed\"]");
  }

  @Test
  void aTemplateThatPrometheusRefuses() {
    Problem problem =
        only(
            monitoring(
                "m", group("g", ALERT.annotation("summary", "it is {{ $value | humanise }}"))));
    assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
    assertThat(problem.toString())
        .contains("ChecksTest.java:", "alert \"A\", annotation summary", "humanise", "^");
  }

  @Test
  void aTemplateOfALabelThatTheExpressionCannotBring() {
    Alert summed =
        plain("Summed")
            .when(gauge("q", Count.class).sum(by(JOB)).isGreaterThan(count(1)))
            .annotation("summary", "{{ $labels.model }} is slow");
    Problem problem = only(monitoring("m", group("g", summed)));
    assertThat(problem.level()).isEqualTo(Problem.Level.WARNING);
    assertThat(problem.toString()).contains("model", "{{ $labels.model }} is slow");
  }

  @Test
  void aRawExpressionThatPrometheusRefuses() {
    Condition raw = promql("ratee(x[5m]) > 1").exists();
    int here = StackWalker.getInstance().walk(f -> f.findFirst()).orElseThrow().getLineNumber();
    Problem problem = only(monitoring("m", group("g", plain("Raw").when(raw))));
    assertThat(problem.toString())
        .startsWith("ChecksTest.java:" + (here - 1) + ": error:")
        .contains("ratee", "ratee(x[5m]) > 1\n    ^^^^^", "rate");
  }

  @Test
  void allProblemsOfRawExpressionsAreReported() {
    assertThat(
            Checks.run(
                monitoring(
                    "m",
                    group(
                        "g",
                        plain("One").when(promql("sum(").exists()),
                        plain("Other").when(promql("rate(x)").exists())))))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem.check()).isEqualTo(ExpressionCheck.ID));
  }

  @Test
  void aTypedExpressionThatPrometheusRefuses() {
    Problem problem =
        only(
            monitoring(
                "m",
                group(
                    "g",
                    plain("Typed")
                        .when(gauge("q", Count.class).where(JOB.matches("(")).exists()))));
    assertThat(problem.check()).isEqualTo(ExpressionCheck.ID);
    assertThat(problem.toString()).contains("ChecksTest.java:", "\"Typed\": ", "^");
  }

  private static Problem only(MonitoringModel model) {
    List<Problem> problems = Checks.run(model);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }
}
