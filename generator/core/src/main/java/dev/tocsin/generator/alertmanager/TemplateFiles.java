package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.dsl.template.TemplateProblem;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.yaml.Excerpt;
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
  private final Findings findings;
  private final Set<String> defined = new HashSet<>();
  private final Map<String, List<Node>> bodies = new HashMap<>();
  private final boolean missingFiles;
  private boolean complete = true;

  private TemplateFiles(Path folder, Findings findings, boolean missingFiles) {
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
  static TemplateFiles read(Section config, Path folder, Findings findings, boolean missingFiles) {
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

  /** The first template that is called and that nobody defines. */
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
            Pattern name = Pattern.compile(regex(part.toString()).orElse(""), Pattern.DOTALL);
            children
                .filter(child -> name.matcher(child.getFileName().toString()).matches())
                .sorted()
                .forEach(next::add);
          }
        }
      }
      found = next;
    }
    return found;
  }

  /** Whether Go takes a text for a glob: Alertmanager starts with no other. */
  static boolean isGlob(String glob) {
    return regex(glob).isPresent();
  }

  /** A glob as a regular expression; empty where Go's {@code filepath.Match} refuses it. */
  private static Optional<String> regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '[' -> {
          at = set(glob, at, regex);
          if (at < 0) {
            return Optional.empty();
          }
        }
        case '\\' -> {
          if (at == glob.length()) {
            return Optional.empty();
          }
          regex.append(Pattern.quote(glob.substring(at, ++at)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Optional.of(regex.toString());
  }

  /** Reads {@code a-z]} or {@code ^ab]}; gives where it ends, or -1 where it is none. */
  private static int set(String glob, int start, StringBuilder regex) {
    int at = start;
    regex.append('[');
    if (glob.startsWith("^", at)) {
      regex.append('^');
      at++;
    }
    boolean first = true;
    while (first || !glob.startsWith("]", at)) {
      first = false;
      int low = member(glob, at);
      if (low < 0) {
        return -1;
      }
      literal(glob.charAt(low), regex);
      at = low + 1;
      if (glob.startsWith("-", at)) {
        int high = member(glob, at + 1);
        if (high < 0) {
          return -1;
        }
        // Java refuses a range that runs backwards; Go finds nothing in it.
        if (glob.charAt(high) >= glob.charAt(low)) {
          regex.append('-');
          literal(glob.charAt(high), regex);
        }
        at = high + 1;
      }
    }
    regex.append(']');
    return at + 1;
  }

  private static void literal(char c, StringBuilder regex) {
    regex.append(Character.isLetterOrDigit(c) ? "" : "\\").append(c);
  }

  /** Where the character of a set stands, behind its backslash; -1 where none can stand. */
  private static int member(String glob, int at) {
    if (at >= glob.length() || glob.charAt(at) == '-' || glob.charAt(at) == ']') {
      return -1;
    }
    int place = glob.charAt(at) == '\\' ? at + 1 : at;
    return place + 1 < glob.length() ? place : -1;
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
    for (TemplateProblem problem : template.problems()) {
      complete = false;
      int start = Math.min(problem.span().start(), text.length());
      int line = (int) text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
      int begin = text.lastIndexOf('\n', start - 1) + 1;
      Place place = Place.column(file.toString(), line, text.codePointCount(begin, start) + 1);
      Problem found =
          Problem.error(
                  "config/template-file",
                  place,
                  "Alertmanager cannot read this template: " + problem.message())
              .showing(Excerpt.of(text, start, Math.max(start + 1, problem.span().end())));
      String help = problem.help();
      findings.add(help == null ? found : found.help(help));
    }
  }
}
