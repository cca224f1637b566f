package dev.tocsin.generator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.load.Definitions.Defined;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {

  @Test
  void aSingleDefinitionsFilesAreInTheOutputFolder() {
    Batch batch = Batch.of(List.of(defined("A", "shop alerts")), List.of());

    assertThat(batch.problems()).isEmpty();
    assertThat(batch.files().texts()).containsOnlyKeys("production-alerts.yml");
  }

  @Test
  void severalDefinitionsHaveAFolderEach() {
    Batch batch = Batch.of(List.of(defined("A", "shop"), defined("B", "till")), List.of());

    assertThat(batch.problems()).isEmpty();
    assertThat(batch.files().texts())
        .containsOnlyKeys("shop/production-alerts.yml", "till/production-alerts.yml");
  }

  @Test
  void namesThatAreNoFoldersOrNotUniqueAreProblems() {
    Batch batch =
        Batch.of(
            List.of(defined("A", "shop"), defined("B", "shop"), defined("C", "../till")),
            List.of());

    assertThat(batch.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "B: error: this definition and A are both named 'shop' [definition/name]\n"
                + "    fix: give each its own name: their files are in folders of these names",
            "C: error: with several definitions, the name of each is a folder's, and '../till' is"
                + " none [definition/name]\n"
                + "    fix: use letters, digits, '.', '_' and '-', and begin with a letter or a"
                + " digit");
    assertThat(batch.files().texts()).isEmpty();
  }

  @Test
  void anErrorOfOneKeepsTheFilesOfAllBack() {
    Problem failed = Problem.error("definition/load", Place.line("B.java", 3), "it failed");

    Batch batch = Batch.of(List.of(defined("A", "shop")), List.of(failed));

    assertThat(batch.problems()).containsExactly(failed);
    assertThat(batch.files().texts()).isEmpty();
  }

  @Test
  void aSecondDefinitionTakesTheFirstOnesFilesAlong(@TempDir Path folder) throws IOException {
    Defined a = defined("A", "shop");
    Batch.of(List.of(a), List.of()).files().writeTo(folder);
    GeneratedFiles both = Batch.of(List.of(a, defined("B", "till")), List.of()).files();

    assertThat(both.differencesTo(folder)).contains("--- a/production-alerts.yml");
    assertThat(both.writeTo(folder))
        .isEqualTo(
            new GeneratedFiles.Changes(
                List.of("shop/production-alerts.yml", "till/production-alerts.yml"),
                List.of("production-alerts.yml")));
    assertThat(both.differencesTo(folder)).isEmpty();
  }

  @Test
  void aDefinitionThatIsAloneAgainOrRenamedTakesItsFilesAlong(@TempDir Path folder)
      throws IOException {
    Defined b = defined("B", "till");
    Batch.of(List.of(defined("A", "shop"), b), List.of()).files().writeTo(folder);
    Path others = folder.resolve("others/production-alerts.yml");
    Files.createDirectories(others.getParent());
    Files.writeString(
        others, Files.readString(folder.resolve("shop/production-alerts.yml")).replace("A.", "C."));

    assertThat(
            Batch.of(List.of(defined("A", "store"), b), List.of())
                .files()
                .writeTo(folder)
                .removed())
        .containsExactly("shop/production-alerts.yml");
    assertThat(folder.resolve("shop")).doesNotExist();
    assertThat(Batch.of(List.of(b), List.of()).files().writeTo(folder).removed())
        .containsExactly("till/production-alerts.yml");
    assertThat(others).as("of a definition that is not asked here").exists();
  }

  private static Defined defined(String className, String name) {
    return new Defined(className, MonitoringModel.monitoring(name));
  }
}
