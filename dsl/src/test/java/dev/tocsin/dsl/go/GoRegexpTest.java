package dev.tocsin.dsl.go;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoRegexpTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "(?=a) invalid_or_unsupported_Perl_syntax",
        "(?!a) invalid_or_unsupported_Perl_syntax",
        "(?<=a) invalid_named_capture",
        "(?>a) invalid_or_unsupported_Perl_syntax",
        "(a)\\1 invalid_escape_sequence",
        "a++ invalid_nested_repetition_operator",
        "a*+ invalid_nested_repetition_operator",
        "a** invalid_nested_repetition_operator",
        "\\Z invalid_escape_sequence",
        "\\C invalid_escape_sequence",
        "\\h invalid_escape_sequence",
        "\\u0041 invalid_escape_sequence",
        "[a missing_closing_]",
        "(a missing_closing_)",
        "a) unexpected_)",
        "*a missing_argument_to_repetition_operator",
        "a|* missing_argument_to_repetition_operator",
        "a{1001} invalid_repeat_count",
        "(a{100}){100} invalid_repeat_count",
        "a{2,1} invalid_repeat_count",
        "[z-a] invalid_character_class_range",
        "[[:foo:]] invalid_character_class_range",
        "\\p{Foo} invalid_character_class_range",
        "(?P<n>a)(?P<n>b) duplicate_capture_group_name",
        "(?P<>a) invalid_named_capture",
        "(?x)a invalid_or_unsupported_Perl_syntax",
        "a\\ trailing_backslash_at_end_of_expression",
      })
  void refusesWhatGoRefuses(String pattern, String why) {
    assertThat(GoRegexp.check(pattern))
        .hasValueSatisfying(m -> assertThat(m).contains(why.replace('_', ' ')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a{,2}",
        "a{",
        "{",
        "a{01}",
        "]",
        "[]a]",
        "[a-]",
        "[^]]",
        "(?i)a",
        "(?i:a)",
        "(?s-i:a)",
        "\\z",
        "\\A",
        "\\Q*+\\E",
        "\\Qabc",
        "(?P<name>a)",
        "(?<name>a)",
        "[[:^alpha:]]",
        "\\pL",
        "\\p{Greek}",
        "\\P{^Lu}",
        "\\x{10FFFF}",
        "\\x41",
        "\\123",
        "\\0",
        "\\_",
        "a??",
        "a*?",
        "^*",
        "(|a)*",
        "()",
        "(?:)",
        "a|",
        "|",
        "[\\d-z]",
        "[a\\]]",
        "\\-",
        "é+"
      })
  void takesWhatGoTakes(String pattern) {
    assertThat(GoRegexp.check(pattern)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "team-(B|C), team-B, true",
    "team-(B|C), xteam-B, false",
    "foo.*, foo, true",
    "(?i)error, ERRoR, true",
    "(?i)k, \u212a, true",
    "[^a-c], d, true",
    "[^a-c], a, false",
    "(?i)[^a-c], A, false",
    "\\d{3}, 504, true",
    "\\d{3}, 5044, false",
    "5.., 5xx, true",
    "a|b|, '', true",
    "(?P<x>a)b, ab, true",
    "\\w+\\b, word, true",
    "[[:upper:]]+, ABC, true",
    "\\p{Lu}, É, true",
    "a)|(b, axx, true",
    "a)|(b, xxb, true",
    "(a*)*, aaaa, true",
    "'a{2,3}', aaaa, false",
    "'a{2,3}', aaa, true",
  })
  void matchesAsGoDoes(String pattern, String text, boolean matches) {
    assertThat(GoRegexp.anchored(pattern).find(text)).isEqualTo(matches);
  }

  @Test
  void aDotFitsNoLineFeed() {
    assertThat(GoRegexp.anchored(".*").find("a\nb")).isFalse();
    assertThat(GoRegexp.anchored("(?s).*").find("a\nb")).isTrue();
    assertThat(GoRegexp.anchored("a").find("a\n")).isFalse();
    assertThat(GoRegexp.anchored("(?m)a$\nb").find("a\nb")).isTrue();
  }

  @Test
  void takesLinearTime() {
    GoRegexp hostile = GoRegexp.anchored("(a+)+(b|c)");
    Assertions.assertTimeout(
        Duration.ofSeconds(5), () -> assertThat(hostile.find("a".repeat(10_000))).isFalse());
  }

  @Test
  void saysWhatGoSays() {
    assertThat(GoRegexp.checkAnchored("[a"))
        .hasValue("error parsing regexp: missing closing ]: `[a)$`");
    assertThatThrownBy(() -> GoRegexp.anchored("*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("error parsing regexp: missing argument to repetition operator: `*`");
  }

  /** What is decided by the first letters, or without a machine, is decided the same. */
  @Test
  void shortcutsDecideAsTheMachineDoes() {
    Random random = new Random(3);
    List<String> parts =
        List.of(
            "a", "b", "ab", ".", ".*", ".+", "a*", "b+", "a?", "a{2}", "(ab)", "[ab]", "^", "$",
            "|", "\n", "😀", "\\.");
    List<String> texts =
        List.of("", "a", "b", "ab", "aab", "abab", "a\nb", "ab\n", "b😀", "😀", "aa", "abb", ".");
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int k = random.nextInt(5); k >= 0; k--) {
        pattern.append(parts.get(random.nextInt(parts.size())));
      }
      if (GoRegexp.checkAnchored(pattern.toString()).isPresent()) {
        continue;
      }
      GoRegexp quick = GoRegexp.anchored(pattern.toString());
      GoRegexp whole = GoRegexp.compile("^(?:" + pattern + ")$");
      for (String text : texts) {
        assertThat(quick.find(text))
            .describedAs(pattern + " on " + text)
            .isEqualTo(whole.find(text));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10_000);
  }

  /** The names are Go's, whatever the JDK calls a script and whether it knows it at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {"SignWriting", "Phags_Pa", "Nko", "Kawi", "Sidetic", "Cn", "LC", "Any", "^Greek"})
  void takesTheCategoriesAndScriptsOfGo(String name) {
    assertThat(GoRegexp.check("\\p{" + name + "}")).isEmpty();
    assertThat(GoRegexp.problemInPromql("[\\p{" + name + "}]")).isEmpty();
  }

  @Test
  void matchesScriptsThatTheJdkCallsOtherwise() {
    assertThat(GoRegexp.anchored("\\p{SignWriting}").find(Character.toString(0x1d800))).isTrue();
    assertThat(GoRegexp.anchored("\\p{LC}").find("a")).isTrue();
    assertThat(GoRegexp.anchored("\\p{Cn}").find("a")).isFalse();
    assertThat(GoRegexp.check("\\p{Signwriting}")).isPresent();
  }

  @Test
  void inPromqlADotMatchesALineFeedAndTheWholeTextHasToMatch() {
    assertThat(GoRegexp.inPromql("a.b").find("a\nb")).isTrue();
    assertThat(GoRegexp.inPromql("a|b").find("ab")).isFalse();
    assertThat(GoRegexp.inPromql("a.?|b").find("xb")).isFalse();
    assertThat(GoRegexp.inPromql("(?P<n>a)(?P<n>b)").find("ab")).isTrue();
    assertThat(GoRegexp.problemInPromql("a)|(b")).hasValue("a `)` closes no group");
    assertThat(GoRegexp.problemInPromql("(?=a)"))
        .hasValue("unknown flag after `(?`: RE2 has no lookaround");
  }

  @Test
  void readsALargeCountWithoutBuildingIt() {
    String large = "(" + "a".repeat(3_350) + "){1000}";
    Assertions.assertTimeout(
        Duration.ofSeconds(2), () -> assertThat(GoRegexp.checkAnchored(large)).isEmpty());
    assertThat(GoRegexp.checkAnchored("(" + "a".repeat(3_360) + "){1000}"))
        .hasValueSatisfying(error -> assertThat(error).contains("expression too large"));
    assertThat(GoRegexp.checkAnchored("(".repeat(1_000) + "a" + ")".repeat(1_000)))
        .hasValueSatisfying(error -> assertThat(error).contains("nests too deeply"));
    assertThat(GoRegexp.checkAnchored("(?:".repeat(2_000) + "a" + ")".repeat(2_000))).isEmpty();
  }
}
