package dev.tocsin.generator.tools;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the messages in what promtool and amtool print while they check files.
 *
 * <p>All generations print the same kinds of lines, in slightly different indentation: "Checking
 * FILE", "SUCCESS: …", "FAILED: …" and, below the last, lines that begin with the file's name or
 * continue the line before. What is not understood is kept as text, never dropped.
 */
final class ToolOutput {
  private static final Pattern CHECKING =
      Pattern.compile("Checking '?(.+?)'?(?:\\s+FAILED: (.*))?");
  private static final Pattern SUCCESS = Pattern.compile("(?:Checking .*)?\\s*SUCCESS\\b.*");
  private static final Pattern FAILED = Pattern.compile("\\s*FAILED:\\s*(.*)");
  private static final Pattern INVENTORY = Pattern.compile("Found:| - .*");
  private static final Pattern TOOL = Pattern.compile("(?:promtool|amtool): error: (.*)");
  private static final Pattern SUMMARY = Pattern.compile("failed to validate \\d+ file\\(s\\)");
  private static final Pattern YAML_LINE = Pattern.compile("\\s+line (\\d+): (.*)");
  private static final Pattern YAML_ERROR = Pattern.compile("(.*)\\byaml: line (\\d+): (.*)");
  private static final Pattern POSITION = Pattern.compile("(\\d+):(\\d+): (.*)", Pattern.DOTALL);
  private static final Pattern RULE =
      Pattern.compile("group \"(.*?)\", rule (\\d+), \"(.*?)\": (.*)", Pattern.DOTALL);
  private static final String UNMARSHAL = "yaml: unmarshal errors:";

  private final List<String> files;
  private final LinkedHashSet<ToolMessage> messages = new LinkedHashSet<>();
  private Optional<String> file = Optional.empty();
  private final List<String> pending = new ArrayList<>();

  private ToolOutput(List<String> files) {
    this.files = files;
  }

  /**
   * The messages, in order and each once.
   *
   * @param output what the tool printed
   * @param files the files that it may name
   */
  static List<ToolMessage> messages(String output, List<String> files) {
    ToolOutput reader = new ToolOutput(files);
    output.lines().map(String::stripTrailing).forEach(reader::line);
    reader.flush();
    return List.copyOf(reader.messages);
  }

  /** A text that is one message. */
  static ToolMessage whole(String text) {
    return new ToolMessage(
        Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), text);
  }

  private void line(String line) {
    Matcher checking = CHECKING.matcher(line);
    if (line.isBlank() || SUCCESS.matcher(line).matches() || INVENTORY.matcher(line).matches()) {
      flush();
    } else if (checking.matches()) {
      flush();
      file = Optional.of(checking.group(1));
      String failure = checking.group(2);
      if (failure != null) {
        begin(failure);
      }
    } else {
      content(line);
    }
  }

  private void content(String line) {
    Matcher failed = FAILED.matcher(line);
    Matcher tool = TOOL.matcher(line);
    Matcher yaml = YAML_LINE.matcher(line);
    if (failed.matches()) {
      flush();
      begin(failed.group(1));
    } else if (tool.matches()) {
      flush();
      if (!SUMMARY.matcher(tool.group(1)).matches()) {
        begin(tool.group(1));
      }
    } else if (yaml.matches()) {
      dropHeader();
      flush();
      messages.add(
          new ToolMessage(
              file,
              OptionalInt.of(Integer.parseInt(yaml.group(1))),
              OptionalInt.empty(),
              Optional.empty(),
              yaml.group(2)));
    } else if (startsWithFile(line.strip()).isPresent()) {
      flush();
      begin(line.strip());
    } else {
      begin(pending.isEmpty() ? line.strip() : line);
    }
  }

  private void begin(String text) {
    if (!text.isBlank()) {
      pending.add(text);
    }
  }

  /** "…: yaml: unmarshal errors:" only announces the lines that follow, but it names the file. */
  private void dropHeader() {
    if (!pending.isEmpty() && pending.get(pending.size() - 1).endsWith(UNMARSHAL)) {
      startsWithFile(pending.get(0)).ifPresent(named -> file = Optional.of(named));
      pending.clear();
    }
  }

  private Optional<String> startsWithFile(String line) {
    return Stream.concat(files.stream(), file.stream())
        .filter(name -> line.startsWith(name + ": "))
        .findFirst();
  }

  private void flush() {
    if (!pending.isEmpty()) {
      messages.add(message(String.join("\n", pending)));
      pending.clear();
    }
  }

  private ToolMessage message(String text) {
    Optional<String> named = startsWithFile(text);
    String rest = named.map(name -> text.substring(name.length() + 2)).orElse(text);
    OptionalInt line = OptionalInt.empty();
    OptionalInt column = OptionalInt.empty();
    Optional<ToolMessage.RuleReference> rule = Optional.empty();
    Matcher position = POSITION.matcher(rest);
    if (named.isPresent() && position.matches()) {
      line = OptionalInt.of(Integer.parseInt(position.group(1)));
      column = OptionalInt.of(Integer.parseInt(position.group(2)));
      rest = position.group(3);
    }
    Matcher reference = RULE.matcher(rest);
    if (reference.matches()) {
      rule =
          Optional.of(
              new ToolMessage.RuleReference(
                  reference.group(1), Integer.parseInt(reference.group(2)), reference.group(3)));
      rest = reference.group(4);
    }
    Matcher yaml = YAML_ERROR.matcher(rest);
    if (line.isEmpty() && yaml.matches()) {
      line = OptionalInt.of(Integer.parseInt(yaml.group(2)));
    }
    return new ToolMessage(named.or(() -> file), line, column, rule, rest);
  }
}
