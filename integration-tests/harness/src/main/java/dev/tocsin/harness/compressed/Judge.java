package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.alertmanager.Routing;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.scenario.Unfound;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.sink.Mention;
import dev.tocsin.harness.sink.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Says of a case what does not hold: a function of its script, the definition and what was seen,
 * and of nothing else.
 */
final class Judge {
  /** Prometheus stamps scrapes and evaluations with the moment they were due, not made. */
  private static final int SLACK_EVALUATIONS = 1;

  /** Evaluations further apart than so many intervals are not one stretch of firing. */
  private static final int FLAP_EVALUATIONS = 4;

  /** How long Alertmanager may take, in real time, to see that one alert mutes another. */
  private static final Duration SETTLING = Duration.ofMillis(500);

  /** How long a notification may take, in real time, that is due. */
  private static final Duration DELIVERING = Duration.ofSeconds(10);

  private final Suite suite;
  private final Case script;
  private final Recording seen;
  private final Bill.Kind stage;
  private final Duration evaluation;
  private final Set<String> cast = new TreeSet<>();
  private final String target;

  /** The rule that it is about; empty where there is none of this name. */
  private final Optional<Alert> rule;

  private final Namesakes namesakes;
  private final Evidence evidence = new Evidence();
  private final List<String> findings = new ArrayList<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Telling> told = new ArrayList<>();
  private final List<Route> through = new ArrayList<>();
  private final Map<Inhibition, Set<String>> muted = new HashMap<>();
  private final Set<TimeInterval> quiet = new HashSet<>();

  /** Whether nobody at all is to be told: out of hours, or by receivers without integrations. */
  private boolean hushed;

  private Judge(Suite suite, Case script, Recording seen, Bill.Kind stage, Duration evaluation) {
    this.suite = suite;
    this.script = script;
    this.seen = seen;
    this.stage = stage;
    this.evaluation = evaluation;
    for (Part part : script.cast()) {
      cast.add(address(part));
    }
    this.target = address(script.main());
    this.rule = suite.alert(script.scenario());
    this.namesakes = new Namesakes(suite.model());
  }

  private String address(Part part) {
    return Objects.requireNonNull(
        seen.addresses().get(part.name()), () -> "no target plays " + part.name());
  }

  /**
   * Judges a case by what was seen.
   *
   * @param stage the kind of stage: on one of its own an alert without an address is its own too
   * @param evaluation how often rules are evaluated, in virtual time
   */
  static Verdict judge(
      Suite suite, Case script, Recording seen, Bill.Kind stage, Duration evaluation) {
    return new Judge(suite, script, seen, stage, evaluation).judge();
  }

  private Verdict judge() {
    script(Mark.FAULT_BEGINS, "the fault begins: " + script.title(), script.begin());
    script(Mark.FAULT_ENDS, "the fault ends", script.end());
    scraped();
    if (script.fires()) {
      fires();
    } else {
      staysQuiet();
    }
    others();
    return new Verdict(
        script.scenario().alert(),
        rule.stream().toList(),
        title(script, stage),
        Optional.of(script),
        script.fires() && !hushed,
        findings,
        evidence,
        deliveries,
        told,
        through,
        muted,
        quiet,
        Duration.between(seen.began(), lastEvent()).toMillis() / 1000.0);
  }

  /** What happens in it, in a few words. */
  static String title(Case script, Bill.Kind stage) {
    return stage.isOutOfHours() ? script.title() + ", out of hours" : script.title();
  }

  private Instant lastEvent() {
    List<Evidence.Event> events = evidence.events();
    return events.isEmpty() ? seen.ended() : events.get(events.size() - 1).at();
  }

  // ---- notes ----

  private void script(Mark mark, String what, Duration moment) {
    evidence.saw(
        mark,
        script.scenario().alert(),
        seen.at(moment),
        moment,
        "script",
        what,
        Map.of("target", target));
  }

  private void saw(
      Mark mark, String alert, Instant at, String who, String what, Map<String, ?> details) {
    evidence.saw(mark, alert, at, seen.since(at), who, what, details);
  }

  private String when(Instant at) {
    return Moments.text(seen.since(at));
  }

  // ---- is it alive ----

  /** A target that nobody asks proves nothing. */
  private void scraped() {
    Recording.Scrapes scrapes = seen.keepingUp().scrapes().get(target);
    if (scrapes == null || scrapes.made() == 0) {
      findings.add("its target " + target + " was never scraped, so nothing is proven");
    } else {
      evidence.held(
          "its target is scraped and the rules are evaluated all the time",
          scrapes.made() + " scrapes, " + seen.keepingUp().evaluations() + " evaluations");
    }
  }

