package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.series.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes cases out of scenarios and what the definition says: just beyond the threshold, just within
 * it, too short, and silent.
 */
final class Cases {
  private static final String CHECK = "proof/scenario";

  private final Suite suite;
  private final MonitoringModel model;
  private final Margin margin;
  private final Duration scrape;
  private final Duration globalEvaluation;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private final Set<String> names = new TreeSet<>();

  Cases(Suite suite, Margin margin) {
    this.suite = suite;
    this.model = suite.model();
    this.margin = margin;
    PrometheusConfig prometheus = PrometheusDefaults.of(model);
    this.scrape = prometheus.scrapeInterval();
    this.globalEvaluation = prometheus.evaluationInterval();
    suite.scenarios().forEach(this::add);
  }

  List<Problem> problems() {
    return problems.stream().distinct().sorted().toList();
  }

  List<Case> all() {
    return List.copyOf(cases);
  }

  private void add(Scenario scenario) {
    List<Alert> fitting = new Namesakes(model).of(scenario);
    Optional<Alert> known = fitting.stream().findFirst();
    if (known.isEmpty()) {
      problems.add(
          Problem.error(
                  CHECK,
                  Place.file(model.name()),
                  "no alert \"" + scenario.alert() + "\" is defined, but there is a " + scenario)
              .help("use the name of a defined alert: " + names()));
      return;
    }
    Alert alert = known.get();
    int before = problems.size();
    if (fitting.size() > 1) {
      problem(
          alert,
          fitting.size()
              + " rules have this name, and the scenario fits all of them: "
              + fitting.stream()
                  .map(it -> Texts.labels(Namesakes.fixed(it)) + " at " + it.origin())
                  .collect(Collectors.joining(", ")),
          "add .label(…) with a label that differs between them, and write a scenario for each");
    }
    Optional<Threshold> threshold = threshold(scenario, alert);
    Duration pending = pending(scenario, alert);
    checkRanges(scenario, alert);
    checkKept(scenario, alert);
    checkLabels(scenario, alert);
    for (String unknown : scenario.unknownDestinations(model)) {
      problem(alert, unknown, "name a receiver or a destination of Alertmanager's configuration");
    }
    for (String other : scenario.inhibited()) {
      if (suite.alert(other).isEmpty()) {
        problem(
            alert,
            "the scenario inhibits alert \"" + other + "\", which is not defined",
            "use the name of a defined alert: " + names());
      }
    }
    if (scenario.job().isEmpty()) {
      problem(alert, "the scenario has no target", "add .target(job, load)");
    }
    if (!scenario.isAtValue() && scenario.fault().isEmpty() && scenario.silences().isEmpty()) {
      problem(
          alert,
          "nothing happens in the scenario",
          "add .atValue(…), .when(…) or .doesNotFireWhen(…)");
    }
    if (scenario.isAtValue() && threshold.isEmpty()) {
      problem(
          alert,
          "the scenario uses .atValue(…), but the expression has no threshold: it must compare"
              + " with a number by >, >=, < or <=",
          "use .when(…) instead of .atValue(…)");
    }
    if (scenario.isAtValue() && threshold.isPresent()) {
      checkLevels(scenario, alert, threshold.get());
    }
    if (problems.size() > before) {
      return;
    }
    new Making(scenario, alert, threshold, pending).make();
  }

  private String names() {
    return String.join(", ", new TreeSet<>(model.alerts().stream().map(Alert::name).toList()));
  }

  private void problem(Alert alert, String message, String fix) {
    problems.add(
        Problem.error(CHECK, Place.of(alert.origin()), alert.name() + ": " + message).help(fix));
  }

  // ---- promises ----

  private Optional<Threshold> threshold(Scenario scenario, Alert alert) {
    Optional<Threshold> defined = Threshold.of(alert.expr());
    Optional<Threshold> promised = scenario.promisedThreshold();
    if (promised.isEmpty()) {
      return defined;
    }
    if (defined.isEmpty()) {
      problem(
          alert,
          "the scenario promises that it fires "
              + promised.get()
              + ", but the expression has no comparison with a number",
          Trees.open(alert.expr()) instanceof Expr.Binary binary && binary.bool()
              ? "remove bool: the comparison then returns 0 or 1, and both fire"
              : "remove the promise, or compare with a number");
    } else if (!promised.get().isSameAs(defined.get())) {
      problem(
          alert,
          "fires " + defined.get() + ", and its scenario promises " + promised.get(),
          "change the wrong one; in a scenario > is .firesAbove, >= is .firesAtOrAbove, < is"
              + " .firesBelow, <= is .firesAtOrBelow");
    }
    return promised;
  }

