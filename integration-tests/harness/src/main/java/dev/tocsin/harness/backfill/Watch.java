package dev.tocsin.harness.backfill;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.alertmanager.Routing;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.sink.Mention;
import dev.tocsin.harness.sink.Sinks;
import dev.tocsin.harness.sink.Told;
import dev.tocsin.harness.stack.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.stack.ServerException;
import dev.tocsin.harness.stack.Stack;
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
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks on while stories are played, until all that must happen has happened. */
final class Watch {
  /** Costs nothing when all is well. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What must not happen is given this long to happen: rules are evaluated each second. */
  private static final Duration LEAST = Duration.ofSeconds(9);

  /** Who else is told is told at the same time, and a moment later at most. */
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(150);

  private final Suite suite;
  private final Stack stack;
  private final Sinks sinks;
  private final Map<Story, Backfilled.Actor> actors;
  private final Instant started;
  private final Map<Story, Sight> sights = new LinkedHashMap<>();

  /** What was looked up in deliveries, which are long and many. */
  private final Map<Delivery, Told> told = new IdentityHashMap<>();

  /** What was seen of a story. */
  static final class Sight {
    /** When it was pending since an instant before Prometheus was started, and since when. */
    @Nullable Instant restored;

    @Nullable Instant pendingSince;

    /** When it was first seen to be pending or firing at all. */
    @Nullable Instant active;

    @Nullable Instant firing;
    @Nullable ActiveAlert fired;
    Set<String> receivers = new TreeSet<>();
    final SortedSet<String> others = new TreeSet<>();
  }

  Watch(
      Suite suite, Stack stack, Sinks sinks, Map<Story, Backfilled.Actor> actors, Instant started) {
    this.suite = suite;
    this.stack = stack;
    this.sinks = sinks;
    this.actors = actors;
    this.started = started;
    actors.keySet().forEach(story -> sights.put(story, new Sight()));
  }

  /** Looks on until all is over, or patience is. */
  Map<Story, Sight> watch() {
    Instant end = started.plus(PATIENCE).plus(slowestGroup().multipliedBy(4));
    boolean over = false;
    while (!over && Instant.now().isBefore(end)) {
      stack.requireAlive();
      look();
      over =
          Instant.now().isAfter(started.plus(LEAST))
              && actors.keySet().stream().allMatch(this::isOver);
      Await.passing(PAUSE);
    }
    Await.passing(AFTERMATH);
    look();
    return sights;
  }