  // ---- it fires ----

  private List<Recording.Life> lives(String alert) {
    return seen.alerts().stream()
        .filter(life -> life.name().equals(alert))
        .filter(
            life ->
                life.instance().equals(target)
                    || stage.isAlone() && !cast.contains(life.instance()))
        .toList();
  }

  /** Those of them that are its own rule's, where others share its name. */
  private List<Recording.Life> mine() {
    return lives(script.scenario().alert()).stream().filter(this::isMine).toList();
  }

  private boolean isMine(Recording.Life life) {
    return rule.filter(it -> !namesakes.isOf(it, life.labels())).isEmpty();
  }

  /**
   * Alerts of its name that are another rule's, fired too and lead there: texts about one and the
   * other cannot be told apart.
   */
  private List<Recording.Life> namesakesAt(String destination) {
    return lives(script.scenario().alert()).stream()
        .filter(life -> life.fired() && !isMine(life))
        .filter(
            life ->
                Telling.of(suite.model(), life.labels()).stream()
                    .anyMatch(it -> it.destination().equals(destination)))
        .toList();
  }

  /**
   * Whether another rule's alert of its name fired, and this tells of it or cannot be told apart.
   */
  private boolean isOfNamesake(Delivery delivery) {
    boolean fired =
        lives(script.scenario().alert()).stream().anyMatch(life -> life.fired() && !isMine(life));
    return fired
        && !(delivery instanceof Delivery.WebhookCall call
            && call.alerts().stream()
                .anyMatch(
                    it ->
                        it.labels().getOrDefault("alertname", "").equals(script.scenario().alert())
                            && rule.filter(mine -> namesakes.isOf(mine, it.labels())).isPresent()
                            && it.labels().getOrDefault("instance", "").equals(target)));
  }

  private Map<String, String> promised() {
    Map<String, String> labels =
        rule.map(Namesakes::fixed).map(TreeMap::new).orElseGet(TreeMap::new);
    labels.putAll(script.scenario().labels());
    return labels;
  }

  private void fires() {
    List<Recording.Life> all = mine();
    List<Recording.Life> fired = all.stream().filter(Recording.Life::fired).toList();
    if (fired.isEmpty()) {
      doesNotFire(all);
      return;
    }
    Map<String, String> labels = promised();
    Recording.Life life =
        fired.stream()
            .filter(
                it ->
                    labels.entrySet().stream()
                        .allMatch(
                            label ->
                                it.labels()
                                    .getOrDefault(label.getKey(), "")
                                    .equals(label.getValue())))
            .findFirst()
            .orElse(fired.get(0));
    labels(life, labels);
    times(life);
    annotations(life);
    int before = findings.size();
    notifications(life);
    if (findings.size() == before) {
      heldBack(life);
    }
    inhibitions(life);
  }

  private void doesNotFire(List<Recording.Life> pending) {
    String alert = script.scenario().alert();
    for (Recording.Life life : pending) {
      Duration held = Duration.between(life.first(), life.pending().get(life.pending().size() - 1));
      findings.add(
          "it was pending from "
              + when(life.first())
              + " on, for "
              + Moments.text(seen.clock().inVirtual(held))
              + " at most, and never fired: its for is "
              + Moments.text(rule.map(Alert::pending).orElse(script.pending()))
              + ", and the fault lasts from "
              + Moments.text(script.begin())
              + " to "
              + Moments.text(script.end()));
    }
    List<Recording.Life> elsewhere =
        seen.alerts().stream()
            .filter(life -> life.name().equals(alert) && !pending.contains(life) && isMine(life))
            .filter(life -> !seen.addresses().containsValue(life.instance()))
            .toList();
    for (Recording.Life life : elsewhere) {
      findings.add(
          (life.fired() ? "it fired" : "it was pending")
              + " without the label instance of its target, with "
              + life.labels()
              + ": keep instance in the result, as in by (job, instance)");
    }
    if (pending.isEmpty() && elsewhere.isEmpty()) {
      findings.add(
          "it was never pending, let alone firing by "
              + Moments.text(script.firesBy())
              + ": its expression gave nothing for its target "
              + target);
      rule.ifPresent(it -> findings.addAll(Unfound.of(it.expr(), script, suite)));
    }
  }

