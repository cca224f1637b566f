package dev.tocsin.proofs;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.LlmService.JOB;
import static dev.tocsin.proofs.LlmService.LARGE;
import static dev.tocsin.proofs.LlmService.SMALL;
import static dev.tocsin.proofs.LlmService.healthy;
import static dev.tocsin.proofs.LlmService.host;
import static dev.tocsin.proofs.LlmService.idle;
import static dev.tocsin.proofs.LlmService.serving;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Prover;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.sink.DeadMansSwitch;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.sink.Delivery.Mail;
import dev.tocsin.harness.sink.Delivery.PagerDutyEvent;
import dev.tocsin.harness.sink.Delivery.SlackMessage;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.monitoring.LlmMonitoring;
import dev.tocsin.proofs.LlmService.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The thin proof of the LLM service's monitoring, from what {@code mvn generate} writes: the main
 * alerts fire, reach whom they should and nobody else, and resolve; a milder alert keeps quiet
 * while its worse sibling speaks; and nothing fires where nothing is wrong.
 *
 * <p>On the oldest and the newest servers. What was seen is in {@code target/proof}.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    value = Generation.class,
    names = {"OLDEST", "NEWEST"})
class ThinProofIT {
  private static final Path FOLDER = Path.of("target/proof");
  private static final ProofReport REPORT = Catalogue.REPORT;

  /** Longer than the longest window and {@code for} together. */
  private static final Duration LONG_ENOUGH = ofMinutes(21);

  private static final String MAIL = "mail to llm-team@example.com";
  private static final String CRITICAL_CHANNEL = "Slack #alerts-critical by SLACK_WEBHOOK_URL";
  private static final String WARNING_CHANNEL = "Slack #alerts-warning by SLACK_WEBHOOK_URL";
  private static final String LLM_PAGER = "PagerDuty PAGERDUTY_LLM_SERVICE_KEY";

  private static final Set<String> FOR_CRITICAL = Set.of(MAIL, CRITICAL_CHANNEL, LLM_PAGER);
  private static final Set<String> FOR_WARNING = Set.of(MAIL, WARNING_CHANNEL);

  private static Prover prover;

  @Parameter Generation generation;

  @BeforeParameterizedClassInvocation
  static void prepare(Generation generation) {
    MonitoringModel model = new LlmMonitoring().define();
    REPORT.ships(committed(Generator.files(model, LlmMonitoring.class.getName()).texts()));
    Stage.Plan plan =
        Stage.of(model)
            .scripting("llm-1", JOB, healthy())
            .scripting("llm-2", JOB, healthy())
            .scripting("host", "node-exporter", host())
            .withItselfAsPrometheus("prometheus")
            .withItselfAsAlertmanager("alertmanager")
            .alwaysFiring("Watchdog");
    prover =
        Prover.on(
            plan,
            Programs.of(Tools.standard().telling(System.out::println).provide(generation)),
            FOLDER.resolve(generation.name().toLowerCase(Locale.ROOT)),
            REPORT);
  }

  /** What is proven is what is committed, and its hashes stand in the report. */
  private static Map<String, String> committed(Map<String, String> generated) {
    Path folder = Path.of(System.getProperty("tocsin.root", "../..")).resolve("monitoring");
    generated.forEach(
        (path, text) ->
            assertThat(folder.resolve(path))
                .as("the committed %s; run mvn generate", path)
                .hasContent(text));
    return generated;
  }

  @AfterParameterizedClassInvocation
  static void end() {
    prover.close();
  }

  @AfterAll
  static void report() {
    Catalogue.report();
  }

  // ---- nothing is wrong ----

  @Test
  void nothingFiresOnAHealthyService() {
    prover.proveSilence("all alerts", "a healthy service", ThinProofIT::staysSilent);
  }

  @Test
  void nothingFiresOnAnIdleService() {
    prover.proveSilence(
        "all alerts",
        "an idle service",
        scene -> {
          scene.happens(
              "all requests stop",
              () -> {
                scene.stage().target("llm-1").serve(idle());
                scene.stage().target("llm-2").serve(idle());
              });
          staysSilent(scene);
        });
  }

