package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.fmt.Formatter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A new field is one line of the table, and all that reads the table knows it: here the reader, the
 * writer, the version check and the reference page; the Java class in {@code
 * IntegrationSourcesTest} of the dsl.
 */
class MadeUpFieldTest {
  private static final String HEAD = "route: {receiver: a}\n";

  /** One field more in a slack_config, and one integration more. */
  private static final Schema MORE =
      Schema.parse(
          Schema.alertmanagerTable()
                  .replace(
                      "struct slack_config\n",
                      "struct slack_config\n  carrier  enum<pigeon|owl>  0.99  default=pigeon\n")
                  .replace(
                      "  incidentio_configs ",
                      "  pigeon_configs  list<pigeon_config>  0.99\n  incidentio_configs ")
              + "\nstruct pigeon_config\n"
              + "  loft  string  0.99  required\n"
              + "  beak_file  file  0.99\n");

  private static AlertmanagerFile read(String yaml) {
    return AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8), MORE);
  }

  private static List<String> said(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  private static final String GOOD =
      HEAD
          + """
          receivers:
            - pigeon_configs: [{beak_file: /beak, loft: roof}]
              slack_configs: [{channel: "#a", api_url_file: /x, carrier: owl}]
              name: a
          """;

  @Test
  void theReaderHasItsTypeAndThatItIsRequired() {
    assertThat(said(read(GOOD).problems())).isEmpty();
    assertThat(
            said(
                read(HEAD
                        + """
                        receivers:
                          - name: a
                            pigeon_configs: [{beak: x}]
                            slack_configs: [{api_url_file: /x, carrier: crow}]
                        """)
                    .problems()))
        .containsExactly(
            "a.yml:4:22: error: a pigeon_config needs \"loft\" [config/required]\n"
                + "        pigeon_configs: [{beak: <hidden>}]\n"
                + "                         ^\n"
                + "    fix: give it a value",
            "a.yml:4:23: error: unknown field \"beak\" in a pigeon_config"
                + " [config/unknown-field]\n"
                + "        pigeon_configs: [{beak: <hidden>}]\n"
                + "                          ^^^^\n"
                + "    fix: did you mean beak_file?",
            "a.yml:5:49: error: \"carrier\" cannot be \"crow\" [config/value]\n"
                + "        slack_configs: [{api_url_file: /x, carrier: crow}]\n"
                + "                                                    ^^^^\n"
                + "    fix: use one of pigeon, owl");
    assertThat(AlertmanagerFile.read("a.yml", GOOD.getBytes(StandardCharsets.UTF_8)).problems())
        .extracting(Problem::message)
        .containsExactly(
            "unknown field \"pigeon_configs\" in a receiver",
            "unknown field \"carrier\" in a slack_config");
  }

  @Test
  void theWriterHasItsPlace() {
    assertThat(Formatter.configuration("a.yml", GOOD.getBytes(StandardCharsets.UTF_8), MORE).text())
        .hasValue(
            """
            route:
              receiver: a

            receivers:
              - name: a
                pigeon_configs:
                  - loft: roof
                    beak_file: /beak
                slack_configs:
                  - carrier: owl
                    api_url_file: /x
                    channel: "#a"
            """);
  }

  @Test
  void theVersionCheckNamesTheFirstVersion() {
    assertThat(read(GOOD).unknownTo(Version.parse("0.99"))).isEmpty();
    assertThat(read(GOOD).unknownTo(Version.parse("0.33")))
        .extracting(Problem::message)
        .containsExactly(
            "\"pigeon_configs\" requires Alertmanager 0.99 or newer (target is 0.33)",
            "\"carrier\" requires Alertmanager 0.99 or newer (target is 0.33)");
  }

  @Test
  void thePageHasItsRow() {
    assertThat(ReferencePage.write("Fields", MORE))
        .contains(
            "| `carrier` | one of pigeon, owl | 0.99 | default: `pigeon` |",
            "| `pigeon_configs` | list of [pigeon_config](#pigeon_config) | 0.99 |",
            "## pigeon_config\n\n| field | type | since | notes |\n|---|---|---|---|\n"
                + "| `loft` | string | 0.99 | required |\n");
  }
}
