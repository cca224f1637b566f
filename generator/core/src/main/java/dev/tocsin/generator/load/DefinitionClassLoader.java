package dev.tocsin.generator.load;

import dev.tocsin.dsl.model.Monitoring;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads a user's classes apart from ours: from their own class path, the JDK, and of ours the
 * language alone.
 *
 * <p>The language must come from our side, because a definition implements an interface of it and
 * returns its values, and a class is the same only when the same loader defined it; a copy on the
 * user's class path is not used. Everything else must come from theirs, so that a definition that
 * reads YAML with another version of a library than ours meets its own.
 */
public final class DefinitionClassLoader extends URLClassLoader {
  private DefinitionClassLoader(URL[] classPath) {
    super("definitions", classPath, new Language());
  }

  /**
   * Over these jars and folders of classes. Close it after the files are written: a model may hold
   * objects of the user's classes.
   *
   * @throws IllegalArgumentException when a path cannot be written as a URL
   */
  public static DefinitionClassLoader over(List<Path> classPath) {
    return new DefinitionClassLoader(
        classPath.stream().map(DefinitionClassLoader::url).toArray(URL[]::new));
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not a path of classes: " + path, e);
    }
  }

  /** The JDK and the language, and nothing else of ours. */
  private static final class Language extends ClassLoader {
    private static final List<String> SHARED = List.of("dev.tocsin.dsl.", "org.jspecify.");

    private final ClassLoader language = Monitoring.class.getClassLoader();

    Language() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return isShared(name) ? language.loadClass(name) : super.loadClass(name, resolve);
    }

    @Override
    public @Nullable URL getResource(String name) {
      return isShared(name.replace('/', '.'))
          ? language.getResource(name)
          : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return isShared(name.replace('/', '.'))
          ? language.getResources(name)
          : super.getResources(name);
    }

    private static boolean isShared(String name) {
      return SHARED.stream().anyMatch(name::startsWith);
    }
  }
}
