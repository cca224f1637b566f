package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Quantity;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Unit;

/** Numbers with their units, in the words that a person would use. */
final class Quantities {
  private Quantities() {}

  /**
   * So many of a unit.
   *
   * @throws Untyped where the unit has no numbers
   */
  static Term of(double value, UnitType unit) {
    if (unit instanceof UnitType.Per per) {
      Term one = of(value, per.one());
      return per.other().equals(UnitType.SECONDS)
          ? one.call(unit, "perSecond")
          : one.call(unit, "per", Term.unitClass((UnitType.Simple) per.other()));
    }
    Class<? extends Unit> type = ((UnitType.Simple) unit).type();
    Term best = words(value, type, unit);
    double made = ((Quantity<?>) best.value()).value();
    return Double.compare(made, value) == 0 ? best : plain(value, type, unit);
  }

  private static Term words(double value, Class<? extends Unit> type, UnitType unit) {
    if (type == Seconds.class) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e12;
      if (whole && Math.abs(value) >= 60 && value % 60 == 0) {
        return word(unit, "seconds", Durations.of((long) value * 1000));
      }
      double milliseconds = value * 1000;
      return value != 0 && Math.abs(value) < 1 && milliseconds == Math.rint(milliseconds)
          ? word(unit, "milliseconds", Term.number(milliseconds))
          : plain(value, type, unit);
    }
    if (type == Bytes.class) {
      double kilo = value / (1 << 20);
      if (value >= 1 << 30 && value % (1 << 30) == 0) {
        return word(unit, "gibibytes", Term.number(value / (1 << 30)));
      }
      return value >= 1 << 20 && kilo == Math.rint(kilo)
          ? word(unit, "mebibytes", Term.number(kilo))
          : plain(value, type, unit);
    }
    if (type == Ratio.class && value > 0 && value < 1) {
      double percent = Math.rint(value * 10_000) / 100;
      return percent >= 1 && percent == Math.rint(percent)
          ? word(unit, "percent", Term.number(percent))
          : plain(value, type, unit);
    }
    return plain(value, type, unit);
  }

  private static Term plain(double value, Class<? extends Unit> type, UnitType unit) {
    if (type == Bool.class) {
      return value == 0 || value == 1
          ? Term.of(
              Code.constant(Quantity.class.getName(), value == 1 ? "TRUE" : "FALSE"),
              value == 1 ? Quantity.TRUE : Quantity.FALSE)
          : word(unit, "quantity", Term.number(value), Term.unitClass((UnitType.Simple) unit));
    }
    String word =
        switch (type.getSimpleName()) {
          case "Seconds" -> "seconds";
          case "Timestamp" -> "timestamp";
          case "Bytes" -> "bytes";
          case "Ratio" -> "ratio";
          case "Count" -> "count";
          case "Celsius" -> "celsius";
          default -> throw new Untyped("no number of " + type.getSimpleName());
        };
    return word(unit, word, Term.number(value));
  }

  private static Term word(UnitType unit, String word, Term... arguments) {
    return Term.call(unit, Quantity.class, word, arguments);
  }
}
