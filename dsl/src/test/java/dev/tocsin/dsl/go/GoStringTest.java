package dev.tocsin.dsl.go;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoStringTest {
  @Test
  void quotesAsGoDoes() {
    assertThat(GoString.quote("a\"b\\c\n\t\u0001\u007f\u00a0é😀"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\t\\x01\\x7f\\u00a0é😀\"");
    assertThat(GoString.quote("\udcff")).isEqualTo("\"\\xff\"");
  }

  /** U+1FAE8 is of Unicode 15, which JDK 17 does not know. */
  @Test
  void whatIsPrintableDoesNotDependOnTheJdk() {
    String shaking = Character.toString(0x1fae8);
    assertThat(GoString.quote(shaking)).isEqualTo('"' + shaking + '"');
  }

  @Test
  void readsWhatItWrites() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        String text = "a" + Character.toString(c) + "b";
        assertThat(GoString.unquote(GoString.quote(text))).hasValue(text);
      }
    }
  }

  @Test
  void readsEscapesAndBytes() {
    assertThat(GoString.unquote("\"\\a\\101\\x42\\u00e9\\U0001f600\"")).hasValue("\u0007ABé😀");
    assertThat(GoString.unquote("\"\\xc3\\xa9\"")).hasValue("é");
    assertThat(GoString.unquote("\"\\xff\"")).hasValue("\udcff");
    assertThat(GoString.isUtf8("\udcff")).isFalse();
    assertThat(GoString.unquote("'it\\'s'")).hasValue("it's");
    assertThat(GoString.unquote("`a\\n`")).hasValue("a\\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "\"a",
        "a\"",
        "\"a\"b\"",
        "\"a\nb\"",
        "\"\\\"",
        "\"\\q\"",
        "\"\\'\"",
        "\"\\x4\"",
        "\"\\400\"",
        "\"\\ud800\"",
        "\"\\U00110000\"",
        "\"\\08\"",
        "`a`b`"
      })
  void refusesTheRest(String literal) {
    assertThat(GoString.unquote(literal)).isEmpty();
  }

  @Test
  void comparesByCodePoints() {
    assertThat(GoString.compare("\uffff", "😀")).isNegative();
    assertThat("\uffff".compareTo("😀")).isPositive();
  }
}
