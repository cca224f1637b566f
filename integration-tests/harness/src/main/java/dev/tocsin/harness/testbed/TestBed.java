package dev.tocsin.harness.testbed;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Differences;
import dev.tocsin.harness.rehearsal.Discovery;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.series.Timeline;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.servers.AlertmanagerApi;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Closing;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.PrometheusApi;
import dev.tocsin.harness.servers.Server;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.servers.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a proof plays on: a real Prometheus and Alertmanager with the rehearsed files,
 * scripted targets, and receivers that listen. All of it is on loopback, and gone when it is
 * closed.
 *
 * <pre>{@code
 * try (TestBed test bed =
 *     TestBed.of(new ShopMonitoring().define())
 *         .scripting("shop-1", "shop", healthy())
 *         .open(programs, Path.of("target/proof/work"))) {
 *   …
 * }
 * }</pre>
 */
public final class TestBed implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** So that what discovery has found is scraped at once, and not at the next five seconds' end. */
  private static final String SEEN_SOON = "--scrape.discovery-reload-interval=100ms";

  private final VirtualClock clock;
  private final Map<String, ScriptedTarget> targets;
  private final Map<String, Timeline> scripts;
  private final Set<String> alwaysFiring;
  private final Sinks sinks;
  private final Stack stack;
  private final Rehearsed rehearsed;
  private final Path secretsFolder;
  private final MonitoringModel shipped;
  private final Discovery discovery;

  /** The jobs of scripted targets, by their names. */
  private final Map<String, String> jobs;

  /** The scripted targets that discovery does not know now. */
  private final Set<String> withdrawn = new TreeSet<>();

  private TestBed(
      VirtualClock clock,
      Map<String, ScriptedTarget> targets,
      Map<String, Timeline> scripts,
      Set<String> alwaysFiring,
      Sinks sinks,
      Stack stack,
      Rehearsed rehearsed,
      Path secretsFolder,
      MonitoringModel shipped,
      Discovery discovery,
      Map<String, String> jobs) {
    this.jobs = jobs;
    this.discovery = discovery;
    this.clock = clock;
    this.targets = targets;
    this.scripts = scripts;
    this.alwaysFiring = alwaysFiring;
    this.sinks = sinks;
    this.stack = stack;
    this.rehearsed = rehearsed;
    this.secretsFolder = secretsFolder;
    this.shipped = shipped;
  }

  /** A test bed for this model; scripted targets and more are said before it is opened. */
  public static Plan of(MonitoringModel model) {
    return of(new Source(model, UnaryOperator.identity(), Map.of()));
  }

  /**
   * A test bed for rules and configurations of a team that writes no Java.
   *
   * @throws IllegalArgumentException when something is wrong with them, with all of it
   */
  public static Plan of(AlertFiles files) {
    return of(new Source(files.model(), files::prepare, files.texts()));
  }

  private static Plan of(Source source) {
    return new Plan(source);
  }

  /**
   * What is shipped.
   *
   * @param preparing what its rehearsal has to know besides
   * @param files plain ones as they are; none where a definition is played
   */
  private record Source(
      MonitoringModel model, UnaryOperator<Rehearsal> preparing, Map<String, String> files) {
    Source without(Set<Rule> rules) {
      List<RuleGroup> groups = new ArrayList<>();
      List<Change> changes = new ArrayList<>();
      for (RuleGroup group : model.groups()) {
        List<Rule> kept = new ArrayList<>();
        for (Rule rule : group.rules()) {
          if (!rules.contains(rule)) {
            kept.add(rule);
            continue;
          }
          changes.add(
              new Change(
                  Change.Reason.LEFT_OUT,
                  "group " + group.name() + ": " + rule.name(),
                  rule.expr().text(),
                  "(nothing)"));
        }
        if (!kept.isEmpty()) {
          groups.add(group.withRules(kept));
        }
      }
      return new Source(
          model.withGroups(groups),
          rehearsal -> preparing.apply(rehearsal).changedBefore(changes),
          files);
    }
  }

  private record Scripted(String name, String job, Timeline script) {}

  /** A test bed that is not open yet. */
  public static final class Plan {
    private Source source;
    private double speed = Rehearsal.DEFAULT_SPEED;
    private List<Scripted> scripted = List.of();
    private Set<String> prometheusJobs = Set.of();
    private Set<String> alertmanagerJobs = Set.of();
    private Set<String> alwaysFiring = Set.of();
    private Set<String> discovered = Set.of();
    private Map<String, List<String>> watched = Map.of();
    private Setup setup = Setup.one();
    private @Nullable RealTime realTime;

    private Plan(Source source) {
      this.source = source;
    }

    /** The same, for one thing to be said otherwise before anybody sees it. */
    private Plan copy() {
      Plan copy = new Plan(source);
      copy.speed = speed;
      copy.scripted = scripted;
      copy.prometheusJobs = prometheusJobs;
      copy.alertmanagerJobs = alertmanagerJobs;
      copy.alwaysFiring = alwaysFiring;
      copy.discovered = discovered;
      copy.watched = watched;
      copy.setup = setup;
      copy.realTime = realTime;
      return copy;
    }

    /** With time so many times as fast as the clock; 150 by default. */
    public Plan faster(double times) {
      Plan changed = copy();
      changed.speed = times;
      return changed;
    }

    /** Without these rules, which the changes list. */
    public Plan without(Set<Rule> rules) {
      Plan changed = copy();
      changed.source = source.without(rules);
      return changed;
    }

    /** Plain files as they ship, by their paths; none where a definition is played. */
    public Map<String, String> plainFiles() {
      return source.files();
    }

    /** How many times as fast as the clock. */
    public double speed() {
      return speed;
    }

    /**
     * With a real service on it, whose time nothing makes faster: windows in expressions shrink by
     * this factor only, and rates keep their values. A window must hold ten scrapes.
     */
    public Plan inRealTime(double windows) {
      return inRealTime(windows, Duration.ZERO);
    }

    /**
     * Like {@link #inRealTime(double)}; and a window of an alert must hold the slowest request
     * three times.
     *
     * @param slowestRequest of any scenario
     */
    public Plan inRealTime(double windows, Duration slowestRequest) {
      Plan changed = copy();
      changed.realTime = new RealTime(windows, slowestRequest, Map.of());
      return changed;
    }

    /**
     * With this as the slowest request of the scenario of one alert, whose window is too short for
     * other scenarios' requests.
     *
     * @throws IllegalStateException before {@link #inRealTime(double, Duration)}
     */
    public Plan slowestRequest(String alert, Duration atMost) {
      RealTime before = realTime;
      if (before == null) {
        throw new IllegalStateException("call .inRealTime(…) before .slowestRequest(…)");
      }
      Plan changed = copy();
      changed.realTime = before.slowestRequest(alert, atMost);
      return changed;
    }

    /**
     * With so many servers, and flags of theirs; one Prometheus and one Alertmanager without it.
     */
    public Plan on(Setup servers) {
      Plan changed = copy();
      changed.setup = servers;
      return changed;
    }

    /**
     * With a target of this job that exports this from the start.
     *
     * @param name by which {@link TestBed#target} gives it
     */
    public Plan scripting(String name, String job, Load load) {
      return scripting(name, job, Timeline.startingWith(load));
    }

    /**
     * With a target of this job that does what its script begins with until {@link TestBed#begin},
     * and the rest of it from then on.
     *
     * @param name by which {@link TestBed#target} gives it
     */
    public Plan scripting(String name, String job, Timeline script) {
      List<Scripted> more = new ArrayList<>(scripted);
      more.add(new Scripted(name, job, script));
      Plan changed = copy();
      changed.scripted = List.copyOf(more);
      return changed;
    }

    /** With the test bed's own Prometheus servers as targets of this job. */
    public Plan withItselfAsPrometheus(String job) {
      Plan changed = copy();
      changed.prometheusJobs = and(prometheusJobs, job);
      return changed;
    }

    /** With the test bed's own Alertmanagers as targets of this job. */
    public Plan withItselfAsAlertmanager(String job) {
      Plan changed = copy();
      changed.alertmanagerJobs = and(alertmanagerJobs, job);
      return changed;
    }

    /** With something real that runs at this address as a target of this job. */
    public Plan watching(String job, String address) {
      Map<String, List<String>> more = new TreeMap<>(watched);
      List<String> addresses = new ArrayList<>(watched.getOrDefault(job, List.of()));
      addresses.add(address);
      more.put(job, List.copyOf(addresses));
      Plan changed = copy();
      changed.watched = Map.copyOf(more);
      return changed;
    }

    /** With an alert that fires all the time by design, such as a watchdog. */
    public Plan alwaysFiring(String alert) {
      Plan changed = copy();
      changed.alwaysFiring = and(alwaysFiring, alert);
      return changed;
    }

    /** With targets of this job that can be {@linkplain TestBed#withdraw withdrawn}. */
    public Plan discovering(String job) {
      Plan changed = copy();
      changed.discovered = and(discovered, job);
      return changed;
    }

    private static Set<String> and(Set<String> some, String more) {
      Set<String> all = new TreeSet<>(some);
      all.add(more);
      return Set.copyOf(all);
    }

    /**
     * Starts everything and waits until it works.
     *
     * @param folder for the servers' configuration and logs; emptied first if a test bed was there
     * @throws IllegalArgumentException when the model cannot be rehearsed
     * @throws AssertionError when the servers do not come to work, saying what is missing
     */
    public TestBed open(Programs programs, Path folder) {
      return open(programs, folder, UnaryOperator.identity());
    }

    /**
     * Starts everything and waits until it works; see {@link #open(Programs, Path)}.
     *
     * @param last what is changed of the rehearsal at last, such as {@code OutOfHours}
     */
    public TestBed open(Programs programs, Path folder, UnaryOperator<Rehearsed> last) {
      List<AutoCloseable> opened = new ArrayList<>();
      try {
        return open(programs, folder, last, opened);
      } catch (RuntimeException | Error e) {
        Closing.all(opened, e);
        throw e;
      }
    }

    private TestBed open(
        Programs programs, Path folder, UnaryOperator<Rehearsed> last, List<AutoCloseable> opened) {
      MonitoringModel shipped = source.model();
      VirtualClock clock = VirtualClock.startingNow(speed);
      Discovery discovery = Discovery.of(discovered);
      Stack stack =
          Stack.prepare(
              programs, folder, discovered.isEmpty() ? setup : setup.prometheusFlags(SEEN_SOON));
      opened.add(stack);
      Sinks sinks = Sinks.start();
      opened.add(sinks);
      Map<String, ScriptedTarget> targets = new TreeMap<>();
      Map<String, List<String>> addresses = new TreeMap<>();
      for (Scripted one : scripted) {
        ScriptedTarget target = ScriptedTarget.start(clock, one.script().first());
        opened.add(target);
        targets.put(one.name(), target);
        addresses.computeIfAbsent(one.job(), job -> new ArrayList<>()).add(target.address());
      }
      List<String> prometheuses = stack.prometheuses().stream().map(Server::address).toList();
      List<String> alertmanagers = stack.alertmanagers().stream().map(Server::address).toList();
      for (String job : prometheusJobs) {
        addresses.computeIfAbsent(job, it -> new ArrayList<>()).addAll(prometheuses);
      }
      for (String job : alertmanagerJobs) {
        addresses.computeIfAbsent(job, it -> new ArrayList<>()).addAll(alertmanagers);
      }
      for (Map.Entry<String, List<String>> job : watched.entrySet()) {
        addresses.computeIfAbsent(job.getKey(), it -> new ArrayList<>()).addAll(job.getValue());
      }
      Path secretsFolder = stack.folder().resolve("secrets");
      Rehearsal rehearsal =
          source
              .preparing()
              .apply(Rehearsal.of(shipped, clock, sinks, secretsFolder))
              .alerting(alertmanagers);
      for (Map.Entry<String, List<String>> job : addresses.entrySet()) {
        rehearsal = rehearsal.scraping(job.getKey(), job.getValue());
      }
      RealTime shrinking = realTime;
      if (shrinking != null) {
        rehearsal = rehearsal.inRealTime(shrinking.factor());
      }
      Rehearsed rehearsed = noting(discovery, setup, last.apply(rehearsal.rehearse()));
      List<String> tooShort = shrinking == null ? List.of() : shrinking.problems(rehearsed.model());
      if (!tooShort.isEmpty()) {
        throw new IllegalArgumentException(
            shipped.name() + " cannot be rehearsed:\n  " + String.join("\n  ", tooShort));
      }
      List<String> unexplained =
          Differences.unexplained(
              Generator.files(shipped, shipped.name()).texts(), rehearsed.files());
      if (!unexplained.isEmpty()) {
        throw new IllegalStateException(
            "the rehearsal differs from what ships where it must not, which is a defect of the"
                + " harness:\n  "
                + String.join("\n  ", unexplained));
      }
      rehearsed.secrets().writeTo(secretsFolder);
      opened.add(() -> rehearsed.secrets().removeFrom(secretsFolder));
      Map<String, String> files = new TreeMap<>(rehearsed.files());
      String rules = Objects.requireNonNull(files.remove(GeneratedFiles.RULES));
      if (!discovery.isEmpty()) {
        files.computeIfPresent(
            GeneratedFiles.PROMETHEUS, (name, text) -> discovery.configuration(text));
        discovered.forEach(
            job -> files.putAll(discovery.file(job, addresses.getOrDefault(job, List.of()))));
      }
      stack.write(files);
      stack.start(GeneratedFiles.PROMETHEUS, GeneratedFiles.ALERTMANAGER, rehearsed.lookback());
      stack.awaitReady(PATIENCE);
      stack.addRules(Map.of(GeneratedFiles.RULES, rules));
      stack.awaitReady(PATIENCE);
      for (String alert : alwaysFiring) {
        Await.that(
            "Alertmanager knows of " + alert,
            PATIENCE,
            () -> stack.alertmanager().alerts().stream().anyMatch(it -> it.name().equals(alert)),
            () -> "it knows " + stack.alertmanager().alerts());
      }
      Map<String, String> jobs = new TreeMap<>();
      scripted.forEach(one -> jobs.put(one.name(), one.job()));
      Map<String, Timeline> scripts = new TreeMap<>();
      scripted.forEach(one -> scripts.put(one.name(), one.script()));
      return new TestBed(
          clock,
          targets,
          scripts,
          alwaysFiring,
          sinks,
          stack,
          rehearsed,
          secretsFolder,
          shipped,
          discovery,
          Map.copyOf(jobs));
    }

    private static Rehearsed noting(Discovery discovery, Setup setup, Rehearsed rehearsed) {
      List<Change> changes = new ArrayList<>(rehearsed.changes());
      changes.replaceAll(
          change ->
              change.place().equals(Rehearsal.SERVERS)
                  ? new Change(
                      change.reason(), change.place(), change.shipped(), setup.description())
                  : change);
      changes.addAll(discovery.changes());
      return new Rehearsed(
          rehearsed.model(),
          changes,
          rehearsed.secrets(),
          rehearsed.lookback(),
          rehearsed.beside());
    }
  }

  private Timeline script(String name) {
    return scripts.getOrDefault(name, Timeline.startingWith(Load.load()));
  }

  /**
   * Lets the scripts of all targets begin now, together.
   *
   * @return when that is, in virtual time
   */
  public Duration begin() {
    Duration now = clock.elapsed();
    targets.forEach((name, target) -> target.play(now, script(name)));
    return now;
  }

  /**
   * Lets the scripts of all targets go on now, as they do between two of their moments, and nothing
   * of them after that.
   *
   * @return when that is, in virtual time
   */
  public Duration play(Duration from, Duration until) {
    Duration now = clock.elapsed();
    targets.forEach((name, target) -> target.play(now, script(name).between(from, until)));
    return now;
  }

  /**
   * Takes a target away from service discovery; it is gone as soon as Prometheus has looked, which
   * takes up to five seconds: see {@link #knows}.
   *
   * @throws IllegalArgumentException when its job is not {@linkplain Plan#discovering discovered}
   */
  public void withdraw(String name) {
    target(name);
    withdrawn.add(name);
    tellDiscovery(jobs.getOrDefault(name, ""));
  }

  /** Lets service discovery know a target again that was withdrawn. */
  public void announce(String name) {
    target(name);
    withdrawn.remove(name);
    tellDiscovery(jobs.getOrDefault(name, ""));
  }

  private void tellDiscovery(String job) {
    List<String> left =
        targets.entrySet().stream()
            .filter(target -> job.equals(jobs.get(target.getKey())))
            .filter(target -> !withdrawn.contains(target.getKey()))
            .map(target -> target.getValue().address())
            .toList();
    stack.replace(discovery.file(job, left));
  }

  /** Whether Prometheus has this target among those that it scrapes. */
  public boolean knows(String name) {
    String address = target(name).address();
    return prometheus().targets().stream().anyMatch(it -> it.instance().equals(address));
  }

  /** The scripted target of this name. */
  public ScriptedTarget target(String name) {
    return Objects.requireNonNull(
        targets.get(name),
        () -> "no target \"" + name + "\" is scripted; known: " + Texts.list(targets()));
  }

  private Set<String> targets() {
    return targets.keySet();
  }

  /** The alerts that fire all the time by design. */
  public Set<String> alwaysFiring() {
    return alwaysFiring;
  }

  /**
   * Lets every target export again what it did at the start, and waits until nothing is pending or
   * firing but what always is.
   *
   * @throws AssertionError when that takes too long, with what still is
   */
  public void calm() {
    targets.forEach((name, target) -> target.serve(script(name).first()));
    Await.that(
        "nothing is pending or firing but " + Texts.list(alwaysFiring),
        PATIENCE,
        () -> unrest().isEmpty(),
        () -> "still: " + Texts.list(unrest()));
    // Alertmanager sends resolved notifications at its group's next tick, when it no longer lists
    // the alert.
    Duration ticks = rehearsed.longestGroupInterval().multipliedBy(3).plus(SETTLING);
    long start = System.nanoTime();
    while (!unsentResolved().isEmpty() && System.nanoTime() - start < ticks.toNanos()) {
      Await.passing(SETTLING.dividedBy(50));
    }
  }

  /** Whether an alert of this name has fired here. */
  public boolean hasFired(String name) {
    return !prometheus()
        .query("count_over_time(ALERTS{alertname=\"" + name + "\",alertstate=\"firing\"}[1h])")
        .isEmpty();
  }

  /** Who was last notified that an alert fires, and of which. */
  private Set<String> unsentResolved() {
    Set<String> untold = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    shipped.alerts().forEach(alert -> names.add(alert.name()));
    names.removeAll(alwaysFiring);
    for (Delivery delivery : sinks.deliveries()) {
      for (String name : names) {
        if (delivery.says(name)) {
          String notified = delivery.destination() + ": " + name;
          if (delivery.isResolved()) {
            untold.remove(notified);
          } else {
            untold.add(notified);
          }
        }
      }
    }
    return untold;
  }

  private List<String> unrest() {
    requireAlive();
    List<String> unrest = new ArrayList<>();
    prometheus().alerts().stream()
        .filter(alert -> !alwaysFiring.contains(alert.name()))
        .forEach(alert -> unrest.add(alert.state() + " " + Texts.labels(alert.labels())));
    alertmanager().alerts().stream()
        .filter(alert -> !alwaysFiring.contains(alert.name()))
        .forEach(
            alert ->
                unrest.add("Alertmanager: " + alert.state() + " " + Texts.labels(alert.labels())));
    return unrest;
  }

  public VirtualClock clock() {
    return clock;
  }

  /** The servers themselves, to kill, restart or ask them one by one. */
  public Stack stack() {
    return stack;
  }

  /** Prometheus' API; the first one's, where there are more. */
  public PrometheusApi prometheus() {
    return stack.prometheus();
  }

  /** Alertmanager's API; the first one's, where there are more. */
  public AlertmanagerApi alertmanager() {
    return stack.alertmanager();
  }

  /** What arrived at receivers. */
  public Sinks sinks() {
    return sinks;
  }

  /** What is played, and how it differs from what is shipped. */
  public Rehearsed rehearsed() {
    return rehearsed;
  }

  /** What is shipped. */
  public MonitoringModel shipped() {
    return shipped;
  }

  /** The parts of an alert's expressions as they ship, each with what is rehearsed of it. */
  public Map<Expr, Expr> anatomy(String alert) {
    Map<Expr, Expr> parts = new LinkedHashMap<>();
    List<Alert> played = named(rehearsed.model(), alert);
    List<Alert> all = named(shipped, alert);
    for (int i = 0; i < Math.min(all.size(), played.size()); i++) {
      parts.putAll(ExpressionParts.rehearsed(all.get(i).expr(), played.get(i).expr()));
    }
    return parts;
  }

  private static List<Alert> named(MonitoringModel model, String alert) {
    return model.alerts().stream().filter(one -> one.name().equals(alert)).toList();
  }

  public Programs programs() {
    return stack.programs();
  }

  /** Where the servers' configuration and logs are. */
  public Path folder() {
    return stack.folder();
  }

  /** Whether a scripted target has served all the time since; true of any other. */
  public boolean mustAnswer(String instance, Instant since) {
    return targets.values().stream()
        .filter(target -> target.address().equals(instance))
        .allMatch(target -> target.hasServedSince(since));
  }

  /** Makes sure that both servers still run. */
  public void requireAlive() {
    stack.requireAlive();
  }

  @Override
  public void close() {
    List<AutoCloseable> opened = new ArrayList<>(targets.values());
    opened.add(() -> rehearsed.secrets().removeFrom(secretsFolder));
    opened.add(sinks);
    opened.add(stack);
    Closing.all(opened);
  }

  @Override
  public String toString() {
    return stack + ", " + clock.speed() + " times as fast";
  }
}
