package dev.tocsin.proofs;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.LlmService.JOB;
import static dev.tocsin.proofs.LlmService.SMALL;
import static dev.tocsin.proofs.LlmService.healthy;
import static dev.tocsin.proofs.LlmService.host;
import static dev.tocsin.proofs.Told.LLM_PAGER;
import static dev.tocsin.proofs.Told.MAIL;
import static dev.tocsin.proofs.Told.OF_CRITICAL;
import static dev.tocsin.proofs.Told.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Told.PAGER;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.Prover;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.junit.ProofExtension;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.sink.DeadMansSwitch;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.sink.Service;
import dev.tocsin.harness.sink.Sinks;
import dev.tocsin.harness.sink.Trouble;
import dev.tocsin.harness.stack.Await;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.stack.Server;
import dev.tocsin.harness.stack.Setup;
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
      Stage.Plan plan,
      String alertName,
      String scenario,
      Consumer<Scene> scene) {
    try (Prover prover = Prover.on(plan, programs(generation), folder(name, generation), REPORT)) {
      prover.prove(alertName, scenario, scene);
    }
  }

  private static Programs programs(Generation generation) {
    return Programs.of(Tools.standard().telling(System.out::println).provide(generation));
  }

  private static Path folder(String name, Generation generation) {
    return FOLDER.resolve(name + "-" + generation.name().toLowerCase(Locale.ROOT));
  }

  private static Stage.Plan plan() {
    MonitoringModel model = new LlmMonitoring().define();
    return Stage.of(model)
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

  private static void answers(Stage stage) {
    Await.that(
        "Alertmanager answers again", PATIENCE, () -> stage.alertmanager().isReady(), () -> "");
  }

  /** How often each of these was told that it fires. */
  private static Map<String, Long> told(Scene scene, String name, Set<String> destinations) {
    return scene.stage().sinks().since(scene.since()).stream()
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
        scene -> {
          scene.allowsGaps();
          Stage stage = scene.stage();
          ScriptedTarget instance = stage.target("llm-1");
          Server alertmanager = stage.stack().alertmanagers().get(0);

          scene.happens("an instance stops answering", instance::goDown);
          scene.fires(at("LLMServiceDown", instance));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
          Await.passing(WRITTEN_DOWN);
          scene.happens(
              "kill -9 of Alertmanager, and a new start",
              () -> {
                alertmanager.kill();
                alertmanager.restart();
              });
          answers(stage);
          scene.isActive(at("LLMServiceDown", instance));
          // Several of the group's intervals: it had every occasion to tell again.
          scene.passes(ofMinutes(15));
          scene.reachedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          Await.passing(WRITTEN_DOWN);
          scene.happens("kill -9 of Alertmanager", alertmanager::kill);
          scene.happens("the instance is back", () -> instance.serve(healthy()));
          scene.ends(at("LLMServiceDown", instance));
          scene.happens("Alertmanager starts again", alertmanager::restart);
          answers(stage);
          scene.reaches("LLMServiceDown", true, OF_LLM_CRITICAL);
          scene.passes(ofMinutes(15));
          scene.reachedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);
          scene.reachedOnce("LLMServiceDown", true, OF_LLM_CRITICAL);
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
        scene -> {
          scene.allowsGaps();
          Stage stage = scene.stage();
          Server prometheus = stage.stack().prometheuses().get(0);
          ScriptedTarget instance = stage.target("llm-1");
          scene.happens("no model is loaded any more", () -> instance.serve(withoutModels()));
          Await.that(
              "it is pending",
              PATIENCE,
              () ->
                  stage.prometheus().alerts().stream()
                      .anyMatch(it -> it.name().equals("ModelNotLoaded") && !it.isFiring()),
              () -> "seen: " + stage.prometheus().alerts());
          scene.passes(ofMinutes(4));
          scene.happens(
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
                      stage.stack().prometheus().isReady()
                          ? stage.prometheus().alerts().stream()
                              .filter(it -> it.name().equals("ModelNotLoaded"))
                              .findFirst()
                          : Optional.empty(),
                  () -> "");
          Instant seenAgain = Instant.now();
          scene.fires(at("ModelNotLoaded", instance));
          Duration waited = stage.clock().inVirtual(Duration.between(seenAgain, Instant.now()));
          scene.holds(
              "it fires long before another 5 minutes are over",
              waited.compareTo(pending.minusMinutes(2)) < 0,
              "after " + waited.toSeconds() + " s more; first seen again " + again.state());
          scene.reaches("ModelNotLoaded", false, OF_LLM_CRITICAL);
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
        scene -> {
          scene.allowsGaps();
          Stage stage = scene.stage();
          Server prometheus = stage.stack().prometheuses().get(0);
          ScriptedTarget instance = stage.target("llm-1");
          // Its patience, and half a second for a machine that does other things.
          Duration patience = stage.clock().inReal(SWITCH).plusMillis(500);
          DeadMansSwitch deadMansSwitch =
              DeadMansSwitch.listeningFor("Watchdog", stage.sinks(), patience);
          Instant armed = Instant.now();
          scene.happens("an instance stops answering", instance::goDown);
          scene.fires(at("LLMServiceDown", instance));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
          Duration listened = Duration.between(armed, Instant.now());
          Await.passing(patience.multipliedBy(3).minus(listened));
          Duration silence = deadMansSwitch.longestSilenceSince(armed);
          int heard = deadMansSwitch.timesHeardSince(armed);
          scene.holds(
              "the dead man's switch hears of the watchdog again and again, and is quiet, for"
                  + " three times its patience",
              silence.compareTo(patience) < 0 && heard >= 9 && !deadMansSwitch.isRaised(),
              heard
                  + " times, "
                  + silence.toMillis()
                  + " ms apart at most, where "
                  + patience.toMillis()
                  + " are its patience");
          scene.happens("kill -9 of Prometheus", prometheus::kill);
          scene.reaches("LLMServiceDown", true, OF_LLM_CRITICAL);
          scene.holds(
              "the resolve is false: the instance still does not answer",
              !instance.isServing(),
              "Alertmanager believes an alert for four times the resend delay");
          Await.that(
              "the dead man's switch raises",
              PATIENCE,
              deadMansSwitch::isRaised,
              () -> "last heard " + deadMansSwitch.lastHeard());
          scene.holds("the dead man's switch raises", true, "last " + deadMansSwitch.lastHeard());
          scene.happens("Prometheus starts again", prometheus::restart);
          Await.that(
              "all are told again",
              PATIENCE,
              () ->
                  told(scene, "LLMServiceDown", OF_LLM_CRITICAL)
                      .equals(
                          OF_LLM_CRITICAL.stream().collect(Collectors.toMap(it -> it, it -> 2L))),
              () -> "arrived: " + stage.sinks().since(scene.since()));
          scene.holds("all are told again", true, "twice in all: before and after");
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
        scene -> {
          scene.allowsGaps();
          scene.holds(
              "what ships has two of each, and its Alertmanagers listen for each other and know"
                  + " each other",
              PROMETHEUS.servers() == 2 && ALERTMANAGER.isCluster(),
              ALERTMANAGER.values("--cluster.peer").toString());
          Stage stage = scene.stage();
          ScriptedTarget instance = stage.target("llm-1");
          scene.happens("an instance stops answering", instance::goDown);
          scene.fires(at("LLMServiceDown", instance));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
          scene.passes(ofMinutes(5));
          scene.reachedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          Server alertmanager = stage.stack().alertmanagers().get(1);
          Server prometheus = stage.stack().prometheuses().get(1);
          scene.happens("kill -9 of the second Alertmanager", alertmanager::kill);
          scene.happens("kill -9 of the second Prometheus", prometheus::kill);
          scene.fires(at("AlertmanagerDown", alertmanager));
          scene.fires(at("PrometheusDown", prometheus));
          scene.reaches("AlertmanagerDown", false, OF_CRITICAL);
          scene.reaches("PrometheusDown", false, OF_CRITICAL);

          scene.happens("the instance is back", () -> instance.serve(healthy()));
          scene.reaches("LLMServiceDown", true, OF_LLM_CRITICAL);
          scene.happens(
              "the second ones are back",
              () -> {
                alertmanager.restart();
                prometheus.restart();
              });
          scene.reaches("AlertmanagerDown", true, OF_CRITICAL);
          scene.reaches("PrometheusDown", true, OF_CRITICAL);
          scene.reachedOnce("PrometheusDown", false, OF_CRITICAL);
          scene.reachedAtMost("AlertmanagerDown", OF_CRITICAL);
          Map<String, Long> told = told(scene, "AlertmanagerDown", OF_CRITICAL);
          scene.holds(
              "a start of an Alertmanager repeats nothing, or what it was told while it settled",
              told.values().stream().allMatch(times -> times <= 2),
              told.toString());

          DeadMansSwitch deadMansSwitch =
              DeadMansSwitch.listeningFor("Watchdog", stage.sinks(), stage.clock().inReal(SWITCH));
          scene.happens(
              "kill -9 of both Prometheus",
              () -> stage.stack().prometheuses().forEach(Server::kill));
          Await.that(
              "the dead man's switch raises",
              PATIENCE,
              deadMansSwitch::isRaised,
              () -> "last heard " + deadMansSwitch.lastHeard());
          scene.holds("the dead man's switch raises", true, "last " + deadMansSwitch.lastHeard());
        });
  }

  // ---- repeats and silences ----

  /** Side by side, for each waits for what takes no machine. */
  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void whatFiresOnIsToldAgainAndWhatIsSilencedIsNot(Generation generation) {
    prove(
        generation,
        "repeated",
        plan(),
        "LLMServiceDown",
        "it fires for longer than repeat_interval; another is silenced meanwhile",
        scene -> {
          Stage stage = scene.stage();
          ScriptedTarget down = stage.target("llm-1");
          ScriptedTarget other = stage.target("llm-2");
          AlertPattern silenced = at("ModelNotLoaded", other);
          scene.happens("an instance stops answering", down::goDown);
          scene.fires(at("LLMServiceDown", down));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);

          String[] silence = new String[1];
          scene.happens(
              "the other instance is silenced",
              () ->
                  silence[0] =
                      stage
                          .alertmanager()
                          .silence(
                              Map.of("instance", other.address()), ofMinutes(10), "maintenance"));
          scene.happens("and has no model any more", () -> other.serve(withoutModels()));
          scene.fires(silenced);
          scene.isSilenced(silenced, silence[0]);
          // Several of the group's intervals: it had every occasion to tell.
          scene.passes(ofMinutes(10));
          scene.isSilenced(silenced, silence[0]);
          scene.reachedOnce("ModelNotLoaded", false, Set.of());
          scene.happens(
              "the silence ends before its time", () -> stage.alertmanager().expire(silence[0]));
          scene.reaches("ModelNotLoaded", false, OF_LLM_CRITICAL);
          scene.happens("the other instance has its models", () -> other.serve(healthy()));
          scene.reaches("ModelNotLoaded", true, OF_LLM_CRITICAL);
          scene.reachedOnce("ModelNotLoaded", false, OF_LLM_CRITICAL);
          scene.reachedOnce("ModelNotLoaded", true, OF_LLM_CRITICAL);

          // By the definitions: the route to who is on call repeats after an hour, mail after four.
          Map<String, Long> twice = Map.of(LLM_PAGER, 2L, Told.CRITICAL_CHANNEL, 2L, MAIL, 1L);
          Await.that(
              "who is on call is told again",
              stage.clock().inReal(ofMinutes(70)).plus(PATIENCE),
              () -> told(scene, "LLMServiceDown", OF_LLM_CRITICAL).equals(twice),
              () -> "told: " + told(scene, "LLMServiceDown", OF_LLM_CRITICAL));
          List<Instant> pages =
              stage.sinks().since(scene.since(), Delivery.PagerDutyEvent.class).stream()
                  .filter(it -> !it.isResolved() && it.says("LLMServiceDown"))
                  .map(Delivery::at)
                  .toList();
          Duration apart = stage.clock().inVirtual(Duration.between(pages.get(0), pages.get(1)));
          scene.holds(
              "what fires on is told again after repeat_interval, at the group's next tick",
              apart.compareTo(ofMinutes(59)) > 0 && apart.compareTo(ofMinutes(75)) < 0,
              "after " + apart.toMinutes() + " minutes");
          scene.passes(ofMinutes(10));
          scene.holds(
              "and once",
              told(scene, "LLMServiceDown", OF_LLM_CRITICAL).equals(twice),
              told(scene, "LLMServiceDown", OF_LLM_CRITICAL).toString());
        });
  }

  private static Load withoutModels() {
    return healthy()
        .gauge("llm_model_loaded", 0, "model", SMALL)
        .gauge("llm_model_loaded", 0, "model", LlmService.LARGE);
  }

  // ---- those who are told ----

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void aReceiverInTroubleIsToldWhenItIsOver(Generation generation) {
    prove(
        generation,
        "receivers",
        plan(),
        "AlertmanagerFailedToSendAlerts",
        "Slack answers 500, and then, side by side, 429, 404, too late, and with resets; the mail"
            + " server's port is closed; the others are told at once",
        scene -> {
          Stage stage = scene.stage();
          ScriptedTarget first = stage.target("llm-1");
          Set<String> others = Set.of(MAIL, LLM_PAGER);
          scene.happens(
              "Slack answers 500",
              () -> stage.sinks().troubled(Service.SLACK, Trouble.answering(500)));
          scene.happens("an instance stops answering", first::goDown);
          scene.fires(at("LLMServiceDown", first));
          scene.reaches("LLMServiceDown", false, others);
          scene.fires(alert("AlertmanagerFailedToSendAlerts").with("integration", "slack"));
          scene.reaches("AlertmanagerFailedToSendAlerts", false, Set.of(MAIL, PAGER));
          scene.reachedAtMost("LLMServiceDown", others);
          scene.happens(
              "Slack is well", () -> stage.sinks().troubled(Service.SLACK, Trouble.none()));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
          // Before repeat_interval is over.
          scene.reachedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);

          troublesSideBySide(scene);

          scene.happens("the instance is back", () -> first.serve(healthy()));
          scene.reaches("LLMServiceDown", true, OF_LLM_CRITICAL);
          scene.reachedOnce("LLMServiceDown", true, OF_LLM_CRITICAL);
        });
  }

  /** Each with an alert of its own, so that none is covered by another. */
  private static void troublesSideBySide(Scene scene) {
    Stage stage = scene.stage();
    Sinks sinks = stage.sinks();
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
            scene.happens(
                "Slack " + trouble + " for " + name + ", which begins to fire",
                () -> {
                  sinks.troubled(Service.SLACK, name, trouble);
                  tell(stage, name, began, began.plus(ofMinutes(60)));
                }));
    troubles.keySet().forEach(name -> scene.reaches(name, false, others));
    Await.that(
        "Slack is tried again after 429, 404 and a reset",
        PATIENCE,
        () -> List.of(429, 404, 0).stream().allMatch(status -> refusals(sinks, began, status) >= 2),
        () -> "refused so far: " + sinks.refusals());
    Set.of("Trouble429", "Trouble404", "TroubleReset")
        .forEach(name -> scene.reachedOnce(name, false, others));
    scene.reaches("TroubleLate", false, OF_LLM_CRITICAL);

    scene.happens(
        "Trouble429 ends before Slack is well",
        () -> tell(stage, "Trouble429", began, Instant.now()));
    scene.reaches("Trouble429", true, others);
    scene.happens(
        "Slack is well",
        () ->
            troubles.keySet().forEach(name -> sinks.troubled(Service.SLACK, name, Trouble.none())));
    for (String name : List.of("Trouble404", "TroubleReset")) {
      scene.reaches(name, false, OF_LLM_CRITICAL);
      scene.reachedOnce(name, false, OF_LLM_CRITICAL);
    }
    scene.passes(ofMinutes(5));
    // Who was never told that it fires is not told that it has ended.
    scene.reachedOnce("Trouble429", false, others);
    scene.reachedOnce("Trouble429", true, others);

    scene.happens(
        "Slack answers 500 for Trouble404, which ends",
        () -> {
          sinks.troubled(Service.SLACK, "Trouble404", Trouble.answering(500));
          tell(stage, "Trouble404", began, Instant.now());
        });
    scene.reaches("Trouble404", true, others);
    scene.reachedOnce("Trouble404", true, others);
    scene.happens(
        "Slack is well again", () -> sinks.troubled(Service.SLACK, "Trouble404", Trouble.none()));
    scene.reaches("Trouble404", true, OF_LLM_CRITICAL);
    scene.reachedOnce("Trouble404", true, OF_LLM_CRITICAL);

    scene.happens("the mail server's port is closed", sinks::closeMail);
    scene.happens(
        "TroubleMail fires", () -> tell(stage, "TroubleMail", began, began.plus(ofMinutes(60))));
    Set<String> butMail = Set.of(LLM_PAGER, Told.CRITICAL_CHANNEL);
    scene.reaches("TroubleMail", false, butMail);
    scene.passes(ofMinutes(5));
    scene.reachedOnce("TroubleMail", false, butMail);
    scene.happens("the mail server's port is open again", sinks::openMail);
    scene.reaches("TroubleMail", false, OF_LLM_CRITICAL);
    scene.reachedOnce("TroubleMail", false, OF_LLM_CRITICAL);

    Await.that(
        "what was taken too late is told once more",
        PATIENCE,
        () -> late(sinks, began).size() >= 2,
        () -> "arrived: " + late(sinks, began));
    scene.passes(ofMinutes(5));
    List<Instant> late = late(sinks, began);
    Duration apart = Duration.between(late.get(0), late.get(1));
    scene.holds(
        "who is answered only after it has given up tells once more, and no more often",
        late.size() == 2 && apart.compareTo(GIVES_UP.minusMillis(500)) > 0,
        late.size() + " messages, " + apart.toMillis() + " ms apart");
    scene.reachedOnly("TroubleLate", false, OF_LLM_CRITICAL);
  }

  /** What Alertmanager is told of, as by a Prometheus; it leads to who is on call. */
  private static void tell(Stage stage, String name, Instant from, Instant until) {
    stage
        .alertmanager()
        .tell(
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
  void serversThatDoNotWorkAreTold(Generation generation) throws IOException {
    Programs programs = programs(generation);
    Path folder = folder("ill-servers", generation);
    try (IllServers ill = IllServers.start(programs, folder.resolve("ill"));
        Prover prover =
            Prover.on(
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
          scene -> illServers(scene, ill));
    }
  }

  private static void illServers(Scene scene, IllServers ill) {
    scene.happens("rules that fail, and nobody to tell", ill::losesRulesAndAlertmanagers);
    scene.happens("files that nobody can read", ill::getUnreadableFiles);
    scene.happens("an alert for its only receiver, which is gone", ill::losesItsReceiver);
    IllServers.alerts()
        .forEach(
            (name, told) -> {
              scene.fires(alert(name).with("instance", ill.instance(name)));
              scene.reaches(name, false, told);
              scene.reachedOnly(name, false, told);
            });
    scene.happens("all is well again", ill::getWell);
    IllServers.alerts().forEach((name, told) -> scene.reaches(name, true, told));
    scene.firedOnly(IllServers.alerts().keySet());
  }
}
