package dev.tocsin.harness.testbed;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.harness.scenario.ExpressionParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How windows shrink beside a real service, whose requests take as long as they take: a window that
 * holds too few scrapes, or hardly a request from its beginning to its end, shows other values than
 * the one that ships.
 *
 * @param factor how many times shorter windows are
 * @param slowestRequest of any scenario
 * @param ofAlerts the slowest of the scenario of an alert, by its name, where it is another
 */
record RealTime(double factor, Duration slowestRequest, Map<String, Duration> ofAlerts) {
  private static final int SCRAPES = 10;
  private static final int REQUESTS = 3;

  RealTime {
    ofAlerts = Map.copyOf(ofAlerts);
  }

  RealTime slowestRequest(String alert, Duration atMost) {
    Map<String, Duration> more = new TreeMap<>(ofAlerts);
    more.put(alert, atMost);
    return new RealTime(factor, slowestRequest, more);
  }

  /** What is wrong with the windows of a model that was shrunk like this, each with its fix. */
  List<String> problems(MonitoringModel rehearsed) {
    List<String> problems = new ArrayList<>();
    Duration scrapes =
        rehearsed
            .prometheus()
            .map(config -> config.scrapeInterval().multipliedBy(SCRAPES))
            .orElse(Duration.ZERO);
    for (RuleGroup group : rehearsed.groups()) {
      for (Rule rule : group.rules()) {
        for (Duration window : ExpressionParts.windows(rule.expr())) {
          if (window.compareTo(scrapes) < 0) {
            problems.add(problem(rule, window, "ten scrapes, which take ", scrapes, ""));
          }
          Duration slowest = ofAlerts.getOrDefault(rule.name(), slowestRequest);
          Duration requests = slowest.multipliedBy(REQUESTS);
          if (rule instanceof Alert && window.compareTo(requests) < 0) {
            problems.add(
                problem(
                    rule,
                    window,
                    "its scenario's slowest request three times, which takes ",
                    requests,
                    ", or let no request of that scenario take longer than "
                        + GoDuration.text(window.dividedBy(REQUESTS))
                        + " (.slowestRequest(\""
                        + rule.name()
                        + "\", …))"));
          }
        }
      }
    }
    return problems;
  }

  private String problem(Rule rule, Duration window, String what, Duration least, String or) {
    return String.format(
        Locale.ROOT,
        "%s (%s): its window of %s must hold %s%s: let windows shrink by at most %.2f"
            + " (.inRealTime(…))%s",
        rule.name(),
        rule.origin(),
        GoDuration.text(window),
        what,
        GoDuration.text(least),
        Math.floor(100 * factor * window.toMillis() / least.toMillis()) / 100,
        or);
  }
}
