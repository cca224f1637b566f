package dev.tocsin.harness.report;

import static dev.tocsin.harness.report.Markup.each;
import static dev.tocsin.harness.report.Markup.id;
import static dev.tocsin.harness.report.Markup.text;

import dev.tocsin.harness.report.Evidence.Mark;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routing tree and what flowed through it, and the inhibitions and what they held back. */
final class RoutingTree {
  /** What came by a route to one destination. */
  private static final class Flow {
    private int firing;
    private int resolved;
  }

  private final ReportData.Definition definition;
  private final List<Matrix.Numbered> proofs;
  private final Map<String, Map<String, Flow>> flows = new LinkedHashMap<>();
  private final Map<String, Set<String>> alerts = new LinkedHashMap<>();

  /**
   * A definition's tree.
   *
   * @param others alerts of other definitions, which do not flow through this one
   */
  RoutingTree(ReportData.Definition definition, List<Matrix.Numbered> proofs, Set<String> others) {
    this.definition = definition;
    this.proofs = proofs;
    // Proofs that were played together may both have one notification.
    Set<String> counted = new HashSet<>();
    for (Matrix.Numbered one : proofs) {
      for (ReportData.Event event : one.proof().evidence().events()) {
        String key = event.at() + event.what() + event.details().get("headline");
        boolean first = counted.add(key);
        List<String> notified =
            event.alerts().stream().filter(name -> !others.contains(name)).toList();
        for (String route : notified.isEmpty() ? List.<String>of() : event.routes()) {
          alerts.computeIfAbsent(route, it -> new TreeSet<>()).addAll(notified);
          Flow flow =
              flows
                  .computeIfAbsent(route, it -> new TreeMap<>())
                  .computeIfAbsent(event.what(), it -> new Flow());
          if (first && event.is(Mark.NOTIFIED_FIRING)) {
            flow.firing++;
          } else if (first) {
            flow.resolved++;
          }
        }
      }
    }
  }

  String html() {
    ReportData.RouteNode root = definition.route();
    return root == null
        ? "<p>This definition has no routing tree.</p>"
        : "<ul class=\"tree\">" + node(root) + "</ul>";
  }

  private String node(ReportData.RouteNode route) {
    Map<String, Flow> through = flows.getOrDefault(route.id(), Map.of());
    Set<String> notified = alerts.getOrDefault(route.id(), Set.of());
    StringBuilder html = new StringBuilder("<li><div class=\"route");
    html.append(through.isEmpty() ? " dry" : "").append("\"><div class=\"route-head\">");
    html.append(
        route.matchers().isEmpty()
            ? "<span class=\"quiet\">everything"
                + (route.id().equals("0") ? " else" : "")
                + "</span>"
            : each(route.matchers(), " ", Markup::code));
    html.append(" <span class=\"arrow\" aria-hidden=\"true\">→</span> <strong>");
    html.append(text(route.receiver())).append("</strong></div>");
    if (!route.properties().isEmpty()) {
      html.append("<div class=\"quiet small\">");
      html.append(each(route.properties(), " · ", Markup::text)).append("</div>");
    }
    html.append("<div class=\"flows\">");
    for (String destination : route.destinations()) {
      html.append(flow(destination, through.get(destination)));
    }
    html.append("</div>");
    if (!notified.isEmpty()) {
      html.append("<div class=\"small\">")
          .append(Markup.count(notified.size(), "alert"))
          .append(": ");
      html.append(each(notified, ", ", RoutingTree::link)).append("</div>");
    }
    html.append("</div>");
    if (!route.children().isEmpty()) {
      html.append("<ul>").append(each(route.children(), this::node)).append("</ul>");
    }
    return html.append("</li>").toString();
  }

  private static String flow(String destination, @Nullable Flow flow) {
    if (flow == null) {
      return "<span class=\"flow dry\">" + text(destination) + " <b>nothing came</b></span>";
    }
    return "<span class=\"flow\">"
        + text(destination)
        + " <b><span class=\"notified-firing\" aria-hidden=\"true\">▲</span> "
        + flow.firing
        + " firing</b> <b><span class=\"notified-resolved\" aria-hidden=\"true\">●</span> "
        + flow.resolved
        + " resolved</b></span>";
  }

  private static String link(String alert) {
    return "<a href=\"#" + id("a-", alert) + "\">" + text(alert) + "</a>";
  }

  // ---- inhibitions ----

  String inhibitions() {
    if (definition.inhibitions().isEmpty()) {
      return "<p>There are none.</p>";
    }
    StringBuilder html = new StringBuilder();
    html.append("<div class=\"scroll\"><table class=\"list\"><thead><tr><th>while firing</th>");
    html.append("<th>mutes</th><th>where equal</th><th>suppression seen</th></tr></thead><tbody>");
    for (ReportData.InhibitionRule rule : definition.inhibitions()) {
      html.append("<tr><td>").append(each(rule.source(), " ", Markup::code));
      html.append("</td><td>").append(each(rule.target(), " ", Markup::code));
      html.append("</td><td>").append(rule.equal().isEmpty() ? "always" : codes(rule.equal()));
      html.append("</td><td>").append(seen(rule)).append("</td></tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  private static String codes(List<String> texts) {
    return each(texts, ", ", Markup::code);
  }

  private String seen(ReportData.InhibitionRule rule) {
    Map<String, String> links = new LinkedHashMap<>();
    for (Matrix.Numbered one : proofs) {
      Set<String> held = new TreeSet<>();
      for (ReportData.Event event : one.proof().evidence().events()) {
        if (event.inhibitions().contains(rule.id()) && event.alert() != null && isOurs(event)) {
          held.add(event.alert());
        }
      }
      if (!held.isEmpty()) {
        links.putIfAbsent(
            held + " " + Matrix.version(one.proof()),
            "<a href=\"#"
                + one.anchor()
                + "\">"
                + text(String.join(", ", held))
                + "</a> <span class=\"quiet small\">"
                + text(Matrix.version(one.proof()))
                + "</span>");
      }
    }
    return links.isEmpty()
        ? "<span class=\"badge none\">– not seen</span>"
        : "<span class=\"badge ok\">✓ seen</span> " + String.join(", ", links.values());
  }

  private boolean isOurs(ReportData.Event event) {
    return definition.alerts().stream().anyMatch(alert -> alert.name().equals(event.alert()));
  }

  String intervals() {
    if (definition.intervals().isEmpty()) {
      return "";
    }
    return "<h3>Time intervals</h3><ul class=\"plain\">"
        + each(
            definition.intervals(),
            interval ->
                "<li><strong>"
                    + text(interval.name())
                    + "</strong> "
                    + each(interval.times(), " or ", Markup::code)
                    + "</li>")
        + "</ul>";
  }
}
