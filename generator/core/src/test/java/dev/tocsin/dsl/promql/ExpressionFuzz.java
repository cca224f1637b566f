package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes expressions to argue about: real ones with a part changed, ones grown by the grammar, and
 * words in no order. The same seed makes the same expressions.
 */
final class ExpressionFuzz {
  // The ordinary ones come first: they are picked most often.
  private static final String[] NUMBERS = {
    "1",
    "2",
    "0.5",
    "5m",
    "30s",
    "1h30m",
    "100",
    ".5",
    "1e3",
    "0",
    "1e-3",
    "1E+5",
    "0x1F",
    "017",
    "1_000",
    "1d12h",
    "100ms",
    "1.",
    "0X1e ",
    "1y2w",
    "089",
    "0d",
    "00",
    "5ms",
    "0x_1",
    "Inf",
    "NaN",
    "0s",
    "inf",
    "nAn",
    "9223372036854775808",
    "0777777777777777777777777",
    "1__0",
    "1_",
    "5m5h",
    "1w1y",
    "99999999999y",
    "1e400",
    "1e",
    "0x",
    "1.5m",
    "1h1h",
    "1.5.5",
    "0e",
    "1e5s",
    "0x1e+5"
  };
  private static final String[] NAMES = {
    "up",
    "foo",
    "a",
    "bar:baz",
    "le",
    ":x",
    "rate",
    "time",
    "job",
    "__name__",
    "sum",
    "by",
    "start",
    "end",
    "offset",
    "and",
    "or",
    "unless",
    "without",
    "min",
    "SUM",
    "And",
    "quantile",
    "topk",
    "limitk",
    "group",
    "on",
    "bool",
    "atan2",
    "ignoring",
    "group_left",
    "group_right",
    "inf",
    "nan"
  };
  private static final String[] STRINGS = {
    "\"a\"",
    "'b'",
    "`c`",
    "\"a.b\"",
    "\"$1\"",
    "\"\"",
    "\"a\\\"b\"",
    "'a\\'b'",
    "\"\\x41\"",
    "\"\\u00e9\"",
    "\"\u00e9\"",
    "\"\uD83D\uDE00\"",
    "`\\`",
    "\"\t\"",
    "\"__name__\"",
    "\"\\U0001F600\"",
    "\"inf\"",
    "\"without\"",
    "\"\\\\\"",
    "\"\\101\"",
    "'\"'",
    "\"\\xff\"",
    "\"\\377\"",
    "\"\\ud800\"",
    "\"\\400\"",
    "\"\\q\"",
    "\"unterminated",
    "\"\ufffd\"",
    "\"\\08\""
  };
  private static final String[] REGEXES = {
    "a|b",
    ".+",
    ".*",
    "5..",
    "a||b",
    "",
    "^a$",
    "^$",
    "a{2}",
    "a*?",
    "(?i)a",
    "(?:a)",
    "(?P<n>a)",
    "[]a]",
    "$^",
    "\\\\d+",
    "\\\\pL",
    "\\\\p{Greek}",
    "[[:alpha:]]",
    "\\\\b",
    "\\\\B",
    "\\\\Q*\\\\E",
    "x{,2}",
    "(a|)",
    "(a*)+",
    "[^a]",
    "a?b?",
    "\\\\x{41}",
    "(?s:.)",
    "\\\\z",
    "()",
    "^(?:|a)$",
    "(?m)^$",
    "a{0}",
    "(?U)a*",
    "[\\\\d-z]",
    "(?)",
    "a(?i)*",
    "(?<n>)",
    "[a-]",
    "(",
    ")",
    "[a",
    "a{2,1}",
    "a{1001}",
    "a**",
    "(?P<n",
    "(?=a)",
    "\\\\p{Foo}",
    "[[:foo:]]",
    "[z-a]",
    "a|*",
    "{2}",
    "\\\\8",
    "(?i-)",
    "(a{30}){40}",
    "[a-\\\\d]",
    "\\\\C",
    "(?i)*"
  };
  private static final String[] REGEX_PIECES = {
    "a",
    "b",
    "|",
    "(",
    ")",
    "(?:",
    "(?i)",
    "(?P<x>",
    "[",
    "]",
    "[^",
    "-",
    "*",
    "+",
    "?",
    "{2}",
    "{0,3}",
    "{1,}",
    "{",
    "}",
    ",",
    "^",
    "$",
    ".",
    "\\\\d",
    "\\\\",
    "\\\\b",
    "\\\\x41",
    "\\\\pL",
    "\\\\Q",
    "\\\\E",
    "[:alpha:]",
    "\u00e9",
    ":",
    "1",
    "(?s:",
    "(?",
    "\\\\z",
    "\\\\.",
    "[a-z]",
    "()",
    "(a|)",
    "&",
    "\\\\01"
  };
  private static final String[] OPERATORS = {
    "+", "-", "*", "/", ">", "==", "and", "or", "unless", "^", "%", "!=", "<", ">=", "<=", "atan2",
    "AND", "=", "=~", "!~", "!"
  };
  private static final String[] PUNCTUATION = {
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "@",
    "=",
    "!",
    "#",
    "\n",
    " ",
    "\t",
    "\r",
    "\"",
    "'",
    "`",
    "\\",
    ";",
    "$",
    ".",
    "_",
    "\u0000",
    "\u00a0",
    "\u00e9",
    "\uD83D\uDE00",
    "\u007f",
    "x"
  };
  private static final String[] AGGREGATIONS = {
    "sum",
    "avg",
    "count",
    "max",
    "topk",
    "quantile",
    "count_values",
    "min",
    "group",
    "stddev",
    "stdvar",
    "bottomk",
    "Sum",
    "limitk",
    "limit_ratio"
  };

