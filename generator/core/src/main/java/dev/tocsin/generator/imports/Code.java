package dev.tocsin.generator.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A piece of Java that is an expression, with what must be imported for it. */
sealed interface Code {
  /** What is written as it is, such as {@code 5} or a constant's name. */
  record Atom(String text, Optional<Import> needs) implements Code {}

  /** A string. */
  record Text(String value) implements Code {}

  /** A call of {@code target}'s method, or of a static one. */
  record Invoke(Optional<Code> target, String method, List<Code> arguments, Optional<Import> needs)
      implements Code {
    public Invoke {
      arguments = List.copyOf(arguments);
    }
  }

  /** Code with a comment above it, where it is on lines of its own. */
  record Commented(List<String> comments, Code code) implements Code {
    public Commented {
      comments = List.copyOf(comments);
    }
  }

  /** The elements of an array's initializer. */
  record Elements(List<Code> all) implements Code {
    public Elements {
      all = List.copyOf(all);
    }
  }

  /**
   * What must be imported.
   *
   * @param owner a class by its full name
   * @param member a static member of it; empty to import the class itself
   */
  record Import(String owner, String member) {
    String line() {
      return member.isEmpty() ? "import " + owner + ";" : "import static " + this + ";";
    }

    @Override
    public String toString() {
      return member.isEmpty() ? owner : owner + "." + member;
    }
  }

  /** Code that needs no import. */
  static Code atom(String text) {
    return new Atom(text, Optional.empty());
  }

  /** A static constant. */
  static Code constant(String owner, String name) {
    return new Atom(name, Optional.of(new Import(owner, name)));
  }

  /** A class literal; a nested class is imported by its own name. */
  static Code classLiteral(String type) {
    return new Atom(
        type.substring(type.lastIndexOf('.') + 1) + ".class", Optional.of(new Import(type, "")));
  }

  /** A string. */
  static Code text(String value) {
    return new Text(value);
  }

  /** A call of a static method, which is imported. */
  static Code call(String owner, String method, Code... arguments) {
    return new Invoke(
        Optional.empty(), method, Arrays.asList(arguments), Optional.of(new Import(owner, method)));
  }

  /** A call of a static method on its class, for one that another class has too. */
  static Code on(String owner, String method, Code... arguments) {
    String type = owner.substring(owner.lastIndexOf('.') + 1);
    return new Atom(type, Optional.of(new Import(owner, ""))).then(method, arguments);
  }

  /** A call on this. */
  default Code then(String method, Code... arguments) {
    return then(method, Arrays.asList(arguments));
  }

  /** A call on this. */
  default Code then(String method, List<Code> arguments) {
    return new Invoke(Optional.of(this), method, arguments, Optional.empty());
  }

  /**
   * About how many bytes of a method it becomes: what a class can hold is limited to 64 KB for the
   * initializer of all its constants.
   */
  default int weight() {
    int weight = 0;
    Code code = this;
    if (code instanceof Commented commented) {
      return commented.code.weight();
    }
    while (code instanceof Invoke invoke) {
      weight += 8 + invoke.arguments.stream().mapToInt(argument -> 5 + argument.weight()).sum();
      Optional<Code> target = invoke.target;
      if (target.isEmpty()) {
        return weight;
      }
      code = target.get();
    }
    if (code instanceof Elements elements) {
      return elements.all.stream().mapToInt(element -> 7 + element.weight()).sum();
    }
    return weight + 4;
  }
}
