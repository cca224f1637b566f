package dev.tocsin.dsl.labelflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one label of a result.
 *
 * @param presence whether the series carry it
 * @param value the one value that it has wherever it is present, or null when unknown
 * @param reasons why, the origin first and what changed it last; never empty
 */
public record LabelState(Presence presence, @Nullable String value, List<Reason> reasons) {
  /** More than these add nothing for a reader, and deep expressions would collect thousands. */
  private static final int MAX_REASONS = 6;

  public LabelState {
    reasons = List.copyOf(reasons);
    if (reasons.isEmpty()) {
      throw new IllegalArgumentException("a label of a flow needs at least one reason");
    }
    if (presence == Presence.CANNOT) {
      value = null;
    }
  }

  static LabelState must(@Nullable String value, Reason reason) {
    return new LabelState(Presence.MUST, value, List.of(reason));
  }

  static LabelState can(Reason reason) {
    return new LabelState(Presence.CAN, null, List.of(reason));
  }

  static LabelState cannot(Reason reason) {
    return new LabelState(Presence.CANNOT, null, List.of(reason));
  }

  /** Whether no series carries the label. */
  public boolean isImpossible() {
    return presence == Presence.CANNOT;
  }

  /** Whether every series carries the label. */
  public boolean isCertain() {
    return presence == Presence.MUST;
  }

  /** The last word on the label: what decided its fate. */
  public Reason reason() {
    return reasons.get(reasons.size() - 1);
  }

  LabelState because(Reason reason) {
    return new LabelState(presence, value, append(reasons, List.of(reason)));
  }

  /** What is known when a series comes from either side. */
  static LabelState either(LabelState left, LabelState right) {
    Presence presence = left.presence == right.presence ? left.presence : Presence.CAN;
    String value;
    if (left.isImpossible()) {
      value = right.value;
    } else if (right.isImpossible() || (left.value != null && left.value.equals(right.value))) {
      value = left.value;
    } else {
      value = null;
    }
    return new LabelState(presence, value, append(left.reasons, right.reasons));
  }

  /** What is known when both hold of the same value; null when they contradict each other. */
  static @Nullable LabelState both(LabelState left, LabelState right) {
    if (left.presence == Presence.CANNOT || right.presence == Presence.CANNOT) {
      if (left.isCertain() || right.isCertain()) {
        return null;
      }
      return left.isImpossible() ? left : right;
    }
    boolean certain = left.isCertain() || right.isCertain();
    boolean differ = left.value != null && right.value != null && !left.value.equals(right.value);
    if (differ) {
      // Each side is absent or has its own value, so they agree only where both are absent.
      return certain
          ? null
          : new LabelState(Presence.CANNOT, null, append(left.reasons, right.reasons));
    }
    String value = left.value != null ? left.value : right.value;
    Presence presence = certain ? Presence.MUST : Presence.CAN;
    boolean leftSaysAll = left.presence == presence && Objects.equals(left.value, value);
    boolean rightSaysAll = right.presence == presence && Objects.equals(right.value, value);
    if (leftSaysAll) {
      return left;
    }
    return rightSaysAll
        ? right
        : new LabelState(presence, value, append(left.reasons, right.reasons));
  }

  private static List<Reason> append(List<Reason> first, List<Reason> second) {
    Set<Reason> texts = new LinkedHashSet<>(first);
    texts.addAll(second);
    List<Reason> all = new ArrayList<>(texts);
    // The newest reasons decide; the oldest say where the label comes from.
    while (all.size() > MAX_REASONS) {
      all.remove(1);
    }
    return all;
  }

  @Override
  public String toString() {
    return presence + (value == null ? "" : "=\"" + value + "\"") + " " + reasons;
  }
}
