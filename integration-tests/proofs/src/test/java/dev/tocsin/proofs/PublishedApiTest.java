package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the published API, what users compile against, with the text files in {@code .mvn/api}.
 * A change of the API is then a change of these files, which a review reads: {@code
 * -Dtocsin.golden=write} writes them anew.
 */
class PublishedApiTest {
  private static final Path ROOT = Path.of(System.getProperty("tocsin.root", "../.."));

  @ParameterizedTest
  @CsvSource({
    "tocsin-dsl, dsl/target/classes",
    "tocsin-harness, integration-tests/harness/target/classes"
  })
  void theApiIsThatOfTheReviewedFile(String artifact, Path folder) throws IOException {
    Path classes = ROOT.resolve(folder);
    assertThat(classes).as("compiled in this build, by -am").isDirectory();
    Path file = ROOT.resolve(".mvn/api").resolve(artifact + ".txt");
    PublishedApi published = PublishedApi.of(classes);
    assertThat(published.leaks()).as("published, with types that are internal").isEmpty();
    String api = published.text();

    if ("write".equals(System.getProperty("tocsin.golden"))) {
      Files.writeString(file, api);
    }
    assertThat(api)
        .as(
            "the public API of %s differs from %s. If the change is intended, run `mvn test -pl"
                + " integration-tests/proofs -am -Dtest=PublishedApiTest -Dtocsin.golden=write`"
                + " and commit the file",
            artifact, ROOT.relativize(file))
        .isEqualTo(Files.readString(file));
  }
}
