package dev.tocsin.generator.fmt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes values as YAML: two spaces, lists indented below their key, short lists on one line. */
final class Emitter {
  private static final Pattern FLOW_SAFE = Pattern.compile("[A-Za-z0-9_.:/\"'-]+");
  private static final int FLOW_WIDTH = 60;

  /** How far a part is indented below the one that it belongs to. */
  static final int INDENT = 2;

  private final StringBuilder out = new StringBuilder();

  /** A file with this root and these comments behind it; one without a root has comments only. */
  static String write(Optional<YamlOutput.Fields> root, List<String> rest) {
    Emitter emitter = new Emitter();
    if (root.isPresent() && root.get().fields().isEmpty()) {
      emitter.out.append("{}\n");
    }
    root.ifPresent(fields -> emitter.fields(fields, 0, false));
    rest.forEach(line -> emitter.out.append(line).append('\n'));
    String text = emitter.out.toString().stripLeading();
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }

  private void fields(YamlOutput.Fields map, int indent, boolean firstIsOpen) {
    boolean open = firstIsOpen;
    for (YamlOutput.Field field : map.fields()) {
      if (!open) {
        above(field.notes().above(), indent, indent == 0);
        spaces(indent);
      }
      open = false;
      out.append(field.key()).append(':');
      value(field.value(), field.notes(), indent, false);
    }
  }

  private void above(List<String> lines, int indent, boolean separate) {
    boolean blank = lines.isEmpty() || !lines.get(0).isEmpty();
    if (separate && blank) {
      blank();
    }
    for (String line : lines) {
      if (line.isEmpty()) {
        blank();
      } else {
        spaces(indent);
        out.append(line).append('\n');
      }
    }
  }

  /** An empty line, never two of them, none at the start. */
  private void blank() {
    if (!out.isEmpty() && !endsWith("\n\n")) {
      out.append('\n');
    }
  }

  private boolean endsWith(String end) {
    return out.length() >= end.length() && out.substring(out.length() - end.length()).equals(end);
  }

  private void value(YamlOutput value, YamlOutput.Notes notes, int indent, boolean inList) {
    String behind = notes.behind().map(comment -> " " + comment).orElse("");
    if (value instanceof YamlOutput.Plain plain) {
      out.append(' ').append(plain.text()).append(behind).append('\n');
    } else if (value instanceof YamlOutput.Block block) {
      out.append(' ').append(block.header()).append(behind).append('\n');
      for (String line : block.lines()) {
        if (!line.isEmpty()) {
          spaces(indent + INDENT);
          out.append(line);
        }
        out.append('\n');
      }
    } else if (value instanceof YamlOutput.Items list) {
      if (list.items().isEmpty()) {
        out.append(" []").append(behind).append('\n');
      } else if (flows(list)) {
        out.append(" [");
        String separator = "";
        for (YamlOutput.Item item : list.items()) {
          out.append(separator).append(((YamlOutput.Plain) item.value()).text());
          separator = ", ";
        }
        out.append(']').append(behind).append('\n');
      } else {
        out.append(behind).append('\n');
        items(list, indent + INDENT);
      }
    } else if (value instanceof YamlOutput.Fields map) {
      if (map.fields().isEmpty()) {
        out.append(" {}").append(behind).append('\n');
      } else {
        out.append(behind).append('\n');
        fields(map, indent + INDENT, false);
      }
    }
  }

  private static boolean flows(YamlOutput.Items list) {
    int width = 0;
    for (YamlOutput.Item item : list.items()) {
      if (!(item.value() instanceof YamlOutput.Plain plain)
          || !FLOW_SAFE.matcher(plain.text()).matches()
          || item.notes().hasComments()) {
        return false;
      }
      width += plain.text().length() + 2;
    }
    return list.mayFlow() && width <= FLOW_WIDTH;
  }

  private void items(YamlOutput.Items list, int indent) {
    for (YamlOutput.Item item : list.items()) {
      above(item.notes().above(), indent, false);
      if (item.value() instanceof YamlOutput.Fields map && !map.fields().isEmpty()) {
        YamlOutput.Notes first = map.fields().get(0).notes();
        first.above().stream()
            .filter(line -> !line.isEmpty())
            .forEach(
                line -> {
                  spaces(indent);
                  out.append(line).append('\n');
                });
        item.notes()
            .behind()
            .filter(comment -> first.behind().isPresent() || !isSimple(map))
            .ifPresent(
                comment -> {
                  spaces(indent);
                  out.append(comment).append('\n');
                });
        spaces(indent);
        out.append("- ");
        boolean pass = first.behind().isEmpty() && isSimple(map);
        fields(pass ? withBehind(map, item.notes()) : map, indent + INDENT, true);
      } else {
        spaces(indent);
        out.append('-');
        value(item.value(), item.notes(), indent, true);
      }
    }
  }

  private static boolean isSimple(YamlOutput.Fields map) {
    return map.fields().get(0).value() instanceof YamlOutput.Plain;
  }

  private static YamlOutput.Fields withBehind(YamlOutput.Fields map, YamlOutput.Notes notes) {
    if (notes.behind().isEmpty()) {
      return map;
    }
    YamlOutput.Field first = map.fields().get(0);
    List<YamlOutput.Field> fields = new ArrayList<>(map.fields());
    fields.set(
        0,
        new YamlOutput.Field(
            new YamlOutput.Notes(first.notes().above(), notes.behind()),
            first.key(),
            first.value()));
    return new YamlOutput.Fields(fields);
  }

  private void spaces(int count) {
    out.append(" ".repeat(count));
  }
}
