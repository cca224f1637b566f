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

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.Prover;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.sink.DeadMansSwitch;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.sink.Service;
import dev.tocsin.harness.sink.Trouble;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.stack.Server;
import dev.tocsin.harness.stack.Setup;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What alerting does when its own servers, or those whom it tells, fail: nothing is lost, and what
 * comes twice is counted. What makes it so stands in the generated files: the flags {@code
 * --data.maintenance-interval=1s} and {@code --rules.alert.for-grace-period=1m}, pairs of servers,
 * several integrations for what is critical, and a dead man's switch.
 */
@Execution(ExecutionMode.CONCURRENT)
class ServerFaultsIT {
  private static final Path FOLDER = Path.of("target/proof/faults");
  private static final ProofReport REPORT = new ProofReport();

  /** Longer than {@code --data.maintenance-interval}, which nothing compresses. */
  private static final Duration WRITTEN_DOWN = ofSeconds(2);

  private static final Duration PATIENCE = ofSeconds(60);

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
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void anAlertmanagerThatIsKilledForgetsNothing(Generation generation) {
    prove(
        generation,
        "alertmanager-killed",
        plan(),
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
  @EnumSource(names = {"OLDEST", "NEWEST"})
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
                    .prometheusFlags(
                        "--rules.alert.for-grace-period="
                            + Math.round(ofMinutes(1).toMillis() / speed)
                            + "ms")),
        "ModelNotLoaded",
        "Prometheus is killed in the middle of `for`",
        scene -> {
          scene.allowsGaps();
          Stage stage = scene.stage();
          Server prometheus = stage.stack().prometheuses().get(0);
          ScriptedTarget instance = stage.target("llm-1");
          scene.happens(
              "no model is loaded any more",
              () ->
                  instance.serve(
                      healthy()
                          .gauge("llm_model_loaded", 0, "model", SMALL)
                          .gauge("llm_model_loaded", 0, "model", LlmService.LARGE)));
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
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void aPrometheusThatDiesMakesAlertmanagerSayThatAllIsWell(Generation generation) {
    prove(
        generation,
        "prometheus-dies",
        plan().on(Setup.one().prometheusFlags("--rules.alert.resend-delay=1s")),
        "LLMServiceDown",
        "the only Prometheus dies while it fires: a false resolve, and the dead man's switch",
        scene -> {
          scene.allowsGaps();
          Stage stage = scene.stage();
          Server prometheus = stage.stack().prometheuses().get(0);
          ScriptedTarget instance = stage.target("llm-1");
          DeadMansSwitch deadMansSwitch =
              DeadMansSwitch.listeningFor("Watchdog", stage.sinks(), ofSeconds(3));
          scene.happens("an instance stops answering", instance::goDown);
          scene.fires(at("LLMServiceDown", instance));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
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
  @EnumSource(names = {"OLDEST", "NEWEST"})
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
                    // A sixtieth of what it is in production.
                    .alertmanagerFlags("--cluster.peer-timeout=250ms")),
        "AlertmanagerDown",
        "two Prometheus and two Alertmanagers: one of each is killed, and then both Prometheus",
        scene -> {
          scene.allowsGaps();
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
              DeadMansSwitch.listeningFor(
                  "Watchdog", stage.sinks(), stage.clock().inReal(ofMinutes(5)));
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

  // ---- those who are told ----

  @ParameterizedTest
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void aReceiverInTroubleIsToldWhenItIsOver(Generation generation) {
    prove(
        generation,
        "receivers",
        plan(),
        "AlertmanagerFailedToSendAlerts",
        "Slack answers 500, 429, 404, resets connections and hangs; the others are told at once",
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
          for (Trouble trouble :
              new Trouble[] {
                Trouble.answering(429),
                Trouble.answering(404),
                Trouble.refusing(),
                Trouble.hanging(ofSeconds(3))
              }) {
            int before = stage.sinks().refusals().size();
            scene.happens("Slack " + trouble, () -> stage.sinks().troubled(Service.SLACK, trouble));
            Await.that(
                "Slack is tried again while it " + trouble,
                PATIENCE,
                () -> stage.sinks().refusals().size() > before,
                () -> "refused so far: " + stage.sinks().refusals());
          }
          scene.happens(
              "Slack is well", () -> stage.sinks().troubled(Service.SLACK, Trouble.none()));
          scene.reaches("LLMServiceDown", false, OF_LLM_CRITICAL);
          scene.happens("the instance is back", () -> first.serve(healthy()));
          scene.reaches("LLMServiceDown", true, OF_LLM_CRITICAL);
          scene.reachedOnce("LLMServiceDown", false, OF_LLM_CRITICAL);
          scene.holds(
              "what Slack did not take was tried again and again",
              stage.sinks().refusals().stream().allMatch(it -> it.service() == Service.SLACK)
                  && stage.sinks().refusals().size() >= 5,
              stage.sinks().refusals().size() + " requests not taken");
          long told =
              stage.sinks().since(scene.since(), Delivery.SlackMessage.class).stream()
                  .filter(it -> !it.isResolved() && it.says("LLMServiceDown"))
                  .count();
          scene.holds("and told once", told == 1, told + " messages");
        });
  }

  // ---- servers that are up and do not work ----

  /**
   * The rules on Prometheus and Alertmanager, proven on the servers' own metrics: a second pair
   * that does everything wrong at once.
   */
  @ParameterizedTest
  @EnumSource(names = {"OLDEST", "NEWEST"})
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
