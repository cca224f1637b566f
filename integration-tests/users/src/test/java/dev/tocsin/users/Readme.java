package dev.tocsin.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the README shows, as a newcomer copies it. */
final class Readme {
  private static final Pattern FENCED =
      Pattern.compile("^```(\\w+)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private record Block(String language, String text) {}

  private final List<Block> blocks;

  private Readme(List<Block> blocks) {
    this.blocks = blocks;
  }

  static Readme read() throws IOException {
    Path page = Path.of(System.getProperty("tocsin.root", "../..")).resolve("README.md");
    Matcher fenced = FENCED.matcher(Files.readString(page));
    return new Readme(
        fenced.results().map(found -> new Block(found.group(1), found.group(2))).toList());
  }

  private String the(String language, String words) {
    List<String> found =
        blocks.stream()
            .filter(block -> block.language().equals(language) && block.text().contains(words))
            .map(Block::text)
            .toList();
    assertThat(found).as("the README's %s with \"%s\"", language, words).hasSize(1);
    return found.get(0);
  }

  /** The whole POM. */
  String pom() {
    String pom = the("xml", "<project ");
    assertThat(pom)
        .as("the README's POM has the versions that this build uses")
        .contains("<version>" + System.getProperty("tocsin.version") + "</version>")
        .contains("<version>" + System.getProperty("tocsin.junit") + "</version>")
        .contains("<version>" + System.getProperty("tocsin.plugin.surefire") + "</version>");
    return pom;
  }

  /** The POM of a team that keeps its rules in YAML, which leaves out two things. */
  String pomForYaml() {
    String pom = pom();
    for (String left :
        List.of(
            "<dependency>\\s*<groupId>dev.tocsin</groupId>\\s*<artifactId>tocsin-dsl<.*?</dependency>",
            "<plugin>\\s*<groupId>dev.tocsin</groupId>.*?</plugin>")) {
      Matcher part = Pattern.compile(left, Pattern.DOTALL).matcher(pom);
      assertThat(part.find()).as("the README's POM has " + left).isTrue();
      pom = part.replaceFirst("");
    }
    return pom;
  }

  /** The source of a class, with its package and imports. */
  String java(String name) {
    String source = the("java", "class " + name + " ");
    assertThat(source).startsWith("package ");
    return source;
  }

  /** A file that begins with its name. */
  String yaml(String name) {
    return the("yaml", "# " + name + "\n");
  }
}