  /** The values at which it is tried, and what the target exports then. */
  private void checkLevels(Scenario scenario, Alert alert, Threshold threshold) {
    Levels levels = scenario.levels();
    if (!levels.surround(threshold.value())) {
      problem(
          alert,
          "fires " + threshold + ", but its scenario allows only values " + levels,
          "set the possible values, in the unit of the expression: .valuesBetween(lowest, highest)");
      return;
    }
    for (double level : List.of(threshold.beyond(levels), threshold.within(levels))) {
      try {
        scenario.at(level);
      } catch (RuntimeException e) {
        problem(
            alert,
            ".atValue(…) of its scenario fails for "
                + GoNumber.readable(level)
                + ", which is tried because the alert fires "
                + threshold
                + ": "
                + e.getMessage(),
            "fix the load of .atValue(…), or set the possible values, such as .valuesBetween(0,"
                + " 1) for a ratio");
      }
    }
  }

  private Duration pending(Scenario scenario, Alert alert) {
    Optional<Duration> promised = scenario.promisedPending();
    if (promised.isPresent() && !promised.get().equals(alert.forDuration())) {
      problem(
          alert,
          "has for: "
              + GoDuration.text(alert.forDuration())
              + ", and its scenario promises "
              + GoDuration.text(promised.get()),
          "change the wrong one");
    }
    return promised.orElse(alert.forDuration());
  }

  private void checkRanges(Scenario scenario, Alert alert) {
    Optional<SortedSet<Duration>> promised = scenario.promisedRanges();
    SortedSet<Duration> defined = Effect.windows(alert.expr(), model);
    if (promised.isPresent() && !promised.get().equals(defined)) {
      problem(
          alert,
          "has ranges of "
              + texts(defined)
              + ", and its scenario promises "
              + texts(promised.get()),
          "change the wrong one");
    }
  }

  private static String texts(SortedSet<Duration> windows) {
    return windows.isEmpty()
        ? "none"
        : windows.stream().map(GoDuration::text).collect(Collectors.joining(" and "));
  }

  private void checkKept(Scenario scenario, Alert alert) {
    Optional<Duration> promised = scenario.promisedKeeping();
    if (promised.isPresent() && !promised.get().equals(alert.keepFiringFor())) {
      problem(
          alert,
          "has keep_firing_for: "
              + GoDuration.text(alert.keepFiringFor())
              + ", and its scenario promises "
              + (promised.get().isZero() ? "none" : GoDuration.text(promised.get())),
          "change the wrong one; in a scenario it is .keepFiringFor(…)");
    }
  }

  private void checkLabels(Scenario scenario, Alert alert) {
    for (Map.Entry<String, String> promised : scenario.labels().entrySet()) {
      String defined = alert.labels().get(promised.getKey());
      if (defined != null && !defined.contains("{{") && !defined.equals(promised.getValue())) {
        problem(
            alert,
            "has the label "
                + promised.getKey()
                + "=\""
                + defined
                + "\", and its scenario promises \""
                + promised.getValue()
                + "\"",
            "change the wrong one");
      }
    }
  }

  // ---- cases ----