  private static final String[] DURATION_OPERATORS = {"*", "+", "-", "/", "^", "%", ">"};
  private static final Set<String> PARAMETERIZED =
      Set.of("topk", "bottomk", "count_values", "quantile", "limitk", "limit_ratio");
  private static final String[] LABELS = {
    "job", "le", "a", "__name__", "instance", "on", "by", "inf", "sum", "a:b", "1"
  };

  private final Random random;
  private final List<String> real;
  private final List<String> functions = new ArrayList<>();

  ExpressionFuzz(long seed, List<String> real) {
    this.random = new Random(seed);
    this.real = real;
    for (PromqlFunction function : Functions.all()) {
      if (!function.isExperimental()) {
        functions.add(function.name());
      }
    }
    functions.add("info");
  }

  String next() {
    int kind = random.nextInt(20);
    if (kind < 8 && !real.isEmpty()) {
      return mutated();
    }
    if (kind < 19) {
      String grown = expression(1 + random.nextInt(4));
      return random.nextInt(5) == 0 ? edited(grown) : grown;
    }
    return soup();
  }

  // ---------------------------------------------------------------- mutation

  private String mutated() {
    String text = pick(real);
    for (int i = random.nextInt(3); i >= 0; i--) {
      text = edited(text);
    }
    return text.length() > 2_000 ? text.substring(0, 2_000) : text;
  }

  /** The text with one place changed. */
  private String edited(String text) {
    if (text.isEmpty()) {
      return word();
    }
    int from = place(text);
    int to = Math.min(text.length(), from + random.nextInt(8));
    to = to > 0 && to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? to + 1 : to;
    switch (random.nextInt(8)) {
      case 0:
        return text.substring(0, from) + text.substring(to);
      case 1:
        return text.substring(0, from) + word() + text.substring(from);
      case 2:
        return text.substring(0, from) + word() + text.substring(to);
      case 3:
        return text.substring(0, from) + text.substring(from, to) + text.substring(from);
      case 4:
        {
          String other = real.isEmpty() ? expression(2) : pick(real);
          return text.substring(0, from) + other.substring(place(other));
        }
      case 5:
        return text.substring(0, from);
      case 6:
        return swapped(text);
      default:
        return text.substring(0, from) + " " + word() + " " + text.substring(from);
    }
  }

