package dev.tocsin.generator.source;

import dev.tocsin.generator.yaml.YamlNode;
import dev.tocsin.generator.yaml.YamlScalars;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What scalars are to Go's <a href="https://pkg.go.dev/gopkg.in/yaml.v2">yaml.v2</a>, which
 * Alertmanager reads its configuration with: YAML 1.1, where {@code yes} is true.
 */
final class Yaml2 {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)");
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

  private Yaml2() {}

  /** Why a scalar is not what its tag says; empty where it is, or has no tag. */
  static Optional<String> tagProblem(YamlNode scalar) {
    boolean truth = TRUE.contains(scalar.value()) || FALSE.contains(scalar.value());
    return scalar.tag().isEmpty() || scalar.tag().equals("!!bool") && truth
        ? Optional.empty()
        : YamlScalars.tagProblem(scalar);
  }

  static Optional<Boolean> bool(YamlNode node) {
    boolean plain = node.isPlain() && node.tag().isEmpty() || node.tag().equals("!!bool");
    if (!plain) {
      return Optional.empty();
    }
    return TRUE.contains(node.value())
        ? Optional.of(true)
        : FALSE.contains(node.value()) ? Optional.of(false) : Optional.empty();
  }

  private static boolean isPlainNumber(YamlNode node) {
    return node.isPlain() && node.tag().isEmpty()
        || node.tag().equals("!!int")
        || node.tag().equals("!!float");
  }

  /** The whole number that a field of 64 bits gets; a fraction is cut off. */
  static Optional<Long> integer(YamlNode node) {
    if (!isPlainNumber(node) || node.value().isEmpty()) {
      return Optional.empty();
    }
    String plain = node.value().replace("_", "");
    if (INTEGER.matcher(plain).matches()) {
      boolean negative = plain.startsWith("-");
      String digits = negative || plain.startsWith("+") ? plain.substring(1) : plain;
      BigInteger value = magnitude(digits.toLowerCase(Locale.ROOT));
      BigInteger signed = negative ? value.negate() : value;
      return signed.compareTo(LONG_MAX) <= 0 && signed.compareTo(LONG_MIN) >= 0
          ? Optional.of(signed.longValue())
          : Optional.empty();
    }
    Optional<Double> number = number(node);
    return number.filter(value -> value <= Long.MAX_VALUE).map(Double::longValue);
  }

  /** The whole number where one is written, and not a fraction. */
  static Optional<Long> whole(YamlNode node) {
    return INTEGER.matcher(node.value().replace("_", "")).matches()
        ? integer(node)
        : Optional.empty();
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    if (digits.startsWith("0") && digits.length() > 1) {
      String octal = digits.startsWith("0o") ? digits.substring(2) : digits;
      return octal.isEmpty() ? BigInteger.ZERO : new BigInteger(octal, 8);
    }
    return new BigInteger(digits);
  }

  static Optional<Double> number(YamlNode node) {
    if (!isPlainNumber(node)) {
      return Optional.empty();
    }
    String plain = node.value().replace("_", "");
    if (FLOAT.matcher(plain).matches() && plain.length() < 400) {
      return Optional.of(Double.valueOf(plain));
    }
    return switch (node.value()) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
          Optional.of(Double.POSITIVE_INFINITY);
      case "-.inf", "-.Inf", "-.INF" -> Optional.of(Double.NEGATIVE_INFINITY);
      case ".nan", ".NaN", ".NAN" -> Optional.of(Double.NaN);
      default -> Optional.empty();
    };
  }
}
