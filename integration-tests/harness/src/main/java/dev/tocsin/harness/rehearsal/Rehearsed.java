package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.Generator;
import java.time.Duration;
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
 */
public record Rehearsed(
    MonitoringModel model, List<Change> changes, RunSecrets secrets, Duration lookback) {
  public Rehearsed {
    changes = List.copyOf(changes);
  }

  /** The files that the servers read, by name: the rule file and both configurations. */
  public Map<String, String> files() {
    Map<String, String> all = Generator.files(model, "a rehearsal of " + model.name()).texts();
    Map<String, String> read = new LinkedHashMap<>();
    for (String name : List.of(Generator.RULES, Generator.PROMETHEUS, Generator.ALERTMANAGER)) {
      String text = all.get(name);
      if (text != null) {
        read.put(name, text);
      }
    }
    return read;
  }
}
