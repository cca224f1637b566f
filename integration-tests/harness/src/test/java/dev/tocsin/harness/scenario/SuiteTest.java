package dev.tocsin.harness.scenario;

import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.Shop;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuiteTest {
  private static final Suite SUITE =
      Suite.of(Shop.model())
          .with(
              scenario("ShopDown").target("shop", load()).when(Fault.down()),
              scenario("FewOrders").target("shop", load()).when(Fault.down()));

  @Test
  void oneAlertAloneKeepsItsScenarios() {
    assertThat(SUITE.only(List.of("ShopDown")).scenarios())
        .extracting(Scenario::alert)
        .containsExactly("ShopDown");
  }

  /** By the name that its test has. */
  @Test
  void oneCaseAloneIsAllThatIsPlayed() {
    Suite whole =
        SUITE.with(
            scenario("ShopDown").named("another fault").target("shop", load()).when(Fault.gone()));
    String name = "ShopDown: another fault";
    assertThat(whole.cases(Margin.WIDE)).extracting(Case::toString).contains(name);

    Suite one = whole.only(List.of(name));
    assertThat(one.cases(Margin.WIDE)).extracting(Case::toString).containsExactly(name);
    assertThat(one.requiresCoverage()).isFalse();
    assertThat(whole.requiresCoverage()).isTrue();
  }

  @Test
  void aNameWithoutAScenarioIsRefused() {
    assertThatThrownBy(() -> SUITE.only(List.of("ShopDwon", "ShopDown", "FewOrdres")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no scenario for \"ShopDwon\" (did you mean \"ShopDown\"?), \"FewOrdres\" (did you mean"
                + " \"FewOrders\"?); fix: name alerts that have one (FewOrders, ShopDown) or one of"
                + " their cases");
  }
}
