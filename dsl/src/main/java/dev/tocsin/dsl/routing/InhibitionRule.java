package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.promql.Matcher;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an inhibition mutes, after Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/inhibit/inhibit.go">inhibitor</a>.
 * A label of {@code equal} that is missing counts as empty: missing on both sides is agreement.
 *
 * @param name its name, which only logs show; may be empty
 * @param source what must hold for the alert that mutes
 * @param target what must hold for the alert that is muted
 * @param equal the labels on which both must agree
 */
public record InhibitionRule(
    String name, List<Matcher> source, List<Matcher> target, List<String> equal) {
  public InhibitionRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  /**
   * Whether some alert could mute one with these labels. An alert that matches both sides is muted
   * only by sources that do not match the target side: where every source is also a target, by
   * none.
   */
  public boolean couldMute(Map<String, String> labels) {
    return Matcher.allMatch(target, labels)
        && (!Matcher.allMatch(source, labels) || hasSourceBesideTarget());
  }

  /** Whether an alert with these labels matches the source and the target side. */
  public boolean matchesBothSides(Map<String, String> labels) {
    return Matcher.allMatch(source, labels) && Matcher.allMatch(target, labels);
  }

  /**
   * Whether an alert with the labels {@code firing}, while it fires, mutes one with {@code labels}.
   * Alerts that both match source and target do not mute each other, nor themselves.
   */
  public boolean mutes(Map<String, String> firing, Map<String, String> labels) {
    return concerns(firing, labels)
        && equal.stream()
            .allMatch(
                label -> firing.getOrDefault(label, "").equals(labels.getOrDefault(label, "")));
  }

  /** As {@link #mutes}, whatever the labels of {@code equal} are. */
  public boolean concerns(Map<String, String> firing, Map<String, String> labels) {
    return Matcher.allMatch(target, labels)
        && Matcher.allMatch(source, firing)
        && !(Matcher.allMatch(source, labels) && Matcher.allMatch(target, firing));
  }

  /**
   * Why the rule mutes no alert, whatever fires; empty where it can mute one, and where regular
   * expressions leave it open.
   */
  public Optional<String> neverMutes() {
    for (String label : equal) {
      boolean onBoth = hasMatcher(source, label) && hasMatcher(target, label);
      Optional<Set<String>> values = values(label, source).or(() -> values(label, target));
      if (onBoth
          && values.isPresent()
          && values.get().stream()
              .noneMatch(v -> fits(v, label, source) && fits(v, label, target))) {
        return Optional.of(
            "equal requires the same value of the label \""
                + label
                + "\" on both sides, and no value matches both");
      }
    }
    boolean everyTargetIsSource = source.stream().noneMatch(matcher -> canFail(target, matcher));
    return everyTargetIsSource && !hasSourceBesideTarget()
        ? Optional.of(
            "every target also matches the source side, every source that agrees with it on equal"
                + " also matches the target side, and alerts that match both sides do not mute each"
                + " other")
        : Optional.empty();
  }

  /**
   * Whether an alert can match the source side and not the target side while it agrees on {@code
   * equal} with an alert that matches the target side. Where regular expressions leave it open, it
   * can.
   */
  private boolean hasSourceBesideTarget() {
    return target.stream()
        .anyMatch(matcher -> !equal.contains(matcher.name()) && canFail(source, matcher));
  }

  /** Whether an alert that matches the side can fail the matcher; true where that is open. */
  private static boolean canFail(List<Matcher> side, Matcher matcher) {
    if (side.contains(matcher)) {
      return false;
    }
    return values(matcher.name(), side)
        .or(matcher::refusedValues)
        .map(
            all ->
                all.stream()
                    .anyMatch(
                        value -> fits(value, matcher.name(), side) && !matcher.matches(value)))
        .orElse(true);
  }

  private static boolean hasMatcher(List<Matcher> side, String label) {
    return side.stream().anyMatch(matcher -> matcher.name().equals(label));
  }

  /** All values that a side can leave a label; empty where they cannot be listed. */
  private static Optional<Set<String>> values(String label, List<Matcher> side) {
    return side.stream()
        .filter(matcher -> matcher.name().equals(label))
        .flatMap(matcher -> matcher.values().stream())
        .findFirst();
  }

  private static boolean fits(String value, String label, List<Matcher> side) {
    return side.stream()
        .filter(matcher -> matcher.name().equals(label))
        .allMatch(matcher -> matcher.matches(value));
  }

  /**
   * The first of the firing alerts that mutes one with these labels. Alertmanager remembers only
   * one source for each set of values of {@code equal}: where one of several matches the target
   * side too and the muted alert the source side, which it remembers decides, and it may not mute
   * where this says that it does.
   */
  public Optional<Map<String, String>> mutedBy(
      Map<String, String> labels, Collection<Map<String, String>> firing) {
    return firing.stream().filter(source -> mutes(source, labels)).findFirst();
  }
}