  private Duration slowestGroup() {
    return suite.model().groups().stream()
        .flatMap(group -> group.interval().stream())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  private boolean isOver(Story story) {
    Sight sight = sight(story);
    return switch (story.ending()) {
      case WITHIN, SILENT -> true;
      case TOO_EARLY -> sight.firing != null;
      case FIRES ->
          sight.firing != null
              && !sight.receivers.isEmpty()
              && told(story).keySet().containsAll(mustBeTold(story));
    };
  }

  private Sight sight(Story story) {
    return sights.computeIfAbsent(story, key -> new Sight());
  }

  private void look() {
    try {
      List<ActiveAlert> active = stack.prometheus().alerts();
      List<KnownAlert> known =
          stack.alertmanager().isReady() ? stack.alertmanager().alerts() : List.of();
      Instant now = Instant.now();
      actors.forEach((story, actor) -> look(story, actor, active, known, now));
    } catch (ServerException starting) {
      // It does not answer yet; whether it still runs is asked elsewhere.
      return;
    }
  }

  private void look(
      Story story,
      Backfilled.Actor actor,
      List<ActiveAlert> active,
      List<KnownAlert> known,
      Instant now) {
    Sight sight = sight(story);
    String name = story.one().scenario().alert();
    for (ActiveAlert alert : active) {
      if (!isAt(actor, alert.labels()) || isNamesakes(story, name, alert)) {
        continue;
      }
      if (!alert.name().equals(name)) {
        if (alert.isFiring()) {
          sight.others.add(alert.name());
        }
        continue;
      }
      if (sight.active == null) {
        sight.active = now;
      }
      if (alert.isFiring() && sight.firing == null) {
        sight.firing = now;
        sight.fired = alert;
      } else if (!alert.isFiring()
          && alert.activeAt().isBefore(started)
          && sight.restored == null) {
        sight.restored = now;
        sight.pendingSince = alert.activeAt();
      }
    }
    for (KnownAlert alert : known) {
      if (alert.name().equals(name) && isAt(actor, alert.labels())) {
        sight.receivers.addAll(alert.receivers());
      }
    }
  }

  /** Whether it is another rule's that shares the name. */
  private boolean isNamesakes(Story story, String name, ActiveAlert alert) {
    Namesakes namesakes = new Namesakes(suite.model());
    return alert.name().equals(name)
        && suite
            .alert(story.one().scenario())
            .filter(rule -> !namesakes.isOf(rule, alert.labels()))
            .isPresent();
  }

  /** An alert that tells no instance is played alone. */
  private static boolean isAt(Backfilled.Actor actor, Map<String, String> labels) {
    String instance = labels.get(Label.INSTANCE.name());
    return !actor.shared() || actor.address().equals(instance);
  }

  /** By the definition's routing tree. */
  Set<String> receivers(Story story) {
    Set<String> names = new TreeSet<>();
    for (Map<String, String> labels : actor(story).labels().all()) {
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

  /** By the scenario's promise. */
  Set<String> mustBeTold(Story story) {
    return story.one().scenario().destinations().orElse(Set.of());
  }

  Backfilled.Actor actor(Story story) {
    Backfilled.Actor actor = actors.get(story);
    if (actor == null) {
      throw new IllegalStateException(story + " is not played here");
    }
    return actor;
  }

  /** What arrived that tells that the story's alert fires, by destination. */
  Map<String, List<Delivery>> told(Story story) {
    Map<String, List<Delivery>> all = new LinkedHashMap<>();
    ActiveAlert fired = sight(story).fired;
    if (fired == null) {
      return all;
    }
    Map<String, String> labels = new TreeMap<>(fired.labels());
    suite
        .model()
        .prometheus()
        .ifPresent(config -> config.externalLabels().forEach(labels::putIfAbsent));
    for (Delivery delivery : sinks.deliveries()) {
      Mention.of(told.computeIfAbsent(delivery, this::told), labels)
          .filter(mention -> !mention.resolved())
          .ifPresent(
              mention ->
                  all.computeIfAbsent(delivery.destination(), key -> new ArrayList<>())
                      .add(delivery));
    }
    return all;
  }

  private Told told(Delivery delivery) {
    return Told.of(
        delivery,
        suite.model().alerts().stream().map(Alert::name).toList(),
        actors.values().stream().map(Backfilled.Actor::address).toList());
  }

  /** How many evaluations the machine was too slow for. */
  long missedEvaluations() {
    return Math.round(stack.prometheus().own("prometheus_rule_group_iterations_missed_total"));
  }

  /** What Prometheus has of an alert, for messages. */
  String states(String alert) {
    List<String> states = new ArrayList<>();
    for (ActiveAlert active : stack.prometheus().alerts()) {
      if (active.name().equals(alert)) {
        states.add(active.state() + " since " + active.activeAt() + " " + active.labels());
      }
    }
    return states.isEmpty() ? "neither pending nor firing anywhere" : String.join("; ", states);
  }

  /** What an expression gives for a story's target now, for messages. */
  Optional<String> value(String expression, Story story) {
    try {
      List<String> values = new ArrayList<>();
      stack.prometheus().query(expression).stream()
          .filter(sample -> isAt(actor(story), sample.labels()))
          .forEach(sample -> values.add(sample.value() + " " + sample.labels()));
      return Optional.of(values.isEmpty() ? "nothing" : String.join("; ", values));
    } catch (ServerException e) {
      return Optional.empty();
    }
  }
}
