package dev.tocsin.generator.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays code out as google-java-format does: what fits on a line of 100 stands on it; a chain of
 * calls breaks before each, arguments behind the parenthesis.
 */
final class CodeLayout {
  static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();
  private final Set<Code.Import> imports;
  private int column;

  private CodeLayout(Set<Code.Import> imports) {
    this.imports = imports;
  }

  /**
   * A statement.
   *
   * @param before what comes before the code, such as {@code static final Alert UP =}
   * @param after what comes after it
   * @param imports takes what the code needs
   */
  static String statement(
      String before, Code code, String after, int indent, Set<Code.Import> imports) {
    CodeLayout layout = new CodeLayout(imports);
    layout.append(" ".repeat(indent) + before);
    String flat = layout.flat(code);
    int width = indent + before.length() + 1 + after.length();
    if (code instanceof Code.Elements elements) {
      layout.elements(elements, indent);
    } else if (flat != null && width + flat.length() <= WIDTH) {
      layout.append(" " + flat);
    } else if (before.equals("return")) {
      layout.append(" ");
      layout.put(code, indent, after.length());
    } else {
      layout.newLine(indent + 4);
      layout.put(code, indent + 4, after.length());
    }
    layout.append(after);
    return layout.out.append('\n').toString();
  }

  private void elements(Code.Elements elements, int indent) {
    append(" {");
    for (Code element : elements.all()) {
      newLine(indent + 2);
      put(element, indent + 2, 1);
      append(",");
    }
    newLine(indent);
    append("}");
  }

  private void append(String text) {
    out.append(text);
    int newline = text.lastIndexOf('\n');
    column = newline < 0 ? column + text.length() : text.length() - newline - 1;
  }

  private void newLine(int indent) {
    append("\n" + " ".repeat(indent));
  }

  /** The code on one line; null when it holds a text over several lines. */
  private @Nullable String flat(Code code) {
    if (code instanceof Code.Commented commented) {
      return commented.comments().isEmpty() ? flat(commented.code()) : null;
    }
    if (code instanceof Code.Atom atom) {
      atom.needs().ifPresent(imports::add);
      return atom.text();
    }
    if (code instanceof Code.Text text) {
      return JavaText.isBlock(text.value()) || text.value().length() > JavaText.LONGEST_CONSTANT
          ? null
          : JavaText.literal(text.value());
    }
    if (code instanceof Code.Invoke invoke) {
      invoke.needs().ifPresent(imports::add);
      String target = "";
      if (invoke.target().isPresent()) {
        target = flat(invoke.target().get());
        if (target == null) {
          return null;
        }
        target += ".";
      }
      String arguments = flat(invoke.arguments());
      return arguments == null ? null : target + invoke.method() + "(" + arguments + ")";
    }
    return null;
  }

  private @Nullable String flat(List<Code> all) {
    StringBuilder line = new StringBuilder();
    for (Code code : all) {
      String one = flat(code);
      if (one == null) {
        return null;
      }
      line.append(line.isEmpty() ? "" : ", ").append(one);
    }
    return line.toString();
  }

  /** Writes code at the column where it is, with {@code after} more characters behind it. */
  private void put(Code code, int indent, int after) {
    if (code instanceof Code.Commented commented) {
      for (String line : commented.comments()) {
        append(JavaText.comment(line));
        newLine(indent);
      }
      put(commented.code(), indent, after);
      return;
    }
    String flat = flat(code);
    if (flat != null && column + flat.length() + after <= WIDTH) {
      append(flat);
    } else if (code instanceof Code.Text text) {
      text(text.value(), indent);
    } else if (code instanceof Code.Invoke invoke) {
      chain(invoke, indent, after);
    } else if (flat != null) {
      append(flat);
    }
  }

  private void chain(Code.Invoke last, int indent, int after) {
    List<Code.Invoke> calls = new ArrayList<>();
    Code head = last;
    while (head instanceof Code.Invoke invoke && invoke.target().isPresent()) {
      calls.add(0, invoke);
      head = invoke.target().get();
    }
    boolean simple = head instanceof Code.Atom && calls.size() == 1;
    if (head instanceof Code.Invoke invoke) {
      call(invoke, indent, calls.isEmpty() ? after : 0);
    } else {
      put(head, indent, 0);
    }
    for (int i = 0; i < calls.size(); i++) {
      if (!simple) {
        newLine(indent + 4);
      }
      append(".");
      call(calls.get(i), simple ? indent : indent + 4, i == calls.size() - 1 ? after : 0);
    }
  }

  private void call(Code.Invoke invoke, int indent, int after) {
    invoke.needs().ifPresent(imports::add);
    append(invoke.method() + "(");
    List<Code> arguments = invoke.arguments();
    String flat = flat(arguments);
    if (flat != null && column + flat.length() + 1 + after <= WIDTH) {
      append(flat + ")");
      return;
    }
    newLine(indent + 4);
    if (flat != null && column + flat.length() + 1 + after <= WIDTH) {
      append(flat + ")");
      return;
    }
    for (int i = 0; i < arguments.size(); i++) {
      boolean isLast = i == arguments.size() - 1;
      put(arguments.get(i), indent + 4, isLast ? 1 + after : 1);
      if (!isLast) {
        append(",");
        newLine(indent + 4);
      }
    }
    append(")");
  }

  private void text(String value, int indent) {
    if (value.length() > JavaText.LONGEST_CONSTANT) {
      append("String.join(");
      newLine(indent + 4);
      append("\"\"");
      for (String part : JavaText.constants(value)) {
        append(",");
        newLine(indent + 4);
        text(part, indent + 4);
      }
      append(")");
      return;
    }
    if (JavaText.isBlock(value)) {
      String separator = "";
      for (String line : JavaText.block(value)) {
        append(separator);
        append(line.isEmpty() || separator.isEmpty() ? line : " ".repeat(indent) + line);
        separator = "\n";
      }
      return;
    }
    Optional<String> none = Optional.empty();
    List<String> pieces = JavaText.pieces(value, WIDTH - indent - 16);
    for (String piece : pieces) {
      if (none.isPresent()) {
        newLine(indent + 4);
        append("+ ");
      }
      append(JavaText.literal(piece));
      none = Optional.of(piece);
    }
  }
}
