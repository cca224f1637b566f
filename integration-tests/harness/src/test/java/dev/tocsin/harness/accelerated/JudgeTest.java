package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.JavaSpelling;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Case.Kind;
import dev.tocsin.harness.scenario.Destination;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.Scrapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that are made up, each with one thing wrong. */
class JudgeTest {
  private static final String SHOP = "127.0.0.1:4001";
  private static final Label QUEUE = Label.label("queue");

  private static final Alert LONG =
      Alert.plain("QueueLong")
          .when(promql("shop_queue > 5").exists())
          .forDuration(ofMinutes(3))
          .label(Label.SEVERITY, "critical");

  private static final Alert BUSY =
      Alert.plain("QueueBusy")
          .when(promql("shop_queue > 3").exists())
          .forDuration(ofMinutes(4))
          .label(Label.SEVERITY, "warning");

  private static final Receiver TEAM =
      receiver("team", webhook(URI.create("http://team.example.org/hook")));

  private static final Receiver ON_CALL =
      receiver("on-call", webhook(URI.create("http://on-call.example.org/hook")));

  private static final Route ROOT =
      route(TEAM)
          .groupBy(Label.ALERTNAME)
          .routes(route(ON_CALL).matchers(Label.SEVERITY.is("critical")));

  private static final MonitoringModel MODEL =
      monitoring("shop", group("alerts", LONG, BUSY))
          .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(10)))
          .alertmanager(
              alertmanager(ROOT)
                  .inhibitRules(inhibit(BUSY).whileFiring(LONG).equal(Label.INSTANCE, QUEUE)));

  private static final MonitoringModel SLACK_MODEL =
      MODEL.alertmanager(
          alertmanager(
              route(receiver("on-call", slack("#on-call", Secret.env("ON_CALL_URL"))))
                  .groupBy(Label.ALERTNAME)));

  private static final Map<String, String> LABELS =
      Map.of("alertname", "QueueLong", "severity", "critical", "instance", SHOP, "queue", "orders");

  private static final Map<String, String> OTHER =
      Map.of("alertname", "QueueBusy", "severity", "warning", "instance", SHOP, "queue", "orders");

  @TempDir Path folder;

  private MonitoringModel model = MODEL;
  private TestBedPlan.Kind bed = TestBedPlan.Kind.TOGETHER;
  private final VirtualClock clock = VirtualClock.startingNow(100);
  private final Instant began = clock.anchor();
  private final List<Recording.Life> alerts = new ArrayList<>();
  private final List<Recording.Known> known = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private Scenario scenario =
      scenario(LONG)
          .target("shop", load().gauge("shop_queue", 0, "queue", "orders"))
          .atValue(level -> load().gauge("shop_queue", level, "queue", "orders"))
          .label("queue", "orders");

  @BeforeEach
  void allIsWell() {
    alerts.add(life(LABELS, 2, 5, 8));
    known.add(new Recording.Known(LABELS, "f1", Set.of("on-call"), looks(5, 8, List.of())));
    deliveries.add(call("on-call", 5, "firing", LABELS));
    deliveries.add(call("on-call", 9, "resolved", LABELS));
  }

  /** Pending and firing from and to these minutes. */
  private Recording.Life life(Map<String, String> labels, double from, double firing, double to) {
    List<Instant> pending = new ArrayList<>();
    List<Instant> fired = new ArrayList<>();
    for (int second = (int) (from * 60); second < to * 60; second += 10) {
      (second < firing * 60 ? pending : fired).add(at(second / 60.0));
    }
    Map<String, String> own = new TreeMap<>(labels);
    model.prometheus().ifPresent(it -> own.keySet().removeAll(it.externalLabels().keySet()));
    return new Recording.Life(labels, own, pending, fired, Map.of("summary", "it is long"), "5.25");
  }

  private List<Recording.Look> looks(double from, double to, List<String> inhibitedBy) {
    List<Recording.Look> looks = new ArrayList<>();
    for (double minute = from; minute < to; minute += 0.25) {
      looks.add(new Recording.Look(at(minute), !inhibitedBy.isEmpty(), inhibitedBy, List.of()));
    }
    return looks;
  }

  private Delivery call(String name, double minute, String status, Map<String, String> labels) {
    return new Delivery.WebhookCall(
        at(minute),
        name,
        name,
        status,
        List.of(new Delivery.WebhookAlert(status, labels, Map.of("summary", "it is long"))));
  }

  private Instant at(double minutes) {
    return began.plus(clock.inReal(Duration.ofMillis(Math.round(minutes * 60_000))));
  }

  private Verdict judged(Kind kind) {
    Suite suite = Suite.of(model).with(scenario);
    assertThat(suite.problems()).isEmpty();
    Case script =
        suite.cases(Margin.WIDE).stream().filter(it -> it.kind() == kind).findFirst().orElseThrow();
    Recording recording =
        new Recording(
            clock,
            began,
            at(12),
            Map.of(script.main().name(), SHOP),
            alerts,
            known,
            deliveries.stream()
                .map(
                    it ->
                        ParsedNotification.of(it, List.of("QueueLong", "QueueBusy"), List.of(SHOP)))
                .toList(),
            List.of(),
            errors,
            new KeepingUp(
                72, Map.of(), Map.of(SHOP, new Scrapes(48, 48, List.of(), 1, Duration.ZERO))),
            List.of(),
            FloatLabels.NORMALIZED);
    Verdict verdict = Judge.judge(suite, script, recording, bed, ofSeconds(10));
    verdict.findings().forEach(JavaSpelling::assertNone);
    ProofReport report = new ProofReport();
    report.about(model);
    Proof proof =
        Proof.of(verdict.alert(), verdict.title(), ProofMethod.ACCELERATED, Proof.Backend.PROCESSES)
            .ofKind(kind)
            .seeing(verdict.evidence());
    report.add(verdict.holds() ? proof : proof.failing(String.join("\n", verdict.findings())));
    try {
      Path page = report.writeTo(folder);
      JavaSpelling.assertNone(JavaSpelling.read(Files.readString(page)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return verdict;
  }

  private void findsOnly(Kind kind, String... parts) {
    List<String> findings = judged(kind).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0)).contains(parts);
  }

  private void nothingFires() {
    alerts.clear();
    known.clear();
    deliveries.clear();
  }

  @Test
  void whatIsAsItShouldBeHoldsWithEvidence() {
    Verdict verdict = judged(Kind.FIRES);

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.evidence().deliveries()).isEqualTo(2);
    assertThat(verdict.notified())
        .extracting(ExpectedNotification::destination)
        .containsExactly("webhook on-call");
  }

  @Test
  void anAlertThatIsNeverPending() {
    nothingFires();

    findsOnly(Kind.FIRES, "never pending", "by 6m15s", SHOP);
  }

  @Test
  void anAlertThatIsPendingForTooLong() {
    nothingFires();
    alerts.add(life(LABELS, 2, 99, 7.5));

    findsOnly(Kind.FIRES, "pending from 2m0s on", "never fired", "its for is 3m0s");
  }

  @Test
  void anAlertThatLostTheInstance() {
    nothingFires();
    alerts.add(life(without(LABELS, "instance"), 2, 5, 8));

    findsOnly(Kind.FIRES, "fired without the label instance", "by (job, instance)");
  }

  @Test
  void anAlertThatLostALabel() {
    nothingFires();
    Map<String, String> fewer = without(LABELS, "queue");
    alerts.add(life(fewer, 2, 5, 8));
    deliveries.add(call("on-call", 5, "firing", fewer));
    deliveries.add(call("on-call", 9, "resolved", fewer));

    findsOnly(Kind.FIRES, "fired without label queue, where orders was promised");
  }

  @Test
  void anAlertThatFiresTooEarlyOrTooLateOrForTooLong() {
    alerts.set(0, life(LABELS, 2, 3, 8));
    findsOnly(Kind.FIRES, "fired at 3m0s", "not before 5m0s and by 6m15s");

    alerts.set(0, life(LABELS, 2, 7, 8));
    findsOnly(Kind.FIRES, "fired only at 7m0s", "pending from 2m0s on");

    alerts.set(0, life(LABELS, 2, 5, 12));
    assertThat(judged(Kind.FIRES).findings())
        .anySatisfy(it -> assertThat(it).contains("should resolve by"));
  }

  @Test
  void aDuplicateAndAMissingAndAStrayNotification() {
    deliveries.add(call("on-call", 6, "firing", LABELS));
    findsOnly(Kind.FIRES, "2 firing notifications to webhook on-call, expected at most 1");

    deliveries.remove(2);
    deliveries.remove(1);
    findsOnly(Kind.FIRES, "no resolved notification to webhook on-call");

    deliveries.add(call("on-call", 9, "resolved", LABELS));
    deliveries.add(call("team", 5, "firing", LABELS));
    findsOnly(Kind.FIRES, "unexpected notification to webhook team, expected to webhook on-call");
  }

  /** Whose title has no such word, and whose colour is the same at all times. */
  @Test
  void aTextWithoutAnAlertIsAssignedByItsTime() {
    deliveries.clear();
    deliveries.add(message(5, "QueueLong"));
    deliveries.add(message(9, "QueueLong"));
    scenario = scenario.notifies(Destination.slack("#on-call"));

    model = SLACK_MODEL;
    Verdict verdict = judged(Kind.FIRES);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.evidence().events())
        .extracting(Evidence.Event::mark)
        .contains(Evidence.Mark.NOTIFIED_FIRING, Evidence.Mark.NOTIFIED_RESOLVED);

    deliveries.set(0, message(5, "a queue whose orders cannot be resolved: QueueLong"));
    assertThat(judged(Kind.FIRES).findings()).isEmpty();

    deliveries.remove(1);
    assertThat(judged(Kind.FIRES).findings())
        .singleElement()
        .asString()
        .contains("no resolved notification to");
  }

  private Delivery message(double minute, String title) {
    return new Delivery.SlackMessage(
        at(minute), "ON_CALL_URL", "#on-call", title, "", "of " + SHOP, "#ff0000", List.of());
  }

  @Test
  void nobodyIsNotifiedBecauseASecretIsMissing() {
    deliveries.clear();
    errors.add("open /run/secrets/HOOK: no such file or directory");

    findsOnly(
        Kind.FIRES,
        "no firing notification to webhook on-call",
        "Alertmanager routed it to on-call",
        "no such file or directory");
  }

  @Test
  void aTemplateThatNamesWhatIsNotThere() {
    Recording.Life life = alerts.get(0);
    alerts.set(
        0,
        new Recording.Life(
            life.labels(),
            life.own(),
            life.pending(),
            life.firing(),
            Map.of("summary", "<no value> is long"),
            ""));

    findsOnly(Kind.FIRES, "annotation summary", "<no value> is long");
  }

  /** An aggregation dropped the label, and Prometheus writes nothing in its place. */
  @Test
  void aTextThatPrintsALabelThatIsNotThere() {
    Alert long1 = LONG.annotation("summary", "{{ $labels.shop }} is long");
    model = MODEL.withGroups(List.of(group("alerts", long1, BUSY)));

    findsOnly(
        Kind.FIRES,
        "its annotation summary prints {{ $labels.shop }}, which is empty",
        "fix: keep shop in the result");

    model =
        model.prometheus(
            prometheus(ofSeconds(15))
                .scrapeTimeout(ofSeconds(10))
                .externalLabel(Label.label("shop"), "north"));
    Map<String, String> more = new TreeMap<>(LABELS);
    more.put("shop", "north");
    alerts.set(0, life(more, 2, 5, 8));
    assertThat(judged(Kind.FIRES).findings())
        .anySatisfy(it -> assertThat(it).contains("prints {{ $labels.shop }}, which is empty"));

    // A label of the series that has the same value as the external label is not the external one.
    Recording.Life sent = alerts.get(0);
    alerts.set(
        0,
        new Recording.Life(
            sent.labels(),
            sent.labels(),
            sent.pending(),
            sent.firing(),
            sent.annotations(),
            sent.value()));
    assertThat(judged(Kind.FIRES).findings()).noneMatch(it -> it.contains("{{ $labels.shop }}"));
  }

  @Test
  void anInhibitedAlertIsSuppressedAndCounts() {
    scenario = scenario.inhibits(BUSY);
    alerts.add(life(OTHER, 2, 6, 8));
    known.add(new Recording.Known(OTHER, "f2", Set.of("team"), looks(6, 8, List.of("f1"))));

    Verdict verdict = judged(Kind.FIRES);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.muted().values()).containsExactly(Set.of("QueueBusy"));
  }

  @Test
  void anAlertThatIsNotInhibitedNamesTheLabelThatDiffers() {
    scenario = scenario.inhibits(BUSY);
    Map<String, String> elsewhere = new TreeMap<>(OTHER);
    elsewhere.put("queue", "returns");
    alerts.add(life(elsewhere, 2, 6, 8));
    known.add(new Recording.Known(elsewhere, "f2", Set.of("team"), looks(6, 8, List.of())));

    findsOnly(
        Kind.FIRES,
        "it did not inhibit QueueBusy at 6m0s",
        "requires equal queue, which is \"orders\" there and \"returns\" here");
  }

  /** It was notified all the same, and late at most, so that nothing else shows it. */
  @Test
  void whatSuppressedItForATimeIsNamed() {
    Map<String, String> elsewhere = new TreeMap<>(OTHER);
    elsewhere.put("instance", "127.0.0.1:4009");
    known.clear();
    known.add(new Recording.Known(elsewhere, "f2", Set.of("team"), looks(5, 8, List.of())));
    known.add(new Recording.Known(LABELS, "f1", Set.of("on-call"), looks(5, 8, List.of("f2"))));

    findsOnly(
        Kind.FIRES,
        "Alertmanager suppressed it for a time because of {alertname=\"QueueBusy\","
            + "instance=\"127.0.0.1:4009\"",
        "fix: add .mayAlsoFire(\"QueueBusy\")");

    scenario = scenario.mayAlsoFire(BUSY);
    assertThat(judged(Kind.FIRES).findings()).isEmpty();
  }

  @Test
  void whatElseFiresOnTheTargetIsNamed() {
    alerts.add(life(OTHER, 2, 6, 8));

    findsOnly(Kind.FIRES, "QueueBusy fired on its target too, at 6m0s");
  }

  @Test
  void withinTheLimitItIsNotEvenPending() {
    nothingFires();
    assertThat(judged(Kind.WITHIN).holds()).isTrue();

    alerts.add(life(LABELS, 2, 99, 3));
    findsOnly(Kind.WITHIN, "pending at 2m0s", "within the threshold");
    assertThat(judged(Kind.TOO_SHORT).holds()).isTrue();
  }

  @Test
  void whatMustNotFireAndNotifies() {
    assertThat(judged(Kind.TOO_SHORT).findings())
        .anySatisfy(it -> assertThat(it).contains("it fired at 5m0s, but must not"))
        .anySatisfy(it -> assertThat(it).contains("unexpected notification to webhook on-call"));
  }

  /** As kube-prometheus ships it for its Watchdog, and others for what nobody wants to hear. */
  @Test
  void whatEndsWithAReceiverThatTellsNobodyNeedsNoDelivery() {
    model =
        model(route(TEAM).routes(route(receiver("null")).matchers(Label.SEVERITY.is("critical"))));
    deliveries.clear();
    known.set(0, new Recording.Known(LABELS, "f1", Set.of("null"), looks(5, 8, List.of())));

    for (Scenario one : List.of(scenario, scenario.notifies())) {
      scenario = one;
      Verdict verdict = judged(Kind.FIRES);
      assertThat(verdict.findings()).isEmpty();
      assertThat(verdict.holds()).isTrue();
      assertThat(verdict.through())
          .extracting(route -> route.receiver().name())
          .containsExactly("null");
    }
    assertThat(Coverage.of(model, List.of(judged(Kind.FIRES))).missing())
        .noneMatch(it -> it.contains("null") || it.contains("QueueLong"));

    known.set(0, new Recording.Known(LABELS, "f1", Set.of("team"), looks(5, 8, List.of())));
    findsOnly(Kind.FIRES, "routed to receiver null", "Alertmanager routed it to team");
    known.clear();
    findsOnly(Kind.FIRES, "routed to receiver null", "never arrived at Alertmanager");
  }

  /** The usual pair: one warns, and one pages for more of the same. */
  @Test
  void ofTwoRulesOfOneNameEachIsJudgedByItsOwnLabels() {
    Alert warns =
        Alert.plain("QueueLong")
            .when(promql("shop_queue > 3").exists())
            .forDuration(ofMinutes(3))
            .label(Label.SEVERITY, "warning");
    model =
        monitoring("shop", group("alerts", warns, LONG))
            .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(10)))
            .alertmanager(alertmanager(ROOT));
    assertThat(Suite.of(model).with(scenario).problems().toString())
        .contains("2 rules have this name", "{severity=\"critical\"}", "add .label(");

    scenario = scenario.label("severity", "critical");
    Map<String, String> warning = new TreeMap<>(LABELS);
    warning.put("severity", "warning");
    alerts.add(life(warning, 2, 5, 8));
    known.add(new Recording.Known(warning, "f2", Set.of("team"), looks(5, 8, List.of())));
    deliveries.add(call("team", 5, "firing", warning));
    deliveries.add(call("team", 9, "resolved", warning));
    Verdict verdict = judged(Kind.FIRES);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.rules()).containsExactly(LONG);
    assertThat(Coverage.of(model, List.of(verdict)).missing())
        .anyMatch(it -> it.startsWith("alert QueueLong with {severity=\"warning\"}"))
        .noneMatch(it -> it.startsWith("alert QueueLong with {severity=\"critical\"}"));

    nothingFires();
    alerts.add(life(warning, 2, 5, 8));
    deliveries.add(call("team", 5, "firing", warning));
    assertThat(judged(Kind.WITHIN).findings()).isEmpty();
    assertThat(judged(Kind.FIRES).findings())
        .anySatisfy(it -> assertThat(it).contains("never pending"));
  }

  /** One of the two fails, and the other's message must not count for it. */
  @Test
  void whereTwoRoutesLeadToOneDestinationEachTellsByItself() {
    Receiver first = receiver("first", webhook(Secret.env("HOOK")));
    Receiver second = receiver("second", webhook(Secret.env("HOOK")));
    model = model(route(TEAM).routes(route(first).continueMatching(), route(second)));
    deliveries.clear();
    deliveries.add(hook("first", 5, "firing"));
    deliveries.add(hook("first", 9, "resolved"));
    assertThat(judged(Kind.FIRES).findings())
        .hasSize(2)
        .anySatisfy(
            it ->
                assertThat(it)
                    .contains("1 firing notification to webhook HOOK")
                    .contains("one by each of first by the route at", "second by the route at")
                    .contains("none by second"))
        .anySatisfy(
            it -> assertThat(it).contains("1 resolved notification to webhook HOOK, expected 2"));

    deliveries.add(hook("second", 5, "firing"));
    deliveries.add(hook("second", 9, "resolved"));
    Verdict verdict = judged(Kind.FIRES);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.through()).hasSize(2);
  }

  private Delivery hook(String receiver, double minute, String status) {
    return new Delivery.WebhookCall(
        at(minute),
        "HOOK",
        receiver,
        status,
        List.of(new Delivery.WebhookAlert(status, LABELS, Map.of())));
  }

  /** A group waits for five minutes at most, and ten seconds are a thousand of virtual time. */
  @Test
  void whoIsToldTooLateOrInTheWrongOrder() {
    deliveries.set(0, call("on-call", 21, "firing", LABELS));
    deliveries.set(1, call("on-call", 27, "resolved", LABELS));
    assertThat(judged(Kind.FIRES).findings()).isEmpty();
    deliveries.set(0, call("on-call", 27, "firing", LABELS));
    findsOnly(Kind.FIRES, "at 27m0s, and it fired at 5m0s", "waits at most 5m0s");

    deliveries.set(0, call("on-call", 10, "firing", LABELS));
    deliveries.set(1, call("on-call", 9, "resolved", LABELS));
    findsOnly(Kind.FIRES, "at 9m0s, before its firing notification");

    deliveries.set(0, call("on-call", 5, "firing", LABELS));
    deliveries.set(1, call("on-call", 7, "resolved", LABELS));
    findsOnly(Kind.FIRES, "at 7m0s, while it fired until 7m50s");
  }

  @Test
  void aFaultThatIsTooShortMustHaveBeenSeen() {
    nothingFires();

    findsOnly(Kind.TOO_SHORT, "not even pending while the fault lasted, from 2m0s to");
  }

  /** Each alone mutes it, and neither would be missed. */
  @Test
  void anInhibitionBesideAnotherThatInhibitsTheSameDoesNotCount() {
    Inhibition narrow = inhibit(BUSY).whileFiring(LONG).equal(Label.INSTANCE);
    Inhibition broad =
        inhibit(Label.SEVERITY.is("warning"))
            .whileFiring(Label.SEVERITY.is("critical"))
            .equal(Label.INSTANCE);
    model = model(ROOT).alertmanager(alertmanager(ROOT).inhibitRules(narrow, broad));
    scenario = scenario.inhibits(BUSY);
    alerts.add(life(OTHER, 2, 6, 8));
    known.add(new Recording.Known(OTHER, "f2", Set.of("team"), looks(6, 8, List.of("f1"))));

    Verdict verdict = judged(Kind.FIRES);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.muted()).isEmpty();
    assertThat(Coverage.of(model, List.of(verdict)).missing())
        .filteredOn(it -> it.contains("muted nothing that no other inhibition mutes"))
        .hasSize(2);
  }

  /** On a test bed of its own nothing else may begin by its fault, wherever that is. */
  @Test
  void whatAnAlertThatIsAloneSetsOffElsewhereIsNamed() {
    Map<String, String> nowhere = Map.of("alertname", "QueueBusy", "severity", "warning");
    bed = TestBedPlan.Kind.ALONE;
    alerts.add(life(nowhere, 3, 6, 8));
    findsOnly(
        Kind.FIRES, "alertname=\"QueueBusy\"", "on no target of the case; fix: add .mayAlsoFire");

    alerts.set(1, life(nowhere, 1, 6, 8));
    assertThat(judged(Kind.FIRES).findings()).isEmpty();
    alerts.set(1, life(nowhere, 3, 6, 8));
    scenario = scenario.mayAlsoFire(BUSY);
    assertThat(judged(Kind.FIRES).findings()).isEmpty();
  }

  private static MonitoringModel model(Route root) {
    return monitoring("shop", group("alerts", LONG, BUSY))
        .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(10)))
        .alertmanager(alertmanager(root.groupBy(Label.ALERTNAME)));
  }

  private static Map<String, String> without(Map<String, String> labels, String name) {
    Map<String, String> fewer = new TreeMap<>(labels);
    fewer.remove(name);
    return fewer;
  }
}
