package dev.tocsin.harness.report;

import static dev.tocsin.harness.report.Markup.each;
import static dev.tocsin.harness.report.Markup.id;
import static dev.tocsin.harness.report.Markup.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Alerts against methods, kinds of cases and generations of servers. */
final class Matrix {
  private record Column(String method, String kind) {}

  private record Key(String alert, Column column, String version) {}

  private final List<String> alerts = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();
  private final Map<String, Set<String>> versions = new LinkedHashMap<>();
  private final Map<Key, List<Numbered>> cells = new LinkedHashMap<>();

  /** A proof and its number on the page. */
  record Numbered(int number, ReportData.Entry proof) {
    String anchor() {
      return "p" + number;
    }
  }

  Matrix(ReportData data, List<Numbered> proofs) {
    Set<String> names = new LinkedHashSet<>();
    data.definitions().forEach(one -> one.alerts().forEach(alert -> names.add(alert.name())));
    proofs.forEach(one -> names.add(one.proof().alert()));
    alerts.addAll(names);
    Set<Column> used = new LinkedHashSet<>();
    for (Numbered one : proofs) {
      versions.computeIfAbsent(one.proof().method(), method -> new TreeSet<>(Words.VERSIONS));
      String version = version(one.proof());
      if (!version.isEmpty()) {
        versions.getOrDefault(one.proof().method(), Set.of()).add(version);
      }
    }
    versions.values().stream().filter(Set::isEmpty).forEach(all -> all.add(""));
    for (Numbered one : proofs) {
      Column column = new Column(one.proof().method(), kind(one.proof()));
      used.add(column);
      String version = version(one.proof());
      // What failed before any server was chosen failed for all of them.
      for (String its :
          version.isEmpty() ? versions.getOrDefault(column.method(), Set.of()) : Set.of(version)) {
        cells
            .computeIfAbsent(new Key(one.proof().alert(), column, its), it -> new ArrayList<>())
            .add(one);
      }
    }
    columns.addAll(used);
    columns.sort(
        Comparator.comparingInt((Column column) -> Words.methodOrder(column.method()))
            .thenComparingInt(column -> Words.kindOrder(column.kind())));
  }

  static String kind(ReportData.Entry proof) {
    return proof.kind() == null ? Words.OTHER : proof.kind();
  }

  /** The generation: Prometheus' version, as it is in every proof. */
  static String version(ReportData.Entry proof) {
    String version = proof.versions().get("Prometheus");
    return version == null ? String.join(" ", proof.versions().values()) : version;
  }

  static String kindWords(String kind) {
    return kind.replace('_', ' ');
  }

  String html() {
    if (columns.isEmpty()) {
      return "<p>Nothing was proven.</p>";
    }
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll matrix-scroll\" tabindex=\"0\" role=\"region\"");
    html.append(" aria-label=\"Matrix\"><table class=\"matrix\">");
    html.append("<thead><tr><th rowspan=\"2\" scope=\"col\">alert</th>");
    for (String method : methods()) {
      long width = columns.stream().filter(column -> column.method().equals(method)).count();
      html.append("<th class=\"method\" scope=\"colgroup\" colspan=\"").append(width).append("\">");
      html.append(text(method)).append("<small>");
      html.append(each(versions.getOrDefault(method, Set.of()), " · ", Markup::text));
      html.append("</small></th>");
    }
    html.append("</tr><tr>");
    for (Column column : columns) {
      html.append("<th scope=\"col\"").append(edge(column)).append('>');
      html.append(text(kindWords(column.kind()))).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    for (String alert : alerts) {
      html.append("<tr data-alert=\"").append(text(alert)).append("\"><th scope=\"row\">");
      html.append("<a href=\"#").append(id("a-", alert)).append("\">").append(text(alert));
      html.append("</a></th>");
      for (Column column : columns) {
        html.append("<td").append(edge(column)).append('>');
        for (String version : versions.getOrDefault(column.method(), Set.of())) {
          html.append(pip(alert, column, version));
        }
        html.append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  private List<String> methods() {
    return columns.stream().map(Column::method).distinct().toList();
  }

  /** The first column of a method is set off from the one before. */
  private String edge(Column column) {
    int place = columns.indexOf(column);
    return place > 0 && !columns.get(place - 1).method().equals(column.method())
        ? " class=\"edge\""
        : place == 0 ? " class=\"edge\"" : "";
  }

  private String pip(String alert, Column column, String version) {
    List<Numbered> proofs = cells.getOrDefault(new Key(alert, column, version), List.of());
    String what = alert + ", " + column.method() + ", " + kindWords(column.kind()) + ", " + version;
    if (proofs.isEmpty()) {
      return "<a class=\"pip none\" tabindex=\"-1\" href=\"#"
          + id("a-", alert)
          + "\" title=\""
          + text(what + ": not proven")
          + "\" aria-label=\""
          + text(what + ": not proven")
          + "\">·</a>";
    }
    Outcome outcome = Outcome.of(proofs);
    Numbered shown =
        proofs.stream()
            .filter(one -> one.proof().is(outcome.worst()))
            .findFirst()
            .orElse(proofs.get(0));
    boolean held = outcome.worst() == Proof.Verdict.HELD;
    String words =
        what
            + ": "
            + (!held
                ? outcome.words()
                : proofs.size() == 1 ? "held" : "all " + proofs.size() + " held");
    return "<a class=\"pip "
        + outcome.style()
        + "\" href=\"#"
        + shown.anchor()
        + "\" title=\""
        + text(words)
        + "\" aria-label=\""
        + text(words)
        + "\">"
        + (held && proofs.size() > 1 ? String.valueOf(proofs.size()) : outcome.sign())
        + "</a>";
  }
}