  private String unique(String name) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  /** {@code HighTTFT} is {@code high-ttft}. */
  static String slug(String alert) {
    return alert
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .replaceAll("[^A-Za-z0-9]+", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** The cases of one scenario. */
  private final class Making {
    private final Scenario scenario;
    private final Optional<Threshold> threshold;
    private final Duration pending;
    private final Duration keep;
    private final Duration evaluation;
    private final Duration effect;

    /** Until the condition holds; a window forgets as slowly as it fills, whatever is promised. */
    private final Duration showing;

    private final Duration notification;
    private final Duration update;

    Making(Scenario scenario, Alert alert, Optional<Threshold> threshold, Duration pending) {
      this.scenario = scenario;
      this.threshold = threshold;
      this.pending = pending;
      this.keep = alert.keepFiringFor();
      this.evaluation = evaluationOf(alert);
      this.effect = Effect.on(alert.expr(), model, evaluation);
      this.showing = scenario.detected().orElse(effect);
      Map<String, String> labels = new HashMap<>(scenario.labels());
      labels.putAll(alert.labels());
      labels.put(Label.ALERTNAME.name(), alert.name());
      List<Routing.Destination> ends =
          model.alertmanager().map(config -> Routing.of(config.root(), labels)).orElse(List.of());
      this.notification = longest(ends.stream().map(Routing.Destination::groupWait).toList());
      this.update = longest(ends.stream().map(Routing.Destination::groupInterval).toList());
    }

    private Duration evaluationOf(Alert alert) {
      for (RuleGroup group : model.groups()) {
        for (Rule rule : group.rules()) {
          if (rule.equals(alert)) {
            return group.interval().orElse(globalEvaluation);
          }
        }
      }
      return globalEvaluation;
    }

    private Duration longest(List<Duration> durations) {
      return durations.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Until a change has been scraped and evaluated, with the margin. */
    private Duration seen() {
      return scrape.plus(evaluation.multipliedBy(1L + margin.evaluations()));
    }

    /**
     * How long the fault must last for the alert, and all that it mutes, to fire. What is gone
     * cannot begin to fire; what it mutes fires before, and as long as its windows remember.
     */
    private Duration slowest() {
      Duration slowest = showing.plus(pending);
      boolean goes = goes();
      for (String muted : scenario.inhibited()) {
        for (Alert other : new Namesakes(model).of(muted)) {
          Duration firing =
              Effect.on(other.expr(), model, evaluation)
                  .plus(goes ? Duration.ZERO : other.forDuration());
          slowest = longest(List.of(slowest, firing));
        }
      }
      return slowest;
    }

    private boolean goes() {
      Timeline before = Timeline.startingWith(scenario.calm());
      return scenario
          .fault()
          .map(fault -> fault.happen(before, Duration.ZERO, pending))
          .filter(life -> !life.turns().isEmpty())
          .isPresent();
    }

    void make() {
      Duration begin = scenario.warmUp();
      Duration full = begin.plus(slowest()).plus(seen());
      // Time for group_wait, and for another notification about alerts that joined the group late.
      Duration end = full.plus(notification).plus(seen());
      if (scenario.isAtValue() && threshold.isPresent()) {
        Threshold known = threshold.get();
        double beyond = known.beyond(scenario.levels());
        double within = known.within(scenario.levels());
        add(Case.Kind.FIRES, "fires", at(beyond), Fault.exporting(scenario.at(beyond)), end);
        add(Case.Kind.WITHIN, "within", at(within), Fault.exporting(scenario.at(within)), end);
        tooShort(at(beyond), Fault.exporting(scenario.at(beyond)));
      } else if (scenario.fault().isPresent()) {
        Fault fault = scenario.fault().get();
        String title = scenario.title().orElse("the fault happens");
        add(Case.Kind.FIRES, "fires", title, fault, end);
        tooShort(title, fault);
      }
      for (Scenario.Silence silence : scenario.silences()) {
        if (silence.exact() && margin != Margin.EXACT) {
          continue;
        }
        add(Case.Kind.SILENT, "silent", silence.title(), silence.fault(), end);
      }
    }

    private String at(double level) {
      return scenario.title().map(title -> title + ": ").orElse("")
          + "at "
          + GoNumber.readable(level)
          + " (threshold "
          + threshold.map(Object::toString).orElse("")
          + ")";
    }

    /**
     * Only where the expression looks at the present: how long a window keeps a fault in sight
     * depends on how bad it was.
     */
    private void tooShort(String title, Fault fault) {
      Duration end = scenario.warmUp().plus(pending);
      Duration shorter = end.minus(evaluation.multipliedBy(margin.evaluations()));
      // What ends between two scrapes is seen until the second.
      Duration early = scrape.multipliedBy(shorter.toMillis() / scrape.toMillis());
      if (effect.isZero() && early.compareTo(scenario.warmUp()) > 0) {
        add(Case.Kind.TOO_SHORT, "too-short", title + ", but not for long enough", fault, early);
      }
    }

    private void add(Case.Kind kind, String suffix, String title, Fault fault, Duration end) {
      String name = unique(slug(scenario.alert()) + "-" + suffix);
      Duration begin = scenario.warmUp();
      Load after = scenario.after();
      Timeline life =
          fault.happen(Timeline.startingWith(scenario.calm()), begin, end).serving(end, after);
      List<Part> cast = new ArrayList<>();
      cast.add(new Part(name, scenario.job().orElseThrow(), life));
      for (Scenario.Extra extra : scenario.extras()) {
        cast.add(
            new Part(name + "-" + extra.name(), extra.job(), Timeline.startingWith(extra.load())));
      }
      Duration resolved = end.plus(effect).plus(keep).plus(seen());
      cases.add(
          new Case(
              name,
              scenario,
              kind,
              title,
              cast,
              begin,
              end,
              pending,
              begin.plus(pending),
              begin.plus(showing).plus(pending).plus(seen()),
              resolved,
              resolved.plus(update).plus(seen())));
    }
  }
}
