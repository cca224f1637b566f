package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.servers.Stack;
import dev.tocsin.harness.verdict.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks on while cases are played, until all that must happen has happened. */
final class Watch {
  /** Costs nothing when all is well; it begins when Prometheus answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How long it may take until Prometheus answers. */
  private static final Duration START = Duration.ofMinutes(1);

  /**
   * What must not happen is given so many intervals to happen, from the first scrape on of the
   * target that it is about.
   */
  private static final int EVALUATIONS = 3;

  /** Who else is notified is notified at the same time, and a moment later at most. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(150);

  private final Suite suite;
  private final RuleFile rules;
  private final Stack stack;
  private final Sinks sinks;
  private final Map<BackfilledCase, Backfilled.Actor> actors;
  private final Instant started;
  private final SteadyClock clock;

  /** How much of everything that waits. */
  private final int room;

  private final Map<BackfilledCase, Observed> allObserved = new LinkedHashMap<>();

  /** What was looked up in deliveries, which are long and many. */
  private final Map<Delivery, ParsedNotification> notified = new IdentityHashMap<>();

  /** What was seen of a case. */
  static final class Observed {
    /** When it was first seen to be pending or firing at all. */
    @Nullable Instant active;

    @Nullable Instant firing;
    @Nullable ActiveAlert fired;
    Set<String> receivers = new TreeSet<>();
    final SortedSet<String> others = new TreeSet<>();
  }

  /**
   * What was seen, by us and by Prometheus itself.
   *
   * @param recorded empty when Prometheus never answered, or the clock jumped
   * @param jump of the machine's clock, if it did
   */
  record Seen(
      Map<BackfilledCase, Observed> allObserved,
      Optional<Noted> noted,
      ObservedDelays delays,
      Optional<String> jump) {
    Observed observed(BackfilledCase theCase) {
      return allObserved.getOrDefault(theCase, new Observed());
    }
  }

  Watch(
      Suite suite,
      RuleFile rules,
      Stack stack,
      Sinks sinks,
      Map<BackfilledCase, Backfilled.Actor> actors,
      Instant started,
      SteadyClock clock,
      int room) {
    this.suite = suite;
    this.rules = rules;
    this.stack = stack;
    this.sinks = sinks;
    this.actors = actors;
    this.started = started;
    this.clock = clock;
    this.room = room;
    actors.keySet().forEach(theCase -> allObserved.put(theCase, new Observed()));
  }

  /** Looks on until all is over, or patience is. */
  Seen watch() {
    Duration patience = PATIENCE.plus(slowestGroup().multipliedBy(4)).multipliedBy(room);
    Instant end = started.plus(START.multipliedBy(room));
    Optional<Instant> answered = Optional.empty();
    Duration stoodStill = Duration.ZERO;
    Instant lookedAt = Instant.now();
    boolean over = false;
    while (!over && clock.jump().isEmpty() && Instant.now().isBefore(end)) {
      stack.requireAlive();
      boolean seen = look();
      Instant now = Instant.now();
      if (seen && answered.isEmpty()) {
        answered = Optional.of(now);
        end = now.plus(patience);
      } else if (answered.isPresent()) {
        Duration between = Duration.between(lookedAt, now);
        stoodStill = between.compareTo(stoodStill) > 0 ? between : stoodStill;
      }
      lookedAt = now;
      over = seen && isOver();
      Await.passing(PAUSE);
    }
    Duration answering = Duration.between(started, answered.orElse(Instant.now()));
    if (answered.isEmpty() || clock.jump().isPresent()) {
      return new Seen(
          allObserved, Optional.empty(), new ObservedDelays(answering, stoodStill), clock.jump());
    }
    Await.passing(AFTERMATH);
    look();
    Optional<Noted> last = noted();
    Duration atLast = Duration.between(lookedAt, Instant.now()).minus(AFTERMATH);
    ObservedDelays delays =
        new ObservedDelays(answering, atLast.compareTo(stoodStill) > 0 ? atLast : stoodStill);
    Optional<String> jump = clock.jump();
    return new Seen(allObserved, jump.isEmpty() ? last : Optional.empty(), delays, jump);
  }

  private boolean isOver() {
    if (!actors.keySet().stream().allMatch(this::isOver)) {
      return false;
    }
    Optional<Noted> noted = noted();
    return noted.isPresent()
        && actors.keySet().stream()
            // Without its alert there is nothing to wait for.
            .filter(theCase -> !theCase.fires() && !groups(theCase).isEmpty())
            .allMatch(theCase -> isLookedAt(theCase, noted.get()));
  }

