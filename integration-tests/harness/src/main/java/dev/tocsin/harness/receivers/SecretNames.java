package dev.tocsin.harness.receivers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which secret a value is, so that what arrived can be shown without the secret. */
final class SecretNames {
  private final Map<String, String> nameByValue = new ConcurrentHashMap<>();

  void learn(String value, String name) {
    nameByValue.put(value, name);
  }

  /** The secret's name; words for an unknown one, without repeating it. */
  String nameOf(String value, String unknown) {
    return nameByValue.getOrDefault(value, unknown);
  }
}
