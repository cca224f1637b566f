package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.receivers.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final String ONE = "127.0.0.1:8001";
  private static final String OTHER = "127.0.0.1:80012";
  private static final Set<String> ALERTS = Set.of("HighTTFT", "VeryHighTTFT");

  private final Expected expected = new Expected();

  @Test
  void whoIsToldOfWhatIsExpectedIsRight() {
    expected.rings("VeryHighTTFT", ONE, Set.of("mail to team"));

    assertThat(wrong(mail("team", "VeryHighTTFT", ONE))).isEmpty();
    assertThat(wrong(mail("team", "VeryHighTTFT", ONE + " see http://" + OTHER + "/#/alerts")))
        .isEmpty();
  }

  @Test
  void anotherReceiverInstanceOrAlertIsWrong() {
    expected.rings("VeryHighTTFT", ONE, Set.of("mail to team"));
    expected.collateral(ONE, "HighTTFT");

    assertThat(wrong(mail("boss", "VeryHighTTFT", ONE)))
        .singleElement()
        .asString()
        .contains("mail to boss was notified of VeryHighTTFT of 127.0.0.1:8001");
    assertThat(wrong(mail("team", "VeryHighTTFT", ONE + " and " + OTHER)))
        .singleElement()
        .asString()
        .contains("VeryHighTTFT of 127.0.0.1:80012");
    assertThat(wrong(mail("team", "HighTTFT", ONE))).hasSize(1);
    assertThat(wrong(mail("team", "HighTTFT", OTHER))).hasSize(1);
    assertThat(wrong(mail("team", "VeryHighTTFT", "no instance"))).hasSize(1);
    assertThat(wrong(mail("team", "SomethingElse", ONE))).hasSize(1);
  }

  @Test
  void groupThatAnotherMayHaveOpenedIsKnown() {
    expected.rings("VeryHighTTFT", ONE, Set.of());
    assertThat(expected.mayFindItsGroup("VeryHighTTFT")).isFalse();
    expected.collateral(OTHER, "VeryHighTTFT");
    assertThat(expected.mayFindItsGroup("VeryHighTTFT")).isTrue();
    expected.rings("HighTTFT", ONE, Set.of());
    expected.rings("HighTTFT", ONE, Set.of());
    assertThat(expected.mayFindItsGroup("HighTTFT")).isTrue();
  }

  private List<String> wrong(Delivery delivery) {
    return expected.wronglyTold(List.of(delivery), ALERTS, List.of(ONE, OTHER));
  }

  private static Delivery mail(String to, String alert, String body) {
    return new Delivery.Mail(Instant.EPOCH, "sender", to, "[FIRING:1] " + alert + " (job)", body);
  }
}
