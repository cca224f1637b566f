package dev.tocsin.harness.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apiguardian.api.API;

/**
 * Targets that come and go while Prometheus runs: it finds those of some jobs by <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#file_sd_config">files</a>
 * instead of reading them in its configuration, which would need a reload for each change.
 */
@API(status = API.Status.INTERNAL)
public final class Discovery {
  private final Map<String, String> files;

  private Discovery(Map<String, String> files) {
    this.files = Map.copyOf(files);
  }

  /** For these jobs. */
  public static Discovery of(Iterable<String> jobs) {
    Map<String, String> files = new TreeMap<>();
    TreeSet<String> sorted = new TreeSet<>();
    jobs.forEach(sorted::add);
    sorted.forEach(job -> files.put(job, "discovery/targets-" + (files.size() + 1) + ".json"));
    return new Discovery(files);
  }

  /** Whether there is no such job. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** What differs, beside what a rehearsal changes anyway. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(files)
        .forEach(
            (job, file) ->
                changes.add(
                    new Change(
                        Change.Reason.ADDRESS,
                        "prometheus.yml: targets of " + job,
                        "as the configuration has them",
                        "by file_sd_configs, so that they can go and come back")));
    return changes;
  }

  /** The same configuration of Prometheus, in which these jobs look into their files. */
  public String configuration(String prometheus) {
    try {
      YAMLMapper yaml = new YAMLMapper();
      JsonNode config = yaml.readTree(prometheus);
      for (JsonNode one : config.path("scrape_configs")) {
        String file = files.get(one.path("job_name").asText());
        if (file != null && one instanceof ObjectNode job) {
          job.remove("static_configs");
          job.putArray("file_sd_configs").addObject().putArray("files").add(file);
        }
      }
      return yaml.writeValueAsString(config);
    } catch (IOException e) {
      throw new UncheckedIOException("Prometheus' configuration is no YAML", e);
    }
  }

  /**
   * A job's file, by its path beside the configuration.
   *
   * @param targets those that it has now
   */
  public Map<String, String> file(String job, List<String> targets) {
    String file = files.get(job);
    if (file == null) {
      throw new IllegalArgumentException(
          "the targets of \"" + job + "\" cannot go: say .discovering(\"" + job + "\")");
    }
    ObjectMapper json = new ObjectMapper();
    ObjectNode group = json.createObjectNode();
    targets.forEach(group.putArray("targets")::add);
    return Map.of(file, targets.isEmpty() ? "[]" : "[" + group + "]");
  }
}
