package dev.tocsin.cli;

import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.yaml.FileKind;
import dev.tocsin.generator.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Suggests the correct call when a file is passed to a command that does not accept it. */
final class RightCall {
  /** Options that take a file. */
  private static final Set<String> NAMES_FILES = Set.of("--rules", "--alertmanager", "--metrics");

  private RightCall() {}

  /** The calls that accept the first file among the arguments; empty if there is no file. */
  static List<String> of(String command, String... arguments) {
    Optional<String> file = Arrays.stream(arguments).filter(RightCall::isFile).findFirst();
    if (file.isEmpty() || Arrays.stream(arguments).anyMatch(NAMES_FILES::contains)) {
      return List.of();
    }
    String name = file.get();
    Optional<FileKind> kind = kind(Path.of(name));
    boolean rules = kind.isEmpty() || kind.get() == FileKind.RULES;
    boolean config = kind.isEmpty() || kind.get() == FileKind.ALERTMANAGER;
    return switch (command) {
      case "tocsin", "check" ->
          calls(rules, "tocsin check rules " + name, config, "tocsin check config " + name);
      case "import" -> {
        String call = "tocsin import --package PACKAGE --class CLASS --out DIR ";
        yield calls(rules, call + "--rules " + name, config, call + "--alertmanager " + name);
      }
      default -> List.of();
    };
  }

  private static List<String> calls(boolean rules, String ofRules, boolean config, String other) {
    if (rules && config) {
      return List.of(ofRules, other);
    }
    return rules ? List.of(ofRules) : config ? List.of(other) : List.of();
  }

  private static boolean isFile(String argument) {
    try {
      return !argument.startsWith("-") && Files.isRegularFile(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Optional<FileKind> kind(Path file) {
    try {
      return YamlDocument.read(InputFile.read(file, InputFile.Kind.YAML))
          .root()
          .flatMap(FileKind::of);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
