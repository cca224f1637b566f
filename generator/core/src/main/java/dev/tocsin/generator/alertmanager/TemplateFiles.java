package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.go.GoGlob;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The template files that a configuration names: whether they are there, whether Go reads them, and
 * whether they define what is called. Paths are globs as <a
 * href="https://pkg.go.dev/path/filepath#Match">Go's</a>.
 */
final class TemplateFiles {
  /** How the templates that Alertmanager brings are called. */
  private static final Pattern OWN =
      Pattern.compile(
          "[a-z0-9]+\\.default\\.\\w+|__(alertmanager(URL)?|description|subject|text_alert_list(_markdown)?)");

  private final Path folder;
  private final SourceProblems findings;
  private final Set<String> defined = new HashSet<>();
  private final Map<String, List<Node>> bodies = new HashMap<>();
  private final boolean missingFiles;
  private boolean complete = true;

  private TemplateFiles(Path folder, SourceProblems findings, boolean missingFiles) {
    this.folder = folder;
    this.findings = findings;
    this.missingFiles = missingFiles;
  }

  /**
   * Reads the files that {@code templates} names.
   *
   * @param folder where relative paths begin
   * @param missingFiles whether a pattern that matches no file is worth a warning
   */
  static TemplateFiles read(
      Section config, Path folder, SourceProblems findings, boolean missingFiles) {
    TemplateFiles files = new TemplateFiles(folder, findings, missingFiles);
    config
        .entry("templates")
        .ifPresent(
            entry -> {
              List<YamlNode> nodes = entry.node().resolved().content();
              for (int i = 0; i < nodes.size(); i++) {
                files.glob(nodes.get(i), config.texts("templates").get(i));
              }
            });
    return files;
  }

  /** The first template that is called and not defined. */
  Optional<String> undefined(Template template) {
    Set<String> own = new HashSet<>();
    template.definitions().forEach(definition -> own.add(definition.name()));
    return complete
        ? NotificationTemplate.includes(template).stream()
            .filter(name -> !defined.contains(name) && !own.contains(name))
            .filter(name -> !OWN.matcher(name).matches())
            .findFirst()
        : Optional.empty();
  }

  /** What the files define, by name. */
  Map<String, List<Node>> bodies() {
    return Map.copyOf(bodies);
  }

  private void glob(YamlNode node, String glob) {
    List<Path> found;
    try {
      found = matches(folder, Path.of(glob));
    } catch (InvalidPathException | IOException e) {
      found = List.of();
    }
    if (found.isEmpty()) {
      complete = false;
      if (missingFiles) {
        findings.warning(
            "config/missing-file",
            node,
            "\"templates\" matches no file: " + glob,
            "create it: Alertmanager starts without it, and notifications that use what it defines"
                + " fail");
      }
    }
    found.forEach(this::file);
  }

  private static List<Path> matches(Path folder, Path glob) throws IOException {
    List<Path> found = new ArrayList<>();
    found.add(glob.isAbsolute() ? glob.getRoot() : folder);
    for (Path part : glob) {
      List<Path> next = new ArrayList<>();
      for (Path parent : found) {
        if (!part.toString().matches(".*[*?\\[\\\\].*")) {
          if (Files.exists(parent.resolve(part))) {
            next.add(parent.resolve(part));
          }
        } else if (Files.isDirectory(parent)) {
          try (Stream<Path> children = Files.list(parent)) {
            children
                .filter(child -> GoGlob.matches(part.toString(), child.getFileName().toString()))
                .sorted()
                .forEach(next::add);
          }
        }
      }
      found = next;
    }
    return found;
  }

  private void file(Path file) {
    String text;
    try {
      text = InputFile.text(file, InputFile.Kind.TEMPLATES);
    } catch (IOException e) {
      complete = false;
      Problem problem = InputFile.problem(file, InputFile.Kind.TEMPLATES, e);
      findings.add(
          Problem.error("config/template-file", problem.place(), problem.message())
              .help(problem.help().orElse("")));
      return;
    }
    defined.add(String.valueOf(file.getFileName()));
    Template template = Template.parse(text, Dialect.ALERTMANAGER);
    for (Node.Define definition : template.definitions()) {
      defined.add(definition.name());
      bodies.put(definition.name(), definition.body());
    }
    for (Problem problem : template.problems()) {
      complete = false;
      findings.add(
          Problem.error(
                  "config/template-file",
                  problem.span(),
                  "Alertmanager cannot read this template: " + problem.message())
              .help(problem.help().orElse(null))
              .in(file.toString(), text));
    }
  }
}
