package dev.tocsin.dsl.alertmanager.semantics;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    String name, List<AlertMatcher> source, List<AlertMatcher> target, List<String> equal) {
  public InhibitionRule {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  /** Whether some alert could mute one with these labels. */
  public boolean couldMute(Map<String, String> labels) {
    return AlertMatcher.allMatch(target, labels);
  }

  /**
   * Whether an alert with the labels {@code firing}, while it fires, mutes one with {@code labels}.
   * Alerts that both match source and target do not mute each other, nor themselves.
   */
  public boolean mutes(Map<String, String> firing, Map<String, String> labels) {
    if (!couldMute(labels) || !AlertMatcher.allMatch(source, firing)) {
      return false;
    }
    for (String label : equal) {
      if (!firing.getOrDefault(label, "").equals(labels.getOrDefault(label, ""))) {
        return false;
      }
    }
    return !(AlertMatcher.allMatch(source, labels) && AlertMatcher.allMatch(target, firing));
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
