package dev.tocsin.proofs.service;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Each alert that fired, its cause, how long until somebody was notified, and who. */
final class PageTable {
  private static final String FORMAT = "%-37s %10s %10s %12s  %s; %s%n";

  /**
   * An alert that fired.
   *
   * @param latency from the cause to the first who was notified
   * @param bound the longest that this may take here
   * @param production and the longest in production
   * @param keptUp whether the machine did, so that the bound holds
   */
  record Row(
      String alert,
      String cause,
      Duration latency,
      Duration bound,
      Duration production,
      boolean keptUp,
      Set<String> receivers) {}

  private final Collection<Row> rows = new ConcurrentLinkedQueue<>();

  void add(Row row) {
    rows.add(row);
  }

  private Set<String> alerts() {
    return rows.stream().map(Row::alert).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The alerts of the model that have no row. */
  Set<String> missing(MonitoringModel model) {
    Set<String> missing =
        model.alerts().stream().map(Alert::name).collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(alerts());
    return missing;
  }

  /** How many alerts fired. */
  int size() {
    return alerts().size();
  }

  /** Who was notified later than can be, though the machine kept up. */
  List<String> tooLate() {
    return rows.stream()
        .filter(row -> row.keptUp() && row.latency().compareTo(row.bound()) > 0)
        .map(
            row ->
                row.alert()
                    + " was notified "
                    + seconds(row.latency())
                    + " after its cause ("
                    + row.cause()
                    + "), and should be within "
                    + GoDuration.text(row.bound()))
        .sorted()
        .toList();
  }

  /** The table for people. */
  String text() {
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
    rows.stream()
        .sorted(Comparator.comparing(Row::alert).thenComparing(Row::cause))
        .forEach(
            row ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        FORMAT,
                        row.alert(),
                        seconds(row.latency()),
                        GoDuration.text(row.bound()),
                        GoDuration.text(row.production()),
                        row.cause(),
                        String.join(", ", new TreeSet<>(row.receivers()))
                            + (row.keptUp() || row.latency().compareTo(row.bound()) <= 0
                                ? ""
                                : "; the machine did not keep up"))));
    return table.toString();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
