package dev.tocsin.harness.series;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.go.GoDuration;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/** How maps, lists and durations are written in messages and reports: never as Java prints them. */
@API(status = API.Status.INTERNAL)
public final class Texts {
  private Texts() {}

  /** A label set as Prometheus writes it: {@code {job="shop",queue="orders"}}. */
  public static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Items in their order, separated by commas; {@code none} for no item. */
  public static String list(Collection<?> items) {
    return items.isEmpty()
        ? "none"
        : items.stream().map(Texts::of).collect(Collectors.joining(", "));
  }

  /** Fields such as {@code summary: it is long; runbook_url: …}; {@code none} for no field. */
  public static String fields(Map<?, ?> fields) {
    return fields.isEmpty()
        ? "none"
        : fields.entrySet().stream()
            .map(field -> field.getKey() + ": " + of(field.getValue()))
            .collect(Collectors.joining("; "));
  }

  /** Any value. */
  public static String of(Object value) {
    if (value instanceof Map<?, ?> fields) {
      return "{" + fields(fields) + "}";
    }
    if (value instanceof Fields fields) {
      return "{" + fields(fields.asMap()) + "}";
    }
    if (value instanceof Collection<?> items) {
      return list(items);
    }
    if (value instanceof Duration duration) {
      return (duration.isNegative() ? "-" : "") + GoDuration.text(duration.abs());
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(Texts::of).orElse("none");
    }
    return String.valueOf(value);
  }

  /**
   * Why something failed, in its own words; the class of an exception is named only where it has no
   * message for people.
   */
  public static String of(Throwable failure) {
    boolean says =
        failure instanceof AssertionError
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException;
    String message = failure.getMessage();
    return says && message != null && !message.isBlank() ? message : failure.toString();
  }
}
