package dev.tocsin.generator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came of a drill. */
public final class DrillReport {
  private final boolean notified;
  private final List<String> lines;

  private DrillReport(boolean notified, List<String> lines) {
    this.notified = notified;
    this.lines = List.copyOf(lines);
  }

  /** Whether all receivers that were to be told were told, as far as the server counts that. */
  public boolean notified() {
    return notified;
  }

  /** For people, a line each. */
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
    lines.add("  accepted    " + (watch.isKnown() ? "yes" : "yes, but it was never seen again"));
    String expected =
        targets
            .map(all -> all.stream().map(Target::description).collect(Collectors.joining("; ")))
            .orElse("not known: the running configuration cannot be read; give it by --config");
    lines.add("  expected    " + expected + (byFile ? ", by the given file" : ""));
    lines.add(
        "  routed to   "
            + (watch.receivers().isEmpty() ? "nobody" : String.join(", ", watch.receivers())));
    lines.add(
        "  suppressed  "
            + (watch.suppressedBy().isEmpty() ? "no" : String.join("; ", watch.suppressedBy())));
    if (watch.isCounted()) {
      table(watch.rows(), lines);
    } else {
      lines.add(
          "  counted     nothing: /metrics is not served there, so nobody knows who was told");
    }
    lines.add(
        "  resolved    "
            + (resolved
                ? "yes; receivers that want to know are told at the group's next flush"
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
      lines.add("  how sure    " + certainty(alone, status));
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
          "the server took the alert and does not know it: do several servers answer there?");
    }
    targets.ifPresent(all -> compare(all, watch, faults));
    if (!watch.suppressedBy().isEmpty()) {
      faults.add("nobody was told, because it was suppressed");
    } else if (!watch.isCounted()) {
      faults.add("nobody can say whether anybody was told");
    } else if (targets.isEmpty()) {
      faults.add("whom to expect is not known");
    } else {
      notTold(watch, faults);
    }
    if (!resolved) {
      faults.add("the alert still fires; it ends by itself");
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
        faults.add("receiver " + target.receiver() + " has no integration: it tells nobody");
      } else if (target.muted()) {
        faults.add(
            "receiver " + target.receiver() + " is muted at this time by its time intervals");
      }
    }
  }

  private static void notTold(Watch watch, List<String> faults) {
    for (Counters.Row row : watch.rows()) {
      if (!row.isTold()) {
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
          ? "1 request failed, see the server's log"
          : row.failed() + " requests failed, see the server's log";
    }
    return row.begun() > row.delivered()
        ? "it is still being tried: wait longer, by --for"
        : "it was not begun: wait longer, by --for, or another member of the cluster tells it";
  }

  /** The counters are of kinds of integrations, not of alerts. */
  private static String certainty(boolean alone, JsonNode status) {
    String base =
        alone
            ? "no other alert was known, so what was counted is the drill's; "
            : "other alerts were known, and the counters do not say whose a notification was; ";
    String cluster =
        status.path("cluster").path("peers").size() > 1
            ? "this is one member of a cluster, and others count for themselves; "
            : "";
    return base
        + cluster
        + "delivered means that the receiver's server took it, not that a person saw it";
  }

  /** As matchers write them. */
  static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(entry -> entry.getKey() + "=\"" + entry.getValue().replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
