package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.internal.Sha256;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.read.LeftOut;
import dev.tocsin.generator.read.MonitoringFiles;
import dev.tocsin.generator.read.SameContent;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Rehearsal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rule files and configurations as a team keeps them, to be proven as definitions are.
 *
 * <pre>{@code
 * Suite.of(AlertFiles.of("rules.yml").alertmanager("alertmanager.yml"))
 * }</pre>
 *
 * <p>Without {@code prometheus.yml}, Prometheus' default intervals are assumed (one minute); with
 * one, its intervals and external labels apply. Scrape jobs are those that the scenarios script,
 * since production's lead to machines that are not here; whatever is left out is among the
 * {@linkplain #changes changes}.
 */
public final class AlertFiles {
  private static final String INTERVALS_ASSUMED =
      "without prometheus.yml, Prometheus' default scrape and evaluation interval of 1m is assumed;"
          + " fix: add .prometheus(\"prometheus.yml\") if yours is different";

  private final List<Path> rules;
  private final Optional<Path> alertmanager;
  private final Optional<Path> prometheus;

  private AlertFiles(List<Path> rules, Optional<Path> alertmanager, Optional<Path> prometheus) {
    this.rules = List.copyOf(rules);
    this.alertmanager = alertmanager;
    this.prometheus = prometheus;
  }

  /** These rule files, in this order. */
  public static AlertFiles of(String rules, String... more) {
    return of(
        Stream.concat(Stream.of(rules), Arrays.stream(more)).map(Path::of).toArray(Path[]::new));
  }

  /** These rule files, in this order. */
  public static AlertFiles of(Path... rules) {
    return new AlertFiles(Arrays.asList(rules), Optional.empty(), Optional.empty());
  }

  /** The configuration of Alertmanager; template files are looked for in its folder. */
  public AlertFiles alertmanager(String file) {
    return alertmanager(Path.of(file));
  }

  /** The configuration of Alertmanager; template files are looked for in its folder. */
  public AlertFiles alertmanager(Path file) {
    return new AlertFiles(rules, Optional.of(file), prometheus);
  }

  /** The configuration of Prometheus, of which intervals and external labels are used. */
  public AlertFiles prometheus(String file) {
    return prometheus(Path.of(file));
  }

  /** The configuration of Prometheus, of which intervals and external labels are used. */
  public AlertFiles prometheus(Path file) {
    return new AlertFiles(rules, alertmanager, Optional.of(file));
  }

  /**
   * A file as it is shipped.
   *
   * @param path where it is
   * @param text its text, byte for byte
   * @param sha256 of its bytes, in hexadecimal
   */
  public record Shipped(Path path, String text, String sha256) {}

  private record Read(MonitoringFiles files, List<Problem> problems) {}

  private Read read() {
    MonitoringFiles files = MonitoringFiles.named(name());
    List<Problem> problems = new ArrayList<>();
    for (Path path : rules) {
      Optional<byte[]> bytes = bytes(path, InputFile.Kind.RULES, problems);
      files = bytes.isPresent() ? files.rules(path.toString(), bytes.get()) : files;
    }
    if (alertmanager.isPresent()) {
      Optional<byte[]> bytes = bytes(alertmanager.get(), InputFile.Kind.ALERTMANAGER, problems);
      files =
          bytes.isPresent()
              ? files.alertmanager(alertmanager.get().toString(), bytes.get())
              : files;
    }
    if (prometheus.isPresent()) {
      Optional<byte[]> bytes = bytes(prometheus.get(), InputFile.Kind.PROMETHEUS, problems);
      files =
          bytes.isPresent() ? files.prometheus(prometheus.get().toString(), bytes.get()) : files;
    }
    problems.addAll(files.problems());
    return new Read(files, problems);
  }

  private String name() {
    return rules.isEmpty() ? "alert files" : String.valueOf(rules.get(0).getFileName());
  }

  private static Optional<byte[]> bytes(Path path, InputFile.Kind kind, List<Problem> problems) {
    try {
      return Optional.of(InputFile.read(path, kind));
    } catch (IOException e) {
      problems.add(InputFile.problem(path, kind, e));
      return Optional.empty();
    }
  }

  /** All that is wrong with the files, and what they would do otherwise than meant. */
  public List<Problem> problems() {
    return read().problems();
  }

  /**
   * What the files say.
   *
   * @throws IllegalArgumentException when something is wrong with them, with all of it
   */
  public MonitoringModel model() {
    Read read = read();
    if (Problem.anyError(read.problems())) {
      throw new IllegalArgumentException(
          "invalid files:\n"
              + String.join(
                  "\n",
                  read.problems().stream()
                      .filter(Problem::isError)
                      .map(Problem::toString)
                      .toList()));
    }
    MonitoringModel model = read.files().model();
    List<String> lost = lost(model);
    if (!lost.isEmpty()) {
      throw new IllegalStateException(
          "the harness did not read everything that the files contain, which is a defect of Tocsin:\n  "
              + String.join("\n  ", lost));
    }
    return model;
  }

  /** What the model does not say as the files do; nothing, or reading them has a defect. */
  private List<String> lost(MonitoringModel model) {
    Map<String, String> written = Generator.files(model, model.name()).texts();
    List<String> lost = new ArrayList<>();
    List<RuleFile> shippedRules = new ArrayList<>();
    List<Problem> unread = new ArrayList<>();
    for (Path path : rules) {
      bytes(path, InputFile.Kind.RULES, unread)
          .ifPresent(it -> shippedRules.add(RuleFile.of(path.toString(), it)));
    }
    lost.addAll(
        SameContent.differences(
            shippedRules,
            RuleFile.of(
                GeneratedFiles.RULES, utf8(written.getOrDefault(GeneratedFiles.RULES, "")))));
    // A group that was given its file's name as well says so itself.
    lost.removeIf(line -> line.matches("\\[\\d+]\\.name: (.*) -> \\1 of .*"));
    alertmanager
        .flatMap(path -> bytes(path, InputFile.Kind.ALERTMANAGER, unread))
        .ifPresent(
            bytes ->
                lost.addAll(
                    SameContent.differences(
                        AlertmanagerFile.read("shipped", bytes),
                        AlertmanagerFile.read(
                            "read", utf8(written.getOrDefault(GeneratedFiles.ALERTMANAGER, ""))))));
    unread.forEach(problem -> lost.add(problem.toString()));
    return lost;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What the files say and a rehearsal does without. */
  public List<Change> changes() {
    List<Change> all = new ArrayList<>();
    for (LeftOut left : read().files().leftOut()) {
      all.add(
          new Change(
              Change.Reason.LEFT_OUT,
              left.place(),
              left.shipped(),
              left.read().isEmpty() ? "(nothing)" : left.read()));
    }
    return all;
  }

  /**
   * The files as they are shipped, with their hashes, for reports.
   *
   * @throws IllegalArgumentException when one cannot be read
   */
  public List<Shipped> shipped() {
    List<Path> paths = new ArrayList<>(rules);
    alertmanager.ifPresent(paths::add);
    prometheus.ifPresent(paths::add);
    return shipped(paths);
  }

  /**
   * The rule files as they are shipped, in their order.
   *
   * @throws IllegalArgumentException when one cannot be read
   */
  public List<Shipped> rules() {
    return shipped(rules);
  }

  private static List<Shipped> shipped(List<Path> paths) {
    List<Problem> problems = new ArrayList<>();
    List<Shipped> all = new ArrayList<>();
    for (Path path : paths) {
      bytes(path, InputFile.Kind.RULES, problems)
          .ifPresent(
              bytes ->
                  all.add(
                      new Shipped(
                          path, new String(bytes, StandardCharsets.UTF_8), Sha256.of(bytes))));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", problems.stream().map(Problem::toString).toList()));
    }
    return all;
  }

  /**
   * The files' texts as they are shipped, by their paths.
   *
   * @throws IllegalArgumentException when one cannot be read
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    shipped().forEach(file -> texts.put(file.path().toString(), file.text()));
    return texts;
  }

  /** The rehearsal of these files: what they leave out is listed, templates are found. */
  public Rehearsal prepare(Rehearsal rehearsal) {
    Rehearsal prepared = rehearsal.changedBefore(changes());
    if (prometheus.isEmpty()) {
      prepared = prepared.assuming(INTERVALS_ASSUMED);
    }
    return alertmanager
        .map(file -> file.toAbsolutePath().getParent())
        .map(prepared::beside)
        .orElse(prepared);
  }

  @Override
  public String toString() {
    return rules + alertmanager.map(file -> " and " + file).orElse("");
  }
}
