package dev.tocsin.harness.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code proof.json}, field by field. The page is made from it, and shows nothing
 * that the file does not contain.
 */
record ReportData(
    List<Entry> proofs,
    Totals totals,
    List<ShippedFile> shipped,
    List<Definition> definitions,
    List<Rehearsal> rehearsals,
    List<Span> spans) {

  /**
   * A proof.
   *
   * @param kind of its case; none if it does not belong to a scenario
   * @param verdict as {@link Proof.Verdict}, in small letters
   * @param replays the number of replays after attempts for which the machine was too slow
   * @param failure why it is not proven; none when it is
   */
  @JsonInclude(Include.NON_NULL)
  record Entry(
      String alert,
      String scenario,
      @Nullable String kind,
      String method,
      String backend,
      Map<String, String> versions,
      double speed,
      boolean needsDelivery,
      String verdict,
      int replays,
      double seconds,
      @Nullable String failure,
      @JsonInclude(Include.NON_EMPTY) @Nullable List<String> notes,
      Seen evidence) {
    Entry {
      versions = new TreeMap<>(versions);
    }

    boolean is(Proof.Verdict other) {
      return other.word().equals(verdict);
    }

    /** What several attempts at the same thing have in common. */
    private List<Object> identity() {
      return List.of(alert, scenario, String.valueOf(kind), method, backend, versions);
    }

    private Entry replayed(int times) {
      return new Entry(
          alert,
          scenario,
          kind,
          method,
          backend,
          versions,
          speed,
          needsDelivery,
          verdict,
          times,
          seconds,
          failure,
          notes,
          evidence);
    }
  }

  /** The evidence of a proof. */
  @JsonInclude(Include.NON_EMPTY)
  record Seen(
      @JsonInclude(Include.ALWAYS) int deliveries,
      @JsonInclude(Include.ALWAYS) List<Evidence.Held> held,
      List<Event> events,
      List<Line> curves) {
    Seen {
      // What is empty is not written.
      held = orEmpty(held);
      events = orEmpty(events);
      curves = orEmpty(curves);
    }
  }

  /**
   * An event of a proof.
   *
   * @param mark as {@link Evidence.Mark}, in small letters; none for a note
   * @param alert that it is about; none where it is about none
   * @param routes of a delivery: by which routes it came, by their ids
   * @param alerts of a delivery: the alerts in it
   * @param inhibitions of an inhibited alert: the ids of the inhibition rules
   */
  @JsonInclude(Include.NON_EMPTY)
  record Event(
      String at,
      @JsonInclude(Include.ALWAYS) double virtualSeconds,
      @Nullable String mark,
      @Nullable String alert,
      String who,
      String what,
      Map<String, Object> details,
      List<String> alerts,
      List<String> routes,
      List<String> inhibitions) {
    Event {
      alert = alert == null || alert.isEmpty() ? null : alert;
      details = details == null ? Map.of() : details;
      alerts = orEmpty(alerts);
      routes = orEmpty(routes);
      inhibitions = orEmpty(inhibitions);
    }

    boolean is(Evidence.Mark other) {
      return Words.of(other).equals(mark);
    }

    boolean isDelivery() {
      return is(Evidence.Mark.NOTIFIED_FIRING) || is(Evidence.Mark.NOTIFIED_RESOLVED);
    }
  }

  /**
   * A curve.
   *
   * @param points each a pair of virtual seconds and the value
   */
  @JsonInclude(Include.NON_EMPTY)
  record Line(
      String expression,
      Map<String, String> labels,
      String unit,
      @Nullable String operator,
      @Nullable Double limit,
      List<double[]> points) {
    Line {
      labels = labels == null ? Map.of() : new TreeMap<>(labels);
      unit = unit == null ? "" : unit;
      points = orEmpty(points);
    }
  }

  /**
   * How many proofs there are, and what came of them.
   *
   * @param replays the number of replays after attempts for which the machine was too slow
   * @param seconds of real time; proofs that were played together count once
   */
  record Totals(
      int proofs,
      int held,
      int failed,
      int inconclusive,
      int replays,
      double seconds,
      Map<String, Count> methods) {
    Totals {
      methods = new TreeMap<>(methods);
    }
  }

  record Count(int proofs, int held) {}

  /** A file that ships, as it was proven. */
  record ShippedFile(String path, String sha256) {}

  /** What a definition says. */
  record Definition(
      String name,
      List<AlertRule> alerts,
      @JsonInclude(Include.NON_NULL) @Nullable RouteNode route,
      List<InhibitionRule> inhibitions,
      List<Interval> intervals) {}

  record AlertRule(
      String name, String severity, String expression, String pending, String summary) {}

  /**
   * A route.
   *
   * @param id its place in the tree, such as {@code 0.2}
   */
  record RouteNode(
      String id,
      String receiver,
      List<String> destinations,
      List<String> matchers,
      List<String> properties,
      List<RouteNode> children) {}

  record InhibitionRule(
      String id, String name, List<String> source, List<String> target, List<String> equal) {}

  record Interval(String name, List<String> times) {}

  /** How what was played differed from what ships. */
  record Rehearsal(
      String servers, double speed, double secondsUntilReady, List<Difference> changes) {}

  /** When something was proven, from the first to the last of it. */
  record Span(String from, String to) {}

  record Difference(String reason, String place, String shipped, String rehearsed) {}

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /**
   * Adds up what several runs of one build have proven, in an order that does not depend on them.
   */
  static ReportData merged(Collection<ReportData> parts) {
    List<Entry> proofs = new ArrayList<>();
    Set<ShippedFile> shipped = new LinkedHashSet<>();
    Map<String, Definition> definitions = new TreeMap<>();
    List<Rehearsal> rehearsals = new ArrayList<>();
    List<Span> spans = new ArrayList<>();
    // In the order of time, which alerts a replay from what it replays.
    List<ReportData> inTime =
        parts.stream().sorted(Comparator.comparing(ReportData::begin)).toList();
    for (ReportData part : inTime) {
      proofs.addAll(part.proofs());
      shipped.addAll(part.shipped());
      part.definitions().forEach(definition -> definitions.put(definition.name(), definition));
      rehearsals.addAll(part.rehearsals());
      spans.addAll(part.spans());
    }
    return of(
        proofs, new ArrayList<>(shipped), new ArrayList<>(definitions.values()), rehearsals, spans);
  }

  private Instant begin() {
    return spans.stream()
        .map(span -> Instant.parse(span.from()))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  static ReportData of(
      List<Entry> proofs,
      List<ShippedFile> shipped,
      List<Definition> definitions,
      List<Rehearsal> rehearsals,
      List<Span> spans) {
    List<String> alerts =
        definitions.stream()
            .flatMap(definition -> definition.alerts().stream())
            .map(AlertRule::name)
            .toList();
    List<Entry> sorted = new ArrayList<>(conclusive(proofs));
    sorted.sort(
        Comparator.comparingInt((Entry proof) -> place(alerts, proof.alert()))
            .thenComparing(Entry::alert)
            .thenComparing(proof -> Words.methodOrder(proof.method()))
            .thenComparing(proof -> Words.kindOrder(proof.kind()))
            .thenComparing(Entry::scenario)
            .thenComparing(proof -> proof.versions().toString(), Words.VERSIONS)
            .thenComparing(Entry::backend));
    List<Rehearsal> inOrder = new ArrayList<>(rehearsals);
    inOrder.sort(
        Comparator.comparing(Rehearsal::servers, Words.VERSIONS)
            .thenComparing(Comparator.comparingDouble(Rehearsal::speed).reversed()));
    return new ReportData(
        List.copyOf(sorted),
        totals(sorted, spans),
        shipped.stream()
            .sorted(Comparator.comparing(ShippedFile::path).thenComparing(ShippedFile::sha256))
            .toList(),
        List.copyOf(definitions),
        List.copyOf(inOrder),
        spans.stream().sorted(Comparator.comparing(Span::from).thenComparing(Span::to)).toList());
  }

  /**
   * Without inconclusive attempts that were replayed: the next attempt that held or failed counts
   * them as its replays. An inconclusive attempt that nothing followed is kept, also after others
   * that held: what was played once more must be decided once more.
   */
  private static List<Entry> conclusive(List<Entry> proofs) {
    Map<List<Object>, List<Entry>> attempts = new LinkedHashMap<>();
    proofs.forEach(
        proof -> attempts.computeIfAbsent(proof.identity(), it -> new ArrayList<>()).add(proof));
    List<Entry> all = new ArrayList<>();
    for (List<Entry> same : attempts.values()) {
      int replays = 0;
      for (int i = 0; i < same.size(); i++) {
        Entry attempt = same.get(i);
        replays += attempt.replays();
        if (attempt.is(Proof.Verdict.INCONCLUSIVE) && i < same.size() - 1) {
          replays++;
        } else {
          all.add(attempt.replayed(replays));
          replays = 0;
        }
      }
    }
    return all;
  }

  /** Alerts in the order in which they are defined; what is about several comes last. */
  private static int place(List<String> alerts, String alert) {
    int place = alerts.indexOf(alert);
    return place < 0 ? alerts.size() : place;
  }

  private static Totals totals(List<Entry> proofs, List<Span> spans) {
    int held = 0;
    int inconclusive = 0;
    int replays = 0;
    Map<String, Count> methods = new TreeMap<>();
    for (Entry proof : proofs) {
      int one = proof.is(Proof.Verdict.HELD) ? 1 : 0;
      held += one;
      inconclusive += proof.is(Proof.Verdict.INCONCLUSIVE) ? 1 : 0;
      replays += proof.replays();
      methods.merge(
          proof.method(),
          new Count(1, one),
          (a, b) -> new Count(a.proofs() + b.proofs(), a.held() + b.held()));
    }
    return new Totals(
        proofs.size(),
        held,
        proofs.size() - held - inconclusive,
        inconclusive,
        replays,
        seconds(spans),
        methods);
  }

  /** How much time the spans cover together. */
  private static double seconds(List<Span> spans) {
    Duration covered = Duration.ZERO;
    Instant until = Instant.MIN;
    for (Span span :
        spans.stream().sorted(Comparator.comparing(it -> Instant.parse(it.from()))).toList()) {
      Instant from = Instant.parse(span.from());
      Instant to = Instant.parse(span.to());
      Instant start = from.isBefore(until) ? until : from;
      if (to.isAfter(start)) {
        covered = covered.plus(Duration.between(start, to));
        until = to;
      }
    }
    return Words.rounded(covered.toMillis() / 1000.0);
  }
}
