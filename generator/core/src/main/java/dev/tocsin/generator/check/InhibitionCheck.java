package dev.tocsin.generator.check;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code inhibition/labels}: the alerts of an inhibition can mute one another. A label of {@code
 * equal} that only one of two can have never agrees, so that nothing is muted; one that neither can
 * have always does, so that too much is; and an alert that matches both sides is muted only by
 * alerts that do not match the target side. Each inhibition gives one finding at most.
 */
final class InhibitionCheck implements Check {
  static final String ID = "inhibition/labels";

  /** So many pairs of alerts are named in a message. */
  private static final int NAMED = 3;

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model
        .alertmanager()
        .ifPresent(
            config -> {
              for (Inhibition inhibition : config.inhibitRules()) {
                new Rule(inhibition, model).finding().ifPresent(problems::add);
              }
            });
    return problems;
  }

  /** Of the inhibitions that are for these two. */
  static List<Problem> between(Alert source, Alert target, MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    model
        .alertmanager()
        .ifPresent(
            config -> {
              for (Inhibition inhibition : config.inhibitRules()) {
                Rule rule = new Rule(inhibition, model);
                if (rule.sources().contains(source) && rule.targets().contains(target)) {
                  rule.labels(List.of(new Pair(source, target))).ifPresent(problems::add);
                }
              }
            });
    return problems;
  }

  /** An alert that may mute, and one that it may mute. */
  private record Pair(Alert source, Alert target) {}

  /** One inhibition and the alerts of the definition. */
  private record Rule(Inhibition inhibition, MonitoringModel model) {
    Optional<Problem> finding() {
      if (model.alerts().isEmpty() || !isReadable()) {
        // The rules are written elsewhere, or ConfigCheck says what is wrong with a matcher.
        return Optional.empty();
      }
      List<Alert> sources = sources();
      List<Alert> targets = targets();
      if (sources.isEmpty() || targets.isEmpty()) {
        return Optional.of(
            problem(
                    model.alerts(),
                    "no alert of this definition matches the "
                        + (sources.isEmpty()
                            ? "source " + inhibition.source()
                            : "target " + inhibition.target()))
                .help("name the alerts themselves: inhibit(OTHER).whileFiring(ALERT)"));
      }
      Optional<String> never = inhibition.rule().neverMutes();
      if (never.isPresent()) {
        return Optional.of(
            problem(model.alerts(), "inhibition never mutes an alert: " + never.get())
                .help("narrow one side to alerts that the other does not match"));
      }
      List<Pair> pairs = new ArrayList<>();
      for (Alert source : sources) {
        for (Alert target : targets) {
          pairs.add(new Pair(source, target));
        }
      }
      List<Pair> muting = pairs.stream().filter(pair -> !overlap(pair)).toList();
      if (muting.isEmpty()) {
        return Optional.of(
            problem(
                    model.alerts(),
                    "inhibition never mutes an alert: every alert that matches one"
                        + " side ("
                        + names(targets)
                        + ") also matches the other, and alerts that match both sides do not mute"
                        + " each other")
                .help("narrow one side to alerts that the other does not match"));
      }
      List<Pair> agreeing = muting.stream().filter(pair -> differing(pair).isEmpty()).toList();
      if (agreeing.isEmpty()) {
        Pair first = muting.get(0);
        Label label = differing(first).orElseThrow();
        return Optional.of(
            problem(
                    List.of(first.source(), first.target()),
                    first.source().name()
                        + " never mutes "
                        + first.target().name()
                        + more(muting)
                        + ": equal requires the same value of the label "
                        + label
                        + ", which is \""
                        + known(first.source()).get(label.name())
                        + "\" on the source and \""
                        + known(first.target()).get(label.name())
                        + "\" on the target")
                .help("remove " + label + " from `equal`"));
      }
      return labels(agreeing);
    }

    /** The labels of {@code equal} that some of these pairs cannot have; one finding for all. */
    Optional<Problem> labels(List<Pair> pairs) {
      Map<Label, List<Pair>> oneSided = new LinkedHashMap<>();
      Map<Label, List<Pair>> onNeither = new LinkedHashMap<>();
      for (Label label : inhibition.equal()) {
        for (Pair pair : pairs) {
          boolean onSource = canHave(pair.source(), label, inhibition.source());
          boolean onTarget = canHave(pair.target(), label, inhibition.target());
          if (onSource != onTarget) {
            oneSided.computeIfAbsent(label, key -> new ArrayList<>()).add(pair);
          } else if (!onSource) {
            onNeither.computeIfAbsent(label, key -> new ArrayList<>()).add(pair);
          }
        }
      }
      return oneSided.entrySet().stream()
          .findFirst()
          .map(entry -> neverAgree(entry.getKey(), ofTheHouseFirst(entry.getValue())))
          .or(
              () ->
                  onNeither.entrySet().stream()
                      .findFirst()
                      .map(entry -> noEffect(entry.getKey(), ofTheHouseFirst(entry.getValue()))));
    }

    private Problem neverAgree(Label label, List<Pair> pairs) {
      Pair first = pairs.get(0);
      boolean onSource = canHave(first.source(), label, inhibition.source());
      return problem(
              List.of(first.source(), first.target()),
              first.source().name()
                  + " never mutes "
                  + first.target().name()
                  + more(pairs)
                  + ": equal requires the same value of the label "
                  + label
                  + ", which "
                  + (onSource ? first.source() : first.target()).name()
                  + " can have and "
                  + (onSource ? first.target() : first.source()).name()
                  + " cannot")
          .help(
              "use labels in `equal` that both can have, or keep " + label + " in the expression");
    }

    private Problem noEffect(Label label, List<Pair> pairs) {
      Pair first = pairs.get(0);
      String source = first.source().name();
      String target = first.target().name();
      return problem(
              List.of(first.source(), first.target()),
              "the label "
                  + label
                  + " in equal has no effect: "
                  + (source.equals(target)
                      ? source + " cannot"
                      : "neither " + source + " nor " + target + " can")
                  + " have it"
                  + more(pairs)
                  + ", and a label missing on both sides counts as equal")
          .help("remove it, or use a label that both can have");
    }

    private Problem problem(List<Alert> alerts, String message) {
      return HouseRules.problem(alerts, ID, Place.of(inhibition.origin()), message);
    }

    List<Alert> sources() {
      return matched(inhibition.source());
    }

    List<Alert> targets() {
      return matched(inhibition.target());
    }

    /**
     * Whether Alertmanager skips a pair because both alerts match both sides: surely, whatever
     * labels their series bring.
     */
    private boolean overlap(Pair pair) {
      return surely(inhibition.source(), pair.target())
          && surely(inhibition.target(), pair.source());
    }

    private boolean isReadable() {
      return Stream.of(inhibition.source(), inhibition.target())
          .flatMap(List::stream)
          .filter(m -> m.op() == MatchOp.MATCHES || m.op() == MatchOp.NOT_MATCHES)
          .allMatch(m -> GoRegexp.checkAnchored(m.value()).isEmpty());
    }

    /** A label of {@code equal} on which two alerts are known to have different values. */
    private Optional<Label> differing(Pair pair) {
      Map<String, String> source = known(pair.source());
      Map<String, String> target = known(pair.target());
      return inhibition.equal().stream()
          .filter(label -> source.containsKey(label.name()) && target.containsKey(label.name()))
          .filter(label -> !Objects.equals(source.get(label.name()), target.get(label.name())))
          .findFirst();
    }

    /** The alerts for which the matchers hold, as far as the rules themselves say. */
    private List<Alert> matched(List<Matcher> matchers) {
      return model.alerts().stream()
          .filter(alert -> Matcher.allMatch(ofKnown(matchers, known(alert)), known(alert)))
          .toList();
    }

    private boolean surely(List<Matcher> matchers, Alert alert) {
      Map<String, String> known = known(alert);
      return ofKnown(matchers, known).size() == matchers.size()
          && Matcher.allMatch(matchers, known);
    }

    private static List<Matcher> ofKnown(List<Matcher> matchers, Map<String, String> known) {
      return matchers.stream().filter(matcher -> known.containsKey(matcher.name())).toList();
    }

    /** The labels that an alert has whatever its series are. */
    private Map<String, String> known(Alert alert) {
      Map<String, String> labels = new HashMap<>();
      model.prometheus().ifPresent(prometheus -> labels.putAll(prometheus.externalLabels()));
      alert.labels().forEach(labels::put);
      labels.put(Label.ALERTNAME.name(), alert.name());
      // A label that is a template has another value for each series.
      labels.values().removeIf(value -> value.contains("{{"));
      return labels;
    }

    /** A matcher for a missing label is about alerts that do not have it. */
    private boolean canHave(Alert alert, Label label, List<Matcher> matchers) {
      return !matchers.contains(label.isMissing())
          && (known(alert).containsKey(label.name())
              || alert.labels().containsKey(label.name())
              || !LabelFlow.of(alert.expr()).label(label.name()).isImpossible());
    }

    /** Pairs that the house rules are for come first, as they make the finding an error. */
    private static List<Pair> ofTheHouseFirst(List<Pair> pairs) {
      return pairs.stream()
          .sorted(
              Comparator.comparing(
                  pair -> pair.source().runbook().isEmpty() || pair.target().runbook().isEmpty()))
          .toList();
    }

    private static String more(List<Pair> pairs) {
      if (pairs.size() == 1) {
        return "";
      }
      String others =
          pairs.stream()
              .skip(1)
              .limit(NAMED)
              .map(pair -> pair.source().name() + " and " + pair.target().name())
              .collect(Collectors.joining(", "));
      int left = pairs.size() - 1 - NAMED;
      return " (also " + others + (left > 0 ? ", and " + left + " more pairs" : "") + ")";
    }

    private static String names(List<Alert> alerts) {
      String names =
          alerts.stream()
              .limit(NAMED)
              .map(Alert::name)
              .distinct()
              .collect(Collectors.joining(", "));
      int left = alerts.size() - NAMED;
      return left > 0 ? names + ", and " + left + " more" : names;
    }
  }
}
