package dev.tocsin.generator.write;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes a runbook's page, and the page that lists them, in Markdown. */
public final class RunbookWriter {
  private RunbookWriter() {}

  /** The page of one runbook: what its alerts mean, and what to do. */
  public static String page(Runbook runbook, MonitoringModel model, List<String> head) {
    List<Alert> alerts =
        model.alerts().stream()
            .filter(alert -> alert.runbook().equals(Optional.of(runbook)))
            .toList();
    StringBuilder page = new StringBuilder(comment(head));
    page.append("# ").append(title(alerts)).append("\n\n");
    for (Alert alert : alerts) {
      describe(alert, model, page);
    }
    section(page, "Symptoms", runbook.symptoms());
    section(page, "Investigation", runbook.investigation());
    section(page, "Resolution", runbook.resolution());
    section(page, "Escalation", runbook.escalation());
    return page.toString().stripTrailing() + "\n";
  }

  /** The page that lists all runbooks by alert. */
  public static String index(MonitoringModel model, List<String> head) {
    StringBuilder page = new StringBuilder(comment(head));
    page.append("# Runbooks of ").append(model.name()).append("\n\n");
    page.append("| alert | severity | for | runbook |\n|---|---|---|---|\n");
    for (Alert alert : model.alerts()) {
      alert
          .runbook()
          .ifPresent(
              runbook ->
                  page.append(
                      "| %s | %s | %s | [%s](%s.md) |\n"
                          .formatted(
                              alert.name(),
                              alert.severity().map(Severity::name).orElse(""),
                              GoDuration.text(alert.forDuration()),
                              runbook.slug(),
                              runbook.slug())));
    }
    return page.toString();
  }

  private static void describe(Alert alert, MonitoringModel model, StringBuilder page) {
    String severity = alert.severity().map(Severity::name).orElse("without severity");
    page.append("**%s** (%s)".formatted(alert.name(), severity));
    page.append(
        alert.forDuration().isZero()
            ? " fires at once when this holds:\n\n"
            : " fires when this holds for %s:\n\n".formatted(GoDuration.text(alert.forDuration())));
    page.append("```promql\n").append(ExpressionText.of(alert.expr())).append("\n```\n\n");
    if (alert.severity().equals(Optional.of(Severity.CRITICAL))) {
      PageLatency.of(alert, model).ifPresent(latency -> describe(latency, model, page));
    }
  }

  private static void describe(PageLatency latency, MonitoringModel model, StringBuilder page) {
    page.append(
        "From fault to page at most **%s**: scrape %s, window %s, evaluation %s, for %s, group wait"
                .formatted(
                    GoDuration.text(latency.total()),
                    GoDuration.text(latency.scrape()),
                    GoDuration.text(latency.window()),
                    GoDuration.text(latency.evaluation()),
                    GoDuration.text(latency.pending()))
            + " %s.".formatted(GoDuration.text(latency.groupWait())));
    model
        .pagePromise()
        .ifPresent(
            promise -> {
              Duration over = latency.total().minus(promise);
              page.append(
                  over.isNegative() || over.isZero()
                      ? " The promise is %s, and it is kept.".formatted(GoDuration.text(promise))
                      : " The promise is %s; at worst this alert is %s later%s."
                          .formatted(
                              GoDuration.text(promise),
                              GoDuration.text(over),
                              latency.window().isZero()
                                  ? ""
                                  : ", and sooner the more of the window the fault fills"));
            });
    if (latency.totalInAnOpenGroup().compareTo(latency.total()) > 0) {
      page.append(
          " Where its group is there already, because it fires elsewhere too, the group interval of"
              + " %s counts instead of the group wait."
                  .formatted(GoDuration.text(latency.groupInterval())));
    }
    page.append("\n\n");
  }

  private static String title(List<Alert> alerts) {
    return String.join(", ", alerts.stream().map(Alert::name).distinct().toList());
  }

  private static void section(StringBuilder page, String name, String text) {
    page.append("## ").append(name).append("\n\n").append(text).append("\n\n");
  }

  private static String comment(List<String> head) {
    return "<!-- " + String.join(" ", head).strip() + " -->\n\n";
  }
}
