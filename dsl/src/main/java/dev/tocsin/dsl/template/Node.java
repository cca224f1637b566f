package dev.tocsin.dsl.template;

import dev.tocsin.dsl.problem.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a template: text, or an action between <code>{{</code> and <code>}}</code>. One record
 * per kind of <a href="https://pkg.go.dev/text/template#hdr-Actions">action</a>.
 */
public sealed interface Node {
  /** Where it was read, in UTF-16 code units of the template's text. */
  Span span();

  /** Text that is written as it is, with what trim markers removed gone. */
  record Text(String text, Span span) implements Node {}

  /** <code>{{pipeline}}</code>: its value is written, unless it sets a variable. */
  record Action(Pipeline pipeline, Span span) implements Node {}

  /** {@code if}; an {@code else if} is an {@code if} alone in the else branch. */
  record If(Pipeline condition, List<Node> then, List<Node> otherwise, Span span) implements Node {
    public If {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code with}: the dot is the pipeline's value inside. */
  record With(Pipeline value, List<Node> then, List<Node> otherwise, Span span) implements Node {
    public With {
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /** {@code range}: the dot is each element in turn. */
  record Range(Pipeline elements, List<Node> body, List<Node> otherwise, Span span)
      implements Node {
    public Range {
      body = List.copyOf(body);
      otherwise = List.copyOf(otherwise);
    }
  }

  /**
   * {@code template "name" pipeline}: writes a defined template; without a pipeline, its dot is
   * nil.
   */
  record Include(String name, @Nullable Pipeline argument, Span span) implements Node {}

  /** {@code define "name"}, and the definition that {@code block} makes beside its use. */
  record Define(String name, List<Node> body, Span span) implements Node {
    public Define {
      body = List.copyOf(body);
    }
  }

  record Break(Span span) implements Node {}

  record Continue(Span span) implements Node {}

  /**
   * Commands joined by {@code |}, each value the last argument of the next.
   *
   * @param variables what is declared or assigned, with their {@code $}; at most two, in {@code
   *     range}
   * @param assignment whether they are assigned ({@code =}) rather than declared ({@code :=})
   */
  record Pipeline(List<String> variables, boolean assignment, List<Command> commands, Span span) {
    public Pipeline {
      variables = List.copyOf(variables);
      commands = List.copyOf(commands);
    }
  }

  /** An operand, or a function with its arguments, separated by spaces. */
  record Command(List<Operand> words, Span span) {
    public Command {
      words = List.copyOf(words);
    }
  }

  /** One word of a command. */
  sealed interface Operand {
    Span span();

    /** The name of a function. */
    record Function(String name, Span span) implements Operand {}

    /** {@code $name.field.field}; the name without its {@code $}, empty for {@code $} itself. */
    record Variable(String name, List<String> fields, Span span) implements Operand {
      public Variable {
        fields = List.copyOf(fields);
      }
    }

    /** {@code .field.field}, of the dot. */
    record Field(List<String> fields, Span span) implements Operand {
      public Field {
        fields = List.copyOf(fields);
      }
    }

    /** Fields of what a function or a pipeline in parentheses gives. */
    record Chain(Operand of, List<String> fields, Span span) implements Operand {
      public Chain {
        fields = List.copyOf(fields);
      }
    }

    /** A pipeline in parentheses. */
    record Group(Pipeline pipeline, Span span) implements Operand {}

    /** {@code .}, the cursor. */
    record Dot(Span span) implements Operand {}

    record Nil(Span span) implements Operand {}

    record Bool(boolean value, Span span) implements Operand {}

    /** A number or a character, as it was written. */
    record Number(String text, Span span) implements Operand {}

    /** A string, with its escapes resolved. */
    record Text(String value, Span span) implements Operand {}
  }
}
