package dev.tocsin.generator.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Go's yaml.v3 accepts and refuses, where SnakeYAML alone decides otherwise. */
class YamlDocumentTest {
  @Test
  void tabsBetweenTokensAreAccepted() {
    for (String yaml :
        List.of(
            "groups:\t[]\n",
            "groups: []\t\n",
            "groups:\n- name:\t\"a\"\t# behind\n  interval: 1m\n",
            "{\n\t\"groups\": [\n\t\t{\"name\": \"a\"}\n\t]\n}\n",
            "# a\n\t# b\ngroups: []\n")) {
      assertThat(read(yaml).problems()).as(yaml).isEmpty();
    }
  }

  @Test
  void tabsAsIndentationAreRefused() {
    for (String yaml :
        List.of(
            "\tgroups: []\n",
            "groups:\n\t- name: a\n",
            "groups:\n-\t- name: a\n",
            "groups: [a]\n\tname: b\n",
            "groups: []\n\t# b\n")) {
      assertThat(read(yaml).problems()).as(yaml).isNotEmpty();
    }
  }

  @Test
  void whatOnlySnakeYamlAcceptsIsRefused() {
    for (String yaml :
        List.of("%YAML 1.2\n---\na: b\n", "a: &é b\n", "{a: b}c:\n", "[".repeat(2_000))) {
      assertThat(read(yaml).problems()).as(yaml.substring(0, 5)).isNotEmpty();
    }
  }

  @Test
  void offsetsCountUtf16AndBlocksEndWithTheirLastLine() {
    String yaml = "a: \"🔔\"\nb: |\n  x\n  y\n\n\nc: d\n";
    YamlDocument document = read(yaml);
    YamlNode block = document.root().orElseThrow().content().get(3);
    assertThat(yaml.substring(block.start(), block.end())).isEqualTo("|\n  x\n  y");
    assertThat(block.value()).isEqualTo("x\ny\n");
    assertThat(document.root().get().content().get(4).start()).isEqualTo(yaml.indexOf("c: d"));
  }

  @Test
  void mergedEntriesComeInTheOrderOfTheToolsLibrary() {
    YamlNode map =
        read("- &a {x: 1, y: 1}\n- {<<: *a, x: 2, z: 2}\n").root().orElseThrow().content().get(1);
    assertThat(names(map, MergedEntries.Precedence.OWN)).containsExactly("<<", "y1", "x2", "z2");
    assertThat(names(map, MergedEntries.Precedence.LAST))
        .containsExactly("<<", "x1", "y1", "x2", "z2");
  }

  private static List<String> names(YamlNode map, MergedEntries.Precedence precedence) {
    return MergedEntries.of(map, precedence).stream()
        .map(entry -> entry.key().isMerge() ? "<<" : entry.key().value() + entry.value().value())
        .toList();
  }

  private static YamlDocument read(String yaml) {
    return YamlDocument.read(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
