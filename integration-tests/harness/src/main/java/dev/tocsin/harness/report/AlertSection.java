package dev.tocsin.harness.report;

import static dev.tocsin.harness.report.Markup.code;
import static dev.tocsin.harness.report.Markup.each;
import static dev.tocsin.harness.report.Markup.id;
import static dev.tocsin.harness.report.Markup.text;

import dev.tocsin.harness.report.Matrix.Numbered;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.series.Texts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All about one alert: what it is, how its life went, and each of its proofs. */
final class AlertSection {
  /** Longer notifications are cut; the JSON has all of them. */
  private static final int MOST_CHARACTERS = 600;

  private static final int MOST_EVENTS = 60;

  private AlertSection() {}

  static String of(String alert, ReportData.@Nullable AlertRule rule, List<Numbered> proofs) {
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"alert\" data-alert=\"").append(text(alert)).append("\" id=\"");
    html.append(id("a-", alert)).append("\"><h3>").append(text(alert)).append(' ');
    if (rule != null) {
      html.append("<span class=\"severity ").append(id("s-", rule.severity())).append("\">");
      html.append(text(rule.severity().isEmpty() ? "no severity" : rule.severity()));
      html.append("</span>");
    }
    html.append(' ').append(verdict(proofs)).append("</h3>");
    if (rule != null) {
      html.append("<pre class=\"expression\">").append(text(rule.expression()));
      html.append(rule.pending().equals("0s") ? "" : "\nfor " + text(rule.pending()));
      html.append("</pre>");
    }
    Optional<Numbered> life = life(proofs);
    life.ifPresent(
        one -> {
          html.append("<figure><figcaption>").append(text(one.proof().scenario()));
          html.append(" <span class=\"quiet\">").append(where(one.proof()));
          html.append("</span></figcaption>").append(TimelineSvg.of(one.proof()));
          html.append("</figure>");
        });
    html.append("<div class=\"proofs\">");
    for (Numbered one : proofs) {
      html.append(proof(one, life.isPresent() && life.get().number() == one.number()));
    }
    return html.append("</div></section>").toString();
  }

  private static String verdict(List<Numbered> proofs) {
    if (proofs.isEmpty()) {
      return "<span class=\"badge none\">– not proven</span>";
    }
    Outcome outcome = Outcome.of(proofs);
    return "<span class=\"badge "
        + outcome.style()
        + "\">"
        + outcome.sign()
        + " "
        + (outcome.worst() == Proof.Verdict.HELD
            ? Markup.count(proofs.size(), "proof")
            : outcome.words())
        + "</span>";
  }

  /** The proof that shows most of the alert's life: one that fires, nearest to the real thing. */
  private static Optional<Numbered> life(List<Numbered> proofs) {
    return proofs.stream()
        .filter(one -> TimelineSvg.isPossible(one.proof()))
        .max(
            Comparator.comparing((Numbered one) -> kindRank(one.proof()))
                .thenComparing(one -> Words.methodOrder(one.proof().method()))
                .thenComparing(one -> Matrix.version(one.proof()), Words.VERSIONS)
                .thenComparing(one -> -one.number()));
  }

  private static int kindRank(ReportData.Entry proof) {
    return Words.of(Case.Kind.FIRES).equals(proof.kind()) ? 2 : proof.kind() == null ? 1 : 0;
  }

  private static String where(ReportData.Entry proof) {
    return text(proof.method())
        + (proof.versions().isEmpty() ? "" : " on ")
        + each(proof.versions().entrySet(), ", ", it -> text(it.getKey() + " " + it.getValue()))
        + (proof.backend().equals(Words.of(Proof.Backend.CONTAINERS)) ? " in containers" : "")
        + (proof.speed() > 1 ? ", " + Markup.number(proof.speed()) + " times as fast" : "");
  }

  private static String proof(Numbered one, boolean isShown) {
    ReportData.Entry proof = one.proof();
    Outcome outcome = Outcome.of(proof);
    boolean failed = outcome.worst() == Proof.Verdict.FAILED;
    StringBuilder html = new StringBuilder("<details").append(failed ? " open" : "");
    html.append("><summary><span class=\"mark ").append(outcome.style()).append("\">");
    html.append(outcome.sign());
    html.append("</span> <span class=\"kind\">").append(text(Matrix.kindWords(Matrix.kind(proof))));
    html.append("</span> ").append(text(proof.scenario())).append(measured(proof));
    html.append(" <span class=\"quiet\">");
    html.append(where(proof)).append(", ").append(Markup.number(proof.seconds()));
    html.append(" s</span></summary><div class=\"detail\" id=\"").append(one.anchor());
    html.append("\" tabindex=\"-1\">");
    if (proof.failure() != null) {
      html.append("<pre class=\"").append(failed ? "failure" : "starvation").append("\">");
      html.append(text(proof.failure())).append("</pre>");
    }
    if (proof.replays() > 0) {
      html.append("<p class=\"note\">").append(Markup.count(proof.replays(), "replay"));
      html.append(": the machine was too slow before</p>");
    }
    if (proof.notes() != null) {
      html.append(each(proof.notes(), note -> "<p class=\"note\">" + text(note) + "</p>"));
    }
    if (!isShown) {
      html.append(TimelineSvg.of(proof));
    }
    html.append(held(proof)).append(events(proof));
    return html.append("</div></details>").toString();
  }

  /**
   * The value that Prometheus computed when the alert fired. The title of a scenario has the level
   * of the target, to which a quantile, for example, is only close.
   */
  private static String measured(ReportData.Entry proof) {
    return proof.evidence().events().stream()
        .filter(event -> event.is(Evidence.Mark.FIRING) && proof.alert().equals(event.alert()))
        .map(event -> String.valueOf(event.details().getOrDefault("value", "")))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> " <span class=\"quiet\">(measured " + text(number(value)) + ")</span>")
        .orElse("");
  }

  /** Prometheus writes {@code 5.25e+00}. */
  private static String number(String value) {
    try {
      return Markup.number(Double.parseDouble(value));
    } catch (NumberFormatException infinite) {
      return value;
    }
  }

  private static String held(ReportData.Entry proof) {
    List<Evidence.Held> held = proof.evidence().held();
    if (held.isEmpty()) {
      return "<p>No expectation was met.</p>";
    }
    return "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>expected</th><th>seen</th>"
        + "</tr></thead><tbody>"
        + each(
            held,
            one ->
                "<tr><td>"
                    + text(cut(one.expected()))
                    + "</td><td class=\"seen\">"
                    + text(cut(one.seen()))
                    + "</td></tr>")
        + "</tbody></table></div>";
  }

  private static String events(ReportData.Entry proof) {
    List<ReportData.Event> events = proof.evidence().events();
    if (events.isEmpty()) {
      return "";
    }
    double zero = TimelineSvg.zero(proof);
    int more = events.size() - MOST_EVENTS;
    return "<div class=\"scroll\"><table class=\"list events\"><thead><tr><th>virtual time</th>"
        + "<th>who</th><th>what</th></tr></thead><tbody>"
        + each(events.subList(0, Math.min(events.size(), MOST_EVENTS)), event -> event(event, zero))
        + "</tbody></table></div>"
        + (more > 0 ? "<p class=\"quiet\">and " + more + " more in the JSON</p>" : "");
  }

  private static String event(ReportData.Event event, double zero) {
    return "<tr><td class=\"moment\">"
        + Markup.time(event.virtualSeconds() - zero)
        + "</td><td>"
        + (event.isDelivery()
            ? event.is(Evidence.Mark.NOTIFIED_FIRING)
                ? "<span class=\"notified-firing\" aria-hidden=\"true\">▲</span> firing"
                : "<span class=\"notified-resolved\" aria-hidden=\"true\">●</span> resolved"
            : text(event.who()))
        + "</td><td>"
        + text(event.what())
        + (event.isDelivery() ? payload(event.details()) : "")
        + "</td></tr>";
  }

  private static String payload(Map<String, Object> details) {
    Object headline = details.get("headline");
    StringBuilder html = new StringBuilder();
    if (headline != null) {
      html.append("<br><strong>").append(text(cut(String.valueOf(headline)))).append("</strong>");
    }
    for (String key : List.of("text", "body", "details", "labels", "dedupKey")) {
      Object value = details.get(key);
      if (value != null && !Texts.of(value).isBlank()) {
        html.append("<br><span class=\"quiet small\">").append(key).append("</span> ");
        html.append(code(cut(Texts.of(value).strip())));
      }
    }
    return html.toString();
  }

  private static String cut(String words) {
    return words.length() > MOST_CHARACTERS ? words.substring(0, MOST_CHARACTERS) + "…" : words;
  }
}
