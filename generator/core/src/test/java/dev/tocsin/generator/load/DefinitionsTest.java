package dev.tocsin.generator.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.load.Definitions.Defined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's classes, compiled here from source, found and asked as a build does it. */
class DefinitionsTest {
  private static final String MODEL =
      "public MonitoringModel define() { return MonitoringModel.monitoring(\"mine\"); }";

  @TempDir Path folder;
  private Path sources;
  private Path classes;
  private List<Problem> problems = List.of();

  @BeforeEach
  void folders() throws IOException {
    sources = Files.createDirectory(folder.resolve("sources"));
    classes = Files.createDirectory(folder.resolve("classes"));
  }

  @Test
  void findsThePublicImplementationsInOrderOfTheirNames() throws IOException {
    compile("B", "public class B implements Monitoring { " + MODEL + " }");
    compile("Base", "public abstract class Base implements Monitoring { " + MODEL + " }");
    compile("A", "public class A extends Base {} ");
    compile("Hidden", "class Hidden implements Monitoring { " + MODEL + " }");
    compile("Other", "public class Other {}");
    compile(
        "Outer",
        "public class Outer { public static class Inner implements Monitoring { " + MODEL + " }}");

    assertThat(below(classes))
        .extracting(Defined::className)
        .containsExactly("user.A", "user.B", "user.Outer$Inner");
    assertThat(problems).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereHasNoDefinitions() throws IOException {
    assertThat(below(folder.resolve("nowhere"))).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void asksADefinitionForItsModel() throws IOException {
    compile("Mine", "public class Mine implements Monitoring { " + MODEL + " }");

    List<Defined> defined = named("user.Mine");

    assertThat(problems).isEmpty();
    assertThat(defined).singleElement().extracting(Defined::className).isEqualTo("user.Mine");
    assertThat(defined.get(0).model().name()).isEqualTo("mine");
  }

  @Test
  void sharesTheLanguageAndNothingElseWithTheUser() throws IOException {
    compile(
        "Curious",
        "public class Curious implements Monitoring { public MonitoringModel define() {"
            + " String seen = \"\";"
            + " for (String name : new String[] {"
            + " \"dev.tocsin.generator.Generator\","
            + " \"com.fasterxml.jackson.databind.ObjectMapper\", \"org.junit.jupiter.api.Test\"})"
            + " try { Class.forName(name); seen += name; } catch (ClassNotFoundException e) {}"
            + " return MonitoringModel.monitoring(\"sees:\" + seen); } }");

    assertThat(named("user.Curious").get(0).model().name()).isEqualTo("sees:");
  }

  @Test
  void usesOurLanguageEvenWhereTheUserBringsOne() throws Exception {
    compile("Mine", "public class Mine implements Monitoring { " + MODEL + " }");
    Path language =
        Path.of(Monitoring.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    try (DefinitionClassLoader loader = DefinitionClassLoader.over(List.of(language, classes))) {
      assertThat(new Definitions(loader).named(List.of("user.Mine"))).hasSize(1);
    }
  }

  @Test
  void pointsAtTheLineWhereADefinitionThrows() throws IOException {
    compile(
        "Throwing",
        "public class Throwing implements Monitoring {\n"
            + "  static final int LIMIT = limit();\n"
            + "  static int limit() {\n"
            + "    throw new IllegalArgumentException(\"a limit is positive, this is -1\");\n"
            + "  }\n"
            + MODEL
            + "}");

    assertThat(named("user.Throwing")).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("Throwing.java:5: error: ")
        .contains("a limit is positive, this is -1")
        .doesNotContain("\tat ");
  }

  @Test
  void namesTheKindOfAnUnexpectedException() throws IOException {
    compile(
        "Empty",
        "public class Empty implements Monitoring { public MonitoringModel define() {"
            + " String text = null; text.length(); return null; } }");

    named("user.Empty");

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("Empty.java:2: error: ")
        .contains("NullPointerException");
  }

  @Test
  void saysAllThatIsWrongWithTheNamesGiven() throws IOException {
    compile("Other", "public class Other {}");
    compile(
        "Null",
        "public class Null implements Monitoring { public MonitoringModel define() { return null;"
            + " } }");
    compile("Hidden", "class Hidden implements Monitoring { " + MODEL + " }");
    compile(
        "Sized",
        "public class Sized implements Monitoring { public Sized(int n) {} " + MODEL + "}");
    compile("Fine", "public class Fine implements Monitoring { " + MODEL + " }");

    List<Defined> defined =
        named("user.Gone", "user.Other", "user.Null", "user.Hidden", "user.Sized", "user.Fine");

    assertThat(defined).extracting(Defined::className).containsExactly("user.Fine");
    assertThat(problems)
        .extracting(problem -> problem.place().file())
        .containsExactly("user.Gone", "user.Other", "user.Null", "user.Hidden", "user.Sized");
    assertThat(problems).allMatch(problem -> problem.help().isPresent());
  }

  private List<Defined> below(Path place) throws IOException {
    try (DefinitionClassLoader loader = DefinitionClassLoader.over(List.of(classes))) {
      Definitions definitions = new Definitions(loader);
      List<Defined> defined = definitions.below(place);
      problems = definitions.problems();
      return defined;
    }
  }

  private List<Defined> named(String... names) throws IOException {
    try (DefinitionClassLoader loader = DefinitionClassLoader.over(List.of(classes))) {
      Definitions definitions = new Definitions(loader);
      List<Defined> defined = definitions.named(List.of(names));
      problems = definitions.problems();
      return defined;
    }
  }

  /** Compiles {@code package user; import …;} on the first line, then the code. */
  private void compile(String name, String code) throws IOException {
    Path file = sources.resolve("user").resolve(name + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "package user; import dev.tocsin.dsl.model.*;\n" + code);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-sourcepath",
                sources.toString(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file.toString());
    assertThat(result).as("javac of %s", name).isZero();
  }
}
