package dev.tocsin.harness.receivers;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * A delivery, and what it names.
 *
 * @param names of alerts
 * @param instances addresses of targets
 */
@API(status = API.Status.INTERNAL)
public record ParsedNotification(Delivery delivery, Set<String> names, Set<String> instances) {
  public ParsedNotification {
    names = Set.copyOf(names);
    instances = Set.copyOf(instances);
  }

  /** What a delivery names of these alerts and these addresses of targets. */
  public static ParsedNotification of(
      Delivery delivery, Collection<String> names, Collection<String> instances) {
    return new ParsedNotification(delivery, named(delivery, names), named(delivery, instances));
  }

  /** Looks for the bare text first, which is much faster where it is not there. */
  private static Set<String> named(Delivery delivery, Collection<String> words) {
    String text = delivery.words();
    return words.stream()
        .filter(word -> text.contains(word) && delivery.says(word))
        .collect(Collectors.toSet());
  }
}