  private Optional<Noted> noted() {
    try {
      return Optional.of(Noted.by(stack.prometheus(), started));
    } catch (ServerException busy) {
      return Optional.empty();
    }
  }

  /** Whether Prometheus has looked at a case's targets, and at what it has seen there. */
  boolean isLookedAt(BackfilledCase theCase, Noted noted) {
    Optional<Instant> scraped = scraped(theCase, noted);
    List<SourceGroup> groups = groups(theCase);
    return scraped.isPresent()
        && !groups.isEmpty()
        && groups.stream()
            .allMatch(
                group ->
                    noted
                        .evaluated(group.title())
                        .filter(
                            at ->
                                !at.isBefore(
                                    scraped
                                        .get()
                                        .plus(interval(group).multipliedBy(EVALUATIONS - 1))))
                        .isPresent());
  }

  /** When all targets of a case that are known had been scraped as its script lets them be. */
  Optional<Instant> scraped(BackfilledCase theCase, Noted noted) {
    Instant latest = started;
    for (Part part : theCase.one().cast()) {
      if (!part.timeline().isKnown(theCase.now())) {
        continue;
      }
      double answer = theCase.isServing(part) ? 1 : 0;
      Optional<Instant> first =
          noted.scrapes(actor(theCase).addresses().getOrDefault(part.name(), "")).stream()
              .filter(scrape -> scrape.value() == answer)
              .map(Sample::at)
              .findFirst();
      if (first.isEmpty()) {
        return Optional.empty();
      }
      latest = first.get().isAfter(latest) ? first.get() : latest;
    }
    return Optional.of(latest);
  }

