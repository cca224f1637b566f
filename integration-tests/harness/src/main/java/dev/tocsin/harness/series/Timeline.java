package dev.tocsin.harness.series;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A target's whole life as a value: loads, times of silence and restarts, each from a moment of
 * virtual time on. Counters keep what they have counted from one load to the next; a restart begins
 * them anew.
 *
 * <p>A target can also be {@linkplain #gone gone}: service discovery does not know it. That is not
 * the same as down: it is not scraped, so that there is not even an {@code up} of 0.
 */
public final class Timeline {
  private enum Kind {
    SERVING,
    DOWN,
    RESTARTED
  }

  private record Stretch(Duration from, Kind kind, Load load) {}

  /** From when on discovery knows the target, or does not. */
  private record Turn(Duration from, boolean known) {}

  private static final double NANOS = 1e9;

  private final List<Stretch> stretches;
  private final List<Turn> turns;

  private Timeline(List<Stretch> stretches, List<Turn> turns) {
    this.stretches = List.copyOf(stretches);
    this.turns = List.copyOf(turns);
  }

  /** A target that has started at the beginning of virtual time, and exports this. */
  public static Timeline startingWith(Load load) {
    return new Timeline(List.of(new Stretch(Duration.ZERO, Kind.RESTARTED, load)), List.of());
  }

  /** Exporting this from then on. */
  public Timeline serving(Duration from, Load load) {
    return with(new Stretch(from, Kind.SERVING, load));
  }

  /** Does not answer from then on; its counters keep their values. */
  public Timeline down(Duration from) {
    return with(new Stretch(from, Kind.DOWN, Load.load()));
  }

  /** Restarted then: its counters begin at 0, and it exports this load. */
  public Timeline restarting(Duration from, Load load) {
    return with(new Stretch(from, Kind.RESTARTED, load));
  }

  /**
   * Gone from service discovery from then on, until it serves again, is restarted or goes down. It
   * continues as before, but is not scraped.
   */
  public Timeline gone(Duration from) {
    requireForward(from);
    List<Turn> more = new ArrayList<>(turns);
    more.add(new Turn(from, false));
    return new Timeline(stretches, more);
  }

  /** What it exports first. */
  public Load first() {
    return stretches.get(0).load();
  }

  /**
   * This until then, and from then on all that the other does after its own beginning, which is
   * taken to be what this one does already.
   */
  public Timeline then(Duration from, Timeline other) {
    List<Stretch> all = new ArrayList<>(stretches);
    for (Stretch stretch : other.stretches.subList(1, other.stretches.size())) {
      all.add(new Stretch(from.plus(stretch.from()), stretch.kind(), stretch.load()));
    }
    List<Turn> more = new ArrayList<>(turns);
    other.turns.forEach(turn -> more.add(new Turn(from.plus(turn.from()), turn.known())));
    requireForward(from);
    return new Timeline(all, more);
  }

  /** Only what it does between two moments, which begins at 0 with what it does at the first. */
  public Timeline between(Duration from, Duration until) {
    List<Stretch> all = new ArrayList<>();
    Stretch first = current(from);
    all.add(new Stretch(Duration.ZERO, first.kind(), first.load()));
    for (Stretch stretch : stretches) {
      boolean at = stretch.from().compareTo(from) >= 0 && stretch.from().compareTo(until) < 0;
      if (at && !stretch.from().isZero()) {
        all.add(new Stretch(stretch.from().minus(from), stretch.kind(), stretch.load()));
      }
    }
    return new Timeline(all, List.of());
  }

  private Timeline with(Stretch stretch) {
    requireForward(stretch.from());
    List<Stretch> all = new ArrayList<>(stretches);
    all.add(stretch);
    List<Turn> more = new ArrayList<>(turns);
    if (!isKnown(stretch.from())) {
      more.add(new Turn(stretch.from(), true));
    }
    return new Timeline(all, more);
  }

  private void requireForward(Duration from) {
    Duration last = stretches.get(stretches.size() - 1).from();
    for (Turn turn : turns) {
      last = turn.from().compareTo(last) > 0 ? turn.from() : last;
    }
    if (from.compareTo(last) < 0) {
      throw new IllegalArgumentException(
          "invalid change of a timeline at "
              + Texts.of(from)
              + ": its last change is at "
              + Texts.of(last)
              + "; fix: add changes in the order of time");
    }
  }

  /** Whether service discovery knows the target at that moment. */
  public boolean isKnown(Duration moment) {
    boolean known = true;
    for (Turn turn : turns) {
      known = turn.from().compareTo(moment) <= 0 ? turn.known() : known;
    }
    return known;
  }

  /** The moments at which discovery loses or finds the target, in their order. */
  public List<Duration> turns() {
    return turns.stream().map(Turn::from).toList();
  }

  /** Whether the target answers at that moment. */
  public boolean isServing(Duration moment) {
    return current(moment).kind() != Kind.DOWN;
  }

  /** Whether the target answers all the time between two moments. */
  public boolean servedBetween(Duration from, Duration to) {
    return isServing(from)
        && stretches.stream()
            .filter(stretch -> stretch.kind() == Kind.DOWN)
            .noneMatch(
                stretch -> stretch.from().compareTo(from) > 0 && stretch.from().compareTo(to) <= 0);
  }

  /** How long the target answers at least between going down twice; empty where it does not. */
  public Optional<Duration> shortestService() {
    Optional<Duration> shortest = Optional.empty();
    Optional<Duration> back = Optional.empty();
    boolean down = false;
    for (Stretch stretch : stretches) {
      boolean goesDown = stretch.kind() == Kind.DOWN;
      if (goesDown && !down && back.isPresent()) {
        Duration served = stretch.from().minus(back.get());
        if (shortest.isEmpty() || served.compareTo(shortest.get()) < 0) {
          shortest = Optional.of(served);
        }
      } else if (!goesDown && down) {
        back = Optional.of(stretch.from());
      }
      down = goesDown;
    }
    return shortest;
  }

  /**
   * What it says at that moment, in the <a
   * href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">text
   * format</a>; empty while it is down.
   *
   * @param anchor where virtual time begins, for times of start
   */
  public Optional<String> at(Duration moment, Instant anchor) {
    Stretch current = current(moment);
    if (current.kind() == Kind.DOWN) {
      return Optional.empty();
    }
    Exposition exposition = new Exposition();
    for (Map.Entry<SeriesId, Shape> entry : current.load().shapes().entrySet()) {
      exposition.family(entry.getKey().name(), entry.getValue().type());
      sample(
          entry.getKey(),
          entry.getValue(),
          FloatLabels.AS_EXPORTED,
          current,
          moment,
          anchor,
          exposition::sample);
    }
    return Optional.of(exposition.toString());
  }

  /**
   * The series that it exports at that moment and their values, in the order of the text; nothing
   * while it is down.
   *
   * @param anchor where virtual time begins, for times of start
   */
  public Map<SeriesId, Double> samples(Duration moment, Instant anchor) {
    return samples(moment, anchor, FloatLabels.AS_EXPORTED);
  }

  /**
   * The same, as a Prometheus stores {@code le} and {@code quantile} that scrapes it then. What it
   * makes of {@code job} and {@code instance}, {@link SeriesId#scraped} says.
   */
  public Map<SeriesId, Double> samples(Duration moment, Instant anchor, FloatLabels floats) {
    Map<SeriesId, Double> samples = new LinkedHashMap<>();
    Stretch current = current(moment);
    current
        .load()
        .shapes()
        .forEach((id, shape) -> sample(id, shape, floats, current, moment, anchor, samples::put));
    return samples;
  }

  /** All series that it exports at some time of its life. */
  public Set<SeriesId> series() {
    return series(FloatLabels.AS_EXPORTED);
  }

  /** The same, as a Prometheus stores {@code le} and {@code quantile} that scrapes it. */
  public Set<SeriesId> series(FloatLabels floats) {
    Set<SeriesId> all = new TreeSet<>();
    stretches.forEach(
        stretch -> all.addAll(samples(stretch.from(), Instant.EPOCH, floats).keySet()));
    return all;
  }

  private void sample(
      SeriesId id,
      Shape shape,
      FloatLabels floats,
      Stretch current,
      Duration moment,
      Instant anchor,
      BiConsumer<SeriesId, Double> listener) {
    if (shape instanceof Shape.Level level) {
      double seconds = seconds(moment.minus(current.from()));
      listener.accept(id, level.start() + level.perSecond() * seconds);
    } else if (shape instanceof Shape.Birth) {
      listener.accept(id, anchor.toEpochMilli() / 1000.0 + seconds(birth(moment)));
    } else if (shape instanceof Shape.Moment notified) {
      Duration from = notified.moves() ? moment : current.from();
      listener.accept(id, anchor.toEpochMilli() / 1000.0 + seconds(from.plus(notified.distance())));
    } else if (shape instanceof Shape.Growth) {
      listener.accept(id, counted(id, moment));
    } else if (shape instanceof Shape.Distribution distribution) {
      histogram(listener, id, distribution, floats, moment);
    } else if (shape instanceof Shape.Quantiles quantiles) {
      summary(listener, id, quantiles, floats, moment);
    }
  }

  private Stretch current(Duration moment) {
    Stretch current = stretches.get(0);
    for (Stretch stretch : stretches) {
      if (stretch.from().compareTo(moment) <= 0) {
        current = stretch;
      }
    }
    return current;
  }

  /** When the process that answers at that moment was started. */
  private Duration birth(Duration moment) {
    Duration birth = Duration.ZERO;
    for (Stretch stretch : stretches) {
      if (stretch.kind() == Kind.RESTARTED && stretch.from().compareTo(moment) <= 0) {
        birth = stretch.from();
      }
    }
    return birth;
  }

  private interface Tally {
    void add(Shape shape, double seconds);
  }

  /** Visits all that a series has done since the last start, load by load. */
  private void sinceBirth(SeriesId id, Duration moment, Tally tally) {
    Duration birth = birth(moment);
    for (int i = 0; i < stretches.size(); i++) {
      Stretch stretch = stretches.get(i);
      Shape shape = stretch.load().shapes().get(id);
      boolean lived = stretch.from().compareTo(birth) >= 0 && stretch.from().compareTo(moment) <= 0;
      if (shape == null || !lived) {
        continue;
      }
      Duration end = i + 1 < stretches.size() ? stretches.get(i + 1).from() : moment;
      Duration until = end.compareTo(moment) < 0 ? end : moment;
      tally.add(shape, seconds(until.minus(stretch.from())));
    }
  }

  private double counted(SeriesId id, Duration moment) {
    double[] total = new double[1];
    sinceBirth(
        id,
        moment,
        (shape, seconds) -> {
          if (shape instanceof Shape.Growth growth) {
            total[0] += growth.after(seconds);
          }
        });
    return total[0];
  }

  private void histogram(
      BiConsumer<SeriesId, Double> listener,
      SeriesId id,
      Shape.Distribution shown,
      FloatLabels floats,
      Duration moment) {
    Map<Double, Double> countByValue = observed(id, moment);
    for (double boundary : shown.boundaries()) {
      double below = 0;
      for (Map.Entry<Double, Double> entry : countByValue.entrySet()) {
        below += entry.getKey() <= boundary ? entry.getValue() : 0;
      }
      listener.accept(bucket(id, floats.stored(boundary)), below);
    }
    double count = countByValue.values().stream().mapToDouble(Double::doubleValue).sum();
    listener.accept(bucket(id, floats.stored(Double.POSITIVE_INFINITY)), count);
    sumAndCount(listener, id, countByValue);
  }

  private void summary(
      BiConsumer<SeriesId, Double> listener,
      SeriesId id,
      Shape.Quantiles shown,
      FloatLabels floats,
      Duration moment) {
    for (double quantile : shown.quantiles()) {
      listener.accept(
          id.derived(id.name(), "quantile", floats.stored(quantile)),
          shown.observations().quantile(quantile));
    }
    sumAndCount(listener, id, observed(id, moment));
  }

  private static void sumAndCount(
      BiConsumer<SeriesId, Double> listener, SeriesId id, Map<Double, Double> countByValue) {
    double sum = 0;
    double count = 0;
    for (Map.Entry<Double, Double> entry : countByValue.entrySet()) {
      sum += entry.getKey() * entry.getValue();
      count += entry.getValue();
    }
    listener.accept(id.named(id.name() + "_sum"), sum);
    listener.accept(id.named(id.name() + "_count"), count);
  }

  /** How often each value was observed since the last start. */
  private Map<Double, Double> observed(SeriesId id, Duration moment) {
    Map<Double, Double> countByValue = new TreeMap<>();
    sinceBirth(
        id,
        moment,
        (shape, seconds) -> {
          for (Observations.Stream stream : observations(shape).streams()) {
            double count = stream.atOnce() + stream.perSecond() * seconds;
            countByValue.merge(stream.value(), count, Double::sum);
          }
        });
    return countByValue;
  }

  private static Observations observations(Shape shape) {
    if (shape instanceof Shape.Distribution distribution) {
      return distribution.observations();
    }
    return shape instanceof Shape.Quantiles quantiles
        ? quantiles.observations()
        : Observations.observations();
  }

  private static SeriesId bucket(SeriesId id, String boundary) {
    return id.derived(id.name() + "_bucket", "le", boundary);
  }

  private static double seconds(Duration duration) {
    return duration.getSeconds() + duration.getNano() / NANOS;
  }

  @Override
  public String toString() {
    return "timeline" + stretches + (turns.isEmpty() ? "" : turns);
  }
}
