package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * Cases of alerts that always fire, such as a watchdog: they need no scenario, and fire from the
 * first evaluation on. Where all cases are played together on real servers, they fire beside the
 * others.
 */
@API(status = API.Status.INTERNAL)
public final class AlwaysFiring {
  private AlwaysFiring() {}

  /** The names of such alerts: their expressions select no series. */
  public static List<String> names(Suite suite) {
    return suite.model().alerts().stream()
        .filter(
            alert ->
                Trees.nodes(alert.expr()).stream().noneMatch(Expr.VectorSelector.class::isInstance))
        .map(Alert::name)
        .distinct()
        .toList();
  }

  /** One case for each such alert without a scenario. */
  public static List<Case> of(Suite suite) {
    List<String> names = names(suite);
    Set<String> notified =
        suite.scenarios().stream().map(Scenario::alert).collect(Collectors.toSet());
    return suite.model().alerts().stream()
        .filter(alert -> names.contains(alert.name()) && !notified.contains(alert.name()))
        .map(alert -> of(alert, suite.model()))
        .toList();
  }

  private static Case of(Alert alert, MonitoringModel model) {
    Duration evaluation =
        model.groups().stream()
            .filter(group -> group.rules().contains(alert))
            .flatMap(group -> group.interval().stream())
            .findFirst()
            .orElse(PrometheusDefaults.of(model).evaluationInterval());
    String job =
        model.prometheus().stream()
            .flatMap(config -> config.scrapeConfigs().stream())
            .map(ScrapeJob::name)
            .findFirst()
            .orElse("any");
    String name = Cases.slug(alert.name()) + "-fires";
    Duration firesBy = alert.forDuration().plus(evaluation.multipliedBy(2));
    return new Case(
        name,
        Scenario.scenario(alert).target(job, Load.load()).onItsOwnServers(),
        Case.Kind.FIRES,
        "it fires all the time",
        List.of(new Part(name, job, Timeline.startingWith(Load.load()))),
        Duration.ZERO,
        firesBy,
        alert.forDuration(),
        alert.forDuration(),
        firesBy,
        firesBy,
        firesBy);
  }
}
