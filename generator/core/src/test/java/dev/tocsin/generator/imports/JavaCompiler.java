package dev.tocsin.generator.imports;

import dev.tocsin.dsl.model.Monitoring;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles written classes, many at once, as a user's build would. */
final class JavaCompiler {
  private JavaCompiler() {}

  /** What javac says against the sources; classes go to {@code folder}. */
  static List<String> errors(Map<String, String> sources, Path folder) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<JavaFileObject> units =
        sources.entrySet().stream()
            .<JavaFileObject>map(source -> new Source(source.getKey(), source.getValue()))
            .toList();
    boolean done =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                found,
                List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-Xmaxerrs",
                    "1000",
                    "-encoding",
                    "UTF-8",
                    "-classpath",
                    language().toString(),
                    "-d",
                    folder.toString()),
                null,
                units)
            .call();
    List<String> errors =
        found.getDiagnostics().stream()
            .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
            .map(one -> one.toString().lines().limit(6).toList().toString())
            .toList();
    return done || !errors.isEmpty() ? errors : List.of("javac failed: " + found.getDiagnostics());
  }

  private static Path language() {
    try {
      return Path.of(Monitoring.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The definition in a compiled class. */
  static Monitoring definition(ClassLoader loader, String type)
      throws ReflectiveOperationException {
    return (Monitoring) loader.loadClass(type).getConstructor().newInstance();
  }

  /** A loader of the classes in a folder. */
  static URLClassLoader loader(Path folder) throws IOException {
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, JavaCompiler.class.getClassLoader());
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create(String.format(Locale.ROOT, "string:///%s", path)), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
