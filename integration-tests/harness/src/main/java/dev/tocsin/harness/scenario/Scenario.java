package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.harness.series.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a target, and what one alert must then do. It is written once, independent of
 * clocks and servers, and proven by every proof method.
 *
 * <pre>{@code
 * scenario(HIGH_TTFT)
 *     .target("llm-inference", healthy())
 *     .atValue(seconds -> serving(GOOD.startingAfter(seconds)))
 *     .firesAbove(2).forDuration(ofMinutes(5))
 *     .label("model", "small")
 *     .notifies(slack("#alerts-warning"))
 *     .doesNotFireWhen("there are no requests", idle())
 * }</pre>
 *
 * <p>The threshold, {@code for}, ranges, labels and receivers come from the definition. Whatever of
 * them a scenario states ({@link #firesAbove}, {@link #forDuration}, {@link #label}, {@link
 * #notifies}) is a promise: if the definition differs, the scenario fails and shows both.
 */
public final class Scenario {
  /** Long enough for all targets to be scraped a few times before anything happens. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** How the fault comes about: at any value, or as it is. */
  private record Cause(@Nullable DoubleFunction<Load> atValue, @Nullable Fault fault) {}

  /** A target besides the one that the alert is about. */
  record Extra(String name, String job, Load load) {}

  /** Something under which nothing fires. */
  record Silence(String title, Fault fault, boolean exact) {}

  private final State state;

  private Scenario(State state) {
    this.state = state;
  }

  /** All that a scenario states. Its collections are never changed, so that copies share them. */
  private static final class State implements Cloneable {
    private final String alert;
    private @Nullable String title;
    private @Nullable String job;
    private Load calm = Load.load();
    private Load after = Load.load();
    private Duration warmUp = CALM;
    private @Nullable Duration detected;
    private Cause cause = new Cause(null, null);
    private List<Extra> extras = List.of();
    private List<Silence> silences = List.of();
    private Levels levels = Levels.ANY;
    private @Nullable Threshold threshold;
    private @Nullable SortedSet<Duration> ranges;
    private @Nullable Duration pending;
    private @Nullable Duration kept;
    private SortedMap<String, String> labels = new TreeMap<>();
    private List<String> texts = List.of();
    private @Nullable List<Destination> notified;
    private List<Destination> withoutResolved = List.of();
    private @Nullable Duration notifiedWithin;
    private @Nullable Map<Destination, String> hours;
    private @Nullable SortedSet<String> grouping;
    private Map<Destination, Duration> repeats = Map.of();
    private SortedSet<String> mayAlsoFire = new TreeSet<>();
    private SortedSet<String> inhibited = new TreeSet<>();
    private boolean ownServers;

    private State(String alert) {
      this.alert = alert;
    }

    private State copy() {
      try {
        return (State) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Scenario with(Consumer<State> change) {
    State changed = state.copy();
    change.accept(changed);
    return new Scenario(changed);
  }

  private static <T> List<T> and(List<T> some, Collection<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static SortedSet<String> and(SortedSet<String> some, String... more) {
    SortedSet<String> all = new TreeSet<>(some);
    all.addAll(Arrays.asList(more));
    return Collections.unmodifiableSortedSet(all);
  }

  /** With this value for each of these destinations, or for all others if none is given. */
  private static <T> Map<Destination, T> and(
      @Nullable Map<Destination, T> some, T value, Destination... keys) {
    Map<Destination, T> all = new LinkedHashMap<>(some == null ? Map.of() : some);
    for (Destination key : keys.length == 0 ? new Destination[] {Destination.ANY} : keys) {
      all.put(key, value);
    }
    return Collections.unmodifiableMap(all);
  }

  private static String[] names(Alert... alerts) {
    return Arrays.stream(alerts).map(Alert::name).toArray(String[]::new);
  }

  // ---- what it is about ----

  /** A scenario for this alert. */
  public static Scenario scenario(Alert alert) {
    return scenario(alert.name());
  }

  /** A scenario for the alert of this name, for rules that were not written in Java. */
  public static Scenario scenario(String alert) {
    return new Scenario(new State(alert));
  }

  /** Sets the name in reports; by default it is made from the threshold. */
  public Scenario named(String name) {
    return with(it -> it.title = name);
  }

  // ---- what happens ----

  /** The alert is about a target of this scrape job, which exports this while nothing is wrong. */
  public Scenario target(String scrapeJob, Load healthy) {
    return with(
        it -> {
          it.job = scrapeJob;
          it.calm = healthy;
          it.after = healthy;
        });
  }

  /** There is another target besides, which exports this all the time. */
  public Scenario otherTarget(String name, String scrapeJob, Load load) {
    return with(it -> it.extras = and(it.extras, List.of(new Extra(name, scrapeJob, load))));
  }

  /**
   * The fault: the target exports this load, at a value just beyond the threshold. In another case
   * the value is just within the threshold, and the alert must not even be pending.
   *
   * @param load what the target exports when the alert's expression is to have this value, in the
   *     expression's own unit
   */
  public Scenario atValue(DoubleFunction<Load> load) {
    return with(it -> it.cause = new Cause(load, null));
  }

  /**
   * Limits the values to those that exist, such as 0 to 1 for a ratio: just within {@code < 0.99}
   * is then 0.995.
   *
   * @throws IllegalArgumentException when the first is not the lower one
   */
  public Scenario valuesBetween(double lowest, double highest) {
    return with(it -> it.levels = new Levels(lowest, highest));
  }

  /**
   * The fault, for an alert without a threshold: a target that is down, a series that is missing.
   */
  public Scenario when(Fault fault) {
    return with(it -> it.cause = new Cause(null, fault));
  }

  /** The target exports this when the fault is over, instead of what it exported before. */
  public Scenario recoversTo(Load load) {
    return with(it -> it.after = load);
  }

  /** The fault begins after this time; two minutes without it. */
  public Scenario faultAfter(Duration calmTime) {
    return with(it -> it.warmUp = calmTime);
  }

  /**
   * The alert's condition holds at the latest this long after the fault begins, and {@code for}
   * begins. Without it, this is as long as ranges and intervals make it at most; a fault that is
   * detected sooner does not have to last as long.
   */
  public Scenario detectedWithin(Duration time) {
    return with(it -> it.detected = time);
  }

  /** Under this load, in place of the fault, the alert must not fire. */
  public Scenario doesNotFireWhen(String what, Load load) {
    return doesNotFireWhen(what, Fault.exporting(load));
  }

  /** When this happens, in place of the fault, the alert must not fire. */
  public Scenario doesNotFireWhen(String what, Fault harmless) {
    return silence(new Silence(what, harmless, false));
  }

  /**
   * The same, for promtool alone: on real servers each such case is one more target to scrape, and
   * with many of them a machine does not keep up.
   */
  public Scenario doesNotFireInPromtoolWhen(String what, Load load) {
    return silence(new Silence(what, Fault.exporting(load), true));
  }

  private Scenario silence(Silence silence) {
    return with(it -> it.silences = and(it.silences, List.of(silence)));
  }

  /**
   * The scenario is played on servers of its own. An alert without labels that distinguish
   * instances always is.
   */
  public Scenario onItsOwnServers() {
    return with(it -> it.ownServers = true);
  }

  // ---- what must follow ----

  /** The alert fires above this value, in its expression's unit, and not at it. */
  public Scenario firesAbove(double value) {
    return promising(new Threshold(BinaryOp.GREATER, value));
  }

  /** The alert fires below this value, in its expression's unit, and not at it. */
  public Scenario firesBelow(double value) {
    return promising(new Threshold(BinaryOp.LESS, value));
  }

  /** The alert fires at this value and above it, in its expression's unit. */
  public Scenario firesAtOrAbove(double value) {
    return promising(new Threshold(BinaryOp.GREATER_OR_EQUAL, value));
  }

  /** The alert fires at this value and below it, in its expression's unit. */
  public Scenario firesAtOrBelow(double value) {
    return promising(new Threshold(BinaryOp.LESS_OR_EQUAL, value));
  }

  private Scenario promising(Threshold promised) {
    return with(it -> it.threshold = promised);
  }

  /**
   * The range selectors of the alert's expression, and of recording rules below it, have exactly
   * these lengths.
   */
  public Scenario ranges(Duration... lengths) {
    SortedSet<Duration> all =
        Collections.unmodifiableSortedSet(new TreeSet<>(Arrays.asList(lengths)));
    return with(it -> it.ranges = all);
  }

  /** The alert's condition must hold this long before it fires. */
  public Scenario forDuration(Duration duration) {
    return with(it -> it.pending = duration);
  }

  /**
   * The alert goes on firing for this long when its condition holds no more. A scenario that
   * promises {@link #forDuration} and not this promises that it does not.
   */
  public Scenario keepFiringFor(Duration duration) {
    return with(it -> it.kept = duration);
  }

  /** The alert that fires has this label. */
  public Scenario label(String label, String value) {
    return with(
        it -> {
          SortedMap<String, String> labels = new TreeMap<>(it.labels);
          labels.put(label, value);
          it.labels = Collections.unmodifiableSortedMap(labels);
        });
  }

  /** The alert that fires has this label. */
  public Scenario label(Label label, String value) {
    return label(label.name(), value);
  }

  /** The alert that fires does not have this label. */
  public Scenario withoutLabel(Label label) {
    return label(label.name(), "");
  }

  /** Every firing notification contains this text. */
  public Scenario notificationContains(String text) {
    return with(it -> it.texts = and(it.texts, List.of(text)));
  }

  /**
   * Exactly these destinations get firing and resolved notifications; without it, those that the
   * routing tree selects. Mail and Slack get resolved notifications only with {@code send_resolved:
   * true}; see {@link #withoutResolved}.
   */
  public Scenario notifies(Destination... destinations) {
    return with(it -> it.notified = List.of(destinations));
  }

  /** Exactly the integrations of these receivers send firing and resolved notifications. */
  public Scenario notifies(Receiver receiver, Receiver... more) {
    return notifies(Destination.of(receiver, more));
  }

  /** Of the destinations that are notified, these get no resolved notification. */
  public Scenario withoutResolved(Destination... destinations) {
    return with(it -> it.withoutResolved = and(it.withoutResolved, List.of(destinations)));
  }

  /**
   * Every destination is notified within this time after the fault begins, in the worst case: the
   * scrape interval, the ranges of the expression and of its recording rules, {@code for}, and
   * {@code group_wait} of the route, or {@code group_interval} if that is longer, since the group
   * may exist already. It is computed from the definition before anything is played.
   */
  public Scenario notifiesWithin(Duration atWorst) {
    return with(it -> it.notifiedWithin = atWorst);
  }

  /** Every destination is notified at all hours, by routes without time intervals. */
  public Scenario atAllHours() {
    return with(it -> it.hours = Map.of());
  }

  /**
   * These destinations, or all if none is given, are notified only during this time interval, which
   * is in {@code active_time_intervals} of their routes. All others are notified at all hours.
   */
  public Scenario onlyDuring(String timeInterval, Destination... destinations) {
    return with(it -> it.hours = and(it.hours, timeInterval, destinations));
  }

  /**
   * Notifications are grouped by exactly these labels. With one label more there are more
   * notifications; with one label less an incident that is known hides the next one.
   */
  public Scenario groupBy(Label... labels) {
    SortedSet<String> all = new TreeSet<>(Arrays.stream(labels).map(Label::name).toList());
    return with(it -> it.grouping = Collections.unmodifiableSortedSet(all));
  }

  /** The {@code repeat_interval} of these destinations, or of all if none is given. */
  public Scenario repeatInterval(Duration interval, Destination... destinations) {
    return with(it -> it.repeats = and(it.repeats, interval, destinations));
  }

  /** These other alerts may fire on the same target, such as a warning below a critical alert. */
  public Scenario mayAlsoFire(String... alerts) {
    return with(it -> it.mayAlsoFire = and(it.mayAlsoFire, alerts));
  }

  /** These other alerts may fire on the same target. */
  public Scenario mayAlsoFire(Alert... alerts) {
    return mayAlsoFire(names(alerts));
  }

  /** These other alerts fire on the same target, and are inhibited by this one while it fires. */
  public Scenario inhibits(String... alerts) {
    return with(it -> it.inhibited = and(it.inhibited, alerts));
  }

  /** These other alerts fire on the same target, and are inhibited by this one while it fires. */
  public Scenario inhibits(Alert... alerts) {
    return inhibits(names(alerts));
  }

  // ---- for the proof methods ----

  /** The alert's name. */
  public String alert() {
    return state.alert;
  }

  /** Its name in reports, if it was given one. */
  public Optional<String> title() {
    return Optional.ofNullable(state.title);
  }

  /** Labels that the alert must have, besides those of its definition; empty for none. */
  public SortedMap<String, String> labels() {
    return state.labels;
  }

  /** Texts that every firing notification must contain. */
  public List<String> texts() {
    return state.texts;
  }

  /**
   * The promised destinations, if the scenario has any, as {@code Delivery.destination} writes
   * them.
   */
  public Optional<Set<String>> destinations(MonitoringModel model) {
    return Optional.ofNullable(state.notified).map(all -> Destination.in(model, all));
  }

  /** Destinations that get no resolved notification. */
  public Set<String> withoutResolved(MonitoringModel model) {
    return Destination.in(model, state.withoutResolved);
  }

  /**
   * Problems of the destinations that it names; empty if all of them exist. Those of {@link
   * #notifies} are compared with where the routes lead.
   */
  public List<String> unknownDestinations(MonitoringModel model) {
    List<Destination> named = new ArrayList<>(state.withoutResolved);
    named.addAll(state.hours == null ? List.of() : state.hours.keySet());
    named.addAll(state.repeats.keySet());
    return named.stream().flatMap(it -> it.unknownIn(model).stream()).distinct().toList();
  }

  /** The promised time until every destination is notified, if the scenario has one. */
  public Optional<Duration> promisedNotification() {
    return Optional.ofNullable(state.notifiedWithin);
  }

  /**
   * The promised time interval of this destination, if the scenario has one and all destinations of
   * its intervals exist; an empty name for all hours.
   */
  public Optional<String> promisedHours(MonitoringModel model, String destination) {
    return Optional.ofNullable(state.hours)
        .filter(hours -> hours.keySet().stream().allMatch(it -> it.unknownIn(model).isEmpty()))
        .map(hours -> Destination.value(model, hours, destination).orElse(""));
  }

  /** The promised {@code group_by}, if the scenario has one. */
  public Optional<SortedSet<String>> promisedGrouping() {
    return Optional.ofNullable(state.grouping);
  }

  /** The promised {@code repeat_interval} of this destination, if the scenario has one. */
  public Optional<Duration> promisedRepeat(MonitoringModel model, String destination) {
    return Destination.value(model, state.repeats, destination);
  }

  /** Alerts that may fire on the same target. */
  public SortedSet<String> mayAlsoFire() {
    return state.mayAlsoFire;
  }

  /** Alerts that must fire on the same target, inhibited. */
  public SortedSet<String> inhibited() {
    return state.inhibited;
  }

  /** Whether it asks for servers of its own. */
  public boolean hasOwnServers() {
    return state.ownServers;
  }

  /** The scrape job of its target, if it has one. */
  public Optional<String> job() {
    return Optional.ofNullable(state.job);
  }

  /** Whether its alert is to fire in any of its cases. */
  public boolean fires() {
    return isAtValue() || state.cause.fault() != null;
  }

  Load calm() {
    return state.calm;
  }

  Load after() {
    return state.after;
  }

  Duration warmUp() {
    return state.warmUp;
  }

  Optional<Duration> detected() {
    return Optional.ofNullable(state.detected);
  }

  List<Extra> extras() {
    return state.extras;
  }

  List<Silence> silences() {
    return state.silences;
  }

  Levels levels() {
    return state.levels;
  }

  Optional<Threshold> promisedThreshold() {
    return Optional.ofNullable(state.threshold);
  }

  Optional<SortedSet<Duration>> promisedRanges() {
    return Optional.ofNullable(state.ranges);
  }

  Optional<Duration> promisedPending() {
    return Optional.ofNullable(state.pending);
  }

  /** None where {@code for} is promised and nothing else. */
  Optional<Duration> promisedKeeping() {
    boolean none = state.kept == null && state.pending != null;
    return Optional.ofNullable(none ? Duration.ZERO : state.kept);
  }

  boolean isAtValue() {
    return state.cause.atValue() != null;
  }

  /** What the target exports at this value; only for a scenario with {@link #atValue}. */
  Load at(double value) {
    DoubleFunction<Load> load = state.cause.atValue();
    if (load == null) {
      throw new IllegalStateException("scenario for " + state.alert + " has no atValue(…)");
    }
    return load.apply(value);
  }

  /** The fault, for a scenario without {@link #atValue}. */
  Optional<Fault> fault() {
    return Optional.ofNullable(state.cause.fault());
  }

  @Override
  public String toString() {
    return "scenario for " + state.alert + title().map(name -> ": " + name).orElse("");
  }
}