  private static void staysSilent(Scene scene) {
    DeadMansSwitch deadMansSwitch =
        DeadMansSwitch.listeningFor(
            "Watchdog", scene.stage().sinks(), scene.stage().clock().inReal(ofMinutes(20)));
    scene.passesUneventfully(LONG_ENOUGH);
    scene.firedOnly(Set.of());
    scene.reachedNobody();
    scene.holds(
        "the Watchdog arrives at the dead man's switch",
        !deadMansSwitch.isRaised() && deadMansSwitch.lastHeard().isPresent(),
        "last heard " + deadMansSwitch.lastHeard());
    scene.holds(
        "the Watchdog arrives nowhere else",
        scene.stage().sinks().since(scene.since()).stream()
            .filter(delivery -> delivery.says("Watchdog"))
            .allMatch(delivery -> delivery.destination().equals("webhook dead-mans-switch")),
        scene.stage().sinks().since(scene.since()).toString());
  }

  // ---- the main alerts ----

  @Test
  void anInstanceThatDoesNotAnswerPages() {
    prover.prove(
        "LLMServiceDown",
        "an instance stops answering and comes back",
        scene -> {
          ScriptedTarget instance = scene.stage().target("llm-1");
          firesAndResolves(
              scene,
              alert("LLMServiceDown").with("instance", instance.address()).with("job", JOB),
              () -> instance.goDown(),
              () -> instance.serve(healthy()),
              Set.of(),
              "llm-service-down",
              instance.address() + " does not answer");
        });
  }

  @Test
  void manyFailedRequestsPage() {
    prover.prove(
        "VeryHighErrorRate",
        "half of a model's requests fail, and then none",
        scene -> {
          ScriptedTarget instance = scene.stage().target("llm-1");
          firesAndResolves(
              scene,
              alert("VeryHighErrorRate")
                  .with("instance", instance.address())
                  .with("job", JOB)
                  .with("model", SMALL),
              () -> instance.serve(serving(Traffic.GOOD.failing(0.5), Traffic.GOOD)),
              () -> instance.serve(healthy()),
              Set.of("HighErrorRate"),
              "very-high-error-rate",
              SMALL + " on " + instance.address());
        });
  }

  @Test
  void aVerySlowFirstTokenPages() {
    prover.prove(
        "VeryHighTTFT",
        "a model's first token takes 8 seconds, and then 0.3",
        scene -> {
          ScriptedTarget instance = scene.stage().target("llm-2");
          firesAndResolves(
              scene,
              alert("VeryHighTTFT")
                  .with("instance", instance.address())
                  .with("job", JOB)
                  .with("model", LARGE),
              () -> instance.serve(serving(Traffic.GOOD, Traffic.GOOD.startingAfter(8))),
              () -> instance.serve(healthy()),
              Set.of("HighTTFT"),
              "very-high-ttft",
              LARGE + " on " + instance.address());
        });
  }

  /**
   * The whole life of a critical alert on the service.
   *
   * @param milder alerts that may fire along with it
   * @param runbook the end of its runbook's address
   * @param words what people must be told
   */
  private static void firesAndResolves(
      Scene scene,
      AlertPattern pattern,
      Runnable fault,
      Runnable recovery,
      Set<String> milder,
      String runbook,
      String words) {
    String name = pattern.name();
    String link = "https://runbooks.example.com/llm-inference/" + runbook + ".md";
    scene.happens("the fault begins", fault);
    ActiveAlert firing = scene.fires(pattern);
    expect(scene, "labelled", "critical", firing.labels().get("severity"));
    expect(scene, "with the runbook", link, firing.annotations().get("runbook_url"));
    scene.reaches(name, false, FOR_CRITICAL);
    SlackMessage slack =
        scene.arrives("the message in Slack", SlackMessage.class, it -> begins(it, name));
    expect(scene, "in the channel #alerts-critical", "#alerts-critical", slack.channel());
    expect(scene, "titled", "[FIRING:1] " + name + " (llm-inference)", slack.title());
    expect(scene, "leading to the runbook", link, slack.link());
    expect(scene, "in red", "danger", slack.color());
    says(scene, slack, words);
    PagerDutyEvent page = scene.arrives("the page", PagerDutyEvent.class, it -> begins(it, name));
    expect(scene, "a trigger", "trigger", page.action());
    expect(scene, "of severity critical", "critical", page.severity());
    scene.holds("with a dedup key", !page.dedupKey().isEmpty(), page.dedupKey());
    scene.holds("and a link to the runbook", page.links().contains(link), page.links().toString());
    says(scene, page, words);
    Mail mail = scene.arrives("the mail", Mail.class, it -> begins(it, name));
    expect(scene, "with the subject", "[FIRING:1] " + name + " (llm-inference)", mail.subject());
    expect(scene, "after a login", "alertmanager@example.com", mail.login());
    says(scene, mail, words);
    scene.holds("with the runbook's address", mail.words().contains(link), mail.words());

    scene.happens("the fault ends", recovery);
    scene.ends(pattern);
    scene.reaches(name, true, FOR_CRITICAL);
    scene.passes(ofMinutes(3));
    scene.reachedOnce(name, false, FOR_CRITICAL);
    scene.reachedOnce(name, true, FOR_CRITICAL);
    PagerDutyEvent resolve =
        scene.arrives(
            "the page's end", PagerDutyEvent.class, it -> it.says(name) && it.isResolved());
    expect(scene, "with its trigger's dedup key", page.dedupKey(), resolve.dedupKey());
    milder.forEach(other -> scene.reachedAtMost(other, FOR_WARNING));
    Set<String> mayFire = new TreeSet<>(milder);
    mayFire.add(name);
    scene.firedOnly(mayFire);
    scene.toldOnlyOf(mayFire);
  }

