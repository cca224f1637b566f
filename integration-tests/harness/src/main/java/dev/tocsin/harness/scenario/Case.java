package dev.tocsin.harness.scenario;

import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.SeriesId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One thing to prove: a fixed script in virtual time, and the expected behaviour. All times are
 * relative to the beginning of the case. The first part is the target of the alert.
 *
 * @param name unique in its suite, such as {@code high-ttft-fires}
 * @param scenario its scenario: the alert, its labels, the destinations
 * @param kind the expected behaviour
 * @param title what happens, in a few words
 * @param cast the targets, the alert's own first
 * @param begin when the fault begins
 * @param end when it ends
 * @param pending the alert's {@code for}, as the scenario promises it
 * @param firesFrom the alert must not fire before
 * @param firesBy a case that fires has fired by then
 * @param resolvedBy it no longer fires from then on
 * @param length the end of the case, resolved notifications included
 */
public record Case(
    String name,
    Scenario scenario,
    Kind kind,
    String title,
    List<Part> cast,
    Duration begin,
    Duration end,
    Duration pending,
    Duration firesFrom,
    Duration firesBy,
    Duration resolvedBy,
    Duration length) {

  /** The expected behaviour. */
  public enum Kind {
    /** It is pending, fires, notifies, and resolves. */
    FIRES,
    /** The fault ends before {@code for} is over: it may be pending, and never fires. */
    TOO_SHORT,
    /** The level stays just within the threshold: it is never even pending. */
    WITHIN,
    /** No fault of its kind: idle, no data, a single event. It never fires. */
    SILENT
  }

  public Case {
    cast = List.copyOf(cast);
  }

  /** The target that the alert is about. */
  public Part main() {
    return cast.get(0);
  }

  /** Whether the alert must fire. */
  public boolean fires() {
    return kind == Kind.FIRES;
  }

  /** Whether it must be played alone: its scenario asks for that, or one of its targets goes. */
  public boolean needsOwnServers() {
    return scenario.hasOwnServers() || hasTargetGone();
  }

  /**
   * The labels of all series that Prometheus has of its targets, {@code __name__} included.
   *
   * @param address what a target's {@code instance} label is, by the target's name
   */
  Set<SortedMap<String, String>> exported(FloatLabels floats, UnaryOperator<String> address) {
    Set<SortedMap<String, String>> exported = new LinkedHashSet<>();
    for (Part part : cast) {
      Stream.concat(Stream.of(SeriesId.of("up")), part.timeline().series(floats).stream())
          .map(id -> id.scraped(part.job(), address.apply(part.name())))
          .forEach(
              id -> {
                SortedMap<String, String> labels = new TreeMap<>(id.labels());
                labels.put("__name__", id.name());
                exported.add(labels);
              });
    }
    return exported;
  }

  /** Whether a target is gone from service discovery for some time. */
  public boolean hasTargetGone() {
    return cast.stream().anyMatch(part -> !part.timeline().turns().isEmpty());
  }

  @Override
  public String toString() {
    return scenario.alert() + ": " + title;
  }
}
