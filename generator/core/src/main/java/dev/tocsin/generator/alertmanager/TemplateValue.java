package dev.tocsin.generator.alertmanager;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value in a notification's template is, and which fields and methods it has: <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/template/template.go">Alertmanager's
 * template data</a>, as of 0.33.
 */
enum TemplateValue {
  NOTIFICATION("a notification"),
  ALERTS("a list of alerts"),
  /** What {@code .Alerts.Firing} gives, which cannot be asked again. */
  SOME_ALERTS("a list of alerts"),
  ALERT("an alert"),
  LABELS("a set of names and values"),
  PAIRS("a list of names and values"),
  PAIR("a name with its value"),
  TEXTS("a list of texts"),
  TEXT("a text"),
  UNKNOWN("something");

  private static final String FIELDS =
      """
      NOTIFICATION Receiver TEXT, Status TEXT, Alerts ALERTS, NotificationReason TEXT, \
      GroupLabels LABELS, CommonLabels LABELS, CommonAnnotations LABELS, ExternalURL TEXT
      ALERTS Firing SOME_ALERTS, Resolved SOME_ALERTS
      ALERT Status TEXT, Labels LABELS, Annotations LABELS, StartsAt UNKNOWN, EndsAt UNKNOWN, \
      GeneratorURL TEXT, Fingerprint TEXT
      LABELS SortedPairs PAIRS, Names TEXTS, Values TEXTS, Remove LABELS, String TEXT
      PAIRS Names TEXTS, Values TEXTS, String TEXT
      PAIR Name TEXT, Value TEXT
      """;

  private static final String ELEMENTS =
      "ALERTS ALERT, SOME_ALERTS ALERT, LABELS TEXT, PAIRS PAIR, TEXTS TEXT, UNKNOWN UNKNOWN";

  private static final Map<TemplateValue, Map<String, TemplateValue>> OF_NAME =
      new EnumMap<>(TemplateValue.class);
  private static final Map<TemplateValue, TemplateValue> OF_ELEMENT =
      new EnumMap<>(TemplateValue.class);

  static {
    FIELDS
        .lines()
        .forEach(
            line -> {
              String[] whole = line.split(" ", 2);
              OF_NAME.put(valueOf(whole[0]), table(whole[1]));
            });
    table(ELEMENTS).forEach((shape, element) -> OF_ELEMENT.put(valueOf(shape), element));
  }

  private final String words;

  TemplateValue(String words) {
    this.words = words;
  }

  private static Map<String, TemplateValue> table(String text) {
    Map<String, TemplateValue> table = new LinkedHashMap<>();
    Arrays.stream(text.split(", "))
        .map(entry -> entry.split(" "))
        .forEach(entry -> table.put(entry[0], valueOf(entry[1])));
    return table;
  }

  /** What it is, in words, with its article. */
  String words() {
    return words;
  }

  /** The fields and methods that it has, in the order of the documentation. */
  List<String> fields() {
    return new ArrayList<>(OF_NAME.getOrDefault(this, Map.of()).keySet());
  }

  /** Whether a name is none of its own fields and methods: of labels, that it is a label's. */
  boolean isPlain(String name) {
    return !fields().contains(name);
  }

  /** What a field or method gives; empty where asking for it fails. */
  Optional<TemplateValue> field(String name) {
    if (this == UNKNOWN) {
      return Optional.of(UNKNOWN);
    }
    Optional<TemplateValue> known =
        Optional.ofNullable(OF_NAME.getOrDefault(this, Map.of()).get(name));
    // A label or annotation that is not there is an empty text.
    return known.isEmpty() && this == LABELS ? Optional.of(TEXT) : known;
  }

  /** What {@code range} and {@code index} give of it; empty where they fail. */
  Optional<TemplateValue> element() {
    return Optional.ofNullable(OF_ELEMENT.get(this));
  }
}
