package dev.tocsin.harness.report;

import dev.tocsin.dsl.internal.Sha256;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Rehearsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Everything that was proven, written as {@code proof.json} for machines and {@code proof.html} for
 * people: each proof with its evidence, the hashes of the files that ship, and every difference
 * between them and what was rehearsed. No secret of a rehearsal gets into it.
 *
 * <p>Several test classes, in one process or in several, may each have a report and write it to the
 * same folder: the files hold what all of them have proven in this build. A build that runs tests
 * in several processes sets the system property {@code tocsin.build} to the same value in each, for
 * Maven {@code ${maven.build.timestamp}}.
 */
public final class ProofReport {
  /** The report for machines. */
  public static final String JSON = "proof.json";

  /** The report for people, in one file that needs no network. */
  public static final String HTML = "proof.html";

  private record Run(
      String servers, double speed, double secondsUntilReady, List<Change> changes) {}

  private final String name = UUID.randomUUID().toString();
  private final LongSupplier nanoTime;
  private final long fromNanos;
  private final Instant from;
  private Instant to;
  private final Map<String, String> shipped = new TreeMap<>();
  private final Map<String, Definitions> definitions = new LinkedHashMap<>();
  private final List<Proof> proofs = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<UnaryOperator<String>> redactions = new ArrayList<>();

  /** A report of what is proven from now on. */
  public ProofReport() {
    this(Clock.systemUTC(), System::nanoTime);
  }

  /** By other clocks; for tests. How long it took does not depend on the machine's clock. */
  ProofReport(Clock clock, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.fromNanos = nanoTime.getAsLong();
    this.from = clock.instant();
    this.to = from;
  }

  /** Notes what ships, by its files' hashes. */
  public synchronized void ships(Map<String, String> texts) {
    texts.forEach((path, text) -> shipped.put(path, Sha256.of(text)));
  }

  /**
   * Notes what is to be proven: its alerts make the rows of the matrix, proven or not, and its
   * routing tree shows what came by each route.
   */
  public synchronized void about(MonitoringModel model) {
    definitions.put(model.name(), new Definitions(model));
  }

  /** Notes what a test bed rehearsed. */
  public synchronized void rehearsed(
      String servers, double speed, double secondsUntilReady, Rehearsed rehearsed) {
    runs.add(new Run(servers, speed, secondsUntilReady, rehearsed.changes()));
    redactions.add(rehearsed.secrets()::redact);
  }

  /** Notes a proof. */
  public synchronized void add(Proof proof) {
    proofs.add(proof);
    to = from.plusNanos(nanoTime.getAsLong() - fromNanos);
  }

  /** All proofs so far. */
  public synchronized List<Proof> proofs() {
    return List.copyOf(proofs);
  }

  /**
   * Writes both forms into a folder, together with what others have written there in this build.
   *
   * @return the page for people
   */
  public synchronized Path writeTo(Path folder) {
    try {
      Parts.in(folder).write(name, redacted(Parts.json(data())));
      return folder.resolve(HTML);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report to " + folder, e);
    }
  }

  /** In one line: how many proofs held, on what, and how long it took. */
  public synchronized String summary() {
    ReportData.Totals totals = data().totals();
    return totals.held()
        + " of "
        + totals.proofs()
        + " proofs held"
        + (totals.failed() > 0 ? ", " + totals.failed() + " failed" : "")
        + (totals.inconclusive() > 0 ? ", " + totals.inconclusive() + " inconclusive" : "")
        + (totals.replays() > 0 ? ", " + Markup.count(totals.replays(), "replay") : "")
        + " in "
        + String.format(Locale.ROOT, "%.0f", Duration.between(from, to).toMillis() / 1000.0)
        + " s"
        + (runs.isEmpty() ? "" : ", on ")
        + runs.stream().map(Run::servers).distinct().collect(Collectors.joining(" and "));
  }

  private String redacted(String text) {
    String clean = text;
    for (UnaryOperator<String> redaction : redactions) {
      clean = redaction.apply(clean);
    }
    return clean;
  }

