package dev.tocsin.harness.faults;

import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Curves;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.testbed.TestBed;
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
public final class FaultTest {
  /** Costs nothing when all is well; a machine that is busy with other things gets its time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(40);

  /** Thirty fault tests at a time would else be the greater part of what the servers have to do. */
  private static final Duration PAUSE_AMONG_OTHERS = Duration.ofMillis(400);

  private static final Duration WATCH = Duration.ofMillis(500);
  private static final int ATTEMPTS = 4;

  private final TestBed bed;
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

  FaultTest(TestBed bed, String alert, Evidence evidence) {
    this.bed = bed;
    this.alert = alert;
    this.evidence = evidence;
    this.since = Instant.now();
    this.machine = MachineWatch.on(bed);
  }

  /** What it plays on. */
  public TestBed bed() {
    return bed;
  }

  /** When it began. */
  public Instant since() {
    return since;
  }

  // ---- what happens ----

  /** Causes something, which the report describes by these words. */
  public void causes(String what, Runnable change) {
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
    Await.passing(bed.clock().inReal(virtual));
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
    MachineWatch meanwhile = MachineWatch.on(bed);
    Instant end = Instant.now().plus(bed.clock().inReal(virtual));
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
    evidence.saw(mark, about, now, bed.clock().elapsedAt(now), who, what, details);
  }

  private void note(String who, String what, Map<String, ?> details) {
    Instant now = Instant.now();
    evidence.saw(now, bed.clock().elapsedAt(now), who, what, details);
  }

  // ---- what must follow ----

  /** Prometheus has it firing. */
  public ActiveAlert fires(AlertPattern pattern) {
    judges(pattern);
    ActiveAlert found =
        await(
            pattern + " fires in Prometheus",
            () ->
                bed.prometheus().alerts().stream()
                    .filter(active -> active.isFiring() && pattern.matches(active))
                    .findFirst());
    Instant pending = found.activeAt().isBefore(since) ? since : found.activeAt();
    evidence.saw(
        Mark.PENDING,
        found.name(),
        pending,
        bed.clock().elapsedAt(pending),
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
        pattern + " prints no empty label",
        empty.isEmpty(),
        empty.isEmpty() ? Texts.fields(found.annotations()) : String.join("; ", empty));
    return found;
  }

