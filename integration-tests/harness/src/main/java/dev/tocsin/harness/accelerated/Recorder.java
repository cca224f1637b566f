package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.Timeline;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.PrometheusApi.Series;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.MissedEvaluations;
import dev.tocsin.harness.verdict.Scrapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Looks at a test bed again and again, and puts what it sees into a {@link Recording}. When alerts
 * were pending and firing Prometheus itself writes down, at each evaluation; what it does not write
 * down, annotations and what Alertmanager holds back, is looked at while it is there.
 */
final class Recorder {
  private final TestBed bed;
  private final Map<String, Timeline> parts;
  private final Set<String> constants;
  private final Set<String> names = new TreeSet<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<Map<String, String>, ActiveAlert> active = new LinkedHashMap<>();
  private final Map<Map<String, String>, KnownAlert> known = new LinkedHashMap<>();
  private final Map<Map<String, String>, List<Recording.Look>> looks = new LinkedHashMap<>();
  private final Map<Delivery, ParsedNotification> notified = new IdentityHashMap<>();
  private final List<DefaultRouteProbe> fallbacks;
  private final MissedEvaluations missedBefore;
  private final Turns turns;
  private Instant began = Instant.EPOCH;
  private boolean idle;

  Recorder(
      TestBed bed,
      Suite suite,
      Map<String, Timeline> parts,
      List<String> constants,
      List<DefaultRouteProbe> fallbacks) {
    this.fallbacks = List.copyOf(fallbacks);
    this.bed = bed;
    this.parts = parts;
    this.turns = new Turns(bed, parts);
    this.constants = Set.copyOf(constants);
    this.missedBefore = MissedEvaluations.of(bed.prometheus());
    suite.model().alerts().stream().map(Alert::name).forEach(names::add);
    fallbacks.forEach(it -> names.add(it.name()));
    parts.keySet().forEach(name -> addresses.put(name, bed.target(name).address()));
  }

  /** Lets all scripts begin. */
  void begin() {
    began = turns.begin();
    fallbacks.forEach(it -> it.begin(bed.alertmanager()));
  }

  Instant began() {
    return began;
  }

  /** The instant at which scripts have run so long, as far as is known. */
  Instant at(Duration moment) {
    return Hold.at(bed.clock(), began, turns.holds(), moment);
  }

  /** Whether nothing but what always fires was there at the last look, and nothing is to come. */
  boolean isQuiet() {
    return idle && turns.areOver();
  }

  void look() {
    turns.look();
    boolean nothing = true;
    for (ActiveAlert alert : bed.prometheus().alerts()) {
      nothing &= constants.contains(alert.name());
      ActiveAlert before = active.get(alert.labels());
      if (before == null || alert.isFiring() && !before.isFiring()) {
        active.put(alert.labels(), alert);
      }
    }
    Instant now = Instant.now();
    for (KnownAlert alert : bed.alertmanager().alerts()) {
      nothing &= constants.contains(alert.name());
      known.put(alert.labels(), alert);
      looks
          .computeIfAbsent(alert.labels(), it -> new ArrayList<>())
          .add(
              new Recording.Look(
                  now, alert.isSuppressed(), alert.inhibitedBy(), alert.silencedBy()));
    }
    idle = nothing;
    if (!fallbacks.isEmpty()) {
      List<ParsedNotification> deliveries = deliveries();
      fallbacks.forEach(it -> it.look(bed.alertmanager(), deliveries, known.keySet()));
    }
  }

  private List<ParsedNotification> deliveries() {
    List<ParsedNotification> all = new ArrayList<>();
    for (Delivery delivery : bed.sinks().deliveries()) {
      all.add(
          notified.computeIfAbsent(
              delivery, it -> ParsedNotification.of(it, names, addresses.values())));
    }
    return all;
  }

  /** All that was seen until now. */
  Recording recording() {
    Instant now = Instant.now();
    List<Recording.Known> all = new ArrayList<>();
    known.forEach(
        (labels, alert) ->
            all.add(
                new Recording.Known(
                    labels,
                    alert.fingerprint(),
                    Set.copyOf(alert.receivers()),
                    looks.getOrDefault(labels, List.of()))));
    return new Recording(
        bed.clock(),
        began,
        now,
        addresses,
        lives(now),
        all,
        deliveries(),
        bed.sinks().complaints(),
        errors(),
        keepingUp(now),
        turns.holds(),
        FloatLabels.of(bed.programs().prometheusVersion()));
  }

