package dev.tocsin.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The result of a drill. */
public final class DrillReport {
  private final boolean notified;
  private final List<String> lines;

  private DrillReport(boolean notified, List<String> lines) {
    this.notified = notified;
    this.lines = List.copyOf(lines);
  }

  /** Whether all expected receivers were notified, according to the server's counters. */
  public boolean notified() {
    return notified;
  }

  /** The report as text. */
  public List<String> lines() {
    return lines;
  }

  static DrillReport of(
      String server,
      JsonNode status,
      Map<String, String> labels,
      boolean byFile,
      Optional<List<Target>> targets,
      Watch watch,
      boolean resolved,
      boolean alone,
      List<String> notes) {
    List<String> lines = new ArrayList<>();
    String version = status.path("versionInfo").path("version").asText("of unknown version");
    lines.add("drill on " + server + ", Alertmanager " + version);
    lines.add("  alert       " + labels(labels));
    lines.add("  accepted    " + (watch.isKnown() ? "yes" : "yes, but the server did not list it"));
    String expected =
        targets
            .map(all -> all.stream().map(Target::description).collect(Collectors.joining("; ")))
            .orElse("unknown: cannot read the running configuration; pass it with --config");
    lines.add("  expected    " + expected + (byFile ? ", according to --config" : ""));
    lines.add(
        "  routed to   "
            + (watch.receivers().isEmpty() ? "no receiver" : String.join(", ", watch.receivers())));
    lines.add(
        "  suppressed  "
            + (watch.suppressedBy().isEmpty() ? "no" : String.join("; ", watch.suppressedBy())));
    if (watch.isCounted()) {
      table(watch.rows(), lines);
    } else {
      lines.add(
          "  counted     nothing: the server does not expose /metrics, so deliveries are unknown");
    }
    lines.add(
        "  resolved    "
            + (resolved
                ? "yes; receivers with send_resolved are notified at the group's next flush"
                : "NO"));
    notes.stream().distinct().forEach(note -> lines.add("  note        " + note));

    List<String> faults = faults(targets, watch, resolved);
    faults.forEach(fault -> lines.add("  FAILED      " + fault));
    if (faults.isEmpty()) {
      lines.add(
          "notified after %.1f s: %s"
              .formatted(
                  watch.took().toMillis() / 1000.0,
                  String.join(", ", new TreeSet<>(watch.receivers()))));
      lines.add("  certainty   " + certainty(alone, status));
    }
    return new DrillReport(faults.isEmpty(), lines);
  }

  private static void table(List<Counters.Row> rows, List<String> lines) {
    if (rows.isEmpty()) {
      return;
    }
    lines.add(
        "  %-12s %8s %6s %9s %6s %8s"
            .formatted("integration", "expected", "begun", "delivered", "failed", "given up"));
    for (Counters.Row row : rows) {
      lines.add(
          "  %-12s %8d %6d %9d %6d %8d"
              .formatted(
                  row.integration(),
                  row.expected(),
                  row.begun(),
                  row.delivered(),
                  row.failed(),
                  row.givenUp()));
    }
  }

  private static List<String> faults(
      Optional<List<Target>> targets, Watch watch, boolean resolved) {
    List<String> faults = new ArrayList<>();
    if (!watch.isKnown()) {
      faults.add(
          "the server accepted the alert but does not list it: several servers may share the address");
    }
    targets.ifPresent(all -> compare(all, watch, faults));
    if (!watch.suppressedBy().isEmpty()) {
      faults.add("no receiver was notified: the alert was suppressed");
    } else if (!watch.isCounted()) {
      faults.add("deliveries are unknown");
    } else if (targets.isEmpty()) {
      faults.add("the expected receivers are unknown");
    } else {
      undelivered(watch, faults);
    }
    if (!resolved) {
      faults.add("the alert still fires, until its endsAt");
    }
    return faults;
  }

  private static void compare(List<Target> targets, Watch watch, List<String> faults) {
    TreeSet<String> wanted =
        targets.stream().map(Target::receiver).collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> found = new TreeSet<>(watch.receivers());
    if (watch.isKnown() && !wanted.equals(found)) {
      faults.add(
          "routed to "
              + String.join(", ", found)
              + " instead of "
              + String.join(", ", wanted)
              + ": the server runs another configuration");
    }
    for (Target target : targets) {
      if (target.integrations().isEmpty()) {
        faults.add(
            "receiver " + target.receiver() + " has no integration, so it sends no notification");
      } else if (target.muted()) {
        faults.add(
            "receiver " + target.receiver() + " is muted at this time by its time intervals");
      }
    }
  }

  private static void undelivered(Watch watch, List<String> faults) {
    for (Counters.Row row : watch.rows()) {
      if (!row.isDelivered()) {
        faults.add(
            "%s: %d of %d delivered in %d s; %s"
                .formatted(
                    row.integration(),
                    row.delivered(),
                    row.expected(),
                    watch.took().toSeconds(),
                    reason(row)));
      }
    }
  }

  private static String reason(Counters.Row row) {
    if (row.failed() > 0) {
      return row.failed() == 1
          ? "1 request failed; see the server's log"
          : row.failed() + " requests failed; see the server's log";
    }
    return row.begun() > row.delivered()
        ? "Alertmanager still retries; wait longer with --for"
        : "not started; wait longer with --for, or another member of the cluster may notify";
  }

  /** The counters distinguish kinds of integrations, not alerts. */
  private static String certainty(boolean alone, JsonNode status) {
    String base =
        alone
            ? "the server had no other alert, so the counted notifications are the drill's; "
            : "the server had other alerts, and the counters do not distinguish their notifications; ";
    String cluster =
        status.path("cluster").path("peers").size() > 1
            ? "this is one member of a cluster, and each member counts its own notifications; "
            : "";
    return base
        + cluster
        + "delivered means that the receiver's server accepted the notification, not that a person"
        + " saw it";
  }

  /** As matchers write them. */
  static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(entry -> entry.getKey() + "=\"" + entry.getValue().replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
