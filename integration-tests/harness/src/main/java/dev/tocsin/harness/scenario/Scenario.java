package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.harness.series.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a target, and what one alert must then do. It is written once, independent of
 * clocks and servers, and proven by every proof method.
 *
 * <pre>{@code
 * scenario(HIGH_TTFT)
 *     .on("llm-inference", healthy())
 *     .driven(seconds -> serving(GOOD.startingAfter(seconds)))
 *     .firingAbove(2).forDuration(ofMinutes(5))
 *     .label("model", "small")
 *     .reaching("Slack #alerts-warning by SLACK_WEBHOOK_URL")
 *     .silentWhen("nothing is asked of it", idle())
 * }</pre>
 *
 * <p>The threshold, {@code for}, windows, labels and receivers come from the definition. What is
 * said here besides ({@link #firingAbove}, {@link #forDuration}, {@link #labelled}, {@link
 * #reaching}) is a promise: if the definition differs, the scenario fails and shows both.
 */
public final class Scenario {
  /** Long enough for all targets to be scraped a few times before anything happens. */
  private static final Duration CALM = Duration.ofMinutes(2);

  /** How the fault comes about: at any level, or as it is. */
  private record Cause(@Nullable DoubleFunction<Load> driven, @Nullable Fault fault) {}

  /** A target beside the one that the alert is about. */
  record Extra(String name, String job, Load load) {}

  /** Something under which nothing fires. */
  record Silence(String title, Fault fault, boolean exact) {}

  /** In place of a destination's name, for all of them. */
  private static final String EVERYONE = "";

  private final String alert;
  private final Optional<String> title;
  private final @Nullable String job;
  private final Load calm;
  private final Load after;
  private final Duration warmUp;
  private final Optional<Duration> showing;
  private final Cause cause;
  private final List<Extra> extras;
  private final List<Silence> silences;
  private final Levels levels;
  private final @Nullable Threshold threshold;
  private final @Nullable SortedSet<Duration> windows;
  private final @Nullable Duration pending;
  private final @Nullable Duration kept;
  private final SortedMap<String, String> labels;
  private final List<String> words;
  private final @Nullable SortedSet<String> destinations;
  private final SortedSet<String> endless;
  private final @Nullable Duration toldWithin;
  private final @Nullable SortedMap<String, String> hours;
  private final @Nullable SortedSet<String> grouping;
  private final SortedMap<String, Duration> repeats;
  private final SortedSet<String> alongside;
  private final SortedSet<String> muted;
  private final boolean alone;

  private Scenario(Builder from) {
    this.alert = from.alert;
    this.title = Optional.ofNullable(from.title);
    this.job = from.job;
    this.calm = from.calm;
    this.after = from.after;
    this.warmUp = from.warmUp;
    this.showing = Optional.ofNullable(from.showing);
    this.cause = from.cause;
    this.extras = List.copyOf(from.extras);
    this.silences = List.copyOf(from.silences);
    this.levels = from.levels;
    this.threshold = from.threshold;
    this.windows =
        from.windows == null
            ? null
            : Collections.unmodifiableSortedSet(new TreeSet<>(from.windows));
    this.pending = from.pending;
    this.kept = from.kept;
    this.labels = Collections.unmodifiableSortedMap(new TreeMap<>(from.labels));
    this.words = List.copyOf(from.words);
    this.destinations =
        from.destinations == null
            ? null
            : Collections.unmodifiableSortedSet(new TreeSet<>(from.destinations));
    this.endless = Collections.unmodifiableSortedSet(new TreeSet<>(from.endless));
    this.toldWithin = from.toldWithin;
    this.hours =
        from.hours == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(from.hours));
    this.grouping =
        from.grouping == null
            ? null
            : Collections.unmodifiableSortedSet(new TreeSet<>(from.grouping));
    this.repeats = Collections.unmodifiableSortedMap(new TreeMap<>(from.repeats));
    this.alongside = Collections.unmodifiableSortedSet(new TreeSet<>(from.alongside));
    this.muted = Collections.unmodifiableSortedSet(new TreeSet<>(from.muted));
    this.alone = from.alone;
  }

  /** A scenario's fields while one of them is changed. */
  private static final class Builder {
    private final String alert;
    private @Nullable String title;
    private @Nullable String job;
    private Load calm = Load.load();
    private Load after = Load.load();
    private Duration warmUp = CALM;
    private @Nullable Duration showing;
    private Cause cause = new Cause(null, null);
    private List<Extra> extras = new ArrayList<>();
    private List<Silence> silences = new ArrayList<>();
    private Levels levels = Levels.ANY;
    private @Nullable Threshold threshold;
    private @Nullable SortedSet<Duration> windows;
    private @Nullable Duration pending;
    private @Nullable Duration kept;
    private SortedMap<String, String> labels = new TreeMap<>();
    private List<String> words = new ArrayList<>();
    private @Nullable SortedSet<String> destinations;
    private SortedSet<String> endless = new TreeSet<>();
    private @Nullable Duration toldWithin;
    private @Nullable SortedMap<String, String> hours;
    private @Nullable SortedSet<String> grouping;
    private SortedMap<String, Duration> repeats = new TreeMap<>();
    private SortedSet<String> alongside = new TreeSet<>();
    private SortedSet<String> muted = new TreeSet<>();
    private boolean alone;

    private Builder(String alert) {
      this.alert = alert;
    }

    private Builder(Scenario from) {
      this.alert = from.alert;
      this.title = from.title.orElse(null);
      this.job = from.job;
      this.calm = from.calm;
      this.after = from.after;
      this.warmUp = from.warmUp;
      this.showing = from.showing.orElse(null);
      this.cause = from.cause;
      this.extras = new ArrayList<>(from.extras);
      this.silences = new ArrayList<>(from.silences);
      this.levels = from.levels;
      this.threshold = from.threshold;
      this.windows = from.windows == null ? null : new TreeSet<>(from.windows);
      this.pending = from.pending;
      this.kept = from.kept;
      this.labels = new TreeMap<>(from.labels);
      this.words = new ArrayList<>(from.words);
      this.destinations = from.destinations == null ? null : new TreeSet<>(from.destinations);
      this.endless = new TreeSet<>(from.endless);
      this.toldWithin = from.toldWithin;
      this.hours = from.hours == null ? null : new TreeMap<>(from.hours);
      this.grouping = from.grouping == null ? null : new TreeSet<>(from.grouping);
      this.repeats = new TreeMap<>(from.repeats);
      this.alongside = new TreeSet<>(from.alongside);
      this.muted = new TreeSet<>(from.muted);
      this.alone = from.alone;
    }
  }

  private Builder changed() {
    return new Builder(this);
  }

  // ---- what it is about ----

  /** A scenario for this alert. */
  public static Scenario scenario(Alert alert) {
    return scenario(alert.name());
  }

  /** A scenario for the alert of this name, for rules that were not written in Java. */
  public static Scenario scenario(String alert) {
    return new Scenario(new Builder(alert));
  }

  /** Sets the name in reports; by default it is made from the threshold. */
  public Scenario named(String name) {
    Builder changed = changed();
    changed.title = name;
    return new Scenario(changed);
  }

  // ---- what happens ----

  /** About a target of this job, which exports this while nothing is wrong. */
  public Scenario on(String scrapeJob, Load healthy) {
    Builder changed = changed();
    changed.job = scrapeJob;
    changed.calm = healthy;
    changed.after = healthy;
    return new Scenario(changed);
  }

  /** Beside another target, which exports this all the time. */
  public Scenario beside(String name, String scrapeJob, Load load) {
    Builder changed = changed();
    changed.extras.add(new Extra(name, scrapeJob, load));
    return new Scenario(changed);
  }

  /**
   * The fault is this load, at a level just beyond the threshold; and just within it the alert must
   * keep quiet.
   *
   * @param load what the target exports when the alert's expression is to have this value, in the
   *     expression's own unit
   */
  public Scenario driven(DoubleFunction<Load> load) {
    Builder changed = changed();
    changed.cause = new Cause(load, null);
    return new Scenario(changed);
  }

  /**
   * There are levels between these only, of a share 0 and 1, so that none past them is tried: just
   * within {@code < 0.99} is then 0.995.
   *
   * @throws IllegalArgumentException when the first is not the lower one
   */
  public Scenario between(double lowest, double highest) {
    Builder changed = changed();
    changed.levels = new Levels(lowest, highest);
    return new Scenario(changed);
  }

  /** The fault, for an alert that has no level: a target that is down, a series that is missing. */
  public Scenario when(Fault fault) {
    Builder changed = changed();
    changed.cause = new Cause(null, fault);
    return new Scenario(changed);
  }

  /** Exporting this when the fault is over, instead of what it did before. */
  public Scenario recoveringTo(Load load) {
    Builder changed = changed();
    changed.after = load;
    return new Scenario(changed);
  }

  /** With this much time before the fault begins; two minutes without it. */
  public Scenario beginningAfter(Duration calmTime) {
    Builder changed = changed();
    changed.warmUp = calmTime;
    return new Scenario(changed);
  }

  /**
   * So long after the fault begins the alert's condition holds at the latest, and {@code for}
   * begins. Without it, this is as long as windows and intervals make it at the most; a fault that
   * shows sooner is proven to, and does not have to last as long.
   */
  public Scenario showingWithin(Duration time) {
    Builder changed = changed();
    changed.showing = time;
    return new Scenario(changed);
  }

  /** And under this load, in place of the fault, the alert must not fire. */
  public Scenario silentWhen(String what, Load load) {
    return silentWhen(what, Fault.exporting(load));
  }

  /** And when this happens, in place of the fault, the alert must not fire. */
  public Scenario silentWhen(String what, Fault harmless) {
    Builder changed = changed();
    changed.silences.add(new Silence(what, harmless, false));
    return new Scenario(changed);
  }

  /**
   * The same for what virtual time alone is to prove: real servers would have another target to
   * scrape, and with many of them a machine does not keep up.
   */
  public Scenario silentInVirtualTimeWhen(String what, Load load) {
    Builder changed = changed();
    changed.silences.add(new Silence(what, Fault.exporting(load), true));
    return new Scenario(changed);
  }

  /** Played on a stage of its own. An alert without labels that distinguish instances always is. */
  public Scenario alone() {
    Builder changed = changed();
    changed.alone = true;
    return new Scenario(changed);
  }

  // ---- what must follow ----

  /** The alert fires above this, in its expression's unit, and not at it. */
  public Scenario firingAbove(double level) {
    return promising(new Threshold(BinaryOp.GREATER, level));
  }

  /** The alert fires below this, in its expression's unit, and not at it. */
  public Scenario firingBelow(double level) {
    return promising(new Threshold(BinaryOp.LESS, level));
  }

  /** The alert fires at this and above it, in its expression's unit. */
  public Scenario firingFrom(double level) {
    return promising(new Threshold(BinaryOp.GREATER_OR_EQUAL, level));
  }

  /** The alert fires at this and below it, in its expression's unit. */
  public Scenario firingUpTo(double level) {
    return promising(new Threshold(BinaryOp.LESS_OR_EQUAL, level));
  }

  private Scenario promising(Threshold promised) {
    Builder changed = changed();
    changed.threshold = promised;
    return new Scenario(changed);
  }

  /**
   * The alert looks back over windows of exactly these lengths, in its expression and in recording
   * rules below it: a shorter one is nervous, and a longer one late.
   */
  public Scenario over(Duration... lengths) {
    Builder changed = changed();
    changed.windows = new TreeSet<>(Arrays.asList(lengths));
    return new Scenario(changed);
  }

  /** The alert's condition must hold this long before it fires. */
  public Scenario forDuration(Duration duration) {
    Builder changed = changed();
    changed.pending = duration;
    return new Scenario(changed);
  }

  /**
   * The alert goes on firing for this long when its condition holds no more. Who promises {@link
   * #forDuration} and not this promises that it does not.
   */
  public Scenario keepFiringFor(Duration duration) {
    Builder changed = changed();
    changed.kept = duration;
    return new Scenario(changed);
  }

  /** The alert that fires carries this label. */
  public Scenario label(String label, String value) {
    Builder changed = changed();
    changed.labels.put(label, value);
    return new Scenario(changed);
  }

  /** The alert that fires carries this label. */
  public Scenario label(Label label, String value) {
    return label(label.name(), value);
  }

  /** The alert that fires carries no label of this name: it is about no instance, say. */
  public Scenario unlabelled(Label label) {
    return label(label.name(), "");
  }

  /** Every firing notification contains this text. */
  public Scenario saying(String text) {
    Builder changed = changed();
    changed.words.add(text);
    return new Scenario(changed);
  }

  /**
   * Exactly these destinations get firing and resolved notifications, as {@code
   * Delivery.destination} writes them: {@code Slack #alerts by SLACK_WEBHOOK_URL}, {@code mail to
   * team@example.com}. By default, the destinations that the routing tree selects. Mail and Slack
   * get resolved notifications only with {@code send_resolved: true}; see {@link
   * #notTellingOfEnds}.
   */
  public Scenario reaching(String... names) {
    Builder changed = changed();
    changed.destinations = new TreeSet<>(Arrays.asList(names));
    return new Scenario(changed);
  }

  /**
   * Of the destinations that it {@linkplain #reaching reaches}, these get no resolved notification.
   */
  public Scenario notTellingOfEnds(String... names) {
    Builder changed = changed();
    changed.endless.addAll(Arrays.asList(names));
    return new Scenario(changed);
  }

  /**
   * Every destination is notified within this time after the fault begins, in the worst case: the
   * scrape interval, the windows of the expression and of its recording rules, {@code for}, and the
   * waiting time of the route, {@code group_interval} included, since the group may exist already.
   * It is computed from the definition before anything is played.
   */
  public Scenario toldWithin(Duration atWorst) {
    Builder changed = changed();
    changed.toldWithin = atWorst;
    return new Scenario(changed);
  }

  /** Every destination is notified at all hours, by routes without time intervals. */
  public Scenario atAllHours() {
    Builder changed = changed();
    changed.hours = new TreeMap<>();
    return new Scenario(changed);
  }

  /**
   * These destinations, or all if none is given, are notified only during this time interval, which
   * is in {@code active_time_intervals} of their routes. All others are notified at all hours.
   */
  public Scenario onlyDuring(String timeInterval, String... names) {
    Builder changed = changed();
    SortedMap<String, String> more =
        changed.hours == null ? new TreeMap<>() : new TreeMap<>(changed.hours);
    for (String name : names.length == 0 ? new String[] {EVERYONE} : names) {
      more.put(name, timeInterval);
    }
    changed.hours = more;
    return new Scenario(changed);
  }

  /**
   * Notifications are grouped by exactly these labels: one label more pages more often, and with
   * one label less a known incident hides the next.
   */
  public Scenario groupBy(Label... labels) {
    Builder changed = changed();
    changed.grouping = new TreeSet<>(Arrays.stream(labels).map(Label::name).toList());
    return new Scenario(changed);
  }

  /** The repeat interval of these destinations, or of all if none is given. */
  public Scenario repeatInterval(Duration interval, String... names) {
    Builder changed = changed();
    for (String name : names.length == 0 ? new String[] {EVERYONE} : names) {
      changed.repeats.put(name, interval);
    }
    return new Scenario(changed);
  }

  /** These other alerts may fire on the same target: milder forms of it, say. */
  public Scenario alongside(String... alerts) {
    Builder changed = changed();
    changed.alongside.addAll(Arrays.asList(alerts));
    return new Scenario(changed);
  }

  /** These other alerts may fire on the same target. */
  public Scenario alongside(Alert... alerts) {
    return alongside(Arrays.stream(alerts).map(Alert::name).toArray(String[]::new));
  }

  /** These other alerts fire on the same target, and are inhibited by this one while it does. */
  public Scenario muting(String... alerts) {
    Builder changed = changed();
    changed.muted.addAll(Arrays.asList(alerts));
    return new Scenario(changed);
  }

  /** These other alerts fire on the same target, and are inhibited by this one while it does. */
  public Scenario muting(Alert... alerts) {
    return muting(Arrays.stream(alerts).map(Alert::name).toArray(String[]::new));
  }

  // ---- for the proof methods ----

  /** The alert's name. */
  public String alert() {
    return alert;
  }

  /** Its name in reports, if it was given one. */
  public Optional<String> title() {
    return title;
  }

  /** Labels that the alert must carry, beside those of its definition; empty for none. */
  public SortedMap<String, String> labels() {
    return labels;
  }

  /** Texts that every firing notification must contain. */
  public List<String> words() {
    return words;
  }

  /** The promised destinations, if the scenario has any. */
  public Optional<Set<String>> destinations() {
    return Optional.ofNullable(destinations);
  }

  /** Destinations that get no resolved notification. */
  public SortedSet<String> endless() {
    return endless;
  }

  /** The promised time until every destination is notified, if the scenario has one. */
  public Optional<Duration> promisedTelling() {
    return Optional.ofNullable(toldWithin);
  }

  /**
   * The promised time interval of this destination, if the scenario has one; an empty name for all
   * hours.
   */
  public Optional<String> promisedHours(String destination) {
    return hours == null
        ? Optional.empty()
        : Optional.of(hours.getOrDefault(destination, hours.getOrDefault(EVERYONE, "")));
  }

  /** The promised {@code group_by}, if the scenario has one. */
  public Optional<SortedSet<String>> promisedGrouping() {
    return Optional.ofNullable(grouping);
  }

  /** The promised repeat interval of this destination, if the scenario has one. */
  public Optional<Duration> promisedRepeat(String destination) {
    return Optional.ofNullable(repeats.getOrDefault(destination, repeats.get(EVERYONE)));
  }

  /** Alerts that may fire on the same target. */
  public SortedSet<String> alongside() {
    return alongside;
  }

  /** Alerts that must fire on the same target, inhibited. */
  public SortedSet<String> muted() {
    return muted;
  }

  /** Whether it asks for a stage of its own. */
  public boolean isAlone() {
    return alone;
  }

  /** The scrape job of its target, if it has one. */
  public Optional<String> job() {
    return Optional.ofNullable(job);
  }

  /** Whether its alert is to fire in any of its cases. */
  public boolean fires() {
    return isDriven() || cause.fault() != null;
  }

  Load calm() {
    return calm;
  }

  Load after() {
    return after;
  }

  Duration warmUp() {
    return warmUp;
  }

  Optional<Duration> showing() {
    return showing;
  }

  List<Extra> extras() {
    return extras;
  }

  List<Silence> silences() {
    return silences;
  }

  Levels levels() {
    return levels;
  }

  Optional<Threshold> promisedThreshold() {
    return Optional.ofNullable(threshold);
  }

  Optional<SortedSet<Duration>> promisedWindows() {
    return Optional.ofNullable(windows);
  }

  Optional<Duration> promisedPending() {
    return Optional.ofNullable(pending);
  }

  /** None where {@code for} is promised and nothing else. */
  Optional<Duration> promisedKeeping() {
    return Optional.ofNullable(kept == null && pending != null ? Duration.ZERO : kept);
  }

  boolean isDriven() {
    return cause.driven() != null;
  }

  /** What the target exports at this level; only for one that is driven. */
  Load at(double level) {
    DoubleFunction<Load> driven = cause.driven();
    if (driven == null) {
      throw new IllegalStateException("scenario for " + alert + " is not driven by a level");
    }
    return driven.apply(level);
  }

  /** The fault, for one that is not driven. */
  Optional<Fault> fault() {
    return Optional.ofNullable(cause.fault());
  }

  @Override
  public String toString() {
    return "scenario for " + alert + title.map(name -> ": " + name).orElse("");
  }
}
