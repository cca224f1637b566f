package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;
import java.util.stream.Stream;

/** All checks of a definition. A new check is one class and one line here. */
public final class Checks {
  private static final List<Check> ALL =
      List.of(
          new ExpressionCheck(),
          new UniqueNamesCheck(),
          new DeliveryCheck(),
          new InhibitionCheck(),
          new TemplatesCheck(),
          new RunbookCheck(),
          new ScrapeJobCheck(),
          new SecretsCheck());

  private Checks() {}

  /** All problems of all checks, each once, sorted by place. */
  public static List<Problem> run(MonitoringModel model) {
    return run(model, Targets.NEWEST);
  }

  /** The same, and what the targets do not know. */
  public static List<Problem> run(MonitoringModel model, Targets targets) {
    Stream<Check> ofTargets =
        Stream.of(
            new ConfigCheck(targets.alertmanager()),
            new RuleVersionCheck(targets.prometheus()),
            new ScrapeVersionCheck(targets.prometheus()));
    return Stream.concat(ALL.stream(), ofTargets)
        .flatMap(check -> check.problems(model).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What keeps one alert from muting another by the inhibitions that are for both: labels on which
   * they can never agree, or always do because neither carries them.
   */
  public static List<Problem> muting(Alert source, Alert target, MonitoringModel model) {
    return InhibitionCheck.between(source, target, model);
  }
}
