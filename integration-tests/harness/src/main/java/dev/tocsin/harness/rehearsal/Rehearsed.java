package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rehearsal plays.
 *
 * @param model the changed model
 * @param changes every difference to what is shipped
 * @param secrets the values that its secrets have in this run
 * @param lookback how old a sample may be to count
 * @param beside texts of files that the configurations name, by their paths beside them
 */
public record Rehearsed(
    MonitoringModel model,
    List<Change> changes,
    RunSecrets secrets,
    Duration lookback,
    Map<String, String> beside) {
  public Rehearsed {
    changes = List.copyOf(changes);
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /**
   * The longest {@code group_interval} of any route: an end is notified at its tick at the latest.
   */
  public Duration longestGroupInterval() {
    return model.alertmanager().stream()
        .flatMap(config -> config.root().all().stream())
        .flatMap(route -> route.groupInterval().stream())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * The files that the servers read, by name: the rule file, both configurations, and templates
   * beside them.
   */
  public Map<String, String> files() {
    Map<String, String> all = Generator.files(model, "a rehearsal of " + model.name()).texts();
    Map<String, String> read = new LinkedHashMap<>();
    for (String name :
        List.of(GeneratedFiles.RULES, GeneratedFiles.PROMETHEUS, GeneratedFiles.ALERTMANAGER)) {
      String text = all.get(name);
      if (text != null) {
        read.put(name, text);
      }
    }
    read.putAll(beside);
    return read;
  }
}
