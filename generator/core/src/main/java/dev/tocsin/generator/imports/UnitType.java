package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Celsius;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Timestamp;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.metric.Unknown;
import java.util.Optional;

/** What a typed expression counts, as Java's compiler will find it. */
sealed interface UnitType {
  UnitType COUNT = new Simple(Count.class);
  UnitType SECONDS = new Simple(Seconds.class);
  UnitType BOOL = new Simple(Bool.class);
  UnitType RATIO = new Simple(Ratio.class);
  UnitType TIMESTAMP = new Simple(Timestamp.class);
  UnitType UNKNOWN = new Simple(Unknown.class);

  /** A unit with a name. */
  record Simple(Class<? extends Unit> type) implements UnitType {
    Code literal() {
      return Code.classLiteral(type.getCanonicalName());
    }
  }

  /** So many of one for each of the other. */
  record Per(UnitType one, UnitType other) implements UnitType {}

  static UnitType perSecond(UnitType unit) {
    return new Per(unit, SECONDS);
  }

  /** The unit to take it for where it has no name of its own or none that a number could have. */
  default Simple nearest() {
    if (this instanceof Per per) {
      // Seconds a second for each request a second are seconds a request.
      boolean rates = per.one instanceof Per a && per.other instanceof Per b && a.other == b.other;
      return rates ? ((Per) per.one).one.nearest() : (Simple) COUNT;
    }
    return equals(UNKNOWN) ? (Simple) COUNT : (Simple) this;
  }

  /** Whether a number of it can be written. */
  default boolean hasNumbers() {
    if (this instanceof Per per) {
      return per.one.hasNumbers() && per.other instanceof Simple;
    }
    return !equals(UNKNOWN);
  }

  /**
   * The unit of a metric, as far as <a href="https://prometheus.io/docs/practices/naming/">its
   * name</a> tells.
   */
  static UnitType ofMetric(String name) {
    String[] parts = name.replaceFirst("^:+|:+$", "").split(":+");
    if (parts.length > 2 && parts[2].contains("rate")) {
      return parts[2].contains("ratio") ? RATIO : COUNT;
    }
    // Of level:metric:operations the metric tells.
    String plain = parts[parts.length > 1 ? 1 : 0].replaceFirst("_(total|sum|bucket|count)$", "");
    if (name.endsWith("_count")) {
      return COUNT;
    }
    if (plain.contains("timestamp")
        || plain.matches(".*(start|boot|created|expir|expiry|not_after|reload|success)\\w*_time.*")
        || plain.matches(".*_(time|created|expiry|not_after|not_before)(_seconds)?")
            && !plain.endsWith("_total_time_seconds")) {
      return TIMESTAMP;
    }
    for (Suffix suffix : Suffix.values()) {
      if (suffix.fits(plain)) {
        return new Simple(suffix.unit);
      }
    }
    return COUNT;
  }

  /** Endings of metrics' names, and what they count by custom. */
  enum Suffix {
    SECONDS("seconds", Seconds.class),
    BYTES("bytes", Bytes.class),
    RATIO("ratio", Ratio.class),
    INFO("info", Ratio.class),
    CELSIUS("celsius", Celsius.class);

    private final String word;
    private final Class<? extends Unit> unit;

    Suffix(String word, Class<? extends Unit> unit) {
      this.word = word;
      this.unit = unit;
    }

    private boolean fits(String name) {
      return name.equals(word) || name.endsWith("_" + word);
    }
  }

  /** The unit that a page of metrics names. */
  static Optional<UnitType> named(String unit) {
    for (Suffix suffix : Suffix.values()) {
      if (suffix.word.equals(unit)) {
        return Optional.of(new Simple(suffix.unit));
      }
    }
    return Optional.empty();
  }
}
