package dev.tocsin.harness.report;

import static dev.tocsin.harness.report.Markup.code;
import static dev.tocsin.harness.report.Markup.each;
import static dev.tocsin.harness.report.Markup.id;
import static dev.tocsin.harness.report.Markup.text;

import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.report.Matrix.Numbered;
import dev.tocsin.harness.scenario.ProofMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The report as one page that needs nothing beside itself: no network, no font, no picture. It is
 * readable without its script, too, which only opens what an address points to and filters.
 */
final class Page {
  private final ReportData data;
  private final List<Numbered> proofs = new ArrayList<>();

  private Page(ReportData data) {
    this.data = data;
    for (ReportData.Entry proof : data.proofs()) {
      proofs.add(new Numbered(proofs.size() + 1, proof));
    }
  }

  static String of(ReportData data) {
    return new Page(data).html();
  }

  private String html() {
    String page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>@TITLE@</title>
        <style>@STYLE@</style>
        </head>
        <body>
        <a class="skip" href="#matrix">to the matrix</a>
        <header>@HEAD@</header>
        <nav aria-label="Sections">@NAV@</nav>
        <main>
        @FAILURES@
        @INCONCLUSIVE@
        <section id="matrix"><h2>The catalogue</h2>@MATRIX@</section>
        <section id="alerts"><h2>Alert by alert</h2>@ALERTS@</section>
        <section id="routing"><h2>The routing tree</h2>@ROUTING@</section>
        <section id="rehearsal"><h2>What was changed to rehearse it</h2>@REHEARSAL@</section>
        <section id="files"><h2>What was proven</h2>@FILES@</section>
        </main>
        <script>@SCRIPT@</script>
        </body>
        </html>
        """;
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("TITLE", text(title()));
    parts.put("STYLE", resource("proof.css"));
    parts.put("HEAD", head());
    parts.put("NAV", nav());
    parts.put("FAILURES", section("failures", "What failed", Proof.Verdict.FAILED));
    parts.put(
        "INCONCLUSIVE",
        section("inconclusive", "What is inconclusive", Proof.Verdict.INCONCLUSIVE));
    parts.put("MATRIX", legend() + new Matrix(data, proofs).html());
    parts.put("ALERTS", alerts());
    parts.put("ROUTING", routing());
    parts.put("REHEARSAL", rehearsal());
    parts.put("FILES", files());
    parts.put("SCRIPT", resource("proof.js"));
    return filled(page, parts);
  }

  /** In one pass, so that nothing in the parts is taken for a place to fill. */
  private static String filled(String page, Map<String, String> parts) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      String place = "@" + part.getKey() + "@";
      int at = page.indexOf(place, from);
      filled.append(page, from, at).append(part.getValue());
      from = at + place.length();
    }
    return filled.append(page.substring(from)).toString();
  }

  private static String resource(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing from the harness' jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  // ---- the head ----

  private String names() {
    return data.definitions().stream()
        .map(ReportData.Definition::name)
        .collect(Collectors.joining(", "));
  }

  /** The verdict of the whole report; without any proof it is a failure. */
  private Proof.Verdict verdict() {
    ReportData.Totals totals = data.totals();
    if (totals.failed() > 0 || totals.proofs() == 0 || !conflicts().isEmpty()) {
      return Proof.Verdict.FAILED;
    }
    return totals.inconclusive() > 0 ? Proof.Verdict.INCONCLUSIVE : Proof.Verdict.HELD;
  }

  private String title() {
    String of = data.definitions().isEmpty() ? "" : " of " + names();
    return new Outcome(verdict(), 0, 0).sign() + " Proof" + of;
  }

  private String headline() {
    ReportData.Totals totals = data.totals();
    if (totals.proofs() == 0) {
      return "Nothing was proven.";
    }
    List<String> words = new ArrayList<>();
    if (totals.failed() > 0) {
      words.add(totals.failed() + " of " + totals.proofs() + " proofs failed");
    }
    if (totals.inconclusive() > 0) {
      words.add(
          totals.inconclusive()
              + (words.isEmpty() ? " of " + totals.proofs() + " proofs" : "")
              + (totals.inconclusive() == 1 ? " is" : " are")
              + " inconclusive: the machine was too slow");
    }
    if (words.isEmpty()) {
      return conflicts().isEmpty()
          ? "All " + Markup.count(totals.proofs(), "proof") + " held."
          : "The proofs are of different versions of the same files.";
    }
    return String.join(", ", words) + ".";
  }

  private String head() {
    ReportData.Totals totals = data.totals();
    StringBuilder html = new StringBuilder("<h1><span class=\"bell\" aria-hidden=\"true\">");
    html.append(BELL).append("</span>Proof report <span class=\"quiet\">");
    html.append(text(names())).append("</span></h1>");
    Outcome outcome = new Outcome(verdict(), 0, 0);
    html.append("<p class=\"banner ").append(outcome.style()).append("\">");
    html.append(outcome.sign()).append(' ').append(headline()).append("</p>");
    for (String path : conflicts()) {
      html.append("<p class=\"banner bad\">✕ Two versions of ").append(code(path));
      html.append(
          " were proven in one build; fix: generate the files, and run all proofs again.</p>");
    }
    html.append("<dl class=\"tiles\">");
    Set<String> known = defined();
    if (!known.isEmpty()) {
      long proven = known.stream().filter(alert -> isProven(alert)).count();
      html.append(tile("alerts proven", proven + " of " + known.size()));
    }
    html.append(tile("proofs held", totals.held() + " of " + totals.proofs()));
    if (totals.replays() > 0) {
      html.append(tile("replays", String.valueOf(totals.replays())));
    }
    html.append(tile("notifications", String.valueOf(notifications())));
    html.append(tile("took", Markup.time(Math.round(totals.seconds()))));
    html.append(tile("Prometheus", versions("Prometheus")));
    html.append(tile("Alertmanager", versions("Alertmanager")));
    html.append("</dl><dl class=\"methods\">");
    for (ProofMethod method : ProofMethod.values()) {
      ReportData.Count count = totals.methods().get(method.word());
      if (count != null) {
        html.append("<div><dt>").append(method.word()).append("</dt><dd>");
        html.append("<b>").append(count.held()).append(" of ").append(count.proofs());
        html.append("</b> ").append(text(method.description())).append("</dd></div>");
      }
    }
    return html.append("</dl>").toString();
  }

  private static final String BELL =
      "<svg viewBox=\"0 0 24 24\" width=\"28\" height=\"28\"><path d=\"M12 2a2 2 0 0 0-2 2v.6A7 7 0"
          + " 0 0 5 11v5l-2 3h18l-2-3v-5a7 7 0 0 0-5-6.4V4a2 2 0 0 0-2-2zM9.5 20a2.5 2.5 0 0 0 5"
          + " 0z\"/></svg>";

  private static String tile(String name, String value) {
    return "<div><dt>" + text(name) + "</dt><dd>" + text(value) + "</dd></div>";
  }

  private Set<String> defined() {
    Set<String> names = new LinkedHashSet<>();
    data.definitions().forEach(one -> one.alerts().forEach(alert -> names.add(alert.name())));
    return names;
  }

  /** Whether it has proofs, and all of them held. */
  private boolean isProven(String alert) {
    List<Numbered> own = of(alert);
    return !own.isEmpty() && own.stream().allMatch(one -> one.proof().is(Proof.Verdict.HELD));
  }

  private List<Numbered> of(String alert) {
    return proofs.stream().filter(one -> one.proof().alert().equals(alert)).toList();
  }

  private long notifications() {
    return data.proofs().stream()
        .flatMap(proof -> proof.evidence().events().stream())
        .filter(ReportData.Event::isDelivery)
        .map(event -> event.at() + event.what() + event.details().get("headline"))
        .distinct()
        .count();
  }

  private String versions(String program) {
    Set<String> versions = new TreeSet<>(Words.VERSIONS);
    data.proofs()
        .forEach(
            proof -> {
              String version = proof.versions().get(program);
              if (version != null) {
                versions.add(version);
              }
            });
    return versions.isEmpty() ? "none" : String.join(", ", versions);
  }

  private String nav() {
    Map<String, String> links = new LinkedHashMap<>();
    if (data.totals().failed() > 0) {
      links.put("failures", "Failures");
    }
    if (data.totals().inconclusive() > 0) {
      links.put("inconclusive", "Inconclusive");
    }
    links.put("matrix", "Catalogue");
    links.put("alerts", "Alerts");
    links.put("routing", "Routing");
    links.put("rehearsal", "Rehearsal");
    links.put("files", "Files");
    return each(
            links.entrySet(),
            link -> "<a href=\"#" + link.getKey() + "\">" + link.getValue() + "</a>")
        + "<label class=\"filter\" hidden><span>Filter alerts</span> <input type=\"search\""
        + " autocomplete=\"off\"></label>";
  }

  // ---- what did not hold ----

  private String section(String id, String heading, Proof.Verdict verdict) {
    List<Numbered> all = proofs.stream().filter(one -> one.proof().is(verdict)).toList();
    if (all.isEmpty()) {
      return "";
    }
    boolean failed = verdict == Proof.Verdict.FAILED;
    return "<section id=\""
        + id
        + "\"><h2>"
        + heading
        + "</h2>"
        + each(
            all,
            one ->
                "<article class=\""
                    + (failed ? "failed" : "unsure")
                    + "\"><h3><a href=\"#"
                    + one.anchor()
                    + "\">"
                    + text(one.proof().alert())
                    + "</a>: "
                    + text(one.proof().scenario())
                    + " <span class=\"quiet\">"
                    + text(where(one.proof()))
                    + "</span></h3><pre class=\""
                    + (failed ? "failure" : "starvation")
                    + "\">"
                    + text(String.valueOf(one.proof().failure()))
                    + "</pre></article>")
        + "</section>";
  }

  private static String where(ReportData.Entry proof) {
    String version = Matrix.version(proof);
    return proof.method() + (version.isEmpty() ? "" : ", " + version);
  }

  // ---- the sections ----

  private static String legend() {
    return "<p class=\"legend\"><span class=\"pip ok\">✓</span> held <span class=\"pip"
        + " ok\">3</span> three held <span class=\"pip bad\">✕</span> failed <span"
        + " class=\"pip unsure\">?</span> inconclusive <span class=\"pip none\">·</span> not"
        + " proven; in each cell one mark for each generation of servers, the oldest"
        + " first</p>";
  }

  private String alerts() {
    Map<String, ReportData.AlertRule> rules = new LinkedHashMap<>();
    data.definitions()
        .forEach(one -> one.alerts().forEach(alert -> rules.putIfAbsent(alert.name(), alert)));
    Set<String> names = new LinkedHashSet<>(rules.keySet());
    proofs.forEach(one -> names.add(one.proof().alert()));
    return "<p class=\"legend\"><span class=\"key pending\"></span> pending"
        + " <span class=\"key firing\"></span> firing <span class=\"key held\"></span> suppressed"
        + " <span class=\"key fault\"></span> the fault"
        + " <span class=\"notified-firing\">▲</span> firing notification"
        + " <span class=\"notified-resolved\">●</span> resolved notification</p>"
        + each(names, name -> AlertSection.of(name, rules.get(name), of(name)));
  }

  private String routing() {
    if (data.definitions().isEmpty()) {
      return "<p>The report has no definition.</p>";
    }
    return each(
        data.definitions(),
        definition -> {
          Set<String> others = new TreeSet<>(defined());
          definition.alerts().forEach(alert -> others.remove(alert.name()));
          RoutingTree tree = new RoutingTree(definition, proofs, others);
          return (data.definitions().size() > 1 ? "<h3>" + text(definition.name()) + "</h3>" : "")
              + tree.html()
              + "<h3 id=\""
              + id("i-", definition.name())
              + "\">Inhibitions</h3>"
              + tree.inhibitions()
              + tree.intervals();
        });
  }

  /** The same change in several rehearsals is listed once, with one of the values that differ. */
  private String rehearsal() {
    if (data.rehearsals().isEmpty()) {
      return "<p>Nothing was changed: every file was played as it ships.</p>";
    }
    StringBuilder html = new StringBuilder();
    html.append("<ul class=\"plain\">");
    Map<String, List<ReportData.Rehearsal>> runs = new LinkedHashMap<>();
    for (ReportData.Rehearsal one : data.rehearsals()) {
      String name = one.servers() + ", " + Markup.number(one.speed()) + " times as fast";
      runs.computeIfAbsent(name, it -> new ArrayList<>()).add(one);
    }
    runs.forEach(
        (name, same) -> {
          double slowest =
              same.stream().mapToDouble(ReportData.Rehearsal::secondsUntilReady).max().orElse(0);
          html.append("<li>").append(text(name)).append(": ");
          html.append(Markup.count(same.size(), "test bed")).append(", ready within ");
          html.append(Markup.number(slowest)).append(" s</li>");
        });
    html.append("</ul>");
    for (Change.Reason reason : Change.Reason.values()) {
      Map<String, List<ReportData.Difference>> changes = new TreeMap<>();
      for (ReportData.Rehearsal run : data.rehearsals()) {
        for (ReportData.Difference change : run.changes()) {
          if (change.reason().equals(Words.of(reason))) {
            String key = change.place() + "\n" + change.shipped();
            changes.computeIfAbsent(key, it -> new ArrayList<>()).add(change);
          }
        }
      }
      if (!changes.isEmpty()) {
        html.append("<details><summary>").append(Markup.count(changes.size(), "change"));
        html.append(": ").append(text(reason.description())).append("</summary>");
        html.append("<div class=\"scroll\"><table class=\"list\"><thead><tr><th>where</th>");
        html.append("<th>shipped</th><th>rehearsed</th></tr></thead><tbody>");
        html.append(each(changes.values(), Page::change));
        html.append("</tbody></table></div></details>");
      }
    }
    return html.toString();
  }

  private static String change(List<ReportData.Difference> same) {
    ReportData.Difference first = same.get(0);
    long others = same.stream().map(ReportData.Difference::rehearsed).distinct().count() - 1;
    return "<tr><td>"
        + text(first.place())
        + "</td><td>"
        + code(first.shipped())
        + "</td><td>"
        + code(first.rehearsed())
        + (others > 0 ? " and " + Markup.count(others, "other") : "")
        + "</td></tr>";
  }

  // ---- the files ----

  /** Files of which several versions were proven, so that the proofs hold for none of them. */
  private List<String> conflicts() {
    return data.shipped().stream()
        .collect(
            Collectors.groupingBy(
                ReportData.ShippedFile::path, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(file -> file.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private String files() {
    if (data.shipped().isEmpty()) {
      return "<p>No shipped file is listed.</p>";
    }
    return "<p>The proofs hold for exactly these files.</p>"
        + "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>file</th><th>SHA-256</th>"
        + "</tr></thead><tbody>"
        + each(
            data.shipped(),
            file ->
                "<tr><td>"
                    + text(file.path())
                    + "</td><td class=\"hash\">"
                    + code(file.sha256())
                    + "</td></tr>")
        + "</tbody></table></div>";
  }
}