  private List<Recording.Life> lives(Instant now) {
    Map<Map<String, String>, List<Instant>> pending = new LinkedHashMap<>();
    Map<Map<String, String>, List<Instant>> firing = new LinkedHashMap<>();
    for (Series series : since("ALERTS", began, now)) {
      Map<String, String> labels = new TreeMap<>(series.labels());
      labels.remove("__name__");
      String state = labels.remove("alertstate");
      ("firing".equals(state) ? firing : pending)
          .put(labels, series.samples().stream().map(Sample::at).toList());
    }
    Set<Map<String, String>> all = new LinkedHashSet<>(pending.keySet());
    all.addAll(firing.keySet());
    List<Recording.Life> lives = new ArrayList<>();
    for (Map<String, String> labels : all) {
      ActiveAlert seen = active.get(labels);
      lives.add(
          new Recording.Life(
              PrometheusDefaults.sent(bed.rehearsed().model(), labels),
              labels,
              pending.getOrDefault(labels, List.of()),
              firing.getOrDefault(labels, List.of()),
              seen == null ? Map.of() : seen.annotations(),
              seen == null ? "" : seen.value()));
    }
    return lives;
  }

  private List<Series> since(String metric, Instant from, Instant now) {
    return bed.prometheus()
        .samples(metric + "[" + (Duration.between(from, now).toMillis() + 1) + "ms]");
  }

  private KeepingUp keepingUp(Instant now) {
    Map<String, Timeline> byAddress = new TreeMap<>();
    addresses.forEach(
        (name, address) -> byAddress.put(address, Objects.requireNonNull(parts.get(name))));
    PrometheusConfig prometheus = PrometheusDefaults.of(bed.rehearsed().model());
    return KeepingUp.of(
        bed.prometheus(),
        began,
        missedBefore,
        prometheus.scrapeInterval(),
        prometheus.evaluationInterval(),
        new KeepingUp.Script() {
          @Override
          public boolean mustAnswer(String instance, Instant at) {
            Timeline script = byAddress.get(instance);
            return script == null
                || wasToAnswer(script, at, prometheus.scrapeInterval().toMillis());
          }

          @Override
          public Scrapes.Away away(String instance) {
            Timeline script = byAddress.get(instance);
            List<Hold> gone = script == null ? List.of() : gone(script, now);
            return (from, to) -> gone.stream().mapToLong(one -> one.within(from, to)).sum();
          }
        });
  }

  /** When Prometheus had not to know a target. */
  private List<Hold> gone(Timeline script, Instant now) {
    List<Hold> gone = new ArrayList<>();
    List<Duration> moments = script.turns();
    for (int i = 0; i < moments.size(); i++) {
      if (!script.isKnown(moments.get(i))) {
        Instant until = i + 1 < moments.size() ? at(moments.get(i + 1)) : now;
        gone.add(new Hold(at(moments.get(i)), until));
      }
    }
    return gone;
  }

  /** Whether its script lets a target answer around an instant. */
  private boolean wasToAnswer(Timeline script, Instant at, long interval) {
    Duration from = virtual(at.minusMillis(interval));
    return script.servedBetween(from, virtual(at.plusMillis(interval)));
  }

  private Duration virtual(Instant at) {
    Duration since = Hold.since(bed.clock(), began, turns.holds(), at);
    return since.isNegative() ? Duration.ZERO : since;
  }

  /** What Alertmanager's log says of notifications that failed, without secrets. */
  private List<String> errors() {
    List<String> errors = new ArrayList<>();
    try (Stream<Path> files = Files.list(bed.folder())) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("alertmanager") && name.endsWith(".log")) {
          Files.readAllLines(file).stream()
              .filter(line -> line.contains("err="))
              .map(line -> line.substring(line.indexOf("err=") + 4))
              .map(bed.rehearsed().secrets()::redact)
              .distinct()
              .forEach(errors::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Alertmanager's log in " + bed.folder(), e);
    }
    return errors;
  }
}
