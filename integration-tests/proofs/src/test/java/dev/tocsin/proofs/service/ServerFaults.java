package dev.tocsin.proofs.service;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.proofs.Recipients.DEAD_MANS_SWITCH;
import static dev.tocsin.proofs.Recipients.OF_CRITICAL;

import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultTest;
import dev.tocsin.harness.receivers.DeadMansSwitch;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Server;
import dev.tocsin.proofs.BrokenServers;
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

  private final ExpectedAlerts expectedAlerts;
  private final BrokenServers ill;

  ServerFaults(ExpectedAlerts expectedAlerts, BrokenServers ill) {
    this.expectedAlerts = expectedAlerts;
    this.ill = ill;
  }

  /**
   * Adds the fault tests.
   *
   * @param alertmanagers those of the test bed
   */
  void add(List<Server> alertmanagers) {
    illAndKilled();
    deadReceiver();
    // The other goes on, and tells of all that happens meanwhile.
    killed(
        "AlertmanagerDown",
        "kill -9 of one of two Alertmanagers",
        alertmanagers.get(1),
        test -> {});
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
            expectedAlerts.ring(
                incident,
                Objects.requireNonNull(causes.get(pattern.name())),
                pattern,
                notified(pattern.name()),
                test -> {}));
    killed(
        "PrometheusDown",
        "kill -9 of a Prometheus",
        ill.prometheusServer(),
        test -> {
          incident.mend(test);
          alerts.forEach(test::resolves);
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
    expectedAlerts.ring(incident, ill(DEAD_RECEIVER), notified(DEAD_RECEIVER));
  }

  private void killed(String name, String cause, Server server, Consumer<FaultTest> before) {
    AlertPattern down = at(server.address(), name);
    expectedAlerts.test(
        down,
        OF_CRITICAL,
        cause,
        test -> {
          before.accept(test);
          Instant killed = Instant.now();
          test.causes(cause, server::kill);
          expectedAlerts.rings(
              test, down, OF_CRITICAL, ExpectedAlerts.Cause.at(test, cause, killed));
          test.causes("it is started again", server::restart);
          expectedAlerts.ends(test, down, OF_CRITICAL, killed);
        });
  }

  /** Nothing can be notified then: that the watchdog is silent is all that tells. */
  private void allKilled(List<Server> alertmanagers) {
    String watchdog = "Watchdog";
    String cause = "kill -9 of both Alertmanagers: the dead man's switch raises";
    expectedAlerts.expected().rings(watchdog, "", Set.of(DEAD_MANS_SWITCH));
    // Nobody else tells of the first, which nothing but this kills.
    expectedAlerts.expected().collateral(alertmanagers.get(0).address(), "AlertmanagerDown");
    expectedAlerts
        .ensemble()
        .withAtLast(
            watchdog,
            cause,
            test -> {
              DeadMansSwitch deadMansSwitch =
                  DeadMansSwitch.listeningFor(
                      watchdog, test.bed().sinks(), test.bed().clock().inReal(SWITCH));
              test.fires(alert(watchdog));
              test.notifies(watchdog, false, Set.of(DEAD_MANS_SWITCH));
              test.holds(
                  "the dead man's switch is quiet",
                  !deadMansSwitch.isRaised(),
                  "last " + deadMansSwitch.lastHeard());
              Instant killed = Instant.now();
              test.causes(cause, () -> alertmanagers.forEach(Server::kill));
              await("the dead man's switch raises", test, deadMansSwitch, true);
              expectedAlerts.raised(
                  test, watchdog, cause, killed, Set.of(DEAD_MANS_SWITCH), SWITCH);
              test.causes("both are started again", () -> alertmanagers.forEach(Server::restart));
              await("the dead man's switch hears again", test, deadMansSwitch, false);
            });
  }

  private static void await(
      String what, FaultTest test, DeadMansSwitch deadMansSwitch, boolean raised) {
    Await.that(
        what,
        ExpectedAlerts.PATIENCE,
        () -> deadMansSwitch.isRaised() == raised,
        () -> "last heard " + deadMansSwitch.lastHeard());
    test.holds(what, true, "last heard " + deadMansSwitch.lastHeard());
  }

  private static Set<String> notified(String name) {
    return Objects.requireNonNull(BrokenServers.alerts().get(name), name);
  }

  private AlertPattern ill(String name) {
    return at(ill.instance(name), name);
  }

  private static AlertPattern at(String address, String name) {
    return alert(name).with("instance", address);
  }
}
