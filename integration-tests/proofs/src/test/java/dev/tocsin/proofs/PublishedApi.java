package dev.tocsin.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * The public and protected classes, methods and fields of a module, as text: a paragraph for each
 * class, its members sorted. Types are written without their packages where these are Java's or the
 * module's own. What is marked as {@link API.Status#INTERNAL}, or is in a package {@code internal},
 * is not published.
 */
final class PublishedApi {
  private static final int SEEN = Modifier.PUBLIC | Modifier.PROTECTED;

  /** What a member may say besides its name: no implementation detail, such as synchronized. */
  private static final int SAID =
      Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

  private final Map<String, String> paragraphs = new TreeMap<>();
  private final List<String> internal = new ArrayList<>();

  private PublishedApi() {}

  /** The API of the classes that are compiled to this folder, and are on the class path. */
  static PublishedApi of(Path folder) {
    PublishedApi api = new PublishedApi();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .forEach(api::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return api;
  }

  /** The text; the same classes always give the same one. */
  String text() {
    return String.join("\n", paragraphs.values());
  }

  /**
   * The lines of published members and declarations that name a type which is marked as internal.
   */
  List<String> leaks() {
    return text()
        .lines()
        .filter(line -> internal.stream().anyMatch(type -> line.matches(".*\\b" + type + "\\b.*")))
        .toList();
  }

  private void add(String name) {
    try {
      Class<?> type = Class.forName(name, false, PublishedApi.class.getClassLoader());
      if (isPublished(type)) {
        paragraphs.put(name, paragraph(type));
      } else if (isInternal(type)) {
        internal.add(type.getSimpleName());
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is compiled and not on the class path", e);
    }
  }

  private static boolean isPublished(Class<?> type) {
    Class<?> enclosing = type.getEnclosingClass();
    return (type.getModifiers() & SEEN) != 0
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && !isInternal(type)
        && !(type.getPackageName() + ".").contains(".internal.")
        && (enclosing == null || isPublished(enclosing));
  }

  private static boolean isInternal(Class<?> type) {
    API api = type.getAnnotation(API.class);
    return api != null && api.status() == API.Status.INTERNAL;
  }

  private static String paragraph(Class<?> type) {
    List<String> members = new ArrayList<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isSeen(constructor)) {
        members.add(
            said(constructor)
                + variables(constructor)
                + "new"
                + parameters(constructor)
                + exceptions(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isSeen(method) && !method.isBridge()) {
        members.add(
            said(method)
                + (method.isDefault() ? "default " : "")
                + variables(method)
                + shown(method.getGenericReturnType())
                + " "
                + method.getName()
                + parameters(method)
                + exceptions(method));
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (isSeen(field)) {
        members.add(said(field) + shown(field.getGenericType()) + " " + field.getName());
      }
    }
    members.sort(Comparator.naturalOrder());
    StringBuilder text = new StringBuilder(declaration(type)).append('\n');
    members.forEach(member -> text.append("  ").append(member).append('\n'));
    return text.toString();
  }

  private static boolean isSeen(Member member) {
    return (member.getModifiers() & SEEN) != 0 && !member.isSynthetic();
  }

  private static String said(Member member) {
    int modifiers = member.getModifiers() & SAID;
    if (member.getDeclaringClass().isInterface()) {
      modifiers &= ~(Modifier.PUBLIC | Modifier.ABSTRACT);
    }
    String text = Modifier.toString(modifiers);
    return text.isEmpty() ? "" : text + " ";
  }

  private static String declaration(Class<?> type) {
    String kind =
        type.isAnnotation()
            ? "@interface"
            : type.isInterface()
                ? "interface"
                : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    int modifiers = type.getModifiers() & SAID;
    if (type.isInterface()) {
      modifiers &= ~(Modifier.ABSTRACT | Modifier.STATIC);
    } else if (type.isEnum() || type.isRecord()) {
      modifiers &= ~(Modifier.FINAL | Modifier.STATIC | Modifier.ABSTRACT);
    }
    List<String> parents = new ArrayList<>();
    Type parent = type.getGenericSuperclass();
    if (parent != null && kind.equals("class") && parent != Object.class) {
      parents.add(shown(parent));
    }
    Arrays.stream(type.getGenericInterfaces()).map(PublishedApi::shown).forEach(parents::add);
    return Modifier.toString(modifiers)
        + (type.isSealed() ? " sealed " : " ")
        + kind
        + " "
        + type.getName()
        + variables(type.getTypeParameters())
        + (parents.isEmpty() ? "" : " : " + String.join(", ", parents));
  }

  private static String variables(Executable member) {
    String text = variables(member.getTypeParameters());
    return text.isEmpty() ? "" : text + " ";
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable -> variable.getName() + bounds(variable))
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String bounds(TypeVariable<?> variable) {
    List<String> bounds =
        Arrays.stream(variable.getBounds())
            .filter(bound -> bound != Object.class)
            .map(PublishedApi::shown)
            .toList();
    return bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds);
  }

  /** With the parameters' names, which a caller reads and completion shows. */
  private static String parameters(Executable member) {
    Parameter[] all = member.getParameters();
    List<String> texts = new ArrayList<>();
    for (Parameter parameter : all) {
      if (!parameter.isSynthetic() && !parameter.isImplicit()) {
        String type = shown(parameter.getParameterizedType());
        texts.add(
            (parameter.isVarArgs() ? type.replaceFirst("\\[]$", "...") : type)
                + " "
                + parameter.getName());
      }
    }
    return "(" + String.join(", ", texts) + ")";
  }

  private static String exceptions(Executable member) {
    Type[] all = member.getGenericExceptionTypes();
    return all.length == 0
        ? ""
        : Arrays.stream(all)
            .map(PublishedApi::shown)
            .sorted()
            .collect(Collectors.joining(", ", " throws ", ""));
  }

  private static String shown(Type type) {
    return type.getTypeName()
        .replaceAll(
            "\\b(?:java\\.(?:lang|util|time|util\\.function|util\\.stream|nio\\.file|net)|"
                + "dev\\.tocsin(?:\\.[a-z]+)*)\\.(?=[A-Z])",
            "");
  }
}
