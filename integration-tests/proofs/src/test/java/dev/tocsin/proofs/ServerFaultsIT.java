package dev.tocsin.proofs;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.proofs.LlmService.JOB;
import static dev.tocsin.proofs.LlmService.SMALL;
import static dev.tocsin.proofs.LlmService.healthy;
import static dev.tocsin.proofs.LlmService.host;
import static dev.tocsin.proofs.Recipients.LLM_PAGER;
import static dev.tocsin.proofs.Recipients.MAIL;
import static dev.tocsin.proofs.Recipients.OF_CRITICAL;
import static dev.tocsin.proofs.Recipients.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Recipients.PAGER;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.ProofExtension;
import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultProver;
import dev.tocsin.harness.faults.FaultTest;
import dev.tocsin.harness.receivers.DeadMansSwitch;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.Service;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.receivers.Trouble;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.Server;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What alerting does when its own servers, or those whom it tells, fail: nothing is lost, and what
 * comes twice is counted. What makes it so stands in the generated files: flags, which {@link
 * ShippedFlags} reads there, pairs of servers, several integrations for what is critical, and a
 * dead man's switch.
 */
@Execution(ExecutionMode.CONCURRENT)
@Cores(0.3)
@ExtendWith(ProofExtension.class)
@Order(2)
class ServerFaultsIT {
  private static final Path FOLDER = Path.of("target/proof/faults");
  private static final ProofReport REPORT = new ProofReport();

  private static final ShippedFlags PROMETHEUS = ShippedFlags.of("prometheus");
  private static final ShippedFlags ALERTMANAGER = ShippedFlags.of("alertmanager");

  /** Longer than the interval at which state is written, which nothing compresses. */
  private static final Duration WRITTEN_DOWN =
      ALERTMANAGER.duration("--data.maintenance-interval").multipliedBy(2);

  /** How long the dead man's switch waits in production. */
  private static final Duration SWITCH = ofMinutes(5);

  private static final Duration PATIENCE = ofSeconds(60);

  /** When Alertmanager gives up a notification where group_interval is shorter. */
  private static final Duration GIVES_UP = ofSeconds(10);

  @AfterAll
  static void report() {
    REPORT.about(new LlmMonitoring().define());
    Path page = REPORT.writeTo(Path.of("target/proof"));
    System.out.println(REPORT.summary() + "; see integration-tests/proofs/" + page);
  }

  private static void prove(
      Generation generation,
      String name,
      TestBed.Plan plan,
      String alertName,
      String scenario,
      Consumer<FaultTest> test) {
    try (FaultProver prover =
        FaultProver.on(plan, programs(generation), folder(name, generation), REPORT)) {
      prover.prove(alertName, scenario, test);
    }
  }

  private static Programs programs(Generation generation) {
    return Programs.of(Tools.standard().reportingTo(System.out::println).provide(generation));
  }

  private static Path folder(String name, Generation generation) {
    return FOLDER.resolve(name + "-" + generation.name().toLowerCase(Locale.ROOT));
  }

  private static TestBed.Plan plan() {
    MonitoringModel model = new LlmMonitoring().define();
    return TestBed.of(model)
        .scripting("llm-1", JOB, healthy())
        .scripting("llm-2", JOB, healthy())
        .scripting("host", "node-exporter", host())
        .withItselfAsPrometheus("prometheus")
        .withItselfAsAlertmanager("alertmanager")
        .alwaysFiring("Watchdog");
  }

  private static AlertPattern at(String name, ScriptedTarget instance) {
    return alert(name).with("instance", instance.address());
  }

  private static AlertPattern at(String name, Server server) {
    return alert(name).with("instance", server.address());
  }

  private static void answers(TestBed bed) {
    Await.that(
        "Alertmanager answers again", PATIENCE, () -> bed.alertmanager().isReady(), () -> "");
  }

  /** How often each of these was notified that it fires. */
  private static Map<String, Long> notified(FaultTest test, String name, Set<String> destinations) {
    return test.bed().sinks().since(test.since()).stream()
        .filter(it -> !it.isResolved() && it.says(name))
        .map(Delivery::destination)
        .filter(destinations::contains)
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
  }

