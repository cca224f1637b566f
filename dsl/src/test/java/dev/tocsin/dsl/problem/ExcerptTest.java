package dev.tocsin.dsl.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {
  /** The text, what is marked in it, and where the carets are in a terminal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(up)              | up   | '     ^^'",
        "up{job='a'} + bad     | bad  | '              ^^^'",
        "{a='\u00e4\u00f6'} + bad | bad | '           ^^^'",
        "{a='\u65e5\u672c'} + bad | bad | '             ^^^'",
        "{a='\ud83d\ude00'} + bad | bad | '           ^^^'",
        "{a='e\u0301'} + bad  | bad  | '          ^^^'",
        "x + \u65e5\u672c    | \u65e5\u672c | '    ^^^^'",
      })
  void caretsAreUnderWhatIsMarked(String text, String marked, String carets) {
    int at = text.indexOf(marked);
    assertThat(Excerpt.of(text, Span.of(at, at + marked.length()))).containsExactly(text, carets);
  }

  @Test
  void tabsAndControlCharactersAreOneSpace() {
    assertThat(Excerpt.of("a\n\t\tup\u001b[1m x\r\nb", Span.of(11, 12)))
        .containsExactly("  up [1m x ", "         ^");
  }

  @Test
  void aLongLineIsCutAroundTheCarets() {
    String side = "0123456789".repeat(30);
    List<String> middle = Excerpt.of(side + "BAD" + side, Span.of(300, 303));
    assertThat(middle.get(0)).startsWith("…").endsWith("…").hasSize(122);
    assertThat(middle.get(0).substring(middle.get(1).indexOf('^'), middle.get(1).length()))
        .isEqualTo("BAD");
    assertThat(Excerpt.of("BAD" + side, Span.of(0, 3)).get(0)).startsWith("BAD").endsWith("…");
    List<String> end = Excerpt.of(side + "BAD", Span.of(300, 303));
    assertThat(end.get(0)).startsWith("…").endsWith("BAD").hasSize(121);
    assertThat(end.get(1)).hasSameSizeAs(end.get(0)).endsWith("^^^");
  }

  @Test
  void aMarkLongerThanTheLineEndsWithIt() {
    assertThat(Excerpt.of("sum(\n  up\n", Span.of(0, 10))).containsExactly("sum(", "^^^^");
    String side = "0123456789".repeat(30);
    assertThat(Excerpt.of(side, Span.of(0, 300)))
        .containsExactly(side.substring(0, 120) + "…", "^".repeat(120));
  }

  @Test
  void theEndOfATextIsWherePeopleSeeIt() {
    assertThat(Excerpt.of("up +\n\n", Span.of(6, 6))).containsExactly("up +", "    ^");
    assertThat(Excerpt.of("", Span.of(0, 0))).isEmpty();
    assertThat(Excerpt.of("up", Span.NONE)).containsExactly("up");
  }

  @Test
  void whatMustNotBeShownIsHidden() {
    String line = "url: secret # comment";
    assertThat(Excerpt.of(line, 5, 11, at -> at >= 5 && at < 11))
        .containsExactly("url: <hidden> # comment", "     ^^^^^^^^");
  }
}