  private void labels(Recording.Life life, Map<String, String> labels) {
    List<String> wrong = new ArrayList<>();
    labels.forEach(
        (name, value) -> {
          String carried = life.labels().getOrDefault(name, "");
          if (carried.isEmpty() && !value.isEmpty()) {
            wrong.add("fired without label " + name + ", where " + value + " was promised");
          } else if (!carried.equals(value)) {
            wrong.add("fired with " + name + "=\"" + carried + "\" instead of \"" + value + "\"");
          }
        });
    wrong.forEach(it -> findings.add(it + "; it carries " + life.labels()));
    if (wrong.isEmpty()) {
      evidence.held("it fires, labelled " + labels, life.labels() + " = " + life.value());
    }
  }

  private void times(Recording.Life life) {
    if (!life.pending().isEmpty()) {
      saw(
          Mark.PENDING,
          life.name(),
          life.pending().get(0),
          "Prometheus",
          "pending",
          Map.of("labels", life.labels()));
    }
    saw(
        Mark.FIRING,
        life.name(),
        life.firedFirst(),
        "Prometheus",
        "firing",
        Map.of("labels", life.labels(), "value", life.value()));
    saw(
        Mark.RESOLVED,
        life.name(),
        life.firedLast().plus(seen.clock().inReal(evaluation)),
        "Prometheus",
        "no longer firing",
        Map.of());
    Duration first = seen.since(life.firedFirst());
    Duration slack = evaluation.multipliedBy(SLACK_EVALUATIONS);
    String span =
        "not before "
            + Moments.text(script.firesFrom())
            + " and by "
            + Moments.text(script.firesBy());
    if (first.compareTo(script.firesFrom().minus(slack)) < 0) {
      findings.add("it fired at " + Moments.text(first) + ", and it was to fire " + span);
    } else if (first.compareTo(script.firesBy()) > 0) {
      findings.add(
          "it fired only at "
              + Moments.text(first)
              + ", and it was to fire "
              + span
              + "; it was pending from "
              + when(life.first())
              + " on");
    } else {
      evidence.held("it fires " + span, "at " + Moments.text(first));
    }
    int times = life.times(seen.clock().inReal(evaluation.multipliedBy(FLAP_EVALUATIONS)));
    if (times > 1) {
      findings.add("it began to fire " + times + " times, and ended in between");
    }
    Duration last = seen.since(life.firedLast());
    if (last.compareTo(script.resolvedBy()) > 0) {
      findings.add(
          "it fired still at "
              + Moments.text(last)
              + ", and it was to end by "
              + Moments.text(script.resolvedBy()));
    } else {
      evidence.held(
          "it ends by " + Moments.text(script.resolvedBy()),
          "it fired last at " + Moments.text(last));
    }
  }

  private void annotations(Recording.Life life) {
    int before = findings.size();
    life.annotations()
        .forEach(
            (name, text) -> {
              String wrong = Prose.wrong(text);
              if (!wrong.isEmpty()) {
                findings.add("its annotation " + name + " " + wrong + ": " + text);
              }
            });
    if (findings.size() == before && !life.annotations().isEmpty()) {
      evidence.held("its annotations are whole", life.annotations().toString());
    }
  }

  // ---- who is told ----

