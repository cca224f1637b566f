package dev.tocsin.generator;

import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.check.Checks;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.write.AlertmanagerWriter;
import dev.tocsin.generator.write.ComposeWriter;
import dev.tocsin.generator.write.PrometheusWriter;
import dev.tocsin.generator.write.RuleFileWriter;
import dev.tocsin.generator.write.RunbookWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole way from a definition to its files: {@code definition → model → checks → files}. A pure
 * function; {@link GeneratedFiles} writes them, or says how the disk differs.
 */
public final class Generator {
  private Generator() {}

  /**
   * Asks the definition what it says, checks it, and writes its files in memory.
   *
   * @return problems, and the files if none of them is an error
   */
  public static Generated generate(Monitoring definition) {
    return generate(definition.define(), definition.getClass().getName(), Targets.NEWEST);
  }

  /**
   * Checks a model and writes its files in memory.
   *
   * @param definition the class that it comes from, for the heads of the files
   * @param targets the versions that the files are for
   */
  public static Generated generate(MonitoringModel model, String definition, Targets targets) {
    List<Problem> problems = Checks.run(model, targets);
    return Problem.anyError(problems)
        ? new Generated(model, problems, GeneratedFiles.of(Map.of()))
        : new Generated(model, problems, files(model, definition, targets));
  }

  /** The files of a model for the newest versions, by path below the output folder, unchecked. */
  public static GeneratedFiles files(MonitoringModel model, String definition) {
    return files(model, definition, Targets.NEWEST);
  }

  private static GeneratedFiles files(MonitoringModel model, String definition, Targets targets) {
    List<String> head =
        List.of(
            GeneratedFiles.MARK + definition + ". Do not edit:",
            "change the definition and run `mvn generate`.");
    Map<String, String> files = new TreeMap<>();
    files.put(GeneratedFiles.RULES, RuleFileWriter.write(model, head));
    model
        .alertmanager()
        .ifPresent(
            config ->
                files.put(GeneratedFiles.ALERTMANAGER, AlertmanagerWriter.write(config, head)));
    model
        .prometheus()
        .ifPresent(
            config ->
                files.put(
                    GeneratedFiles.PROMETHEUS,
                    PrometheusWriter.write(
                        config, GeneratedFiles.RULES, head, targets.prometheus())));
    model
        .deployment()
        .ifPresent(
            deployment -> files.put(GeneratedFiles.COMPOSE, ComposeWriter.write(deployment, head)));
    for (Runbook runbook : model.runbooks()) {
      files.put(
          GeneratedFiles.RUNBOOKS + runbook.slug() + ".md",
          RunbookWriter.page(runbook, model, head));
    }
    if (!model.runbooks().isEmpty()) {
      files.put(GeneratedFiles.RUNBOOKS + "README.md", RunbookWriter.index(model, head));
    }
    return GeneratedFiles.of(files);
  }
}
