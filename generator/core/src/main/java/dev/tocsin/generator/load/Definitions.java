package dev.tocsin.generator.load;

import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds and asks definitions. What a user's class throws becomes a problem that points at the line
 * that threw; it never comes through as an exception.
 */
public final class Definitions {
  static final String ID = "definition/load";

  private final ClassLoader loader;
  private final List<Problem> problems = new ArrayList<>();

  /** Definitions of this class loader, whose parent must share the language with us. */
  public Definitions(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * A definition that was asked what it says.
   *
   * @param className its class
   */
  public record Defined(String className, MonitoringModel model) {}

  /** What went wrong so far. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** Asks the definitions of these class names, in their order. */
  public List<Defined> named(List<String> classNames) {
    List<Defined> all = new ArrayList<>();
    for (String name : classNames) {
      Optional<Class<?>> found = load(name);
      if (found.isEmpty()) {
        problems.add(
            Problem.error(ID, Place.file(name), "the class is not on the class path")
                .help("check the name, and that the module was compiled"));
      } else {
        ask(found.get()).ifPresent(all::add);
      }
    }
    return all;
  }

  /**
   * Asks all public definitions among the classes below {@code folder}, sorted by name: concrete
   * classes that implement {@link Monitoring}.
   */
  public List<Defined> below(Path folder) throws IOException {
    List<Defined> all = new ArrayList<>();
    for (String name : classNames(folder)) {
      load(name).filter(Definitions::isPublicDefinition).flatMap(this::ask).ifPresent(all::add);
    }
    return all;
  }

  private static List<String> classNames(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(path -> path.endsWith(".class") && !path.endsWith("-info.class"))
          .map(path -> path.substring(0, path.length() - 6).replace('/', '.').replace('\\', '.'))
          .sorted()
          .toList();
    }
  }

  private static boolean isPublicDefinition(Class<?> type) {
    return Monitoring.class.isAssignableFrom(type)
        && Modifier.isPublic(type.getModifiers())
        && !Modifier.isAbstract(type.getModifiers());
  }

  private Optional<Class<?>> load(String name) {
    try {
      return Optional.of(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError absent) {
      return Optional.empty();
    }
  }

  private Optional<Defined> ask(Class<?> type) {
    if (!Monitoring.class.isAssignableFrom(type)) {
      problems.add(
          Problem.error(
                  ID,
                  Place.file(type.getName()),
                  "it does not implement dev.tocsin.dsl.model.Monitoring")
              .help("let it implement Monitoring, or leave it out of the definitions"));
      return Optional.empty();
    }
    try {
      Constructor<?> constructor = type.getConstructor();
      MonitoringModel model = ((Monitoring) constructor.newInstance()).define();
      if (model == null) {
        problems.add(
            Problem.error(ID, Place.file(type.getName()), "define() returns null")
                .help("return a model: monitoring(\"name\", …)"));
        return Optional.empty();
      }
      return Optional.of(new Defined(type.getName(), model));
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      problems.add(
          Problem.error(
                  ID,
                  Place.file(type.getName()),
                  "cannot be instantiated: no public constructor without parameters")
              .help("make the class public, with a public constructor without parameters"));
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      problems.add(thrown(type, e.getCause() == null ? e : e.getCause()));
    } catch (Exception | LinkageError | StackOverflowError e) {
      problems.add(thrown(type, e));
    }
    return Optional.empty();
  }

  private static Problem thrown(Class<?> type, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
      cause = cause.getCause();
    }
    Origin origin = Origin.of(cause);
    Place place = origin.isKnown() ? Place.of(origin) : Place.file(type.getName());
    String said = cause.getMessage();
    if (cause instanceof IllegalArgumentException && said != null) {
      return Problem.error(ID, place, said);
    }
    if (cause instanceof NoClassDefFoundError && cause.getCause() != null) {
      // A class whose constants failed before: the JDK keeps what it said then, and where.
      return Problem.error(
          ID, Place.of(Origin.of(cause.getCause())), said + ": " + cause.getCause().getMessage());
    }
    String kind = cause.getClass().getName();
    return Problem.error(
        ID, place, "the definition threw " + kind + (said == null ? "" : ": " + said));
  }
}
