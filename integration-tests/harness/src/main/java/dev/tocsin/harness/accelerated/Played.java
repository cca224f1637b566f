package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A case that was played, and what was seen meanwhile: all that is known to the judge.
 *
 * @param test bed the kind of test bed: on one of its own an alert without an address is its own
 *     too
 * @param evaluation how often rules are evaluated, in virtual time
 * @param cast the addresses of its targets
 * @param target the address of the target that its alert is about
 * @param rule the one that it is about; empty where there is none of this name
 */
record Played(
    Suite suite,
    Case script,
    Recording seen,
    TestBedPlan.Kind bed,
    Duration evaluation,
    Set<String> cast,
    String target,
    Optional<Alert> rule) {
  Played {
    cast = Set.copyOf(cast);
  }

  static Played of(
      Suite suite, Case script, Recording seen, TestBedPlan.Kind bed, Duration evaluation) {
    Set<String> cast = new TreeSet<>();
    for (Part part : script.cast()) {
      cast.add(address(seen, part));
    }
    String target = address(seen, script.main());
    return new Played(
        suite, script, seen, bed, evaluation, cast, target, suite.alert(script.scenario()));
  }

  private static String address(Recording seen, Part part) {
    return Objects.requireNonNull(
        seen.addresses().get(part.name()), () -> "no target plays " + part.name());
  }

  MonitoringModel model() {
    return suite.model();
  }

  /** The name of the alert that it is about. */
  String alert() {
    return script.scenario().alert();
  }

  /** A moment of real time in the time of the script, for people. */
  String when(Instant at) {
    return Moments.text(seen.since(at));
  }

  /** The alerts of a name on its target, pending or firing. */
  List<Recording.Life> lives(String alert) {
    return seen.alerts().stream()
        .filter(life -> life.name().equals(alert))
        .filter(
            life ->
                life.instance().equals(target) || bed.isAlone() && !cast.contains(life.instance()))
        .toList();
  }

  /** Those of its alert that are its own rule's, where others share its name. */
  List<Recording.Life> mine() {
    return lives(alert()).stream().filter(this::isMine).toList();
  }

  /** Those that are another rule's of its alert's name, and fired. */
  List<Recording.Life> firedNamesakes() {
    return lives(alert()).stream().filter(life -> life.fired() && !isMine(life)).toList();
  }

  /** Whether an alert of its alert's name is its own rule's. */
  boolean isMine(Recording.Life life) {
    Namesakes namesakes = new Namesakes(model());
    return rule.filter(it -> !namesakes.isOf(it, life.labels())).isEmpty();
  }

  /** All who are notified of an alert, by what is shipped. */
  List<ExpectedNotification> notifications(Recording.Life life) {
    return ExpectedNotification.of(model(), life.labels());
  }
}
