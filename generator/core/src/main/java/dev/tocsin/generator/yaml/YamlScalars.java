package dev.tocsin.generator.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means, by the rules of <a href="https://pkg.go.dev/gopkg.in/yaml.v3">Go's
 * yaml.v3</a>: YAML 1.2 with some of 1.1.
 */
public final class YamlScalars {
  /** What a scalar's text can be. */
  public enum Type {
    NULL,
    BOOL,
    INT,
    FLOAT,
    TIMESTAMP,
    MERGE,
    STRING
  }

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> BOOLS =
      Set.of("true", "True", "TRUE", "false", "False", "FALSE");
  private static final Set<String> SPECIAL_FLOATS =
      Set.of(
          ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
          "-.Inf", "-.INF");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "([Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})"
              + "| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?)?");
  private static final BigInteger LONG_LIMIT = BigInteger.ONE.shiftLeft(63);
  private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

  private YamlScalars() {}

  static boolean isNull(String text) {
    return text.length() <= 4 && NULLS.contains(text);
  }

  /** The type of a plain scalar without a tag. */
  public static Type type(String text) {
    if (isNull(text)) {
      return Type.NULL;
    }
    if (text.equals("<<")) {
      return Type.MERGE;
    }
    if (BOOLS.contains(text)) {
      return Type.BOOL;
    }
    if (SPECIAL_FLOATS.contains(text)) {
      return Type.FLOAT;
    }
    char first = text.charAt(0);
    if (first != '.' && first != '+' && first != '-' && (first < '0' || first > '9')) {
      return Type.STRING;
    }
    if (TIMESTAMP.matcher(text).matches() && isDate(text)) {
      return Type.TIMESTAMP;
    }
    String plain = text.replace("_", "");
    if (first != '.' && integer(plain).isPresent()) {
      return Type.INT;
    }
    return FLOAT.matcher(plain).matches() && (first != '.' || !text.contains("_"))
        ? Type.FLOAT
        : Type.STRING;
  }

  private static boolean isDate(String text) {
    String[] date = text.split("[-Tt ]", 4);
    int month = Integer.parseInt(date[1]);
    int day = Integer.parseInt(date[2]);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= YearMonth.of(Integer.parseInt(date[0]), month).lengthOfMonth();
  }

  private static Optional<BigInteger> integer(String plain) {
    if (!INTEGER.matcher(plain).matches()) {
      return Optional.empty();
    }
    boolean negative = plain.startsWith("-");
    String digits =
        (negative || plain.startsWith("+") ? plain.substring(1) : plain).toLowerCase(Locale.ROOT);
    BigInteger value;
    if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      if (digits.length() == 2) {
        return Optional.empty();
      }
      value = new BigInteger(digits.substring(2), 8);
    } else if (digits.startsWith("0") && digits.length() > 1) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    BigInteger signed = negative ? value.negate() : value;
    boolean fits =
        plain.startsWith("+") || negative
            ? signed.compareTo(LONG_LIMIT) < 0 && signed.compareTo(LONG_LIMIT.negate()) >= 0
            : signed.compareTo(UNSIGNED_LIMIT) < 0;
    return fits ? Optional.of(signed) : Optional.empty();
  }

  /**
   * The whole number that a node gives to a field of 64 bits; empty when it gives none. A float is
   * cut off, as yaml.v3 does.
   */
  public static Optional<Long> toLong(YamlNode node) {
    YamlNode scalar = node.resolved();
    if (scalar.kind() != YamlNode.Kind.SCALAR || !isNumeric(scalar)) {
      return Optional.empty();
    }
    String plain = scalar.value().replace("_", "");
    Optional<BigInteger> whole = integer(plain);
    if (whole.isPresent()) {
      return whole.filter(value -> value.compareTo(LONG_LIMIT) < 0).map(BigInteger::longValue);
    }
    if (SPECIAL_FLOATS.contains(plain)) {
      return plain.startsWith("-") ? Optional.of(Long.MIN_VALUE) : Optional.empty();
    }
    double value = new BigDecimal(plain).doubleValue();
    return value <= 0x1p63 ? Optional.of((long) value) : Optional.empty();
  }

  private static boolean isNumeric(YamlNode scalar) {
    boolean untagged = scalar.tag().isEmpty() || scalar.tag().equals("!");
    if (untagged
        ? !scalar.isPlain()
        : !scalar.tag().equals("!!int") && !scalar.tag().equals("!!float")) {
      return false;
    }
    Type type = type(scalar.value());
    return type == Type.INT || type == Type.FLOAT;
  }

  /** Why a scalar cannot be what its explicit tag says; empty when it can. */
  public static Optional<String> tagProblem(YamlNode scalar) {
    Type type =
        switch (scalar.tag()) {
          case "!!bool" -> Type.BOOL;
          case "!!int" -> Type.INT;
          case "!!float" -> Type.FLOAT;
          case "!!null" -> Type.NULL;
          case "!!timestamp" -> Type.TIMESTAMP;
          default -> Type.STRING;
        };
    if (scalar.tag().equals("!!binary")) {
      return base64(scalar.value()).isPresent()
          ? Optional.empty()
          : Optional.of("!!binary holds no valid base64");
    }
    Type found = type(scalar.value());
    if (type == Type.STRING || found == type || (type == Type.FLOAT && found == Type.INT)) {
      return Optional.empty();
    }
    return Optional.of("`" + scalar.value() + "` is not a " + scalar.tag());
  }

  /** The text that a scalar gives to a field: as it is, but {@code !!binary}, which is decoded. */
  public static String text(YamlNode scalar) {
    return scalar.tag().equals("!!binary")
        ? base64(scalar.value())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(scalar.value())
        : scalar.value();
  }

  /** The bytes of {@code !!binary}, line breaks allowed, as Go's standard encoding reads them. */
  static Optional<byte[]> base64(String text) {
    try {
      String compact = text.replace("\n", "").replace("\r", "");
      return compact.length() % 4 == 0
          ? Optional.of(Base64.getDecoder().decode(compact))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
