package dev.tocsin.proofs.service;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.write.DurationText;
import dev.tocsin.generator.write.PageLatency;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** Each alert that rang, its cause, how long until somebody was told, and who. */
final class PageTable {
  private static final String FORMAT = "%-37s %10s %10s %12s  %s; %s%n";

  private record Row(String cause, Duration latency, Set<String> receivers) {}

  private final Map<String, Row> rows = new ConcurrentSkipListMap<>();

  /** The first time that an alert rang counts. */
  void add(String alert, String cause, Duration latency, Set<String> receivers) {
    rows.putIfAbsent(alert, new Row(cause, latency, receivers));
  }

  /** The alerts of the model that have no row. */
  Set<String> missing(MonitoringModel model) {
    return model.alerts().stream()
        .map(Alert::name)
        .filter(name -> !rows.containsKey(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  int size() {
    return rows.size();
  }

  /**
   * The table for people.
   *
   * @param played whose bounds what is measured is compared with
   * @param shipped the same for production
   */
  String text(MonitoringModel played, MonitoringModel shipped) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                FORMAT,
                "alert",
                "measured",
                "bound",
                "production",
                "cause",
                "receivers"));
    rows.forEach(
        (alert, row) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    FORMAT,
                    alert,
                    seconds(row.latency()),
                    bound(alert, played),
                    bound(alert, shipped),
                    row.cause(),
                    String.join(", ", new TreeSet<>(row.receivers())))));
    return table.toString();
  }

  private static String bound(String name, MonitoringModel model) {
    return model.alerts().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .flatMap((Alert it) -> PageLatency.of(it, model))
        .map(it -> DurationText.of(it.total()))
        .orElse("");
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