  private List<String> emptyLabels(ActiveAlert fired) {
    Namesakes namesakes = new Namesakes(bed.shipped());
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
                bed.prometheus().alerts().stream()
                    .filter(active -> !active.isFiring() && pattern.matches(active))
                    .findFirst());
    evidence.held(pattern + " is pending", "since " + found.activeAt());
  }

  /** Prometheus has it neither pending nor firing now. */
  public void isNotActive(AlertPattern pattern) {
    judges(pattern);
    List<ActiveAlert> active = bed.prometheus().alerts().stream().filter(pattern::matches).toList();
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
  public void resolves(AlertPattern pattern) {
    judges(pattern);
    await(
        pattern + " resolves in Prometheus",
        () ->
            bed.prometheus().alerts().stream().anyMatch(pattern::matches)
                ? Optional.empty()
                : Optional.of(pattern));
    note(Mark.RESOLVED, pattern.name(), "Prometheus", pattern + " resolves", Map.of());
    evidence.held(pattern + " resolves", "neither pending nor firing");
  }

  /** Alertmanager knows it and names it. */
  public KnownAlert isActive(AlertPattern pattern) {
    KnownAlert found = known(pattern, "active", known -> known.state().equals("active"));
    evidence.held(
        pattern + " is active in Alertmanager",
        "active, routed to " + Texts.list(found.receivers()));
    return found;
  }

  /** Alertmanager knows it and nothing holds it back. */
  public KnownAlert isNotSuppressed(AlertPattern pattern) {
    KnownAlert found =
        known(
            pattern,
            "active, neither inhibited nor silenced",
            known ->
                known.state().equals("active")
                    && known.inhibitedBy().isEmpty()
                    && known.silencedBy().isEmpty());
    evidence.held(
        pattern + " is neither inhibited nor silenced",
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
            bed.alertmanager().alerts().stream()
                .filter(known -> pattern.matches(known) && test.test(known))
                .findFirst());
  }

  /** Something of this kind arrives, or has arrived since the fault test began. */
  public <D extends Delivery> D arrives(String what, Class<D> kind, Predicate<D> test) {
    D found =
        await(
            what + " arrives",
            () -> bed.sinks().since(since, kind).stream().filter(test).findFirst());
    evidence.held(what, found.destination() + ": " + found.headline());
    return found;
  }

  /**
   * Every one of these destinations is notified of the alert, firing or resolved.
   *
   * @param destinations as {@link Delivery#destination} writes them
   */
  public void notifies(String name, boolean resolved, Set<String> destinations) {
    String what = name + (resolved ? " resolved" : " firing");
    await(
        what + " reaches " + Texts.list(new TreeSet<>(destinations)),
        () ->
            notified(name, resolved).keySet().containsAll(destinations)
                ? Optional.of(name)
                : Optional.empty());
    evidence.held(
        what + " reaches " + Texts.list(new TreeSet<>(destinations)),
        Texts.fields(notified(name, resolved)));
  }

  /** Until now these destinations, and no others, were notified of it. */
  public void notifiedOnly(String name, boolean resolved, Set<String> destinations) {
    Map<String, Long> notified = notified(name, resolved);
    holds(
        name
            + (resolved ? " resolved" : " firing")
            + " reaches exactly these: "
            + Texts.list(new TreeSet<>(destinations)),
        notified.keySet().equals(destinations),
        Texts.fields(notified));
  }

  /** Until now nobody but these destinations was notified of it, if anybody was. */
  public void notifiedAtMost(String name, Set<String> destinations) {
    Set<String> notified = new TreeSet<>(notified(name, false).keySet());
    notified.addAll(notified(name, true).keySet());
    holds(
        name + ", if any, reached only " + Texts.list(new TreeSet<>(destinations)),
        destinations.containsAll(notified),
        Texts.list(notified));
  }

  /** Until now these destinations, and no others, were notified of it, each once. */
  public void notifiedOnce(String name, boolean resolved, Set<String> destinations) {
    Map<String, Long> notified = notified(name, resolved);
    Map<String, Long> expected =
        destinations.stream()
            .collect(Collectors.toMap(one -> one, one -> 1L, Long::sum, TreeMap::new));
    holds(
        name
            + (resolved ? " resolved" : " firing")
            + " reaches each of these once, and no other: "
            + Texts.list(new TreeSet<>(destinations)),
        notified.equals(expected),
        Texts.fields(notified));
  }

  /** How often each destination was notified of it since the fault test began. */
  private Map<String, Long> notified(String name, boolean resolved) {
    return bed.sinks().since(since).stream()
        .filter(delivery -> delivery.isResolved() == resolved && delivery.says(name))
        .collect(Collectors.groupingBy(Delivery::destination, TreeMap::new, Collectors.counting()));
  }

  /** Until now nobody was notified of it, in these words. */
  public void notifiedNobody(String name, Predicate<Delivery> meant, String words) {
    List<String> notified =
        bed.sinks().since(since).stream()
            .filter(delivery -> delivery.says(name) && meant.test(delivery))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds("no notification about " + words, notified.isEmpty(), Texts.list(notified));
  }

  /** Until now nobody was notified of anything that fires, but for what always does. */
  public void notifiedNobody() {
    List<String> notified =
        bed.sinks().since(since).stream()
            .filter(delivery -> !delivery.isResolved())
            .filter(delivery -> bed.alwaysFiring().stream().noneMatch(delivery::says))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds("no notification arrives", notified.isEmpty(), Texts.list(notified));
  }

  /**
   * Until now nobody was notified of anything that fires but of these alerts, and what always does.
   */
  public void notifiedOnlyOf(Set<String> expected) {
    Set<String> names = new TreeSet<>(expected);
    names.addAll(bed.alwaysFiring());
    List<String> others =
        bed.sinks().since(since).stream()
            .filter(delivery -> !delivery.isResolved())
            .filter(delivery -> names.stream().noneMatch(delivery::says))
            .map(delivery -> delivery.destination() + ": " + delivery.headline())
            .toList();
    holds("no notification but about " + Texts.list(names), others.isEmpty(), Texts.list(others));
  }

  /** Since the fault test began no alert fired but those of these names, and what always does. */
  public void firedOnly(Set<String> expected) {
    Set<String> names = new TreeSet<>(expected);
    names.addAll(bed.alwaysFiring());
    long milliseconds = Duration.between(since, Instant.now()).toMillis();
    List<Sample> fired =
        bed.prometheus()
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

  /** What is scraped is real, and broken by this fault test or by others beside it. */
  void expectsRealFaults() {
    realFaults = true;
  }

  /**
   * Whether the machine has kept up since the fault test began. Where real faults are played beside
   * each other, only the instances of those alerts count that the fault test has asked for.
   */
  public Slowness slowness() {
    if (realFaults) {
      return machine.slownessAmongRealFaults(instances);
    }
    return gaps ? machine.slownessWithGaps() : machine.slowness();
  }

  private <T> T await(String what, Supplier<Optional<T>> attempt) {
    bed.requireAlive();
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
        bed.rehearsed().secrets().redact(what)
            + Diagnosis.of(bed, alert, since, evidence)
            + slowness());
  }

  /** Puts all that arrived into the evidence. */
  void close() {
    // A watchdog's webhook is called all the time: the first call of a kind is notified, all are
    // counted.
    Set<String> calls = new TreeSet<>();
    for (Delivery delivery : bed.sinks().since(since)) {
      if (!(delivery instanceof Delivery.WebhookCall)
          || calls.add(delivery.destination() + delivery.headline())) {
        evidence.arrived(delivery, bed.clock().elapsedAt(delivery.at()));
      }
    }
    int all = bed.sinks().since(since, Delivery.WebhookCall.class).size();
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
            .map(FaultTest::texts)
            .orElse(Map.of());
    try {
      Curves.of(
              bed.prometheus(),
              bed.shipped().alerts().stream().filter(one -> one.name().equals(alert)).toList(),
              bed.rehearsed().model().alerts(),
              since)
          .values()
          .forEach(
              curves ->
                  curves
                      .matching(labels, Instant.now(), bed.clock()::elapsedAt)
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
