package dev.tocsin.dsl.go;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verdicts here are promtool's. */
class RegexpShapeTest {

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
    assertThat(GoRegexp.problemInPromql(regex)).isEmpty();
    assertThat(RegexpShape.of(regex))
        .hasValueSatisfying(s -> assertThat(s.matchesEmpty()).isTrue());
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
    assertThat(GoRegexp.problemInPromql(regex)).isEmpty();
    assertThat(RegexpShape.of(regex))
        .hasValueSatisfying(s -> assertThat(s.matchesEmpty()).isFalse());
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
    assertThat(GoRegexp.problemInPromql(regex)).isPresent();
    assertThat(RegexpShape.of(regex)).isEmpty();
  }

  @Test
  void holdsToGosLimits() {
    assertThat(GoRegexp.problemInPromql("(".repeat(998) + "a" + ")".repeat(998))).isEmpty();
    assertThat(GoRegexp.problemInPromql("(".repeat(999) + "a" + ")".repeat(999))).isPresent();
    assertThat(GoRegexp.problemInPromql("(" + "a".repeat(3_350) + "){1000}")).isEmpty();
    assertThat(GoRegexp.problemInPromql("(" + "a".repeat(3_360) + "){1000}")).isPresent();
    assertThat(GoRegexp.problemInPromql("(".repeat(1_000_000))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {".*", "(?s).*", "(.*)", ".*.*", "^.*$", "a|.*", ".*?", ".{0,}", ".+|"})
  void whatMatchesEveryText(String regex) {
    RegexpShape shape = RegexpShape.of(regex).orElseThrow();
    assertThat(shape.matchesEmpty()).isTrue();
    assertThat(shape.matchesEveryNonEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?-s).*", "(.+){2}", ".*a", "a*", ".*\\b", ".?", "(?-s:.)+", ".*(^a|)b"})
  void whatLeavesTextsOut(String regex) {
    assertThat(RegexpShape.of(regex).orElseThrow().matchesEveryNonEmpty()).isFalse();
  }

  @Test
  void listsTheKeysOfGroups() {
    RegexpShape shape = RegexpShape.of("(?P<all>(a+)(b*)|())").orElseThrow();
    assertThat(shape.group("all")).isEqualTo(1);
    assertThat(shape.isWhole(1)).isTrue();
    assertThat(shape.isNeverEmpty(2)).isFalse();
    assertThat(shape.isAlwaysEmpty(4)).isTrue();

    RegexpShape both = RegexpShape.of("(a+)-(b*)(c)?").orElseThrow();
    assertThat(both.isNeverEmpty(1)).isTrue();
    assertThat(both.isWhole(1)).isFalse();
    assertThat(both.isNeverEmpty(2)).isFalse();
    assertThat(both.isNeverEmpty(3)).isFalse();
    assertThat(both.isAlwaysEmpty(9)).isTrue();
  }
}