  // ---- Alertmanager ----

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void anAlertmanagerThatIsKilledForgetsNothing(Generation generation) {
    prove(
        generation,
        "alertmanager-killed",
        plan().on(Setup.one().alertmanagerFlags(ALERTMANAGER.flag("--data.maintenance-interval"))),
        "LLMServiceDown",
        "Alertmanager is killed while it fires, and again while its condition ends",
        test -> {
          test.allowsGaps();
          TestBed bed = test.bed();
          ScriptedTarget instance = bed.target("llm-1");
          Server alertmanager = bed.stack().alertmanagers().get(0);

          test.causes("an instance stops answering", instance::goDown);
          test.fires(at("LLMServiceDown", instance));
          test.notifies("LLMServiceDown", false, OF_LLM_CRITICAL);
          Await.passing(WRITTEN_DOWN);
          test.causes(
              "kill -9 of Alertmanager, and a new start",
              () -> {
                alertmanager.kill();
                alertmanager.restart();
              });
          answers(bed);
          test.isActive(at("LLMServiceDown", instance));
          // Several of the group's intervals: it had every occasion to tell again.
          test.passes(ofMinutes(15));
          test.notifiedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          Await.passing(WRITTEN_DOWN);
          test.causes("kill -9 of Alertmanager", alertmanager::kill);
          test.causes("the instance is back", () -> instance.serve(healthy()));
          test.resolves(at("LLMServiceDown", instance));
          test.causes("Alertmanager starts again", alertmanager::restart);
          answers(bed);
          test.notifies("LLMServiceDown", true, OF_LLM_CRITICAL);
          test.passes(ofMinutes(15));
          test.notifiedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);
          test.notifiedOnce("LLMServiceDown", true, OF_LLM_CRITICAL);
        });
  }

  // ---- Prometheus ----

  /** Slower than the others: a start takes Prometheus five seconds, at any speed. */
  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void aPrometheusThatRestartsGoesOnWaiting(Generation generation) {
    double speed = 25;
    Duration pending = ofMinutes(5);
    prove(
        generation,
        "prometheus-restarted",
        plan()
            .faster(speed)
            .on(
                Setup.one()
                    .prometheusFlags(PROMETHEUS.faster("--rules.alert.for-grace-period", speed))),
        "ModelNotLoaded",
        "Prometheus is killed in the middle of `for`",
        test -> {
          test.allowsGaps();
          TestBed bed = test.bed();
          Server prometheus = bed.stack().prometheuses().get(0);
          ScriptedTarget instance = bed.target("llm-1");
          test.causes("no model is loaded any more", () -> instance.serve(withoutModels()));
          Await.that(
              "it is pending",
              PATIENCE,
              () ->
                  bed.prometheus().alerts().stream()
                      .anyMatch(it -> it.name().equals("ModelNotLoaded") && !it.isFiring()),
              () -> "seen: " + bed.prometheus().alerts());
          test.passes(ofMinutes(4));
          test.causes(
              "kill -9 of Prometheus, and a new start",
              () -> {
                prometheus.kill();
                prometheus.restart();
              });
          ActiveAlert again =
              Await.until(
                  "it is pending again",
                  PATIENCE,
                  () ->
                      bed.stack().prometheus().isReady()
                          ? bed.prometheus().alerts().stream()
                              .filter(it -> it.name().equals("ModelNotLoaded"))
                              .findFirst()
                          : Optional.empty(),
                  () -> "");
          Instant seenAgain = Instant.now();
          test.fires(at("ModelNotLoaded", instance));
          Duration waited = bed.clock().inVirtual(Duration.between(seenAgain, Instant.now()));
          test.holds(
              "it fires long before another 5 minutes are over",
              waited.compareTo(pending.minusMinutes(2)) < 0,
              "after " + waited.toSeconds() + " s more; first seen again " + again.state());
          test.notifies("ModelNotLoaded", false, OF_LLM_CRITICAL);
        });
  }

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void aPrometheusThatDiesMakesAlertmanagerSayThatAllIsWell(Generation generation) {
    prove(
        generation,
        "prometheus-dies",
        // What is not said is a minute, which would let a false resolve wait for four.
        plan()
            .on(
                Setup.one()
                    .prometheusFlags(
                        PROMETHEUS.faster("--rules.alert.resend-delay", ofMinutes(1), 60))),
        "LLMServiceDown",
        "the only Prometheus dies while it fires: a false resolve, and the dead man's switch",
        test -> {
          test.allowsGaps();
          TestBed bed = test.bed();
          Server prometheus = bed.stack().prometheuses().get(0);
          ScriptedTarget instance = bed.target("llm-1");
          // Its patience, and half a second for a machine that does other things.
          Duration patience = bed.clock().inReal(SWITCH).plusMillis(500);
          DeadMansSwitch deadMansSwitch =
              DeadMansSwitch.listeningFor("Watchdog", bed.sinks(), patience);
          Instant armed = Instant.now();
          test.causes("an instance stops answering", instance::goDown);
          test.fires(at("LLMServiceDown", instance));
          test.notifies("LLMServiceDown", false, OF_LLM_CRITICAL);
          Duration listened = Duration.between(armed, Instant.now());
          Await.passing(patience.multipliedBy(3).minus(listened));
          Duration silence = deadMansSwitch.longestSilenceSince(armed);
          int heard = deadMansSwitch.timesHeardSince(armed);
          test.holds(
              "the dead man's switch hears of the watchdog again and again, and is quiet, for"
                  + " three times its patience",
              silence.compareTo(patience) < 0 && heard >= 9 && !deadMansSwitch.isRaised(),
              heard
                  + " times, "
                  + silence.toMillis()
                  + " ms apart at most, where "
                  + patience.toMillis()
                  + " are its patience");
          test.causes("kill -9 of Prometheus", prometheus::kill);
          test.notifies("LLMServiceDown", true, OF_LLM_CRITICAL);
          test.holds(
              "the resolve is false: the instance still does not answer",
              !instance.isServing(),
              "Alertmanager believes an alert for four times the resend delay");
          Await.that(
              "the dead man's switch raises",
              PATIENCE,
              deadMansSwitch::isRaised,
              () -> "last heard " + deadMansSwitch.lastHeard());
          test.holds("the dead man's switch raises", true, "last " + deadMansSwitch.lastHeard());
          test.causes("Prometheus starts again", prometheus::restart);
          Await.that(
              "all are notified again",
              PATIENCE,
              () ->
                  notified(test, "LLMServiceDown", OF_LLM_CRITICAL)
                      .equals(
                          OF_LLM_CRITICAL.stream().collect(Collectors.toMap(it -> it, it -> 2L))),
              () -> "arrived: " + bed.sinks().since(test.since()));
          test.holds("all are notified again", true, "twice in all: before and after");
        });
  }

  // ---- pairs ----

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void aPairLosesOneOfEachAndThenAll(Generation generation) {
    double speed = 60;
    prove(
        generation,
        "pairs",
        plan()
            .faster(speed)
            .on(
                Setup.one()
                    .prometheuses(2)
                    .alertmanagers(2)
                    .alertmanagerFlags(
                        ALERTMANAGER.faster("--cluster.peer-timeout", ofSeconds(15), speed),
                        ALERTMANAGER.flag("--data.maintenance-interval"))),
        "AlertmanagerDown",
        "two Prometheus and two Alertmanagers: one of each is killed, and then both Prometheus",
        test -> {
          test.allowsGaps();
          test.holds(
              "what ships has two of each, and its Alertmanagers listen for each other and know"
                  + " each other",
              PROMETHEUS.servers() == 2 && ALERTMANAGER.isCluster(),
              ALERTMANAGER.values("--cluster.peer").toString());
          TestBed bed = test.bed();
          ScriptedTarget instance = bed.target("llm-1");
          test.causes("an instance stops answering", instance::goDown);
          test.fires(at("LLMServiceDown", instance));
          test.notifies("LLMServiceDown", false, OF_LLM_CRITICAL);
          test.passes(ofMinutes(5));
          test.notifiedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          Server alertmanager = bed.stack().alertmanagers().get(1);
          Server prometheus = bed.stack().prometheuses().get(1);
          test.causes("kill -9 of the second Alertmanager", alertmanager::kill);
          test.causes("kill -9 of the second Prometheus", prometheus::kill);
          test.fires(at("AlertmanagerDown", alertmanager));
          test.fires(at("PrometheusDown", prometheus));
          test.notifies("AlertmanagerDown", false, OF_CRITICAL);
          test.notifies("PrometheusDown", false, OF_CRITICAL);

          test.causes("the instance is back", () -> instance.serve(healthy()));
          test.notifies("LLMServiceDown", true, OF_LLM_CRITICAL);
          test.causes(
              "the second ones are back",
              () -> {
                alertmanager.restart();
                prometheus.restart();
              });
          test.notifies("AlertmanagerDown", true, OF_CRITICAL);
          test.notifies("PrometheusDown", true, OF_CRITICAL);
          test.notifiedOnce("PrometheusDown", false, OF_CRITICAL);
          test.notifiedAtMost("AlertmanagerDown", OF_CRITICAL);
          Map<String, Long> notified = notified(test, "AlertmanagerDown", OF_CRITICAL);
          test.holds(
              "a start of an Alertmanager repeats nothing, or what it was notified while it settled",
              notified.values().stream().allMatch(times -> times <= 2),
              notified.toString());

          DeadMansSwitch deadMansSwitch =
              DeadMansSwitch.listeningFor("Watchdog", bed.sinks(), bed.clock().inReal(SWITCH));
          test.causes(
              "kill -9 of both Prometheus", () -> bed.stack().prometheuses().forEach(Server::kill));
          Await.that(
              "the dead man's switch raises",
              PATIENCE,
              deadMansSwitch::isRaised,
              () -> "last heard " + deadMansSwitch.lastHeard());
          test.holds("the dead man's switch raises", true, "last " + deadMansSwitch.lastHeard());
        });
  }

  // ---- repeats and silences ----

  /** Side by side, for each waits for what takes no machine. */
  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void whatKeepsFiringIsNotifiedAgainAndWhatIsSilencedIsNot(Generation generation) {
    prove(
        generation,
        "repeated",
        plan(),
        "LLMServiceDown",
        "it fires for longer than repeat_interval; another is silenced meanwhile",
        test -> {
          TestBed bed = test.bed();
          ScriptedTarget down = bed.target("llm-1");
          ScriptedTarget other = bed.target("llm-2");
          AlertPattern silenced = at("ModelNotLoaded", other);
          test.causes("an instance stops answering", down::goDown);
          test.fires(at("LLMServiceDown", down));
          test.notifies("LLMServiceDown", false, OF_LLM_CRITICAL);

          String[] silence = new String[1];
          test.causes(
              "the other instance is silenced",
              () ->
                  silence[0] =
                      bed.alertmanager()
                          .silence(
                              Map.of("instance", other.address()), ofMinutes(10), "maintenance"));
          test.causes("and has no model any more", () -> other.serve(withoutModels()));
          test.fires(silenced);
          test.isSilenced(silenced, silence[0]);
          // Several of the group's intervals: it had every occasion to tell.
          test.passes(ofMinutes(10));
          test.isSilenced(silenced, silence[0]);
          test.notifiedOnce("ModelNotLoaded", false, Set.of());
          test.causes(
              "the silence ends before its time", () -> bed.alertmanager().expire(silence[0]));
          test.notifies("ModelNotLoaded", false, OF_LLM_CRITICAL);
          test.causes("the other instance has its models", () -> other.serve(healthy()));
          test.notifies("ModelNotLoaded", true, OF_LLM_CRITICAL);
          test.notifiedOnce("ModelNotLoaded", false, OF_LLM_CRITICAL);
          test.notifiedOnce("ModelNotLoaded", true, OF_LLM_CRITICAL);

          // By the definitions: the route to who is on call repeats after an hour, mail after four.
          Map<String, Long> twice =
              Map.of(LLM_PAGER, 2L, Recipients.CRITICAL_CHANNEL, 2L, MAIL, 1L);
          Await.that(
              "who is on call is notified again",
              bed.clock().inReal(ofMinutes(70)).plus(PATIENCE),
              () -> notified(test, "LLMServiceDown", OF_LLM_CRITICAL).equals(twice),
              () -> "notified: " + notified(test, "LLMServiceDown", OF_LLM_CRITICAL));
          List<Instant> pages =
              bed.sinks().since(test.since(), Delivery.PagerDutyEvent.class).stream()
                  .filter(it -> !it.isResolved() && it.says("LLMServiceDown"))
                  .map(Delivery::at)
                  .toList();
          Duration apart = bed.clock().inVirtual(Duration.between(pages.get(0), pages.get(1)));
          test.holds(
              "what fires on is notified again after repeat_interval, at the group's next tick",
              apart.compareTo(ofMinutes(59)) > 0 && apart.compareTo(ofMinutes(75)) < 0,
              "after " + apart.toMinutes() + " minutes");
          test.passes(ofMinutes(10));
          test.holds(
              "and once",
              notified(test, "LLMServiceDown", OF_LLM_CRITICAL).equals(twice),
              notified(test, "LLMServiceDown", OF_LLM_CRITICAL).toString());
        });
  }

  private static Load withoutModels() {
    return healthy()
        .gauge("llm_model_loaded", 0, "model", SMALL)
        .gauge("llm_model_loaded", 0, "model", LlmService.LARGE);
  }

  // ---- those who are notified ----

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void aReceiverThatFailedIsNotifiedOfTheResolve(Generation generation) {
    prove(
        generation,
        "receivers",
        plan(),
        "AlertmanagerFailedToSendAlerts",
        "Slack answers 500, and then, side by side, 429, 404, too late, and with resets; the mail"
            + " server's port is closed; the others are notified at once",
        test -> {
          TestBed bed = test.bed();
          ScriptedTarget first = bed.target("llm-1");
          Set<String> others = Set.of(MAIL, LLM_PAGER);
          test.causes(
              "Slack answers 500",
              () -> bed.sinks().troubled(Service.SLACK, Trouble.answering(500)));
          test.causes("an instance stops answering", first::goDown);
          test.fires(at("LLMServiceDown", first));
          test.notifies("LLMServiceDown", false, others);
          test.fires(alert("AlertmanagerFailedToSendAlerts").with("integration", "slack"));
          test.notifies("AlertmanagerFailedToSendAlerts", false, Set.of(MAIL, PAGER));
          test.notifiedAtMost("LLMServiceDown", others);
          test.causes("Slack is well", () -> bed.sinks().troubled(Service.SLACK, Trouble.none()));
          test.notifies("LLMServiceDown", false, OF_LLM_CRITICAL);
          // Before repeat_interval is over.
          test.notifiedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          troublesSideBySide(test);

          test.causes("the instance is back", () -> first.serve(healthy()));
          test.notifies("LLMServiceDown", true, OF_LLM_CRITICAL);
          test.notifiedOnce("LLMServiceDown", true, OF_LLM_CRITICAL);
        });
  }

  /** Each with an alert of its own, so that none is covered by another. */
  private static void troublesSideBySide(FaultTest test) {
    TestBed bed = test.bed();
    Sinks sinks = bed.sinks();
    Set<String> others = Set.of(MAIL, LLM_PAGER);
    Map<String, Trouble> troubles =
        Map.of(
            "Trouble429", Trouble.answering(429),
            "Trouble404", Trouble.answering(404),
            "TroubleReset", Trouble.refusing(),
            "TroubleLate", Trouble.late(GIVES_UP.plusSeconds(2)));
    Instant began = Instant.now();
    troubles.forEach(
        (name, trouble) ->
            test.causes(
                "Slack " + trouble + " for " + name + ", which begins to fire",
                () -> {
                  sinks.troubled(Service.SLACK, name, trouble);
                  tell(bed, name, began, began.plus(ofMinutes(60)));
                }));
    troubles.keySet().forEach(name -> test.notifies(name, false, others));
    Await.that(
        "Slack is tried again after 429, 404 and a reset",
        PATIENCE,
        () -> List.of(429, 404, 0).stream().allMatch(status -> refusals(sinks, began, status) >= 2),
        () -> "refused so far: " + sinks.refusals());
    Set.of("Trouble429", "Trouble404", "TroubleReset")
        .forEach(name -> test.notifiedOnce(name, false, others));
    test.notifies("TroubleLate", false, OF_LLM_CRITICAL);

    test.causes(
        "Trouble429 ends before Slack is well",
        () -> tell(bed, "Trouble429", began, Instant.now()));
    test.notifies("Trouble429", true, others);
    test.causes(
        "Slack is well",
        () ->
            troubles.keySet().forEach(name -> sinks.troubled(Service.SLACK, name, Trouble.none())));
    for (String name : List.of("Trouble404", "TroubleReset")) {
      test.notifies(name, false, OF_LLM_CRITICAL);
      test.notifiedOnce(name, false, OF_LLM_CRITICAL);
    }
    test.passes(ofMinutes(5));
    // Who was never notified that it fires is not notified that it has ended.
    test.notifiedOnce("Trouble429", false, others);
    test.notifiedOnce("Trouble429", true, others);

    test.causes(
        "Slack answers 500 for Trouble404, which ends",
        () -> {
          sinks.troubled(Service.SLACK, "Trouble404", Trouble.answering(500));
          tell(bed, "Trouble404", began, Instant.now());
        });
    test.notifies("Trouble404", true, others);
    test.notifiedOnce("Trouble404", true, others);
    test.causes(
        "Slack is well again", () -> sinks.troubled(Service.SLACK, "Trouble404", Trouble.none()));
    test.notifies("Trouble404", true, OF_LLM_CRITICAL);
    test.notifiedOnce("Trouble404", true, OF_LLM_CRITICAL);

    test.causes("the mail server's port is closed", sinks::closeMail);
    test.causes(
        "TroubleMail fires", () -> tell(bed, "TroubleMail", began, began.plus(ofMinutes(60))));
    Set<String> butMail = Set.of(LLM_PAGER, Recipients.CRITICAL_CHANNEL);
    test.notifies("TroubleMail", false, butMail);
    test.passes(ofMinutes(5));
    test.notifiedOnce("TroubleMail", false, butMail);
    test.causes("the mail server's port is open again", sinks::openMail);
    test.notifies("TroubleMail", false, OF_LLM_CRITICAL);
    test.notifiedOnce("TroubleMail", false, OF_LLM_CRITICAL);

    Await.that(
        "what was taken too late is notified once more",
        PATIENCE,
        () -> late(sinks, began).size() >= 2,
        () -> "arrived: " + late(sinks, began));
    test.passes(ofMinutes(5));
    List<Instant> late = late(sinks, began);
    Duration apart = Duration.between(late.get(0), late.get(1));
    test.holds(
        "a notification that is answered only after the timeout is sent once more, and no more often",
        late.size() == 2 && apart.compareTo(GIVES_UP.minusMillis(500)) > 0,
        late.size() + " messages, " + apart.toMillis() + " ms apart");
    test.notifiedOnly("TroubleLate", false, OF_LLM_CRITICAL);
  }

  /** What Alertmanager is notified of, as by a Prometheus; it leads to who is on call. */
  private static void tell(TestBed bed, String name, Instant from, Instant until) {
    bed.alertmanager()
        .post(
            Map.of("alertname", name, "severity", "critical", "service", "llm-inference"),
            Map.of("summary", name),
            from,
            until);
  }

  private static long refusals(Sinks sinks, Instant since, int status) {
    return sinks.refusals().stream()
        .filter(it -> !it.at().isBefore(since) && it.status() == status)
        .count();
  }

  private static List<Instant> late(Sinks sinks, Instant since) {
    return sinks.since(since, Delivery.SlackMessage.class).stream()
        .filter(it -> !it.isResolved() && it.says("TroubleLate"))
        .map(Delivery::at)
        .toList();
  }

  // ---- servers that are up and do not work ----

  /**
   * The rules on Prometheus and Alertmanager, proven on the servers' own metrics: a second pair
   * that does everything wrong at once.
   */
  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void serversThatDoNotWorkAreReported(Generation generation) throws IOException {
    Programs programs = programs(generation);
    Path folder = folder("ill-servers", generation);
    try (BrokenServers ill = BrokenServers.start(programs, folder.resolve("ill"));
        FaultProver prover =
            FaultProver.on(
                plan()
                    .watching("prometheus", ill.prometheus())
                    .watching("alertmanager", ill.alertmanager()),
                programs,
                folder,
                REPORT)) {
      prover.beforeReplay(ill::startAnew);
      prover.prove(
          "PrometheusRuleFailures",
          "rules that fail, reloads that fail, nobody to tell, and notifications that fail",
          test -> brokenServers(test, ill));
    }
  }

  private static void brokenServers(FaultTest test, BrokenServers ill) {
    test.causes("rules that fail, and nobody to tell", ill::losesRulesAndAlertmanagers);
    test.causes("files that nobody can read", ill::getUnreadableFiles);
    test.causes("an alert for its only receiver, which is gone", ill::losesItsReceiver);
    BrokenServers.alerts()
        .forEach(
            (name, notified) -> {
              test.fires(alert(name).with("instance", ill.instance(name)));
              test.notifies(name, false, notified);
              test.notifiedOnly(name, false, notified);
            });
    test.causes("all is well again", ill::getWell);
    BrokenServers.alerts().forEach((name, notified) -> test.notifies(name, true, notified));
    test.firedOnly(BrokenServers.alerts().keySet());
  }
}