  /** The text with two of its words exchanged. */
  private String swapped(String text) {
    String[] words = text.split("(?<=[^a-zA-Z0-9_])|(?=[^a-zA-Z0-9_])", -1);
    if (words.length > 1) {
      int a = random.nextInt(words.length);
      int b = random.nextInt(words.length);
      String word = words[a];
      words[a] = words[b];
      words[b] = word;
    }
    String joined = String.join("", words);
    return GoString.isUtf8(joined) ? joined : text;
  }

  private int place(String text) {
    int place = random.nextInt(text.length() + 1);
    boolean inside = place < text.length() && Character.isLowSurrogate(text.charAt(place));
    return inside ? place - 1 : place;
  }

  private String word() {
    switch (random.nextInt(9)) {
      case 0:
        return pick(NUMBERS);
      case 1:
        return pick(NAMES);
      case 2:
        return pick(STRINGS);
      case 3:
        return pick(OPERATORS);
      case 4, 5:
        return pick(PUNCTUATION);
      case 6:
        return pick(functions);
      case 7:
        return pick(AGGREGATIONS);
      default:
        return range();
    }
  }

  private String soup() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(word()).append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  // ---------------------------------------------------------------- growth by the grammar

  private String expression(int depth) {
    if (depth <= 0) {
      return random.nextInt(4) == 0 ? pick(NUMBERS) : shifted(selector());
    }
    // What stands last fits only in few places, and is rare.
    switch (random.nextInt(20) == 0 ? 10 + random.nextInt(4) : random.nextInt(10)) {
      case 0, 1, 2:
        return expression(depth - 1) + blank() + operator() + blank() + expression(depth - 1);
      case 3:
        return "(" + expression(depth - 1) + ")";
      case 4:
        return (random.nextBoolean() ? "-" : "+") + expression(depth - 1);
      case 5, 6:
        return aggregation(depth);
      case 7, 8, 9:
        return call(depth);
      case 10:
        return shifted(expression(depth - 1) + subqueryRange());
      case 11:
        return shifted(selector() + range());
      case 12:
        return random.nextInt(3) == 0 ? pick(STRINGS) : shifted(selector());
      default:
        return shifted(expression(depth - 1));
    }
  }

  private String operator() {
    String op = pick(OPERATORS);
    if (random.nextInt(8) == 0) {
      op += " bool";
    }
    if (random.nextInt(6) == 0) {
      op += (random.nextBoolean() ? " on" : " ignoring") + blank() + labels();
      if (random.nextInt(3) == 0) {
        op += (random.nextBoolean() ? " group_left" : " group_right");
        op += random.nextBoolean() ? labels() : "";
      }
    }
    return op;
  }

  private String aggregation(int depth) {
    String op = pick(AGGREGATIONS);
    String grouping = (random.nextBoolean() ? "by" : "without") + blank() + labels();
    boolean parameter = PARAMETERIZED.contains(op);
    String first = parameter != (random.nextInt(25) == 0) ? parameter(op) + ", " : "";
    String body = "(" + first + expression(depth - 1) + ")";
    return switch (random.nextInt(4)) {
      case 0 -> op + " " + grouping + " " + body;
      case 1 -> op + body + blank() + grouping;
      default -> op + body;
    };
  }

  private String parameter(String op) {
    return op.equals("count_values") != (random.nextInt(20) == 0) ? pick(STRINGS) : pick(NUMBERS);
  }

