package dev.tocsin.inference.model;

import java.util.Optional;

/**
 * Finds regular expressions of a {@code tokenizer.json} that could take exponential or polynomial
 * time.
 *
 * <p>The tokenizer's engine gives up after ten million steps at one position of a text, which ends
 * the process. So an expression is accepted only if its steps at one position grow at most linearly
 * with the length of the text: no group is repeated, and at most one unbounded repetition of an
 * alternative can be retried because something after it did not match. The expressions of GPT-2,
 * Llama 3, Qwen2 and GPT-4o are of that kind. An expression of another kind may still be harmless;
 * it is refused, because nothing here can prove it.
 */
final class RegexCost {

  /** A repetition that can run this many times counts as unbounded. */
  private static final int UNBOUNDED = 64;

  /**
   * What a part of an expression costs.
   *
   * @param open unbounded repetitions after which nothing had to match yet
   * @param retried unbounded repetitions that are retried when what follows does not match
   * @param mandatory whether there is something in it that must match
   */
  private record Cost(int open, int retried, boolean mandatory) {

    static final Cost NOTHING = new Cost(0, 0, false);

    Cost then(Cost next) {
      return next.mandatory
          ? new Cost(next.open, retried + open + next.retried, true)
          : new Cost(open + next.open, retried + next.retried, mandatory);
    }

    Cost or(Cost other) {
      return new Cost(
          Math.max(open, other.open),
          Math.max(retried, other.retried),
          mandatory || other.mandatory);
    }
  }

  private record Quantifier(int least, int most) {
    static final Quantifier ONCE = new Quantifier(1, 1);
  }

  private final String pattern;
  private int at;

  private RegexCost(String pattern) {
    this.pattern = pattern;
  }

  /** Why an expression is refused, if it is. */
  static Optional<String> problem(String pattern) {
    try {
      RegexCost reader = new RegexCost(pattern);
      Cost cost = reader.alternatives();
      if (reader.at < pattern.length()) {
        return Optional.of("has a ')' too many");
      }
      return cost.retried > 1
          ? Optional.of(
              "has "
                  + cost.retried
                  + " unbounded repetitions that are retried when what follows does not match: its"
                  + " time can grow with the square of the text's length, or faster")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Cost alternatives() {
    Cost all = sequence();
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all = all.or(sequence());
    }
    return all;
  }

  private Cost sequence() {
    Cost all = Cost.NOTHING;
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      all = all.then(item());
    }
    return all;
  }

  private Cost item() {
    char first = pattern.charAt(at);
    if (first == '(') {
      return group();
    }
    if (first == '^' || first == '$') {
      at++;
      return new Cost(0, 0, true);
    }
    if (first == '[') {
      characterClass();
    } else if (first == '\\') {
      escape();
    } else {
      at++;
    }
    Quantifier quantifier = quantifier();
    boolean mandatory = quantifier.least > 0;
    return new Cost(quantifier.most >= UNBOUNDED ? 1 : 0, 0, mandatory);
  }

  private Cost group() {
    at++;
    boolean assertion =
        pattern.startsWith("?=", at)
            || pattern.startsWith("?!", at)
            || pattern.startsWith("?<=", at)
            || pattern.startsWith("?<!", at);
    boolean atomic = pattern.startsWith("?>", at);
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      // Flags, a name or a kind: up to what the group holds.
      at++;
      while (at < pattern.length() && "imsxadu-<>=!:~".indexOf(pattern.charAt(at)) >= 0) {
        char c = pattern.charAt(at++);
        if (c == ':' || c == '=' || c == '!' || c == '>') {
          break;
        }
      }
    }
    Cost inside = alternatives();
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("has a '(' that is not closed");
    }
    at++;
    Quantifier quantifier = quantifier();
    if (quantifier.most > 1) {
      throw new IllegalArgumentException(
          "repeats a group: its time can grow exponentially with the text's length");
    }
    boolean mandatory = assertion || inside.mandatory && quantifier.least > 0;
    // What an assertion or an atomic group has matched is not retried.
    return new Cost(assertion || atomic ? 0 : inside.open, inside.retried, mandatory);
  }

  private void characterClass() {
    int depth = 0;
    do {
      char c = pattern.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
        // A bracket that comes first is a character of the class.
        if (pattern.startsWith("^]", at + 1)) {
          at += 2;
        } else if (pattern.startsWith("]", at + 1)) {
          at++;
        }
      } else if (c == ']') {
        depth--;
      }
      at++;
    } while (depth > 0 && at < pattern.length());
    if (depth > 0) {
      throw new IllegalArgumentException("has a '[' that is not closed");
    }
  }

  private void escape() {
    at++;
    if (at >= pattern.length()) {
      throw new IllegalArgumentException("ends with a backslash");
    }
    char kind = pattern.charAt(at++);
    if (kind == 'g' || kind == 'k' || kind >= '1' && kind <= '9') {
      throw new IllegalArgumentException("refers back to a group: its time cannot be bounded");
    }
    if ("pPxuo".indexOf(kind) >= 0 && at < pattern.length() && pattern.charAt(at) == '{') {
      int end = pattern.indexOf('}', at);
      at = end < 0 ? pattern.length() : end + 1;
    }
  }

  private static IllegalArgumentException repeated() {
    return new IllegalArgumentException(
        "repeats a repetition: its time can grow exponentially with the text's length");
  }

  private Quantifier quantifier() {
    Quantifier all = Quantifier.ONCE;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '*' || c == '+') {
        // A '+' after a quantifier makes it possessive, and changes nothing here.
        all = all == Quantifier.ONCE ? new Quantifier(c == '*' ? 0 : 1, UNBOUNDED) : all;
        at++;
      } else if (c == '?') {
        all = all == Quantifier.ONCE ? new Quantifier(0, 1) : all;
        at++;
      } else if (c == '{') {
        int end = pattern.indexOf('}', at);
        if (end < 0 || !pattern.substring(at + 1, end).matches("\\d{1,4}|\\d{0,4},\\d{0,4}")) {
          return all;
        }
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        int least = bounds[0].isEmpty() ? 0 : Integer.parseInt(bounds[0]);
        String upper = bounds[bounds.length - 1];
        if (all != Quantifier.ONCE) {
          throw repeated();
        }
        all = new Quantifier(least, upper.isEmpty() ? UNBOUNDED : Integer.parseInt(upper));
        at = end + 1;
        // What would make it possessive elsewhere repeats it here.
        if (at < pattern.length() && "*+".indexOf(pattern.charAt(at)) >= 0) {
          throw repeated();
        }
      } else {
        return all;
      }
    }
    return all;
  }
}
