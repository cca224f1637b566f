package dev.tocsin.generator.imports;

import dev.tocsin.dsl.alertmanager.Fields;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the times of a time interval, in typed words where these give the very same fields. */
final class TimesJava {
  private TimesJava() {}

  /** The interval, narrowed to one set of times. */
  static Term narrowed(Term interval, Fields times) {
    Term made = interval;
    for (Map.Entry<String, Object> field : times.asMap().entrySet()) {
      made = field(made, field.getKey(), field.getValue());
    }
    return made;
  }

  private static Term field(Term interval, String name, Object value) {
    Term raw =
        interval.call(
            UnitType.UNKNOWN,
            "with",
            Term.text(name),
            new FieldsJava((secret, context) -> Code.atom("null"), Map.of()).raw(value, name));
    try {
      Term made = interval;
      if (value instanceof List<?> items && !items.isEmpty()) {
        for (Object item : items) {
          made = item(made, name, item);
        }
      } else if (name.equals("location") && value instanceof String zone) {
        made =
            zone.equals("Local")
                ? made.call(UnitType.UNKNOWN, "localTime")
                : made.call(UnitType.UNKNOWN, "location", zone(zone));
      } else {
        return raw;
      }
      return made.value().equals(raw.value()) ? made : raw;
    } catch (Untyped | IllegalArgumentException | DateTimeException e) {
      return raw;
    }
  }

  private static Term item(Term interval, String name, Object item) {
    if (item instanceof Fields range && name.equals("times")) {
      return interval.call(
          UnitType.UNKNOWN,
          "times",
          Term.text(String.valueOf(range.asMap().get("start_time"))),
          Term.text(String.valueOf(range.asMap().get("end_time"))));
    }
    String[] ends = String.valueOf(item).split(":", -1);
    String first = ends[0];
    String last = ends[ends.length - 1];
    return switch (name) {
      case "weekdays" ->
          interval.call(
              UnitType.UNKNOWN,
              "weekdays",
              constant(DayOfWeek.valueOf(first.toUpperCase(Locale.ROOT))),
              constant(DayOfWeek.valueOf(last.toUpperCase(Locale.ROOT))));
      case "months" ->
          interval.call(
              UnitType.UNKNOWN,
              "months",
              constant(Month.valueOf(first.toUpperCase(Locale.ROOT))),
              constant(Month.valueOf(last.toUpperCase(Locale.ROOT))));
      case "days_of_month" -> numbers(interval, "daysOfMonth", first, last);
      case "years" -> numbers(interval, "years", first, last);
      default -> throw new Untyped("no word for " + name);
    };
  }

  private static Term numbers(Term interval, String word, String first, String last) {
    return interval.call(
        UnitType.UNKNOWN,
        word,
        Term.number(Integer.parseInt(first)),
        Term.number(Integer.parseInt(last)));
  }

  private static Term constant(Enum<?> value) {
    return Term.of(Code.constant(value.getDeclaringClass().getName(), value.name()), value);
  }

  private static Term zone(String name) {
    return Term.of(
        new Code.Invoke(
            Optional.of(
                new Code.Atom("ZoneId", Optional.of(new Code.Import("java.time.ZoneId", "")))),
            "of",
            List.of(Code.text(name)),
            Optional.empty()),
        ZoneId.of(name));
  }
}