  // ---- inhibition ----

  @Test
  void aMilderAlertKeepsQuietWhileItsWorseSiblingSpeaks() {
    prover.prove(
        "HighTTFT",
        "inhibited by VeryHighTTFT on the same model and instance, and on no other",
        scene -> {
          ScriptedTarget first = scene.stage().target("llm-1");
          ScriptedTarget second = scene.stage().target("llm-2");
          AlertPattern worse = at("VeryHighTTFT", first, SMALL);
          AlertPattern muted = at("HighTTFT", first, SMALL);
          AlertPattern otherModel = at("HighTTFT", first, LARGE);
          AlertPattern otherInstance = at("HighTTFT", second, SMALL);

          scene.happens(
              "a model's first token takes 8 seconds on one instance",
              () -> first.serve(serving(Traffic.GOOD.startingAfter(8), Traffic.GOOD)));
          // In phases: the source must be known before the target is told.
          scene.fires(worse);
          scene.isActive(worse);
          scene.happens(
              "another model there, and the same model elsewhere, take 2.5 seconds",
              () -> {
                first.serve(
                    serving(Traffic.GOOD.startingAfter(8), Traffic.GOOD.startingAfter(2.5)));
                second.serve(serving(Traffic.GOOD.startingAfter(2.5), Traffic.GOOD));
              });
          scene.fires(muted);
          scene.fires(otherModel);
          scene.fires(otherInstance);
          scene.isInhibited(muted, worse);
          scene.isActive(otherModel);
          scene.isActive(otherInstance);
          for (ScriptedTarget instance : new ScriptedTarget[] {first, second}) {
            String words = "Slow first token from " + other(instance, first);
            scene.arrives("Slack: " + words, SlackMessage.class, it -> it.words().contains(words));
            scene.arrives("mail: " + words, Mail.class, it -> it.words().contains(words));
          }
          // Twice the group's interval: it has had every occasion to be told.
          scene.passes(ofMinutes(11));
          scene.isInhibited(muted, worse);
          String words = "Slow first token from " + SMALL + " on " + first.address();
          scene.reachedNobody(
              "HighTTFT", (Delivery delivery) -> delivery.words().contains(words), words);
          scene.reachedOnly("HighTTFT", false, FOR_WARNING);
          scene.reachedOnce("VeryHighTTFT", false, FOR_CRITICAL);
          scene.firedOnly(Set.of("HighTTFT", "VeryHighTTFT"));
          scene.toldOnlyOf(Set.of("HighTTFT", "VeryHighTTFT"));
        });
  }

  private static AlertPattern at(String name, ScriptedTarget instance, String model) {
    return alert(name).with("instance", instance.address()).with("model", model);
  }

  private static String other(ScriptedTarget instance, ScriptedTarget first) {
    return (instance.equals(first) ? LARGE : SMALL) + " on " + instance.address();
  }

  // ---- words ----

  private static boolean begins(Delivery delivery, String name) {
    return delivery.says(name) && !delivery.isResolved();
  }

  private static void expect(Scene scene, String what, String expected, String seen) {
    scene.holds(what + ": " + expected, Objects.equals(expected, seen), seen);
  }

  private static void says(Scene scene, Delivery delivery, String words) {
    scene.holds(
        delivery.destination() + " says: " + words,
        delivery.words().contains(words),
        delivery.words());
  }
}
