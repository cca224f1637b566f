package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.servers.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Turns what is shipped into what can be rehearsed: the one place where the two differ. It works on
 * the model's tree, never on text, and lists every change.
 *
 * <ul>
 *   <li>Durations are divided by the clock's speed: ranges and offsets in expressions, {@code for},
 *       intervals, and Alertmanager's {@code group_wait}, {@code group_interval} and {@code
 *       repeat_interval}. What depends on them in an expression keeps its meaning; see {@link
 *       Acceleration}.
 *   <li>Receivers lead to sinks, whatever their kind; one whose address cannot be set is notified
 *       by a webhook instead. Scrape jobs lead to scripted targets, Prometheus to the stack's own
 *       Alertmanager. A model without jobs takes those that are scripted.
 *   <li>Secrets are read from a folder of this run, and hold values made at random.
 *   <li>Mail is sent without TLS, which loopback does without; the login stays.
 *   <li>Proxies, tracing and what else leads off the machine is gone; templates are copied beside.
 *   <li>Time intervals hold always, mute times never.
 * </ul>
 */
public final class Rehearsal {
  /** How many times as fast time runs by default. */
  public static final double DEFAULT_SPEED = 150;

  /** Below this Prometheus misses evaluations even on a machine that does nothing else. */
  public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);

  /**
   * Prometheus' own <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness">lookback</a>.
   */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  /** Where the changes say how many servers run; a test bed with more says so there. */
  public static final String SERVERS = "servers";

  private final MonitoringModel shipped;
  private final VirtualClock clock;
  private final Sinks sinks;
  private final Path secretsFolder;
  private final Map<String, List<String>> targets;
  private final List<String> alertmanagers;

  /** By how much windows shrink for a real service; by as much as all else where it is none. */
  private final OptionalDouble windows;

  private final Besides besides;

  /** Where the configuration is, what was changed before, and what was assumed. */
  private record Besides(
      Optional<Path> folder, List<Change> changes, Optional<String> assumption) {}

  private Rehearsal(
      MonitoringModel shipped,
      VirtualClock clock,
      Sinks sinks,
      Path secretsFolder,
      Map<String, List<String>> targets,
      List<String> alertmanagers,
      OptionalDouble windows,
      Besides besides) {
    this.shipped = shipped;
    this.clock = clock;
    this.sinks = sinks;
    this.secretsFolder = secretsFolder;
    this.targets = Map.copyOf(targets);
    this.alertmanagers = List.copyOf(alertmanagers);
    this.windows = windows;
    this.besides = besides;
  }

  /**
   * A rehearsal of this model.
   *
   * @param clock how fast time runs
   * @param sinks where receivers lead
   * @param secretsFolder where the run's secrets will be
   */
  public static Rehearsal of(
      MonitoringModel shipped, VirtualClock clock, Sinks sinks, Path secretsFolder) {
    return new Rehearsal(
        shipped,
        clock,
        sinks,
        secretsFolder,
        Map.of(),
        List.of(),
        OptionalDouble.empty(),
        new Besides(Optional.empty(), List.of(), Optional.empty()));
  }

  /** Scraping these targets for the job of this name; every job of the model needs some. */
  public Rehearsal scraping(String job, List<String> addresses) {
    Map<String, List<String>> more = new TreeMap<>(targets);
    more.put(job, List.copyOf(addresses));
    return new Rehearsal(
        shipped, clock, sinks, secretsFolder, more, alertmanagers, windows, besides);
  }

  /** Telling these Alertmanagers. */
  public Rehearsal alerting(List<String> addresses) {
    return new Rehearsal(
        shipped, clock, sinks, secretsFolder, targets, addresses, windows, besides);
  }

  /**
   * For a real service, which runs at its own speed: rates stay as they are, and windows shrink by
   * this factor instead of the clock's speed. A window must hold the slowest request several times.
   */
  public Rehearsal inRealTime(double factor) {
    return new Rehearsal(
        shipped,
        clock,
        sinks,
        secretsFolder,
        targets,
        alertmanagers,
        OptionalDouble.of(factor),
        besides);
  }

  /** Of a configuration in this folder, where relative paths of templates begin. */
  public Rehearsal beside(Path folder) {
    return with(new Besides(Optional.of(folder), besides.changes(), besides.assumption()));
  }

  /** Of a model that was changed already, as what was read from plain files is. */
  public Rehearsal changedBefore(List<Change> changes) {
    List<Change> all = new ArrayList<>(besides.changes());
    all.addAll(changes);
    return with(new Besides(besides.folder(), List.copyOf(all), besides.assumption()));
  }

  /** Of a model of which this was assumed, to be notified where it cannot be rehearsed. */
  public Rehearsal assuming(String assumption) {
    return with(new Besides(besides.folder(), besides.changes(), Optional.of(assumption)));
  }

  private Rehearsal with(Besides others) {
    return new Rehearsal(
        shipped, clock, sinks, secretsFolder, targets, alertmanagers, windows, others);
  }

  private Acceleration compression(Duration scrapeInterval) {
    return windows.isPresent()
        ? Acceleration.by(windows.getAsDouble()).inRealTime().scrapedEvery(scrapeInterval)
        : Acceleration.by(clock.speed()).anchoredAt(clock.anchor()).scrapedEvery(scrapeInterval);
  }

  /**
   * Changes what must differ.
   *
   * @throws IllegalArgumentException when it cannot be rehearsed, with all reasons at once: an
   *     interval that would be under 50 ms, an expression that cannot be compressed, a job without
   *     targets, no Prometheus or Alertmanager in the model
   */
  public Rehearsed rehearse() {
    Changes changes = new Changes();
    changes.addAll(besides.changes());
    Optional<PrometheusConfig> prometheus = shipped.prometheus();
    Optional<AlertmanagerConfig> alertmanager = shipped.alertmanager();
    if (prometheus.isEmpty()) {
      changes.refuse(
          "it has no Prometheus, so nothing would be scraped: say .prometheus(prometheus(…)) in the"
              + " definition, or .prometheus(Path.of(\"prometheus.yml\")) of plain files");
    }
    if (alertmanager.isEmpty()) {
      changes.refuse(
          "it has no Alertmanager, so nobody would be notified: say .alertmanager(alertmanager(…)) in the"
              + " definition, or .alertmanager(Path.of(\"alertmanager.yml\")) of plain files; rules"
              + " alone are proven by ProofMethod.PROMTOOL");
    }
    if (prometheus.isEmpty() || alertmanager.isEmpty()) {
      changes.throwIfRefused(shipped.name());
    }
    PrometheusConfig scraping = prometheus(prometheus.orElseThrow(), changes);
    Acceleration compression = compression(atLeastOne(scraping.scrapeInterval()));
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleGroup group : shipped.groups()) {
      groups.add(group(group, compression, changes));
    }
    RunSecrets secrets = new RunSecrets();
    AlertmanagerRehearsal alertmanagerRehearsal =
        new AlertmanagerRehearsal(
            this::faster, sinks, secretsFolder.toString(), secrets, changes, besides.folder());
    AlertmanagerConfig notification = alertmanagerRehearsal.rehearse(alertmanager.orElseThrow());
    Addresses.check(notification, changes);
    Duration lookback = faster(LOOKBACK);
    changes.note("Prometheus: --query.lookback-delta", LOOKBACK, lookback);
    changes.note(
        "Prometheus: --rules.alert.resend-delay", Duration.ofMinutes(1), Stack.RESEND_DELAY);
    changes.note(Change.Reason.ADDRESS, SERVERS, "as deployed", Setup.one().description());
    besides.assumption().ifPresent(changes::explainRefusals);
    changes.throwIfRefused(shipped.name());
    return new Rehearsed(
        shipped.withGroups(groups).prometheus(scraping).alertmanager(notification),
        changes.all(),
        secrets,
        lookback,
        alertmanagerRehearsal.files());
  }

  private static Duration atLeastOne(Duration interval) {
    return interval.toMillis() < 1 ? Duration.ofMillis(1) : interval;
  }

  private Duration faster(Duration duration) {
    return faster(duration, clock.speed());
  }

  /**
   * What a duration becomes at a speed: whole milliseconds, for nothing finer can be written; and
   * something never becomes nothing.
   */
  public static Duration faster(Duration duration, double speed) {
    if (duration.isZero()) {
      return duration;
    }
    return Duration.ofMillis(Math.max(1, Math.round(duration.toMillis() / speed)));
  }

  private Duration interval(String place, Duration shippedInterval, Changes changes) {
    Duration interval = faster(shippedInterval);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      changes.refuse(
          place
              + " "
              + GoDuration.text(shippedInterval)
              + " would become "
              + GoDuration.text(interval)
              + " at speed "
              + clock.speed()
              + ", and under "
              + GoDuration.text(SHORTEST_INTERVAL)
              + " Prometheus misses evaluations: rehearse at most "
              + (long)
                  Math.floor((double) shippedInterval.toMillis() / SHORTEST_INTERVAL.toMillis())
              + " times as fast");
    }
    changes.note(place, shippedInterval, interval);
    return interval;
  }

  private PrometheusConfig prometheus(PrometheusConfig config, Changes changes) {
    Duration scrape = interval("prometheus.yml: scrape_interval", config.scrapeInterval(), changes);
    Duration evaluation =
        interval("prometheus.yml: evaluation_interval", config.evaluationInterval(), changes);
    // Not shorter than the interval: a divided timeout would fail scrapes on a busy machine.
    changes.note("prometheus.yml: scrape_timeout", config.scrapeTimeout(), scrape);
    List<ScrapeJob> jobs = new ArrayList<>();
    if (config.scrapeConfigs().isEmpty() && targets.isEmpty()) {
      changes.refuse(
          "nothing is scraped: it has no scrape jobs, and the scenario scripts no target");
    }
    for (String job : new TreeSet<>(targets.keySet())) {
      if (config.scrapeConfigs().isEmpty()) {
        List<String> addresses = targets.getOrDefault(job, List.of());
        changes.note(
            Change.Reason.ADDRESS,
            "prometheus.yml: targets of " + job,
            "as production has them",
            String.join(", ", addresses));
        jobs.add(ScrapeJob.job(job, addresses.toArray(String[]::new)));
      } else if (config.scrapeConfigs().stream().noneMatch(it -> it.name().equals(job))) {
        changes.refuse(
            "there is no scrape job \""
                + job
                + "\" to script; known: "
                + String.join(", ", config.scrapeConfigs().stream().map(ScrapeJob::name).toList()));
      }
    }
    for (ScrapeJob job : config.scrapeConfigs()) {
      List<String> addresses = targets.getOrDefault(job.name(), List.of());
      if (addresses.isEmpty()) {
        changes.refuse(
            "scrape job \""
                + job.name()
                + "\" has no target in the rehearsal: script one, or name one of the stack's"
                + " servers");
      }
      changes.note(
          Change.Reason.ADDRESS,
          "prometheus.yml: targets of " + job.name(),
          String.join(", ", job.targets()),
          String.join(", ", addresses));
      classicHistograms(job)
          .ifPresent(it -> changes.note(it.reason(), it.place(), it.shipped(), it.rehearsed()));
      jobs.add(job.targets(addresses).alwaysScrapeClassicHistograms(false));
    }
    changes.note(
        Change.Reason.ADDRESS,
        "prometheus.yml: alertmanagers",
        String.join(", ", config.alertmanagers()),
        String.join(", ", alertmanagers));
    return config
        .scrapeInterval(scrape)
        .scrapeTimeout(scrape)
        .evaluationInterval(evaluation)
        .alertmanagers(alertmanagers.toArray(String[]::new))
        .scrapeConfigs(jobs.toArray(ScrapeJob[]::new));
  }

  /**
   * The key of a scrape job that a rehearsal leaves out: no server here ingests native histograms,
   * and its name is another one before Prometheus 3.
   */
  public static Optional<Change> classicHistograms(ScrapeJob job) {
    return job.keepsClassicHistograms()
        ? Optional.of(
            new Change(
                Change.Reason.LEFT_OUT,
                "prometheus.yml: always_scrape_classic_histograms of " + job.name(),
                "true",
                "(nothing)"))
        : Optional.empty();
  }

  private RuleGroup group(RuleGroup group, Acceleration compression, Changes changes) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : group.rules()) {
      rules.add(rule(rule, compression, changes));
    }
    RuleGroup rehearsed =
        group
            .queryOffset()
            .map(offset -> offset(group, offset, changes))
            .orElse(group)
            .withRules(rules);
    return group
        .interval()
        .map(
            period ->
                rehearsed.interval(
                    interval("group " + group.name() + ": interval", period, changes)))
        .orElse(rehearsed);
  }

  private RuleGroup offset(RuleGroup group, Duration offset, Changes changes) {
    changes.note("group " + group.name() + ": query_offset", offset, faster(offset));
    return group.queryOffset(faster(offset));
  }

  private Rule rule(Rule rule, Acceleration compression, Changes changes) {
    String place = (rule instanceof Alert ? "alert " : "record ") + rule.name();
    AcceleratedExpr compressed = compression.apply(rule.expr());
    compressed
        .problems()
        .forEach(problem -> changes.refuse(place + " (" + rule.origin() + "): " + problem));
    Optional<Expr> expr = compressed.expr();
    if (expr.isEmpty()) {
      return rule;
    }
    changes.note(
        Change.Reason.TIME, place + ": expr", rule.expr().text(), expr.orElseThrow().text());
    Rule rehearsed = rule.withExpr(expr.orElseThrow());
    if (!(rehearsed instanceof Alert alert)) {
      return rehearsed;
    }
    changes.note(place + ": for", alert.forDuration(), faster(alert.forDuration()));
    changes.note(place + ": keep_firing_for", alert.keepFiringFor(), faster(alert.keepFiringFor()));
    return alert
        .forDuration(faster(alert.forDuration()))
        .keepFiringFor(faster(alert.keepFiringFor()));
  }
}
