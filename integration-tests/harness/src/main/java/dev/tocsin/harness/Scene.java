package dev.tocsin.harness;

import dev.tocsin.harness.report.Curves;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.stack.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.stack.Await;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.stack.PrometheusApi.Sample;
import dev.tocsin.harness.stack.ServerException;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One scenario as it is played: what happens, and what must follow. Every expectation that held is
 * evidence; the first that does not ends it with what everyone saw.
 */
public final class Scene {
  /** Costs nothing when all is well; a machine that is busy with other things gets its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(40);

  /** Thirty scenes at a time would else be the greater part of what the servers have to do. */
  private static final Duration PAUSE_AMONG_OTHERS = Duration.ofMillis(400);

  private static final Duration WATCH = Duration.ofMillis(500);
  private static final int ATTEMPTS = 4;

  private final Stage stage;
  private final String alert;
  private final Evidence evidence;
  private final Instant since;
  private final MachineWatch machine;

  /** Of what it has asked: others' scrapes say nothing of what it judges. */
  private final Set<String> instances = new TreeSet<>();

  private boolean gaps;
  private boolean realFaults;
  private Duration patience = PATIENCE;
  private final SteadyClock clock = SteadyClock.start();

  Scene(Stage stage, String alert, Evidence evidence) {
    this.stage = stage;
    this.alert = alert;
    this.evidence = evidence;
    this.since = Instant.now();
    this.machine = MachineWatch.on(stage);
  }

  /** What it plays on. */
  public Stage stage() {
    return stage;
  }

  /** When it began. */
  public Instant since() {
    return since;
  }

  // ---- what happens ----

  /** Lets something happen, told in the report by these words. */
  public void happens(String what, Runnable change) {
    change.run();
    note("script", what, Map.of());
  }

  /**
   * A server will be gone for a while: what is not scraped or evaluated meanwhile says nothing of
   * the machine.
   */
  public void allowsGaps() {
    gaps = true;
  }

  /** Waits this long in real time for what must follow, instead of a minute. */
  public void waitsAtMost(Duration atMost) {
    patience = atMost;
  }

  /** Lets this much virtual time pass. */
  public void passes(Duration virtual) {
    Await.passing(stage.clock().inReal(virtual));
  }

