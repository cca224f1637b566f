package dev.tocsin.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopFilterTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void cutsWhereverThePiecesEnd(int size) {
    StopFilter filter = new StopFilter(List.of("END", "\n\n"));
    StringBuilder out = new StringBuilder();
    String text = "EN ENE\n EEND and more";
    for (int i = 0; i < text.length() && !filter.stopped(); i += size) {
      out.append(filter.add(text.substring(i, Math.min(text.length(), i + size))));
    }
    assertThat(filter.stopped()).isTrue();
    assertThat(out + filter.finish()).isEqualTo("EN ENE\n E");
  }

  @Test
  void givesTheRestBackWhenNothingStops() {
    StopFilter filter = new StopFilter(List.of("abc"));
    assertThat(filter.add("xxab")).isEqualTo("xx");
    assertThat(filter.finish()).isEqualTo("ab");
    assertThat(new StopFilter(List.of()).add("abc")).isEqualTo("abc");
  }

  @Test
  void theFirstOfSeveralWins() {
    StopFilter filter = new StopFilter(List.of("d", "bc"));
    assertThat(filter.add("abcd")).isEqualTo("a");
  }
}
