package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts here are promtool's. */
class GoRegexTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*",
        "",
        "a||b",
        "^$",
        "a*?",
        "(?)",
        "^*",
        "a(?i)*",
        "a\\Q\\E*",
        "\\z",
        "\\A",
        "\\B",
        "()",
        "(|)",
        "(?:)*",
        "(?s).*",
        "(?m)^$",
        "(?U)a*?",
        "a{0}",
        "a?",
        "(a|)"
      })
  void takesWhatMatchesTheEmptyText(String regex) {
    assertThat(GoRegex.problem(regex)).isNull();
    assertThat(GoRegex.matchesEmpty(regex)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", ".+", "5..", "(?P<n>a)(?P<n>b)", "(?<n>a)", "(?-i:a)", "$+a", "\\Qab\\E*", "(a{2}){3}",
        "(a{100}){10}", "a{,2}", "a{02}", "a{2,", "x{", "[]a]", "[^]a]", "[a-]", "[[:alpha:]]",
        "[\\d-z]", "\\0", "\\01", "\\x41", "\\x{41}", "\\_", "\\b", "\\pN", "\\p{^Greek}",
        "[[.a.]]", "[:alpha:]", "/v2/{name}/manifests/{reference}", "(a{2,}){500}", "\u00e9|\\x{e9}"
      })
  void takesWhatDoesNot(String regex) {
    assertThat(GoRegex.problem(regex)).isNull();
    assertThat(GoRegex.matchesEmpty(regex)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "*",
        "a|*",
        "(?i)*",
        "a**",
        "a*??",
        "a++",
        "a{2}{3}",
        "a{2}*",
        "a{1001}",
        "a{2,1}",
        "{2}",
        "(a{100}){11}",
        "(a{2,}){600}",
        "[a",
        "[]",
        "[z-a]",
        "[[:foo:]]",
        "[a-\\d]",
        "\\",
        "\\8",
        "\\1",
        "\\x",
        "\\x4",
        "\\x{}",
        "\\x{110000}",
        "\\e",
        "\\C",
        "\\Z",
        "\\E",
        "[\\b]",
        "\\\u00e9",
        "\\pX",
        "[\\p{Foo}]",
        "\\p{Letter}",
        "(?=a)",
        "(?P<n-x>a)",
        "(?P<n",
        "(?Pn)",
        "(?i-)",
        "(?-)",
        "(?i)(?s",
        "(?#c)"
      })
  void refusesTheRest(String regex) {
    assertThat(GoRegex.problem(regex)).isNotNull();
    assertThat(GoRegex.matchesEmpty(regex)).isFalse();
  }

  @Test
  void holdsToGosLimits() {
    assertThat(GoRegex.problem("(".repeat(998) + "a" + ")".repeat(998))).isNull();
    assertThat(GoRegex.problem("(".repeat(999) + "a" + ")".repeat(999))).isNotNull();
    assertThat(GoRegex.problem("(" + "a".repeat(3_350) + "){1000}")).isNull();
    assertThat(GoRegex.problem("(" + "a".repeat(3_360) + "){1000}")).isNotNull();
    assertThat(GoRegex.problem("(".repeat(1_000_000))).isNotNull();
  }
}
