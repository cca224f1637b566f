package dev.tocsin.generator.rules;

import dev.tocsin.generator.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text that a scalar gives to a field. */
final class Texts {
  private Texts() {}

  /** Anything is a text as it stands, but {@code !!binary}, which is decoded. */
  static String of(YamlNode scalar) {
    if (!scalar.tag().equals("!!binary")) {
      return scalar.value();
    }
    String compact = scalar.value().replace("\n", "").replace("\r", "");
    return new String(Base64.getDecoder().decode(compact), StandardCharsets.UTF_8);
  }
}
