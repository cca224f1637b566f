package dev.tocsin.dsl.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The classes of the integrations are what the table of fields makes them. After a change to the
 * table, {@code mvn -pl dsl test -Dtest=IntegrationSourcesTest -Dtocsin.write=true} writes them,
 * and {@code mvn spotless:apply} formats them.
 */
class IntegrationSourcesTest {
  private static final String BEGIN = "// Written from the table of fields: begin";
  private static final String END = "// Written from the table of fields: end";
  private static final Path SOURCES = Path.of("src/main/java/dev/tocsin/dsl/alertmanager");

  private static String read(String name) {
    try {
      Path path = SOURCES.resolve(name + ".java");
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class without what was written from the table. */
  private static String byHand(String name) {
    String source = read(name);
    return source.substring(0, source.indexOf(BEGIN)) + source.substring(source.indexOf(END));
  }

  /** What was written from the table. */
  private static String written(String name) {
    String source = read(name);
    return IntegrationSources.BY_HAND.contains(name)
        ? source.substring(source.indexOf(BEGIN) + BEGIN.length(), source.indexOf(END))
        : source;
  }

  /** Sources compared word by word: the formatter breaks lines and comments as it likes. */
  private static String words(String source) {
    return source.replaceAll("[\\s*]+", "");
  }

  @Test
  void sourcesAreThoseOfTheTable() throws IOException {
    List<String> stale = new ArrayList<>();
    Map<String, String> all =
        IntegrationSources.all(Schema.alertmanager(), IntegrationSourcesTest::byHand);
    for (var entry : all.entrySet()) {
      String name = entry.getKey();
      if (words(written(name)).equals(words(entry.getValue()))) {
        continue;
      }
      stale.add(name);
      if (Boolean.getBoolean("tocsin.write")) {
        String source = read(name);
        String text =
            IntegrationSources.BY_HAND.contains(name)
                ? source.substring(0, source.indexOf(BEGIN) + BEGIN.length())
                    + "\n\n"
                    + entry.getValue()
                    + source.substring(source.indexOf(END))
                : entry.getValue();
        Files.writeString(SOURCES.resolve(name + ".java"), text);
      }
    }
    assertThat(stale).describedAs("run this test with -Dtocsin.write=true").isEmpty();
  }

  @Test
  void onlySecretsInClearTextHaveNoWither() {
    assertThat(IntegrationSources.notInJava(Schema.alertmanager()))
        .containsExactly(
            "http_config.proxy_connect_header",
            "oauth2.proxy_connect_header",
            "http_header.secrets",
            "sigv4.secret_key");
  }

  /** A line more in a copy of the table is a wither more in a class that compiles. */
  @Test
  void aMadeUpFieldIsOneLineOfTheTable(@TempDir Path folder) throws Exception {
    String table =
        Schema.alertmanagerTable()
            .replace(
                "struct mattermost_props\n",
                "struct mattermost_props\n"
                    + "  carrier_delay  duration  0.99\n"
                    + "  loft_key  secret  0.99\n"
                    + "  loft_key_file  file  0.99\n");
    Map<String, String> sources =
        IntegrationSources.all(Schema.parse(table), IntegrationSourcesTest::byHand);
    Path source = folder.resolve("MattermostProps.java");
    Files.writeString(source, sources.get("MattermostProps"));
    assertThat(sources.get("MattermostProps")).contains("from Alertmanager 0.99 on");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int compiled =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            source.toString());
    assertThat(compiled).isZero();
    URL[] first = {folder.toUri().toURL()};
    try (URLClassLoader loader = new ChildFirst(first, getClass().getClassLoader())) {
      Class<?> props = loader.loadClass("dev.tocsin.dsl.alertmanager.MattermostProps");
      assertThat(props.getMethod("carrierDelay", Duration.class).getReturnType()).isEqualTo(props);
      assertThat(props.getMethod("loftKey", Secret.class).getReturnType()).isEqualTo(props);
    }
  }

  /** Finds the class that was compiled here before the one that the tests know. */
  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return name.endsWith(".MattermostProps") ? findClass(name) : super.loadClass(name);
    }
  }
}
