package dev.tocsin.harness.receivers;

import dev.tocsin.harness.receivers.Delivery.State;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What texts of people's own templates say of an alert's state. Only what cannot be part of a
 * sentence counts as certain, for a summary may say that something "cannot be resolved".
 */
final class Saying {
  /** As Alertmanager's own templates write it. */
  private static final Pattern TAG = Pattern.compile("\\[\\s*(FIRING|RESOLVED)(?::\\d+)?\\s*]");

  private static final Pattern SIGN =
      Pattern.compile(
          "(?<![A-Za-z0-9_])(FIRING|RESOLVED)(?![A-Za-z0-9_])"
              + "|(?i:^[^\\p{L}\\p{N}_]*(firing|resolved)(?=\\s*(?:[^\\p{L}\\p{N}_\\s]|$)))"
              + "|(?i:(?<![A-Za-z0-9_])(?:status|state)\\W{1,3}(firing|resolved)(?![A-Za-z0-9_]))");

  private static final Pattern PART = Pattern.compile("\\[\\d+]\\s+(Firing|Resolved)\\b");
  private static final Pattern FIRING = word("firing");
  private static final Pattern RESOLVED = word("resolved");

  private Saying() {}

  private static Pattern word(String word) {
    return Pattern.compile("(?i)(?<![A-Za-z0-9_])" + word + "(?![A-Za-z0-9_])");
  }

  /** What the first of these texts says that says it for certain. */
  static State state(String... texts) {
    for (Pattern pattern : new Pattern[] {TAG, SIGN}) {
      for (String text : texts) {
        Set<State> said =
            pattern.matcher(text).results().map(Saying::state).collect(Collectors.toSet());
        if (said.size() == 1) {
          return said.iterator().next();
        }
      }
    }
    return State.UNKNOWN;
  }

  private static State state(MatchResult match) {
    String found = match.group().toLowerCase(Locale.ROOT);
    return found.contains("resolved") ? State.RESOLVED : State.FIRING;
  }

  /** What a mail says whose parts have Alertmanager's own headings, such as {@code [1] Firing}. */
  static State ofParts(String body) {
    Set<State> said = PART.matcher(body).results().map(Saying::state).collect(Collectors.toSet());
    return said.size() == 1 ? said.iterator().next() : State.UNKNOWN;
  }

  /** Whether the texts are more likely of an end, where none says it for certain. */
  static boolean isLikelyResolved(String text) {
    return RESOLVED.matcher(text).find() && !FIRING.matcher(text).find();
  }
}
