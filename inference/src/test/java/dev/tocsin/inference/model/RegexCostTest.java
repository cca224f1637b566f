package dev.tocsin.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexCostTest {

  /** GPT-2, Llama 3, Qwen2, GPT-4o, DeepSeek, and parts of others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
            + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|\\s*[\\r\\n]+",
        "[\\p{L}&&[^\\d]]+",
        "a{1,3}",
        "[])]+x",
        "(?>\\w+)b",
      })
  void takesWhatIsLinear(String pattern) {
    assertThat(RegexCost.problem(pattern)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+b",
        "(?:a|a)*b",
        "(\\s|\\w)*x",
        "(?:ab){2,}",
        "a{1,3}+b",
        "x{1,60}{1,60}",
        "a+{2,3}",
        "\\w*\\w*!",
        "(?:\\w*x|\\d*\\w*)y",
        "a*(b|a*c)d",
        "(a)\\1",
        "\\s+\\s+(?!\\S)",
        "(a",
        "a)",
        "[a",
        "\\",
      })
  void refusesWhatMayExplode(String pattern) {
    assertThat(RegexCost.problem(pattern)).isPresent();
  }
}
