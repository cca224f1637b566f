package dev.tocsin.dsl.alertmanager.semantics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Go compares texts by their UTF-8 bytes, Java by UTF-16: they differ beyond the basic plane. */
final class GoOrder {
  static final Comparator<String> BYTES =
      (some, other) ->
          Arrays.compareUnsigned(
              some.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private GoOrder() {}
}