  /**
   * Lets this much virtual time pass without a break in which nothing must happen. That the machine
   * keeps up is part of it: what Prometheus does not see cannot fire, and a scrape that fails lets
   * every {@code for} begin anew. Where it does not, the time begins anew too, a few times.
   *
   * @throws MachineTooSlowError when the machine never keeps up for so long
   */
  public void passesUneventfully(Duration virtual) {
    Slowness last = slowness();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      last = passesWatched(virtual);
      if (!last.isTooSlow()) {
        evidence.held(
            virtual.toMinutes() + " minutes pass, and the machine keeps up", last.toString());
        return;
      }
    }
    throw new MachineTooSlowError(last.toString());
  }

  /** Ends early when the machine does not keep up. */
  private Slowness passesWatched(Duration virtual) {
    MachineWatch meanwhile = MachineWatch.on(stage);
    Instant end = Instant.now().plus(stage.clock().inReal(virtual));
    while (true) {
      Await.passing(WATCH);
      clock.requireSteady();
      Slowness slowness = meanwhile.slowness();
      if (slowness.isTooSlow() || Instant.now().isAfter(end)) {
        return slowness;
      }
    }
  }

  private void note(Mark mark, String about, String who, String what, Map<String, ?> details) {
    Instant now = Instant.now();
    evidence.saw(mark, about, now, stage.clock().elapsedAt(now), who, what, details);
  }

  private void note(String who, String what, Map<String, ?> details) {
    Instant now = Instant.now();
    evidence.saw(now, stage.clock().elapsedAt(now), who, what, details);
  }

  // ---- what must follow ----

  /** Prometheus has it firing. */
  public ActiveAlert fires(AlertPattern pattern) {
    judges(pattern);
    ActiveAlert found =
        await(
            pattern + " fires in Prometheus",
            () ->
                stage.prometheus().alerts().stream()
                    .filter(active -> active.isFiring() && pattern.matches(active))
                    .findFirst());
    Instant pending = found.activeAt().isBefore(since) ? since : found.activeAt();
    evidence.saw(
        Mark.PENDING,
        found.name(),
        pending,
        stage.clock().elapsedAt(pending),
        "Prometheus",
        pattern + " is pending",
        Map.of("labels", found.labels()));
    note(
        Mark.FIRING,
        found.name(),
        "Prometheus",
        pattern + " fires",
        Map.of(
            "labels", found.labels(),
            "value", found.value(),
            "activeAt", found.activeAt().toString()));
    evidence.held(pattern + " fires", "value " + found.value());
    List<String> empty = emptyLabels(found);
    holds(
        pattern + " prints no label that is empty",
        empty.isEmpty(),
        empty.isEmpty() ? Texts.fields(found.annotations()) : String.join("; ", empty));
    return found;
  }

  private List<String> emptyLabels(ActiveAlert fired) {
    Namesakes namesakes = new Namesakes(stage.shipped());
    return namesakes.of(fired.name()).stream()
        .filter(rule -> namesakes.isOf(rule, fired.labels()))
        .flatMap(rule -> EmptyLabels.of(rule, fired.labels()).stream())
        .toList();
  }

  /** Prometheus has it pending: its condition holds, and not yet for long enough. */
  public void isPending(AlertPattern pattern) {
    judges(pattern);
    ActiveAlert found =
        await(
            pattern + " is pending in Prometheus",
            () ->
                stage.prometheus().alerts().stream()
                    .filter(active -> !active.isFiring() && pattern.matches(active))
                    .findFirst());
    evidence.held(pattern + " is pending", "since " + found.activeAt());
  }

  /** Prometheus has it neither pending nor firing now. */
  public void isNotActive(AlertPattern pattern) {
    judges(pattern);
    List<ActiveAlert> active =
        stage.prometheus().alerts().stream().filter(pattern::matches).toList();
    holds(
        pattern + " is neither pending nor firing",
        active.isEmpty(),
        active.isEmpty()
            ? "no such alert"
            : active.stream()
                .map(one -> one.state() + " " + Texts.labels(one.labels()) + " = " + one.value())
                .collect(Collectors.joining(", ")));
  }

  /** Prometheus has it neither pending nor firing any more. */
  public void ends(AlertPattern pattern) {
    judges(pattern);
    await(
        pattern + " ends in Prometheus",
        () ->
            stage.prometheus().alerts().stream().anyMatch(pattern::matches)
                ? Optional.empty()
                : Optional.of(pattern));
    note(Mark.RESOLVED, pattern.name(), "Prometheus", pattern + " has ended", Map.of());
    evidence.held(pattern + " ends", "neither pending nor firing");
  }

  /** Alertmanager knows it and tells it. */
  public KnownAlert isActive(AlertPattern pattern) {
    KnownAlert found = known(pattern, "active", known -> known.state().equals("active"));
    evidence.held(
        pattern + " is told by Alertmanager", "active, to " + Texts.list(found.receivers()));
    return found;
  }

  /** Alertmanager knows it and nothing holds it back. */
  public KnownAlert isHeldBackByNothing(AlertPattern pattern) {
    KnownAlert found =
        known(
            pattern,
            "active and held back by nothing",
            known ->
                known.state().equals("active")
                    && known.inhibitedBy().isEmpty()
                    && known.silencedBy().isEmpty());
    evidence.held(
        pattern + " is held back by nothing",
        found.state() + ", inhibitedBy " + Texts.list(found.inhibitedBy()));
    return found;
  }

  /** Alertmanager knows it and holds it back because of the other. */
  public KnownAlert isInhibited(AlertPattern target, AlertPattern source) {
    KnownAlert by = isActive(source);
    KnownAlert found =
        known(
            target,
            "suppressed by " + source,
            known -> known.isSuppressed() && known.inhibitedBy().contains(by.fingerprint()));
    note(
        Mark.INHIBITED,
        found.name(),
        "Alertmanager",
        target + " is suppressed",
        Map.of(
            "labels", found.labels(),
            "by", source.name(),
            "inhibitedBy", source + " " + Texts.list(found.inhibitedBy())));
    evidence.held(
        target + " is inhibited by " + source,
        found.state() + ", inhibitedBy " + Texts.list(found.inhibitedBy()));
    return found;
  }

  private void judges(AlertPattern pattern) {
    Optional.ofNullable(pattern.labels().get("instance")).ifPresent(instances::add);
  }

  /** Alertmanager knows it and holds it back because of this silence. */
  public KnownAlert isSilenced(AlertPattern pattern, String silence) {
    KnownAlert found =
        known(
            pattern,
            "suppressed by silence " + silence,
            known -> known.isSuppressed() && known.silencedBy().contains(silence));
    note(
        Mark.MUTED,
        found.name(),
        "Alertmanager",
        pattern + " is silenced",
        Map.of("labels", found.labels(), "silencedBy", silence));
    evidence.held(
        pattern + " is silenced", found.state() + ", silencedBy " + Texts.list(found.silencedBy()));
    return found;
  }

  private KnownAlert known(AlertPattern pattern, String what, Predicate<KnownAlert> test) {
    judges(pattern);
    return await(
        pattern + " is " + what + " in Alertmanager",
        () ->
            stage.alertmanager().alerts().stream()
                .filter(known -> pattern.matches(known) && test.test(known))
                .findFirst());
  }

  /** Something of this kind arrives, or has arrived since the scene began. */
  public <D extends Delivery> D arrives(String what, Class<D> kind, Predicate<D> test) {
    D found =
        await(
            what + " arrives",
            () -> stage.sinks().since(since, kind).stream().filter(test).findFirst());
    evidence.held(what, found.destination() + ": " + found.headline());
    return found;
  }

  /**
   * Every one of these destinations is told of the alert, firing or resolved.
   *
   * @param destinations as {@link Delivery#destination} writes them
   */
  public void reaches(String name, boolean resolved, Set<String> destinations) {
    String what = name + (resolved ? " resolved" : " firing");
    await(
        what + " reaches " + Texts.list(new TreeSet<>(destinations)),
        () ->
            told(name, resolved).keySet().containsAll(destinations)
                ? Optional.of(name)
                : Optional.empty());
    evidence.held(
        what + " reaches " + Texts.list(new TreeSet<>(destinations)),
        Texts.fields(told(name, resolved)));
  }

  /** Until now these destinations, and no others, were told of it. */
  public void reachedOnly(String name, boolean resolved, Set<String> destinations) {
    Map<String, Long> told = told(name, resolved);
    holds(
        name
            + (resolved ? " resolved" : " firing")
            + " reached these and no other: "
            + Texts.list(new TreeSet<>(destinations)),
        told.keySet().equals(destinations),
        Texts.fields(told));
  }

  /** Until now nobody but these destinations was told of it, if anybody was. */
  public void reachedAtMost(String name, Set<String> destinations) {
    Set<String> told = new TreeSet<>(told(name, false).keySet());
    told.addAll(told(name, true).keySet());
    holds(
        name
            + ", if it was told at all, reached none but "
            + Texts.list(new TreeSet<>(destinations)),
        destinations.containsAll(told),
        Texts.list(told));
  }

  /** Until now these destinations, and no others, were told of it, each once. */
  public void reachedOnce(String name, boolean resolved, Set<String> destinations) {
    Map<String, Long> told = told(name, resolved);
    Map<String, Long> expected =
        destinations.stream()
            .collect(Collectors.toMap(one -> one, one -> 1L, Long::sum, TreeMap::new));
    holds(
        name
            + (resolved ? " resolved" : " firing")
            + " reached each of these once and no other: "
            + Texts.list(new TreeSet<>(destinations)),
        told.equals(expected),
        Texts.fields(told));
  }

  /** How often each destination was told of it since the scene began. */
  private Map<String, Long> told(String name, boolean resolved) {
    return stage.sinks().since(since).stream()
        .filter(delivery -> delivery.isResolved() == resolved && delivery.says(name))
        .collect(Collectors.groupingBy(Delivery::destination, TreeMap::new, Collectors.counting()));
  }

  /** Until now nobody was told of it, in these words. */
  public void reachedNobody(String name, Predicate<Delivery> meant, String words) {
    List<String> told =
        stage.sinks().since(since).stream()
            .filter(delivery -> delivery.says(name) && meant.test(delivery))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds("nobody is told of " + words, told.isEmpty(), Texts.list(told));
  }

  /** Until now nobody was told of anything that fires, but for what always does. */
  public void reachedNobody() {
    List<String> told =
        stage.sinks().since(since).stream()
            .filter(delivery -> !delivery.isResolved())
            .filter(delivery -> stage.alwaysFiring().stream().noneMatch(delivery::says))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds("nobody is told of anything", told.isEmpty(), Texts.list(told));
  }

  /** Until now nobody was told of anything that fires but of these alerts, and what always does. */
  public void toldOnlyOf(Set<String> expected) {
    Set<String> names = new TreeSet<>(expected);
    names.addAll(stage.alwaysFiring());
    List<String> others =
        stage.sinks().since(since).stream()
            .filter(delivery -> !delivery.isResolved())
            .filter(delivery -> names.stream().noneMatch(delivery::says))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds(
        "nobody is told of anything but " + Texts.list(names),
        others.isEmpty(),
        Texts.list(others));
  }

  /** Since the scene began no alert fired but those of these names, and what always does. */
  public void firedOnly(Set<String> expected) {
    Set<String> names = new TreeSet<>(expected);
    names.addAll(stage.alwaysFiring());
    long milliseconds = Duration.between(since, Instant.now()).toMillis();
    List<Sample> fired =
        stage
            .prometheus()
            .query("max_over_time(ALERTS{alertstate=\"firing\"}[" + milliseconds + "ms])");
    List<String> others =
        fired.stream()
            .map(Sample::labels)
            .filter(labels -> !names.contains(labels.getOrDefault("alertname", "")))
            .map(Texts::labels)
            .toList();
    holds("no alert fired but " + Texts.list(names), others.isEmpty(), Texts.list(others));
  }

  /** Something that is so already. */
  public void holds(String expected, boolean held, String seen) {
    if (!held) {
      throw failure("expected: " + expected + "\nbut saw: " + seen + "\n");
    }
    evidence.held(expected, seen);
  }

  /** What is scraped is real, and broken by this scene or by others beside it. */
  void expectsRealFaults() {
    realFaults = true;
  }

  /**
   * Whether the machine has kept up since the scene began. Where real faults are played beside each
   * other, only the instances of those alerts count that the scene has asked for.
   */
  public Slowness slowness() {
    if (realFaults) {
      return machine.slownessAmongRealFaults(instances);
    }
    return gaps ? machine.slownessWithGaps() : machine.slowness();
  }

  private <T> T await(String what, Supplier<Optional<T>> attempt) {
    stage.requireAlive();
    try {
      return Await.until(
          what, patience, realFaults ? PAUSE_AMONG_OTHERS : PAUSE, attempt, () -> "");
    } catch (AssertionError e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private AssertionError failure(String what) {
    clock.requireSteady();
    return new AssertionError(
        stage.rehearsed().secrets().redact(what)
            + Diagnosis.of(stage, alert, since, evidence)
            + slowness());
  }

  /** Puts all that arrived into the evidence. */
  void close() {
    // A watchdog's webhook is called all the time: the first call of a kind is told, all are
    // counted.
    Set<String> calls = new TreeSet<>();
    for (Delivery delivery : stage.sinks().since(since)) {
      if (!(delivery instanceof Delivery.WebhookCall)
          || calls.add(delivery.destination() + delivery.headline())) {
        evidence.arrived(delivery, stage.clock().elapsedAt(delivery.at()));
      }
    }
    int all = stage.sinks().since(since, Delivery.WebhookCall.class).size();
    note("webhooks", all + " calls", Map.of());
    curves();
    note("machine", slowness().toString(), Map.of());
  }

  /** How the value went that the alert looks at: of what fired, where something did. */
  private void curves() {
    Map<String, String> labels =
        evidence.events().stream()
            .filter(event -> event.mark() == Mark.FIRING && event.alert().equals(alert))
            .findFirst()
            .flatMap(event -> Optional.ofNullable(event.details().get("labels")))
            .map(Scene::texts)
            .orElse(Map.of());
    try {
      Curves.of(
              stage.prometheus(),
              stage.shipped().alerts().stream().filter(one -> one.name().equals(alert)).toList(),
              stage.rehearsed().model().alerts(),
              since)
          .values()
          .forEach(
              curves ->
                  curves
                      .matching(labels, Instant.now(), stage.clock()::elapsedAt)
                      .forEach(evidence::went));
    } catch (ServerException e) {
      note("Prometheus", "cannot be asked how the value went: " + e.getMessage(), Map.of());
    }
  }

  private static Map<String, String> texts(Object labels) {
    Map<String, String> texts = new TreeMap<>();
    if (labels instanceof Map<?, ?> map) {
      map.forEach((label, value) -> texts.put(String.valueOf(label), String.valueOf(value)));
    }
    return texts;
  }
}
