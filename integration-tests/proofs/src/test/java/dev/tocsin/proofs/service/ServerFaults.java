package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.DEAD_MANS_SWITCH;
import static dev.tocsin.proofs.Told.OF_CRITICAL;

import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.sink.DeadMansSwitch;
import dev.tocsin.harness.stack.Await;
import dev.tocsin.harness.stack.Server;
import dev.tocsin.proofs.IllServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** What goes wrong with the servers that watch: a pair of each, and others that are ill. */
final class ServerFaults {
  private static final String DEAD_RECEIVER = "AlertmanagerFailedToSendAlerts";

  /** How long the dead man's switch waits in production. */
  private static final Duration SWITCH = Duration.ofMinutes(5);

  /** Reading files anew, and the five seconds after which Prometheus looks for Alertmanagers. */
  private static final Duration RELOAD = Duration.ofSeconds(8);

  /**
   * How long Alertmanager tries before it says that a notification has failed; nothing changes
   * that.
   */
  private static final Duration NOTIFYING = Duration.ofSeconds(12);

  private final Bells bells;
  private final IllServers ill;

  ServerFaults(Bells bells, IllServers ill) {
    this.bells = bells;
    this.ill = ill;
  }

  /**
   * Adds the scenes.
   *
   * @param alertmanagers those of the stage
   */
  void add(List<Server> alertmanagers) {
    illAndKilled();
    deadReceiver();
    // The other goes on, and tells of all that happens meanwhile.
    killed(
        "AlertmanagerDown",
        "kill -9 of one of two Alertmanagers",
        alertmanagers.get(1),
        scene -> {});
    allKilled(alertmanagers);
  }

  private void illAndKilled() {
    Map<String, String> causes =
        Map.of(
            "PrometheusRuleFailures", "a rule file whose rule fails at each evaluation",
            "PrometheusNotConnectedToAlertmanagers",
                "a Prometheus configuration without Alertmanagers",
            "PrometheusBadConfig", "a broken rule file, which Prometheus cannot read",
            "AlertmanagerFailedReload", "a configuration that Alertmanager cannot read");
    Incident incident =
        new Incident(
            "all that can be wrong with servers' files",
            RELOAD,
            () -> {
              ill.losesRulesAndAlertmanagers();
              ill.getUnreadableFiles();
            },
            "the right files are back",
            ill::getWell);
    List<AlertPattern> alerts = causes.keySet().stream().map(this::ill).toList();
    alerts.forEach(
        pattern ->
            bells.ring(
                incident,
                Objects.requireNonNull(causes.get(pattern.name())),
                pattern,
                told(pattern.name()),
                scene -> {}));
    killed(
        "PrometheusDown",
        "kill -9 of a Prometheus",
        ill.prometheusServer(),
        scene -> {
          incident.mend(scene);
          alerts.forEach(scene::ends);
        });
  }

  private void deadReceiver() {
    Incident incident =
        new Incident(
            "an Alertmanager's only receiver is gone: it refuses connections",
            NOTIFYING,
            ill::losesItsReceiver,
            "the receiver is back",
            ill::findsItsReceiver);
    bells.ring(incident, ill(DEAD_RECEIVER), told(DEAD_RECEIVER));
  }

  private void killed(String name, String cause, Server server, Consumer<Scene> before) {
    AlertPattern down = at(server.address(), name);
    bells.scene(
        down,
        OF_CRITICAL,
        cause,
        scene -> {
          before.accept(scene);
          Instant killed = Instant.now();
          scene.happens(cause, server::kill);
          bells.rings(scene, down, OF_CRITICAL, Bells.Cause.at(scene, cause, killed));
          scene.happens("it is started again", server::restart);
          bells.ends(scene, down, OF_CRITICAL, killed);
        });
  }

  /** Nothing can be told then: that the watchdog is silent is all that tells. */
  private void allKilled(List<Server> alertmanagers) {
    String watchdog = "Watchdog";
    String cause = "kill -9 of both Alertmanagers: the dead man's switch raises";
    bells.expected().rings(watchdog, "", Set.of(DEAD_MANS_SWITCH));
    // Nobody else tells of the first, which nothing but this kills.
    bells.expected().collateral(alertmanagers.get(0).address(), "AlertmanagerDown");
    bells
        .ensemble()
        .withAtLast(
            watchdog,
            cause,
            scene -> {
              DeadMansSwitch deadMansSwitch =
                  DeadMansSwitch.listeningFor(
                      watchdog, scene.stage().sinks(), scene.stage().clock().inReal(SWITCH));
              scene.fires(alert(watchdog));
              scene.reaches(watchdog, false, Set.of(DEAD_MANS_SWITCH));
              scene.holds(
                  "the dead man's switch is quiet",
                  !deadMansSwitch.isRaised(),
                  "last " + deadMansSwitch.lastHeard());
              Instant killed = Instant.now();
              scene.happens(cause, () -> alertmanagers.forEach(Server::kill));
              await("the dead man's switch raises", scene, deadMansSwitch, true);
              bells.raised(scene, watchdog, cause, killed, Set.of(DEAD_MANS_SWITCH), SWITCH);
              scene.happens("both are started again", () -> alertmanagers.forEach(Server::restart));
              await("the dead man's switch hears again", scene, deadMansSwitch, false);
            });
  }

  private static void await(
      String what, Scene scene, DeadMansSwitch deadMansSwitch, boolean raised) {
    Await.that(
        what,
        Bells.PATIENCE,
        () -> deadMansSwitch.isRaised() == raised,
        () -> "last heard " + deadMansSwitch.lastHeard());
    scene.holds(what, true, "last heard " + deadMansSwitch.lastHeard());
  }

  private static Set<String> told(String name) {
    return Objects.requireNonNull(IllServers.alerts().get(name), name);
  }

  private AlertPattern ill(String name) {
    return at(ill.instance(name), name);
  }

  private static AlertPattern at(String address, String name) {
    return alert(name).with("instance", address);
  }
}
