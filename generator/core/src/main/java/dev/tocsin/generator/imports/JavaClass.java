package dev.tocsin.generator.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** A class that only holds constants, or the definition itself. */
final class JavaClass {
  /** How much code the initializer of a class's constants may be; the limit is 65535. */
  static final int BUDGET = 30_000;

  private final String packageName;
  private final String name;
  private final List<String> javadoc;
  private final List<Member> members = new ArrayList<>();

  /**
   * A part of a class.
   *
   * @param comments lines of a comment before it, as they are in the file
   * @param javadoc lines of Javadoc before it, as plain text
   * @param type its type's full name; empty for a method
   * @param suffix what comes after the type's name, such as {@code <Count>}
   * @param name its name, or a method's head
   * @param value its value, or what the method returns
   */
  record Member(
      List<String> comments,
      List<String> javadoc,
      String type,
      String suffix,
      String name,
      Code value,
      List<String> needs) {}

  JavaClass(String packageName, String name, List<String> javadoc) {
    this.packageName = packageName;
    this.name = name;
    this.javadoc = List.copyOf(javadoc);
  }

  String name() {
    return name;
  }

  String fullName() {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }

  void constant(List<String> comments, String type, String constant, Code value) {
    members.add(new Member(comments, List.of(), type, "", constant, value, List.of()));
  }

  void add(Member member) {
    members.add(member);
  }

  /** Puts parts before those that are there. */
  void first(List<Member> some) {
    members.addAll(0, some);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** A class of constants. */
  String text() {
    TreeSet<Code.Import> imports = imports();
    StringBuilder body = new StringBuilder();
    body.append("final class ").append(name).append(" {\n  private ").append(name);
    body.append("() {}\n");
    for (Member member : members) {
      body.append('\n');
      notes(body, member);
      imports.add(new Code.Import(member.type(), ""));
      member.needs().forEach(type -> imports.add(new Code.Import(type, "")));
      String type = member.type().substring(member.type().lastIndexOf('.') + 1) + member.suffix();
      body.append(
          CodeLayout.statement(
              "static final " + type + " " + member.name() + " =",
              member.value(),
              ";",
              2,
              imports));
    }
    return file(List.of(), imports, body.append("}\n").toString());
  }

  /** The class that implements {@code Monitoring} by what {@code model} says. */
  String definition(List<String> comments, Code model) {
    TreeSet<Code.Import> imports = imports();
    imports.add(new Code.Import("dev.tocsin.dsl.model.Monitoring", ""));
    imports.add(new Code.Import("dev.tocsin.dsl.model.MonitoringModel", ""));
    StringBuilder body = new StringBuilder();
    body.append("public final class ").append(name).append(" implements Monitoring {\n");
    body.append("  @Override\n  public MonitoringModel define() {\n");
    body.append(CodeLayout.statement("return", model, ";", 4, imports));
    return file(comments, imports, body.append("  }\n}\n").toString());
  }

  private static TreeSet<Code.Import> imports() {
    return new TreeSet<>(Comparator.comparing(Code.Import::line));
  }

  private static void notes(StringBuilder body, Member member) {
    comments(body, member.comments(), "  ");
    javadoc(body, member.javadoc(), "  ");
  }

  private static void comments(StringBuilder body, List<String> lines, String indent) {
    lines.forEach(line -> body.append(indent).append(JavaText.comment(line)).append('\n'));
  }

  private static void javadoc(StringBuilder body, List<String> lines, String indent) {
    if (!lines.isEmpty()) {
      JavaText.javadoc(lines).forEach(line -> body.append(indent).append(line).append('\n'));
    }
  }

  private String file(List<String> comments, TreeSet<Code.Import> imports, String body) {
    StringBuilder out = new StringBuilder();
    if (!packageName.isEmpty()) {
      out.append("package ").append(packageName).append(";\n\n");
    }
    String mine = fullName();
    for (boolean statics : new boolean[] {true, false}) {
      boolean any = false;
      for (Code.Import one : imports) {
        boolean isStatic = !one.member().isEmpty();
        boolean known =
            isStatic
                ? one.owner().equals(mine)
                : one.owner().startsWith("java.lang.")
                    || !one.owner().contains(".")
                    || one.owner().substring(0, one.owner().lastIndexOf('.')).equals(packageName);
        if (isStatic == statics && !known) {
          out.append(one.line()).append('\n');
          any = true;
        }
      }
      out.append(any ? "\n" : "");
    }
    comments(out, comments, "");
    out.append(comments.isEmpty() ? "" : "\n");
    javadoc(out, javadoc, "");
    return out.append(body).toString();
  }
}
