package dev.tocsin.generator.check;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Problem;
import java.util.List;
import java.util.Optional;

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
          new SecretsCheck(),
          new ConfigCheck(Optional.empty()));

  private Checks() {}

  /** All problems of all checks, each once, sorted by place. */
  public static List<Problem> run(MonitoringModel model) {
    return ALL.stream()
        .flatMap(check -> check.problems(model).stream())
        .distinct()
        .sorted()
        .toList();
  }
}
