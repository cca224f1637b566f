package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;

/** Looks for one kind of mistake in a model. */
interface Check {
  /** All places where it was made; empty for a sound model. */
  List<Problem> problems(MonitoringModel model);
}
