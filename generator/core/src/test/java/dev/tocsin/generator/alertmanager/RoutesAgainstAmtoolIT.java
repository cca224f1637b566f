package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.routing.RoutingTree;
import dev.tocsin.generator.tools.Amtool;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random alerts through the routes of real configurations, and what {@code amtool config routes
 * test} says of each. {@code -Dtocsin.routes.sets=N} tries more.
 */
class RoutesAgainstAmtoolIT {
  private record Tree(Path file, RoutingTree routes, List<Matcher> matchers) {}

  @Test
  void sameReceivers() throws IOException {
    List<Tree> trees = new ArrayList<>();
    for (JsonNode verdict : Corpora.verdicts("amtool check-config")) {
      Path file = Corpora.folder().resolve(verdict.get("file").asText());
      if (verdict.get("ok").asBoolean()) {
        AlertmanagerFile read = AlertmanagerFile.read("x.yml", Files.readAllBytes(file));
        List<Matcher> matchers =
            read.routes().stream().flatMap(node -> node.matchers().stream()).toList();
        // Without matchers every alert goes the same way; a comma cannot be told from amtool's own.
        if (!matchers.isEmpty()
            && read.receivers().stream().noneMatch(name -> name.contains(","))) {
          trees.add(new Tree(file, read.routingTree(), matchers));
        }
      }
    }
    Amtool amtool = Amtool.of(Tools.standard().provide(Generation.NEWEST));
    int sets = Integer.getInteger("tocsin.routes.sets", 200);
    Random random = new Random(4);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < sets; i++) {
      Tree tree = trees.get(i % trees.size());
      Map<String, String> labels = labels(tree, random);
      Set<String> ours = new TreeSet<>();
      tree.routes().match(labels).forEach(node -> ours.add(node.receiver()));
      Set<String> theirs = amtool.testRoutes(tree.file(), labels).receivers();
      if (!ours.equals(theirs)) {
        differences.add(tree.file() + " " + labels + ": amtool " + theirs + ", ours " + ours);
      }
    }
    System.out.printf(
        "Routes against amtool: %d label sets, %d configurations, %d differences%n",
        sets, trees.size(), differences.size());
    assertThat(differences).isEmpty();
  }

  /** Labels that the matchers ask for, with values that fit some of them, or nearly. */
  private static Map<String, String> labels(Tree tree, Random random) {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      Matcher matcher = tree.matchers().get(random.nextInt(tree.matchers().size()));
      String[] words = matcher.value().split("[|()^$?*+\\[\\]]+");
      String word = words.length == 0 ? "x" : words[random.nextInt(words.length)];
      String value =
          switch (random.nextInt(6)) {
            case 0 -> word + "x";
            case 1 -> "other";
            default -> word.replace(".", random.nextBoolean() ? "" : "y");
          };
      if (!value.isEmpty() && !matcher.name().isEmpty()) {
        labels.put(matcher.name(), value);
      }
    }
    return labels.isEmpty() ? Map.of("alertname", "x") : labels;
  }
}
