package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.go.GoExpand;
import dev.tocsin.dsl.go.RegexpShape;
import dev.tocsin.dsl.problem.Span;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code label_replace} and {@code label_join} do to their destination label: <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/functions/#label_replace">
 * label_replace</a> writes it only where the pattern matches the source's value, and writing the
 * empty text removes it.
 */
final class Relabel {
  private Relabel() {}

  /** The destination after {@code label_replace(…, destination, replacement, source, pattern)}. */
  static LabelState replace(
      LabelState old,
      LabelState source,
      String replacement,
      String pattern,
      String call,
      Span span) {
    Optional<RegexpShape> read = RegexpShape.of(pattern);
    if (read.isEmpty()) {
      return LabelState.either(old, LabelState.can(new Reason(call + " may write it", span)));
    }
    RegexpShape shape = read.get();
    Boolean matches = matches(shape, source);
    if (Boolean.FALSE.equals(matches)) {
      return old;
    }
    LabelState written = written(shape, source, replacement, call, span);
    if (Boolean.TRUE.equals(matches)) {
      return written;
    }
    // Where only a present source matches, what is written is written to such series alone.
    LabelState present =
        !shape.matchesEmpty() && source.presence() == Presence.CAN
            ? written(
                shape,
                new LabelState(Presence.MUST, source.value(), source.reasons()),
                replacement,
                call,
                span)
            : written;
    return LabelState.either(old, present);
  }

  /** Whether the pattern matches the source's value always, never, or (null) sometimes. */
  private static @Nullable Boolean matches(RegexpShape shape, LabelState source) {
    Boolean present = null;
    if (shape.matchesEveryNonEmpty()) {
      present = true;
    } else if (shape.matchesOnlyEmpty()) {
      present = false;
    } else if (shape.literal() != null && source.value() != null) {
      present = shape.literal().equals(source.value());
    }
    return switch (source.presence()) {
      case MUST -> present;
      case CANNOT -> shape.matchesEmpty();
      case CAN -> present != null && present == shape.matchesEmpty() ? present : null;
    };
  }

  /** The destination on a series that the pattern matches. */
  private static LabelState written(
      RegexpShape shape, LabelState source, String replacement, String call, Span span) {
    List<GoExpand.Part> parts = GoExpand.parse(replacement);
    String literal =
        parts.stream()
            .filter(part -> !part.reference())
            .map(GoExpand.Part::text)
            .reduce("", String::concat);
    boolean onlyLiteral = parts.stream().noneMatch(GoExpand.Part::reference);
    if (!literal.isEmpty()) {
      return LabelState.must(onlyLiteral ? literal : null, new Reason(call + " writes it", span));
    }
    if (onlyLiteral) {
      return LabelState.cannot(new Reason(call + " writes the empty text, which removes it", span));
    }
    if (parts.size() == 1 && isWhole(shape, parts.get(0))) {
      return new LabelState(
          source.presence(),
          source.value(),
          List.of(new Reason(call + " copies it from its source label", span)));
    }
    boolean empty = true;
    for (GoExpand.Part part : parts) {
      int group = shape.group(part.text());
      if (group < 0) {
        continue;
      }
      if (shape.isNeverEmpty(group) || (source.isCertain() && shape.isWhole(group))) {
        return LabelState.must(null, new Reason(call + " writes it", span));
      }
      empty &= source.isImpossible() || shape.isAlwaysEmpty(group);
    }
    if (empty) {
      return LabelState.cannot(
          new Reason(call + " writes a group that is always empty, which removes it", span));
    }
    return new LabelState(
        Presence.CAN,
        null,
        List.of(new Reason(call + " writes a group that may be empty, which removes it", span)));
  }

  private static boolean isWhole(RegexpShape shape, GoExpand.Part part) {
    int group = shape.group(part.text());
    return group >= 0 && shape.isWhole(group);
  }

  /** The destination after {@code label_join(…, destination, separator, sources…)}. */
  static LabelState join(List<LabelState> sources, String separator, String call, Span span) {
    if (sources.size() > 1 && !separator.isEmpty()) {
      return LabelState.must(null, new Reason(call + " writes at least its separators", span));
    }
    if (sources.stream().anyMatch(LabelState::isCertain)) {
      return LabelState.must(
          sources.size() == 1 ? sources.get(0).value() : null,
          new Reason(call + " writes it", span));
    }
    if (sources.stream().allMatch(LabelState::isImpossible)) {
      return LabelState.cannot(
          new Reason(call + " joins labels that are not there, which removes it", span));
    }
    return new LabelState(
        Presence.CAN,
        sources.size() == 1 ? sources.get(0).value() : null,
        List.of(new Reason(call + " joins labels that may not be there", span)));
  }
}
