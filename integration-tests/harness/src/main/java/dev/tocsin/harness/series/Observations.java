package dev.tocsin.harness.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a histogram or a summary observes: streams of equal values, each at its own rate. {@code
 * observations().of(0.3, 1.9).of(8, 0.1)} is two observations a second, one in twenty of them 8.
 */
public final class Observations {
  private static final Observations NONE = new Observations(List.of());

  /** Observations of one value: {@code atOnce} at the beginning, the others at a constant rate. */
  record Stream(double value, double atOnce, double perSecond) {}

  private final List<Stream> streams;

  private Observations(List<Stream> streams) {
    this.streams = List.copyOf(streams);
  }

  /** No observations, as on an idle service. */
  public static Observations observations() {
    return NONE;
  }

  /** Adds a value that is observed this many times per second of virtual time. */
  public Observations of(double value, double perSecond) {
    return with(new Stream(value, 0, perSecond));
  }

  /** Adds a value that is observed this many times when the load begins. */
  public Observations atOnce(double value, double times) {
    return with(new Stream(value, times, 0));
  }

  private Observations with(Stream stream) {
    if (stream.atOnce() < 0 || stream.perSecond() < 0) {
      throw new IllegalArgumentException(
          "invalid number of observations of " + stream.value() + ": it must not be negative");
    }
    List<Stream> all = new ArrayList<>(streams);
    all.add(stream);
    return new Observations(all);
  }

  /**
   * The value that this share of all observations does not exceed; NaN without observations.
   * Streams are weighted by their rates or, if none has a rate, by their numbers.
   */
  double quantile(double share) {
    boolean flows = streams.stream().anyMatch(stream -> stream.perSecond() > 0);
    List<Stream> ascending =
        streams.stream()
            .filter(stream -> weight(stream, flows) > 0)
            .sorted(Comparator.comparingDouble(Stream::value))
            .toList();
    double all = ascending.stream().mapToDouble(stream -> weight(stream, flows)).sum();
    double below = 0;
    double value = Double.NaN;
    for (Stream stream : ascending) {
      if (Double.isNaN(value) || below < share * all) {
        value = stream.value();
      }
      below += weight(stream, flows);
    }
    return value;
  }

  private static double weight(Stream stream, boolean flows) {
    return flows ? stream.perSecond() : stream.atOnce();
  }

  List<Stream> streams() {
    return streams;
  }

  @Override
  public String toString() {
    return "observations" + streams;
  }
}
