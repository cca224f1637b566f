package dev.tocsin.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Cores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A user's way from an empty folder, with the Maven that runs this build and those of the profile
 * {@code thorough}.
 */
@Cores(1)
@Order(3)
class UserProjectIT {
  private static StagedRepository repository;

  @TempDir Path folder;

  @BeforeAll
  static void stage() throws IOException {
    repository = StagedRepository.in(Path.of("target"));
  }

  static Stream<Path> mavens() {
    return Arrays.stream(System.getProperty("tocsin.mavens").split(",")).map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void generatesThenNoticesDrift(Path maven) throws Exception {
    UserProject shop = UserProject.of("shop", folder, maven, repository);

    shop.mvn("generate")
        .succeeds()
        .says("wrote production-alerts.yml", "wrote runbooks", "shop: 1 alert,");
    assertThat(shop.read("production-alerts.yml"))
        .contains("alert: TooManyBaskets", "shop_open_baskets > 100");
    shop.mvn("verify")
        .succeeds()
        .says("are what the definitions say", "promtool and amtool accept them");

    shop.edit("production-alerts.yml", "> 100", "> 1000");
    shop.mvn("verify")
        .fails()
        .says("--- a/production-alerts.yml", "+++ b/production-alerts.yml")
        .says("> 1000", "> 100", "run `mvn generate`");
    shop.edit("count(100)", "count(200)");
    shop.mvn("generate").succeeds().says("wrote production-alerts.yml");
    assertThat(shop.read("production-alerts.yml")).contains("shop_open_baskets > 200");
    shop.mvn("tocsin:generate").succeeds();
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void aDefinitionThatThrowsFailsAtItsLine(Path maven) throws Exception {
    UserProject shop = UserProject.of("shop", folder, maven, repository);
    shop.edit("ofMinutes(5)", "ofMinutes(-5)");

    shop.mvn("generate")
        .fails()
        .says("ShopMonitoring.java:30: error: ", "TooManyBaskets", "for -5m is negative");
    assertThat(shop.file("production-alerts.yml")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void theCheckersOfOneGenerationCanBeAskedAlone(Path maven) throws Exception {
    UserProject shop = UserProject.of("shop", folder, maven, repository);

    shop.mvn("generate", "verify", "-Dtocsin.generations=newest")
        .succeeds()
        .says("promtool and amtool accept them: Prometheus 3.5.3, Alertmanager 0.33.1.");
    shop.mvn("verify", "-Dtocsin.generations=newest,ancient")
        .fails()
        .says("unknown generation 'ancient'", "[oldest, middle, newest]");
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void whatIsRefusedIsSaidOfItsJavaLine(Path maven) throws Exception {
    UserProject shop = UserProject.of("shop", folder, maven, repository);
    shop.edit(
        "BASKETS.isGreaterThan(count(100))", "promql(\"rat(shop_open_baskets[5m]) > 1\").exists()");

    shop.mvn("generate").fails().says("ShopMonitoring.java:26: error: ", "rat");

    // Good PromQL, which the oldest of the real checkers does not know yet.
    shop.edit("rat(shop_open_baskets[5m])", "histogram_avg(shop_open_baskets)");
    shop.mvn("generate", "verify")
        .fails()
        .says("ShopMonitoring.java:25: error: promtool check rules 2.42.0", "TooManyBaskets")
        .says("histogram_avg", "use syntax that every supported version accepts");
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void aModuleWithoutADefinitionIsReported(Path maven) throws Exception {
    UserProject shop = UserProject.of("shop", folder, maven, repository);
    shop.edit("implements Monitoring", "");
    shop.edit("@Override", "");

    shop.mvn("generate").succeeds().says("nothing is generated");
    shop.mvn("generate", "-Dtocsin.definitions=shop.ShopMonitoring,shop.Gone")
        .fails()
        .says("shop.ShopMonitoring: error: ", "shop.Gone: error: ", "fix: ");
  }

  @ParameterizedTest
  @MethodSource("mavens")
  void aReactorCompilesWhatTheDefinitionsNeed(Path maven) throws Exception {
    UserProject reactor = UserProject.of("reactor", folder, maven, repository);

    reactor.mvn("generate").succeeds().says("wrote alerts/production-alerts.yml");
    assertThat(reactor.file("lib/production-alerts.yml")).doesNotExist();
    assertThat(reactor.file("alerts/target/surefire-reports")).doesNotExist();
  }

  /** A service that measures by Micrometer, with metrics that are typed from its page. */
  @ParameterizedTest
  @MethodSource("mavens")
  void aRenamedMeterFailsTheBuildByName(Path maven) throws Exception {
    UserProject shop = UserProject.of("micrometer", folder, maven, repository);

    shop.mvn("generate").succeeds().says("src/main/metrics/shop.prom: ", "shop: 2 alerts,");
    assertThat(shop.read("target/generated-sources/tocsin/shop/ShopMetrics.java"))
        .contains("Counter<", "SHOP_ORDERS_TOTAL", "Histogram<Seconds> SHOP_CHECKOUT_SECONDS");
    shop.mvn("verify").succeeds().says("Tests run: 1, Failures: 0");

    // Renamed in the service: the test of the contract says which alert would be silent.
    shop.edit("src/main/java/shop/ShopMeters.java", "shop.orders", "shop.sales");
    UserProject.Run renamed =
        shop.mvn("verify").says("metric `shop_orders_total` is not on the page");
    assertThat(renamed.exit()).isNotZero();
    // Renamed on the page as well: the alert that uses it does not compile.
    shop.edit("src/main/metrics/shop.prom", "shop_orders_total", "shop_sales_total");
    UserProject.Run typed = shop.mvn("verify").says("SHOP_ORDERS_TOTAL");
    assertThat(typed.exit()).isNotZero();
  }

  /**
   * The README's definition and test, word for word, with the harness as a test dependency, whose
   * own dependencies only this POM chooses.
   */
  @ParameterizedTest
  @MethodSource("mavens")
  void whatTheReadmeDefinesIsProven(Path maven) throws Exception {
    Readme readme = Readme.read();
    UserProject shop =
        UserProject.in(folder, maven, repository)
            .write("pom.xml", StagedRepository.offline(readme.pom()))
            .write("src/main/java/shop/ShopMonitoring.java", readme.java("ShopMonitoring"))
            .write("src/test/java/shop/ShopAlertsTest.java", readme.java("ShopAlertsTest"));

    shop.mvn("generate").succeeds().says("shop: 1 alert,");
    // Three cases, one that nothing else fires, the coverage, and that no case is inconclusive.
    shop.mvn("verify")
        .succeeds()
        .says(
            "are what the definitions say",
            "ShopAlertsTest: accelerated on Prometheus 3.5.3",
            ": 4 of 4 cases held")
        .says("Tests run: 6, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(shop.file("target/proof/proof.html")).exists();
  }

  /** The README's YAML and test, word for word, by three methods. */
  @ParameterizedTest
  @MethodSource("mavens")
  void whatTheReadmeHasInYamlIsProven(Path maven) throws Exception {
    Readme readme = Readme.read();
    UserProject kiosk =
        UserProject.in(folder, maven, repository)
            .write("pom.xml", StagedRepository.offline(readme.pomForYaml()))
            .write("rules.yml", readme.yaml("rules.yml"))
            .write("alertmanager.yml", readme.yaml("alertmanager.yml"))
            .write("src/test/java/kiosk/KioskAlertsTest.java", readme.java("KioskAlertsTest"));

    kiosk
        .mvn("test")
        .succeeds()
        .says("KioskAlertsTest: accelerated on Prometheus 3.5.3", ": 3 of 3 cases held")
        .says(
            "KioskAlertsTest: backfilled on Prometheus 3.5.3", "KioskAlertsTest: promtool 3.5.3: ")
        .says("Tests run: 11, Failures: 0, Errors: 0, Skipped: 0");
    assertThat(kiosk.read("target/proof/proof.html")).contains("proofs held.");

    kiosk.edit("alertmanager.yml", "#kiosk", "#kiosks");
    UserProject.Run broken =
        kiosk.mvn("test").says("its labels lead to Slack #kiosks by SLACK_URL");
    assertThat(broken.exit()).isNotZero();
    assertThat(kiosk.read("target/proof/proof.html"))
        .contains("its labels lead to Slack #kiosks by SLACK_URL")
        .doesNotContain("proofs held.");
  }
}