  private String call(int depth) {
    String name = pick(functions);
    PromqlFunction function = Functions.named(name).orElseThrow();
    int count = function.leastArguments();
    if (function.mostArguments() > count && random.nextBoolean()) {
      count++;
    }
    if (random.nextInt(25) == 0) {
      count = random.nextInt(4);
    }
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ");
      boolean typed = random.nextInt(12) != 0 && i < function.mostArguments();
      text.append(typed ? argument(argumentType(function, i), depth) : expression(depth - 1));
    }
    return text.append(random.nextInt(40) == 0 ? ",)" : ")").toString();
  }

  private static ValueType argumentType(PromqlFunction function, int index) {
    return function.mostArguments() == 0 ? ValueType.SCALAR : function.argument(index);
  }

  private String argument(ValueType type, int depth) {
    return switch (type) {
      case SCALAR -> pick(NUMBERS);
      case STRING -> pick(STRINGS);
      case MATRIX ->
          random.nextInt(4) == 0
              ? "(" + expression(depth - 1) + ")" + subqueryRange()
              : shifted(selector() + range());
      case VECTOR -> expression(depth - 1);
    };
  }

  private String selector() {
    StringBuilder text = new StringBuilder(random.nextInt(6) == 0 ? "" : pick(NAMES));
    if (text.length() == 0 || random.nextInt(3) == 0) {
      text.append(blankOrNone()).append('{');
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(matcher()).append(i == 1 && random.nextInt(5) != 0 ? "" : ",");
      }
      text.append('}');
    }
    return text.toString();
  }

  private String matcher() {
    String label = random.nextInt(8) == 0 ? pick(STRINGS) : pick(LABELS);
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(6) == 0 ? label : pick(STRINGS);
      case 1, 2 -> label + (random.nextBoolean() ? "=" : "!=") + pick(STRINGS);
      case 3 -> label + blankOrNone() + "=" + blankOrNone() + pick(STRINGS);
      default -> label + (random.nextBoolean() ? "=~" : "!~") + "\"" + regex() + "\"";
    };
  }

  /** A regular expression, as it is written inside of a string. */
  private String regex() {
    if (random.nextInt(3) != 0) {
      return pick(REGEXES);
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(7); i >= 0; i--) {
      text.append(REGEX_PIECES[random.nextInt(REGEX_PIECES.length)]);
    }
    return text.toString();
  }

  private String labels() {
    StringBuilder text = new StringBuilder("(");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(random.nextInt(8) == 0 ? pick(STRINGS) : pick(LABELS));
      text.append(i == 1 && random.nextInt(6) != 0 ? "" : ",");
    }
    return text.append(')').toString();
  }

  private String range() {
    return "[" + blankOrNone() + duration() + blankOrNone() + "]";
  }

  private String subqueryRange() {
    String step = random.nextBoolean() ? duration() : "";
    return "[" + duration() + (random.nextInt(30) == 0 ? "x" : ":") + blankOrNone() + step + "]";
  }

  private String duration() {
    return switch (random.nextInt(60)) {
      case 0 -> "-" + pick(NUMBERS);
      case 1 -> "--" + pick(NUMBERS);
      case 2, 3, 4 -> durationArithmetic(3);
      case 5, 6, 7, 8 -> pick(NUMBERS);
      default -> (1 + random.nextInt(60)) + (random.nextBoolean() ? "m" : "s");
    };
  }

  private String durationArithmetic(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(7)) {
      case 0, 1 -> pick(NUMBERS);
      case 2 -> "(" + durationArithmetic(depth - 1) + ")";
      case 3 -> (random.nextBoolean() ? "-" : "+") + durationArithmetic(depth - 1);
      default ->
          durationArithmetic(depth - 1)
              + blankOrNone()
              + pick(DURATION_OPERATORS)
              + durationArithmetic(depth - 1);
    };
  }

  private String shifted(String text) {
    return switch (random.nextInt(30)) {
      case 0 -> text + " offset " + duration();
      case 1 -> text + " offset -" + duration();
      case 2 -> text + " @ " + (random.nextInt(4) == 0 ? "-" : "") + pick(NUMBERS);
      case 3 -> text + (random.nextBoolean() ? " @ start()" : " @ end( )");
      default -> text;
    };
  }

  private String blank() {
    return switch (random.nextInt(12)) {
      case 0 -> "\n";
      case 1 -> " # note\n";
      case 2 -> "\t";
      default -> " ";
    };
  }

  private String blankOrNone() {
    return random.nextInt(4) == 0 ? blank() : "";
  }

  private String pick(String[] words) {
    double place = random.nextDouble();
    return words[(int) (words.length * Math.pow(place, 8))];
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
