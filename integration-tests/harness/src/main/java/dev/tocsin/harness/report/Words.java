package dev.tocsin.harness.report;

import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of the report, and their order. */
final class Words {
  /** For proofs that are no case of a scenario. */
  static final String OTHER = "other";

  private static final Pattern NUMBERS = Pattern.compile("\\d+");

  /** {@code 2.42.0} before {@code 2.53.3} before {@code 10.0}. */
  static final Comparator<String> VERSIONS =
      Comparator.comparing(Words::numbers, Arrays::compare).thenComparing(text -> text);

  private Words() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static long[] numbers(String text) {
    return NUMBERS
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(digits -> digits.length() < 18)
        .mapToLong(Long::parseLong)
        .toArray();
  }

  /** All kinds of cases, in the order in which they are shown. */
  static List<String> kinds() {
    List<String> kinds = new ArrayList<>(Arrays.stream(Case.Kind.values()).map(Words::of).toList());
    kinds.add(OTHER);
    return kinds;
  }

  static int kindOrder(@Nullable String kind) {
    int place = kinds().indexOf(kind == null ? OTHER : kind);
    return place < 0 ? kinds().size() : place;
  }

  static int methodOrder(String method) {
    for (ProofMethod one : ProofMethod.values()) {
      if (one.word().equals(method)) {
        return one.ordinal();
      }
    }
    return ProofMethod.values().length;
  }

  static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
