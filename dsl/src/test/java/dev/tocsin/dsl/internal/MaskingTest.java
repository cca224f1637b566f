package dev.tocsin.dsl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://user:pw@host/a | https://host/a",
        "https://tok@host/a | https://host/a",
        "http://user:p/w@host/a | http://host/a",
        "http://host:9090/a@b | http://host:9090/…",
        "https://host/a?x=y&token=abc&orgId=17 | https://host/a?x=y&token=…&orgId=17",
        "https://host/a?q={{ .Status }} | https://host/a?q={{ .Status }}",
        "https://host/a/f00dbeef99/b | https://host/a/…/b",
        "https://hooks.slack.com/services/T/B/word | https://hooks.slack.com/…",
        "https://host/d/aBc12Xy/board | https://host/d/aBc12Xy/board",
        "http://host:9093/api/v2/alerts | http://host:9093/api/v2/alerts",
        "https://host/thumb/Icon_1F30F.svg | https://host/thumb/Icon_1F30F.svg",
        "https://host/${NAME}/x | https://host/${NAME}/x"
      })
  void addresses(String address, String masked) {
    assertThat(Masking.address(address)).isEqualTo(masked);
    assertThat(Masking.text("see " + address + " there")).isEqualTo("see " + masked + " there");
    assertThat(Masking.isPublicAddress(address)).isEqualTo(address.equals(masked));
  }

  @Test
  void everyMessageIsMasked() {
    String address = "https://user:hidden@host/x/17ab?key=hidden#L12";
    Problem problem =
        Problem.error("a/b", Place.line(address, 3), "cannot reach " + address + ".")
            .help("try " + address)
            .showing(List.of("at " + address));
    assertThat(problem.toString() + problem.message() + problem.help() + problem.excerpt())
        .doesNotContain("hidden", "user")
        .contains("https://host/x/17ab?key=…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<secret>",
        "***",
        "XXXXXX",
        "[REDACTED]",
        "redacted",
        "…",
        "...",
        "<your token>",
        "https://<secret>",
        "changeme",
        "<hidden>"
      })
  void masks(String text) {
    assertThat(Masking.isMasked(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "secrets", "s3cret", "https://host/", "<a> b <c>", "**"})
  void whatIsNoMask(String text) {
    assertThat(Masking.isMasked(text)).isFalse();
  }

  /** Hostile texts take no stack, and little time. */
  @Test
  void aPasswordThatBeginsLikeAVariableIsNone() {
    assertThat(Masking.text("password=$2b$12$abcdefghijklmnop")).doesNotContain("2b");
    assertThat(Masking.text("token=$ecret9")).doesNotContain("ecret9");
    assertThat(Masking.text("password=${PASSWORD} token=$TOKEN"))
        .isEqualTo("password=${PASSWORD} token=$TOKEN");
  }

  @Test
  void longTextsAreNoTrouble() {
    for (String part :
        List.of("a", "a.", "token", "https://", "{{", "a1B", "@", "<", "pass=\"", "eyJ")) {
      String text = part.repeat(4_000 / part.length());
      assertThat(Masking.text(text)).isNotNull();
      assertThat(Masking.message("https://" + text)).isNotNull();
      assertThat(Masking.comment(text)).isNotNull();
    }
  }
}