  private Duration slowestGroup() {
    return rules.groups().stream()
        .map(Watch::interval)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** How often a group is evaluated. */
  static Duration interval(SourceGroup group) {
    return group.interval() == 0 ? Backfilled.INTERVAL : Duration.ofNanos(group.interval());
  }

  /** The rule file's groups that have a case's alert. */
  List<SourceGroup> groups(BackfilledCase theCase) {
    String alert = theCase.one().scenario().alert();
    return rules.groups().stream()
        .filter(
            group -> group.rules().stream().anyMatch(it -> it.isAlert() && it.name().equals(alert)))
        .toList();
  }

  private boolean isOver(BackfilledCase theCase) {
    Observed observed = observed(theCase);
    return switch (theCase.ending()) {
      case WITHIN, SILENT -> true;
      case TOO_EARLY -> observed.firing != null;
      case FIRES ->
          observed.firing != null
              && !observed.receivers.isEmpty()
              && notified(theCase).keySet().containsAll(mustBeNotified(theCase))
              && (theCase.one().scenario().destinations(suite.model()).isPresent()
                  // Without promised destinations, any notification will do.
                  || !needsDelivery(theCase)
                  || !notified(theCase).isEmpty());
    };
  }

  private Observed observed(BackfilledCase theCase) {
    return allObserved.computeIfAbsent(theCase, key -> new Observed());
  }

  /** Whether both servers answered. */
  private boolean look() {
    try {
      if (!stack.alertmanager().isReady()) {
        return false;
      }
      List<ActiveAlert> active = stack.prometheus().alerts();
      List<KnownAlert> known = stack.alertmanager().alerts();
      Instant now = Instant.now();
      actors.forEach((theCase, actor) -> look(theCase, actor, active, known, now));
      return true;
    } catch (ServerException starting) {
      // It does not answer yet; whether it still runs is asked elsewhere.
      return false;
    }
  }

  private void look(
      BackfilledCase theCase,
      Backfilled.Actor actor,
      List<ActiveAlert> active,
      List<KnownAlert> known,
      Instant now) {
    Observed observed = observed(theCase);
    String name = theCase.one().scenario().alert();
    for (ActiveAlert alert : active) {
      if (!actor.isAt(alert.labels()) || isNamesakes(theCase, name, alert)) {
        continue;
      }
      if (!alert.name().equals(name)) {
        if (alert.isFiring()) {
          observed.others.add(alert.name());
        }
        continue;
      }
      if (observed.active == null) {
        observed.active = now;
      }
      if (alert.isFiring() && observed.firing == null) {
        observed.firing = now;
        observed.fired = alert;
      }
    }
    for (KnownAlert alert : known) {
      if (alert.name().equals(name) && actor.isAt(alert.labels())) {
        observed.receivers.addAll(alert.receivers());
      }
    }
  }

  /** Whether it is another rule's that shares the name. */
  private boolean isNamesakes(BackfilledCase theCase, String name, ActiveAlert alert) {
    Namesakes namesakes = new Namesakes(suite.model());
    return alert.name().equals(name)
        && suite
            .alert(theCase.one().scenario())
            .filter(rule -> !namesakes.isOf(rule, alert.labels()))
            .isPresent();
  }

  /** By the definition's routing tree. */
  Set<String> receivers(BackfilledCase theCase) {
    Set<String> names = new TreeSet<>();
    for (Map<String, String> labels : actor(theCase).labels().all()) {
      suite
          .model()
          .alertmanager()
          .ifPresent(
              config ->
                  Routing.of(config.root(), labels)
                      .forEach(end -> names.add(end.route().receiver().name())));
    }
    return names;
  }

  /** Whether one of its receivers has an integration, so that a notification must arrive. */
  boolean needsDelivery(BackfilledCase theCase) {
    Set<String> names = receivers(theCase);
    return suite.model().alertmanager().stream()
        .flatMap(config -> config.receivers().stream())
        .anyMatch(
            receiver -> names.contains(receiver.name()) && !receiver.integrations().isEmpty());
  }

  /** By the scenario's promise. */
  Set<String> mustBeNotified(BackfilledCase theCase) {
    return theCase.one().scenario().destinations(suite.model()).orElse(Set.of());
  }

  Backfilled.Actor actor(BackfilledCase theCase) {
    Backfilled.Actor actor = actors.get(theCase);
    if (actor == null) {
      throw new IllegalStateException(theCase + " is not played here");
    }
    return actor;
  }

  /** The firing notifications about the case's alert, by destination. */
  Map<String, List<Delivery>> notified(BackfilledCase theCase) {
    Map<String, List<Delivery>> all = new LinkedHashMap<>();
    ActiveAlert fired = observed(theCase).fired;
    if (fired == null) {
      return all;
    }
    Map<String, String> labels = PrometheusDefaults.sent(suite.model(), fired.labels());
    for (Delivery delivery : sinks.deliveries()) {
      AlertMention.of(notified.computeIfAbsent(delivery, this::notified), labels)
          .filter(mention -> mention.delivery().state() != Delivery.State.RESOLVED)
          .ifPresent(
              mention ->
                  all.computeIfAbsent(delivery.destination(), key -> new ArrayList<>())
                      .add(delivery));
    }
    return all;
  }

  private ParsedNotification notified(Delivery delivery) {
    return ParsedNotification.of(
        delivery,
        suite.model().alerts().stream().map(Alert::name).toList(),
        actors.values().stream().map(Backfilled.Actor::address).toList());
  }

  /** What Prometheus has of an alert, for messages. */
  String states(String alert) {
    List<String> states = new ArrayList<>();
    for (ActiveAlert active : stack.prometheus().alerts()) {
      if (active.name().equals(alert)) {
        states.add(
            active.state() + " since " + active.activeAt() + " " + Texts.labels(active.labels()));
      }
    }
    return states.isEmpty() ? "neither pending nor firing anywhere" : String.join("; ", states);
  }

  /** What an expression gives for a case's target now; empty where it cannot be asked. */
  Optional<List<Sample>> samples(String expression, BackfilledCase theCase) {
    Backfilled.Actor actor = actor(theCase);
    try {
      return Optional.of(
          stack.prometheus().query(expression).stream()
              // A part of an expression may has no label for its instance even if the alert does.
              .filter(
                  sample ->
                      !sample.labels().containsKey(Label.INSTANCE.name())
                          || actor.isAt(sample.labels()))
              .toList());
    } catch (ServerException e) {
      return Optional.empty();
    }
  }

  /** What an expression gives for a case's target now, for messages. */
  Optional<String> value(String expression, BackfilledCase theCase) {
    return samples(expression, theCase).map(Watch::text);
  }

  static String text(List<Sample> samples) {
    return samples.isEmpty()
        ? "nothing"
        : String.join(
            "; ",
            samples.stream()
                .map(sample -> sample.value() + " " + Texts.labels(sample.labels()))
                .toList());
  }
}