  private void notifications(Recording.Life life) {
    List<Telling> tellings = new ArrayList<>(Telling.of(suite.model(), life.labels()));
    Set<String> silent = stage.isOutOfHours() ? silent(tellings) : Set.of();
    List<Telling> off = new ArrayList<>();
    if (stage.isOutOfHours()) {
      tellings.stream().filter(it -> !it.hours().isEmpty()).forEach(off::add);
      tellings.removeAll(off);
    }
    Map<String, List<Telling>> routed =
        tellings.stream()
            .collect(
                Collectors.groupingBy(Telling::destination, TreeMap::new, Collectors.toList()));
    Set<String> expected = new TreeSet<>(script.scenario().destinations().orElse(routed.keySet()));
    expected.removeAll(silent);
    if (!expected.equals(routed.keySet())) {
      findings.add(
          "its labels lead to "
              + routed.keySet()
              + ", and the scenario promises "
              + expected
              + "; the routes are "
              + tellings.stream().map(it -> it.route().toString()).distinct().toList());
    }
    List<Mention> mentions = seen.mentions(life);
    for (Mention mention : mentions) {
      deliveries.add(mention.delivery());
      evidence.arrived(
          mention.delivery(), seen.since(mention.delivery().at()), life.name(), mention.resolved());
    }
    Map<String, List<Mention>> arrived =
        mentions.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.delivery().destination(), TreeMap::new, Collectors.toList()));
    for (Map.Entry<String, List<Mention>> destination : arrived.entrySet()) {
      if (!expected.contains(destination.getKey()) && namesakesAt(destination.getKey()).isEmpty()) {
        findings.add(
            destination.getKey()
                + " was told, and is none of "
                + expected
                + ": "
                + headlines(destination.getValue()));
      }
    }
    if (!silent.isEmpty() && silent.stream().noneMatch(arrived::containsKey)) {
      hushed = expected.isEmpty();
      evidence.held("out of hours " + silent + " are not told", "told were " + arrived.keySet());
      Telling.of(suite.model(), life.labels()).stream()
          .filter(it -> silent.contains(it.destination()))
          .forEach(it -> quiet.addAll(it.hours()));
    }
    seen.known(life)
        .ifPresent(
            known ->
                saw(
                    Mark.NOTE,
                    life.name(),
                    known.first(),
                    "Alertmanager",
                    "known, for " + known.receivers(),
                    Map.of("receivers", known.receivers(), "fingerprint", known.fingerprint())));
    for (String destination : expected) {
      List<Telling> ways = routed.getOrDefault(destination, List.of());
      if (told(life, destination, ways, arrived.getOrDefault(destination, List.of()))) {
        told.addAll(ways);
        ways.forEach(way -> through.add(way.route()));
        // Told no oftener than by the other routes.
        off.stream()
            .filter(it -> it.destination().equals(destination))
            .forEach(it -> quiet.addAll(it.hours()));
      }
    }
    List<Route> nobody = Telling.nobody(suite.model(), life.labels());
    if (!nobody.isEmpty()) {
      hushed |= expected.isEmpty();
      endsWithNobody(life, nobody);
    }
  }

  /** Of routes by which nobody is told, all that can be seen is that Alertmanager takes them. */
  private void endsWithNobody(Recording.Life life, List<Route> routes) {
    Optional<Recording.Known> known = seen.known(life);
    for (Route route : routes) {
      String receiver = route.receiver().name();
      if (known.isEmpty()) {
        findings.add(
            "it is to end at receiver " + receiver + ", and Alertmanager never knew of it");
      } else if (!known.get().receivers().contains(receiver)) {
        findings.add(
            "it is to end at receiver "
                + receiver
                + " by the route at "
                + route.origin()
                + ", and Alertmanager has it for "
                + known.get().receivers());
      } else {
        through.add(route);
        evidence.held(
            "it ends at receiver " + receiver + ", by which nobody is told",
            "Alertmanager knows it for " + known.get().receivers());
      }
    }
  }

  /** Those to whom no route leads that is active at all hours. */
  private static Set<String> silent(List<Telling> tellings) {
    Set<String> silent = new TreeSet<>();
    tellings.forEach(it -> silent.add(it.destination()));
    tellings.stream()
        .filter(it -> it.hours().isEmpty())
        .forEach(it -> silent.remove(it.destination()));
    return silent;
  }

  /** Whether a destination was told as it should be. */
  private boolean told(
      Recording.Life life, String destination, List<Telling> ways, List<Mention> mentions) {
    int before = findings.size();
    List<Mention> begins = mentions.stream().filter(it -> !it.resolved()).toList();
    List<Mention> ends = mentions.stream().filter(Mention::resolved).toList();
    if (begins.isEmpty()) {
      findings.add(
          destination + " was not told that it fires" + grouped(life, ways) + why(life, ways));
      return false;
    }
    tooFew(life, destination, ways, begins);
    Set<Recording.Life> mates = new LinkedHashSet<>();
    ways.forEach(way -> mates.addAll(mates(life, way)));
    mates.addAll(namesakesAt(destination));
    Duration fired = seen.clock().inVirtual(Duration.between(life.firedFirst(), life.firedLast()));
    long allowed = 0;
    for (Telling way : ways) {
      allowed += 1 + fired.dividedBy(way.repeated()) + 2L * mates.size();
    }
    if (begins.size() > Math.max(1, allowed)) {
      findings.add(
          destination
              + " was told "
              + begins.size()
              + " times that it fires, and "
              + Math.max(1, allowed)
              + " is right: "
              + headlines(begins));
    }
    for (String words : script.scenario().words()) {
      if (begins.stream().noneMatch(it -> it.delivery().words().contains(words))) {
        findings.add(
            destination
                + " was not told \""
                + words
                + "\", but: "
                + Moments.oneLine(begins.get(0).delivery().words()));
      }
    }
    String wrong = Prose.wrong(begins.get(0).delivery().words());
    if (!wrong.isEmpty()) {
      findings.add(
          "what "
              + destination
              + " was told "
              + wrong
              + ": "
              + Moments.oneLine(begins.get(0).delivery().words()));
    }
    ends(life, destination, ways, mates, begins, ends);
    inTime(life, destination, ways, begins);
    inOrder(life, destination, mates, begins, ends);
    if (findings.size() == before) {
      evidence.held(
          destination + " is told",
          begins.size()
              + " times that it fires, "
              + ends.size()
              + " times that it has ended"
              + (mates.isEmpty()
                  ? ""
                  : "; it shares notifications with "
                      + mates.stream().map(Recording.Life::labels).toList()));
    }
    return findings.size() == before;
  }

  /** Each route and each integration sends messages of its own, and one is no proof of another. */
  private void tooFew(
      Recording.Life life, String destination, List<Telling> ways, List<Mention> begins) {
    Set<String> silent = new TreeSet<>();
    if (begins.stream().allMatch(it -> it.delivery() instanceof Delivery.WebhookCall)) {
      ways.forEach(way -> silent.add(way.route().receiver().name()));
      for (Mention begin : begins) {
        if (begin.delivery() instanceof Delivery.WebhookCall call) {
          silent.remove(call.receiver());
        }
      }
    }
    if (begins.size() < ways.size() || !silent.isEmpty()) {
      findings.add(
          destination
              + " was told "
              + begins.size()
              + " times that it fires, and is to be told once by each of "
              + ways.stream()
                  .map(
                      it ->
                          it.route().receiver().name() + " by the route at " + it.route().origin())
                  .toList()
              + (silent.isEmpty() ? "" : "; nothing came of " + silent)
              + why(life, ways));
    }
  }

  private void ends(
      Recording.Life life,
      String destination,
      List<Telling> ways,
      Set<Recording.Life> mates,
      List<Mention> begins,
      List<Mention> ends) {
    long due = ways.stream().filter(Telling::resolves).count();
    if (due == 0) {
      if (!ends.isEmpty()) {
        findings.add(
            destination + " was told that it has ended, and asks not to be: " + headlines(ends));
      }
      return;
    }
    // In a group, that one of several has ended can stand in a text that tells of the others.
    boolean toldWithOthers =
        !mates.isEmpty()
            && begins.stream().anyMatch(it -> it.delivery().at().isAfter(life.firedLast()));
    if (ends.isEmpty() && !toldWithOthers) {
      findings.add(destination + " was never told that it has ended" + why(life, ways));
    } else if ((ends.size() > due || !ends.isEmpty() && ends.size() < due) && mates.isEmpty()) {
      findings.add(
          destination
              + " was told "
              + ends.size()
              + " times that it has ended, and "
              + due
              + " is right: "
              + headlines(ends));
    }
  }

  /** Whether it was told as soon as its group may be, with what a busy machine takes. */
  private void inTime(
      Recording.Life life, String destination, List<Telling> ways, List<Mention> begins) {
    Instant first = first(begins);
    boolean held =
        seen.known(life).stream()
            .flatMap(known -> known.looks().stream())
            .anyMatch(look -> look.suppressed() && look.at().isBefore(first));
    Duration waiting =
        ways.stream().map(Telling::waiting).max(Duration::compareTo).orElse(Duration.ZERO);
    Instant latest = life.firedFirst().plus(seen.clock().inReal(waiting)).plus(DELIVERING);
    if (!ways.isEmpty() && !held && first.isAfter(latest)) {
      findings.add(
          destination
              + " was told only at "
              + when(first)
              + " that it fires, which it did at "
              + when(life.firedFirst())
              + "; its group may wait for "
              + Moments.text(waiting)
              + why(life, ways));
    }
  }

  /** Whether the end was told after the beginning, and after it had come. */
  private void inOrder(
      Recording.Life life,
      String destination,
      Set<Recording.Life> mates,
      List<Mention> begins,
      List<Mention> ends) {
    if (ends.isEmpty() || !mates.isEmpty() || !ends.stream().allMatch(Mention::certain)) {
      return;
    }
    Instant end = first(ends);
    if (end.isBefore(first(begins))) {
      findings.add(
          destination
              + " was told at "
              + when(end)
              + " that it has ended, before it was told that it fires, at "
              + when(first(begins)));
    } else if (end.isBefore(life.firedLast())) {
      findings.add(
          destination
              + " was told at "
              + when(end)
              + " that it has ended, and it fired until "
              + when(life.firedLast()));
    }
  }

  private static Instant first(List<Mention> mentions) {
    return mentions.stream()
        .map(it -> it.delivery().at())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Other alerts that fired and share a notification with it. */
  private List<Recording.Life> mates(Recording.Life life, Telling way) {
    if (!way.grouped()) {
      return List.of();
    }
    return seen.alerts().stream()
        .filter(other -> other.fired() && !other.equals(life))
        .filter(
            other ->
                way.groupBy().stream()
                    .allMatch(label -> same(label, other.labels(), life.labels())))
        .filter(
            other ->
                Telling.of(suite.model(), other.labels()).stream()
                    .anyMatch(it -> it.route() == way.route()))
        .toList();
  }

  /** With whom it shares its notifications, where they are not of its own name. */
  private String grouped(Recording.Life life, List<Telling> ways) {
    StringBuilder text = new StringBuilder();
    for (Telling way : ways) {
      Set<String> names = new TreeSet<>();
      mates(life, way).forEach(mate -> names.add(mate.name()));
      names.remove(life.name());
      if (!names.isEmpty()) {
        text.append(": the route at ").append(way.route().origin());
        text.append(" groups by ").append(way.groupBy());
        text.append(", so that one notification tells of ").append(names);
        text.append(" as well, and names none of them for certain");
      }
    }
    return text.toString();
  }

  private static boolean same(Label label, Map<String, String> a, Map<String, String> b) {
    return a.getOrDefault(label.name(), "").equals(b.getOrDefault(label.name(), ""));
  }

  private static List<String> headlines(List<Mention> mentions) {
    return mentions.stream().map(it -> it.delivery().headline()).toList();
  }

  /** What Alertmanager says to that somebody was not told. */
  private String why(Recording.Life life, List<Telling> ways) {
    Optional<Recording.Known> known = seen.known(life);
    if (known.isEmpty()) {
      return ": Alertmanager never knew of it";
    }
    StringBuilder text = new StringBuilder("; Alertmanager has it for ");
    text.append(known.get().receivers());
    Set<String> by = new TreeSet<>();
    known.get().looks().forEach(look -> by.addAll(look.inhibitedBy()));
    for (Recording.Known source : seen.known()) {
      if (by.contains(source.fingerprint())) {
        text.append(", and held it back").append(because(source, life));
      }
    }
    if (known.get().looks().stream().anyMatch(look -> !look.silencedBy().isEmpty())) {
      text.append(", and it is silenced");
    }
    seen.errors().stream()
        .sorted(Comparator.comparing(error -> !isOf(error, ways)))
        .limit(2)
        .forEach(it -> text.append("\n    its log: ").append(it));
    seen.complaints().stream()
        .limit(2)
        .forEach(it -> text.append("\n    a receiver refused: ").append(it));
    return text.toString();
  }

  /** Whether a line of the log is about one of these; it names a receiver before its slash. */
  private static boolean isOf(String error, List<Telling> ways) {
    return ways.stream().anyMatch(way -> error.contains(way.route().receiver().name() + "/"));
  }

  // ---- inhibition ----

  private List<Inhibition> allInhibitions() {
    return suite.model().alertmanager().map(AlertmanagerConfig::inhibitions).orElse(List.of());
  }

  private List<Inhibition> inhibitions(Map<String, String> source, Map<String, String> other) {
    return allInhibitions().stream()
        .filter(it -> Routing.matches(it.source(), source))
        .filter(it -> Routing.matches(it.target(), other))
        .filter(it -> it.equal().stream().allMatch(label -> same(label, source, other)))
        .toList();
  }

  /** Which alert held another back, and by which inhibitions. */
  private String because(Recording.Known source, Recording.Life life) {
    StringBuilder text = new StringBuilder(" because of ").append(source.labels());
    inhibitions(source.labels(), life.labels())
        .forEach(
            it ->
                text.append(" by the inhibition at ")
                    .append(it.origin())
                    .append(", which asks them to share ")
                    .append(it.equal())
                    .append(onNeither(it, source.labels(), life.labels())));
    return text.toString();
  }

  /**
   * What held it back for a time although its scenario knows nothing of that; who is told late is
   * told in the end, and nothing else would show it.
   */
  private void heldBack(Recording.Life life) {
    Set<String> by = new TreeSet<>();
    seen.known(life).ifPresent(it -> it.looks().forEach(look -> by.addAll(look.inhibitedBy())));
    for (Recording.Known source : seen.known()) {
      String name = source.labels().getOrDefault("alertname", "");
      if (by.contains(source.fingerprint()) && !script.scenario().alongside().contains(name)) {
        findings.add(
            "Alertmanager held it back for a time"
                + because(source, life)
                + "; if it may, say .alongside(\""
                + name
                + "\"), and if the other is no business of its, play it .alone()");
      }
    }
  }

  private void inhibitions(Recording.Life life) {
    Optional<Recording.Known> source = seen.known(life);
    for (String name : script.scenario().muted()) {
      List<Recording.Life> others =
          lives(name).stream()
              .filter(Recording.Life::fired)
              .filter(other -> !name.equals(life.name()) || !isMine(other))
              .toList();
      if (others.isEmpty()) {
        findings.add(name + ", which it is to mute, did not fire on its target");
      }
      for (Recording.Life other : others) {
        saw(Mark.FIRING, name, other.firedFirst(), "Prometheus", name + " fires too", Map.of());
        source.ifPresentOrElse(
            it -> muted(it, other),
            () -> findings.add("Alertmanager never knew of it, so it cannot mute " + name));
      }
    }
  }

  private void muted(Recording.Known source, Recording.Life other) {
    String name = other.name();
    Optional<Recording.Known> known = seen.known(other);
    if (known.isEmpty()) {
      findings.add(name + ", which it is to mute, never arrived at Alertmanager");
      return;
    }
    // Two that come in the same moment are known a little before one mutes the other; what counts
    // is that nobody is told. The last look can have come between the two ends.
    Instant settled = source.first().plus(SETTLING);
    List<Recording.Look> together =
        known.get().looks().stream()
            .filter(look -> !look.at().isBefore(settled))
            .filter(look -> look.at().isBefore(source.last()))
            .toList();
    List<Recording.Look> loud =
        together.stream()
            .filter(look -> !look.inhibitedBy().contains(source.fingerprint()))
            .toList();
    if (together.isEmpty()) {
      findings.add(name + ", which it is to mute, never fired at the same time");
      return;
    }
    if (!loud.isEmpty()) {
      findings.add(
          "it did not mute "
              + name
              + " at "
              + when(loud.get(0).at())
              + notMuting(source.labels(), other.labels()));
      return;
    }
    Instant from = together.get(0).at();
    // A text that names no target may be about another one; what Alertmanager says stands.
    List<Mention> heard =
        seen.mentions(other).stream()
            .filter(it -> !it.resolved() && it.certain())
            .filter(
                it ->
                    it.delivery() instanceof Delivery.WebhookCall
                        || !name.equals(script.scenario().alert()))
            .filter(it -> it.delivery().at().isAfter(source.first()))
            .filter(it -> it.delivery().at().isBefore(source.last()))
            .toList();
    if (!heard.isEmpty()) {
      findings.add(name + " was told of although it was muted: " + headlines(heard));
      return;
    }
    saw(
        Mark.INHIBITED,
        name,
        from,
        "Alertmanager",
        name + " is suppressed",
        Map.of(
            "labels", other.labels(),
            "by", source.labels().getOrDefault("alertname", ""),
            "inhibitedBy", source.fingerprint()));
    evidence.held(
        "it mutes " + name,
        "suppressed at each of " + together.size() + " looks, and nobody was told meanwhile");
    // Where several do, none of them is missed when it is gone.
    List<Inhibition> by = inhibitions(source.labels(), other.labels());
    if (by.size() == 1) {
      muted.computeIfAbsent(by.get(0), it -> new TreeSet<>()).add(name);
    }
  }

  /** Labels that an inhibition asks for and nobody has, which are the same for Alertmanager. */
  private static String onNeither(
      Inhibition inhibition, Map<String, String> source, Map<String, String> other) {
    List<Label> missing =
        inhibition.equal().stream()
            .filter(label -> !source.containsKey(label.name()) && !other.containsKey(label.name()))
            .toList();
    return missing.isEmpty() ? "" : ", and " + missing + " is on neither, which counts as the same";
  }

  /** Which inhibition is near, and what keeps it from muting. */
  private String notMuting(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder();
    for (Inhibition inhibition : allInhibitions()) {
      if (Routing.matches(inhibition.source(), source)
          && Routing.matches(inhibition.target(), other)) {
        text.append(": the inhibition at ").append(inhibition.origin());
        for (Label label : inhibition.equal()) {
          if (!same(label, source, other)) {
            text.append(" asks both to share ").append(label.name()).append(", which is \"");
            text.append(source.getOrDefault(label.name(), "")).append("\" there and \"");
            text.append(other.getOrDefault(label.name(), "")).append("\" here");
          }
        }
      }
    }
    return text.isEmpty()
        ? ": no inhibition has a source that matches "
            + source
            + " and a target that matches "
            + other
        : text.toString();
  }

  // ---- it keeps quiet ----

  private void staysQuiet() {
    String alert = script.scenario().alert();
    int before = findings.size();
    for (Recording.Life life : mine()) {
      if (life.fired()) {
        saw(
            Mark.FIRING,
            alert,
            life.firedFirst(),
            "Prometheus",
            "firing",
            Map.of("labels", life.labels()));
        findings.add(
            "it fired at "
                + when(life.firedFirst())
                + ", and must not"
                + (life.value().isEmpty() ? "" : "; the value was " + life.value())
                + ": "
                + life.labels());
      } else if (script.kind() == Case.Kind.WITHIN && isPendingInFault(life)) {
        saw(
            Mark.PENDING,
            alert,
            life.first(),
            "Prometheus",
            "pending",
            Map.of("labels", life.labels()));
        findings.add(
            "it was pending at "
                + when(life.first())
                + ", and must not be, for the level stays within the limit: "
                + life.labels());
      } else {
        saw(
            Mark.PENDING,
            alert,
            life.first(),
            "Prometheus",
            "pending",
            Map.of("labels", life.labels()));
      }
    }
    boolean showed = mine().stream().anyMatch(life -> life.fired() || isPendingInFault(life));
    if (script.kind() == Case.Kind.TOO_SHORT && !showed && isLongEnoughToShow()) {
      findings.add(
          "it was not even pending while the fault lasted, from "
              + Moments.text(script.begin())
              + " to "
              + Moments.text(script.end())
              + ", so that its not firing proves nothing");
    }
    List<Delivery> heard =
        seen.deliveries().stream()
            .filter(it -> it.names().contains(alert) && it.instances().contains(target))
            .map(Told::delivery)
            .filter(it -> !isOfNamesake(it))
            .toList();
    heard.forEach(
        it -> findings.add(it.destination() + " was told of it, and must not: " + it.headline()));
    if (findings.size() == before) {
      evidence.held(
          script.kind() == Case.Kind.WITHIN ? "it is never even pending" : "it never fires",
          "no such state at any evaluation, and nobody was told");
    } else {
      rule.ifPresent(it -> findings.addAll(Unfound.of(it.expr(), script, suite)));
    }
  }

  /** Some scrapes and evaluations, of which a busy machine can leave out one. */
  private boolean isLongEnoughToShow() {
    Duration scrape =
        suite.model().prometheus().map(PrometheusConfig::scrapeInterval).orElse(evaluation);
    Duration own =
        suite.model().groups().stream()
            .filter(group -> rule.filter(group.rules()::contains).isPresent())
            .flatMap(group -> group.interval().stream())
            .max(Duration::compareTo)
            .orElse(evaluation);
    Duration shown = scrape.plus(own).multipliedBy(2);
    return script.end().minus(script.begin()).compareTo(shown) >= 0;
  }

  /**
   * Before the fault begins series are young, and a rate is too low until its window is full: that
   * tells nothing of the level.
   */
  private boolean isPendingInFault(Recording.Life life) {
    return life.pending().stream().anyMatch(at -> !at.isBefore(seen.at(script.begin())));
  }

  /** What else fires on its targets, and is not allowed to. */
  private void others() {
    Set<String> allowed = new TreeSet<>(script.scenario().alongside());
    allowed.addAll(script.scenario().muted());
    allowed.add(script.scenario().alert());
    Set<String> others = new TreeSet<>();
    for (Recording.Life life : seen.alerts()) {
      if (life.fired() && cast.contains(life.instance()) && !allowed.contains(life.name())) {
        others.add(
            life.name()
                + " fired on its target too, at "
                + when(life.firedFirst())
                + ": say .alongside or .muting if it may");
      }
    }
    if (stage.isAlone()) {
      others.addAll(strays(allowed));
    }
    findings.addAll(others);
    if (others.isEmpty()) {
      evidence.held("nothing else fires on its targets", "nothing but " + allowed);
    }
  }

  /**
   * What began in the fault on no target of its own, on a stage that it has for itself. What was
   * there before comes of what else is not on the stage, and is no work of the fault.
   */
  private Set<String> strays(Set<String> allowed) {
    Set<String> strays = new TreeSet<>();
    List<String> constants = Bill.constants(suite);
    for (Recording.Life life : seen.alerts()) {
      if (life.fired()
          && !cast.contains(life.instance())
          && !allowed.contains(life.name())
          && !constants.contains(life.name())
          && !life.first().isBefore(seen.at(script.begin()))) {
        strays.add(
            life.labels()
                + " fired too, at "
                + when(life.firedFirst())
                + ", on no target of the case: say .alongside(\""
                + life.name()
                + "\") if it may");
      }
    }
    return strays;
  }
}