  synchronized ReportData data() {
    return ReportData.of(
        proofs.stream().map(this::data).toList(),
        shipped.entrySet().stream()
            .map(file -> new ReportData.ShippedFile(file.getKey(), file.getValue()))
            .toList(),
        definitions.values().stream().map(Definitions::data).toList(),
        runs.stream().map(ProofReport::data).toList(),
        List.of(new ReportData.Span(from.toString(), to.toString())));
  }

  private static ReportData.Rehearsal data(Run run) {
    return new ReportData.Rehearsal(
        run.servers(),
        run.speed(),
        Words.rounded(run.secondsUntilReady()),
        run.changes().stream()
            .map(
                change ->
                    new ReportData.Difference(
                        Words.of(change.reason()),
                        change.place(),
                        change.shipped(),
                        change.rehearsed()))
            .toList());
  }

  private ReportData.Entry data(Proof proof) {
    Evidence evidence = proof.evidence();
    Map<String, Map<String, String>> labels = labels(evidence);
    return new ReportData.Entry(
        proof.alert(),
        proof.scenario(),
        proof.kind().map(Words::of).orElse(null),
        proof.method().word(),
        proof.backend().word(),
        proof.versions(),
        proof.speed(),
        proof.needsDelivery(),
        proof.verdict().word(),
        proof.replays(),
        Words.rounded(proof.took().toMillis() / 1000.0),
        proof.shortfall().orElse(null),
        proof.notes(),
        new ReportData.Seen(
            evidence.deliveries(),
            evidence.held(),
            evidence.events().stream().map(event -> data(event, evidence, labels)).toList(),
            evidence.curves().stream().map(ProofReport::data).toList()));
  }

  /** What alerts were labelled when they fired, by their names. */
  private static Map<String, Map<String, String>> labels(Evidence evidence) {
    Map<String, Map<String, String>> labels = new HashMap<>();
    for (Evidence.Event event : evidence.events()) {
      labels(event).ifPresent(own -> labels.putIfAbsent(event.alert(), own));
    }
    return labels;
  }

  private static Optional<Map<String, String>> labels(Evidence.Event event) {
    if (event.alert().isEmpty() || !(event.details().get("labels") instanceof Map<?, ?> seen)) {
      return Optional.empty();
    }
    Map<String, String> texts = new TreeMap<>();
    seen.forEach((label, value) -> texts.put(String.valueOf(label), String.valueOf(value)));
    return Optional.of(texts);
  }

  private ReportData.Event data(
      Evidence.Event event, Evidence evidence, Map<String, Map<String, String>> labels) {
    Map<String, List<String>> routes = new TreeMap<>();
    List<String> inhibitions = new ArrayList<>();
    evidence
        .delivery(event)
        .ifPresent(delivery -> routes.putAll(routes(delivery, event.alert(), labels)));
    if (event.mark() == Evidence.Mark.INHIBITED && event.details().get("by") != null) {
      String source = String.valueOf(event.details().get("by"));
      // Of several alerts of the name, the event says which one it is about.
      Map<String, Map<String, String>> known = new HashMap<>(labels);
      labels(event).ifPresent(own -> known.put(event.alert(), own));
      definitions.values().stream()
          .map(definition -> definition.inhibitions(event.alert(), source, known))
          .forEach(inhibitions::addAll);
    }
    return new ReportData.Event(
        event.at().toString(),
        event.virtualSeconds(),
        event.mark() == Evidence.Mark.NOTE ? null : Words.of(event.mark()),
        event.alert(),
        event.who(),
        event.what(),
        new TreeMap<>(event.details()),
        List.copyOf(routes.keySet()),
        routes.values().stream().flatMap(List::stream).distinct().sorted().toList(),
        inhibitions);
  }

  private Map<String, List<String>> routes(
      Delivery delivery, String about, Map<String, Map<String, String>> labels) {
    Map<String, List<String>> routes = new TreeMap<>();
    definitions.values().forEach(one -> routes.putAll(one.routes(delivery, about, labels)));
    return routes;
  }

  private static ReportData.Line data(Curve curve) {
    return new ReportData.Line(
        curve.expression(),
        curve.labels(),
        curve.unit(),
        curve.limit().map(Curve.Limit::operator).orElse(null),
        curve.limit().map(Curve.Limit::value).orElse(null),
        curve.points().stream()
            .map(point -> new double[] {Words.rounded(point.virtualSeconds()), point.value()})
            .toList());
  }
}
