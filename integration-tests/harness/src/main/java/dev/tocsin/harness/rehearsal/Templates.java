package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Copies the templates that a configuration names beside the rehearsed one. A path that only
 * production has, such as {@code /etc/alertmanager/templates/*.tmpl}, is looked for beside the
 * shipped configuration: there, and in a folder there of the same name.
 */
final class Templates {
  private static final String FOLDER = "templates/";
  private static final Pattern USED = Pattern.compile("\\{\\{-?\\s*template\\s+\"([^\"]+)\"");
  private static final Pattern DEFINED =
      Pattern.compile("\\{\\{-?\\s*(?:define|block)\\s+\"([^\"]+)\"");

  private final Optional<Path> beside;
  private final Changes changes;
  private final Map<String, String> files = new LinkedHashMap<>();

  Templates(Optional<Path> beside, Changes changes) {
    this.beside = beside;
    this.changes = changes;
  }

  /** Texts by their paths beside the rehearsed configuration. */
  Map<String, String> files() {
    return files;
  }

  /** The paths in the rehearsal; those of templates that are not to be found are left out. */
  List<String> rehearsed(Object shipped, AlertmanagerConfig config) {
    List<String> paths = new ArrayList<>();
    for (Object path : shipped instanceof List<?> list ? list : List.of()) {
      List<Path> found = beside.map(folder -> find(String.valueOf(path), folder)).orElse(List.of());
      List<String> copies = new ArrayList<>();
      for (Path file : found) {
        String copy = FOLDER + (files.size() + 1) + "-" + file.getFileName();
        files.put(copy, read(file));
        copies.add(copy);
      }
      changes.note(
          Change.Reason.FILES,
          "alertmanager.yml: templates",
          String.valueOf(path),
          copies.isEmpty() ? "(none is there)" : String.join(", ", copies));
      paths.addAll(copies);
    }
    Set<String> missing = used(config);
    files.values().forEach(text -> missing.removeAll(names(DEFINED, text)));
    missing.removeIf(name -> name.startsWith("__") || name.contains(".default."));
    if (!missing.isEmpty()) {
      changes.refuse(
          "it uses the templates "
              + String.join(", ", missing)
              + ", and none of the files that it names defines them here: put the files "
              + shipped
              + " beside alertmanager.yml, or into a folder there that is called as theirs is");
    }
    return paths;
  }

  private static List<Path> find(String path, Path folder) {
    try {
      Path shipped = Path.of(path);
      List<Path> candidates = new ArrayList<>();
      candidates.add(folder.resolve(shipped));
      Path name = shipped.getFileName();
      Path parent = shipped.getParent();
      if (shipped.isAbsolute() && name != null) {
        candidates.add(folder.resolve(name));
        if (parent != null && parent.getFileName() != null) {
          candidates.add(folder.resolve(parent.getFileName()).resolve(name));
        }
      }
      for (Path candidate : candidates) {
        List<Path> found = matching(candidate);
        if (!found.isEmpty()) {
          return found;
        }
      }
      return List.of();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private static List<Path> matching(Path pattern) {
    List<Path> found = new ArrayList<>();
    Path folder = pattern.getParent();
    Path name = pattern.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name.toString())) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    } catch (PatternSyntaxException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the templates in " + folder + " cannot be listed", e);
    }
    found.sort(null);
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the template " + file + " cannot be read", e);
    }
  }

  private static Set<String> used(AlertmanagerConfig config) {
    Set<String> names = new TreeSet<>();
    for (Receiver receiver : config.receivers()) {
      for (Integration integration : receiver.integrations()) {
        collect(integration.fields(), names);
      }
    }
    return names;
  }

  private static void collect(Object value, Set<String> names) {
    if (value instanceof Fields fields) {
      fields.asMap().values().forEach(item -> collect(item, names));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, names));
    } else if (value instanceof String text) {
      names.addAll(names(USED, text));
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
