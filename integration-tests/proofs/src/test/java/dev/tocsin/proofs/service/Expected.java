package dev.tocsin.proofs.service;

import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.servers.AlertmanagerApi;
import dev.tocsin.harness.servers.PrometheusApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which alerts must fire where, and which others may because the same cause makes them: whatever
 * else fires is wrong, and so is the one that else is notified.
 */
final class Expected {
  private static final Duration LONGER_THAN_A_RUN = Duration.ofHours(1);

  /** An alert of an instance; of no instance, an empty one. */
  private record Bell(String alert, String instance) implements Comparable<Bell> {
    @Override
    public int compareTo(Bell other) {
      int byAlert = alert.compareTo(other.alert);
      return byAlert != 0 ? byAlert : instance.compareTo(other.instance);
    }

    @Override
    public String toString() {
      return instance.isEmpty() ? alert : alert + " of " + instance;
    }
  }

  private final Map<Bell, Set<String>> notified = new TreeMap<>();
  private final Map<Bell, Integer> rings = new TreeMap<>();
  private final Set<Bell> silenced = new TreeSet<>();

  /** It must fire, once more, and these are notified and no other destination. */
  void rings(String alert, String instance, Set<String> destinations) {
    Bell bell = new Bell(alert, instance);
    notified.put(bell, Set.copyOf(destinations));
    rings.merge(bell, 1, Integer::sum);
  }

  /**
   * These may fire of that instance, and nobody is to be notified: they are silenced. Else whether
   * somebody is notified of another instance's end would depend on them, for one group holds an
   * alert of all instances, and is about a resolved alert when the last has ended.
   */
  void collateral(String instance, String... alerts) {
    for (String alert : alerts) {
      silenced.add(new Bell(alert, instance));
    }
  }

  /** Silences the collateral, in Alertmanager only: Prometheus still shows what fired. */
  void silence(AlertmanagerApi alertmanager) {
    silenced.forEach(
        bell ->
            alertmanager.silence(
                Map.of("alertname", bell.alert(), "instance", bell.instance()),
                LONGER_THAN_A_RUN,
                "collateral of a fault that other alerts are judged by"));
  }

  /** Whether the alert's group may be there already when it fires. */
  boolean mayFindItsGroup(String alert) {
    long others = silenced.stream().filter(bell -> bell.alert().equals(alert)).count();
    int own =
        rings.entrySet().stream()
            .filter(entry -> entry.getKey().alert().equals(alert))
            .mapToInt(Map.Entry::getValue)
            .sum();
    return own + others > 1;
  }

  /** What a Prometheus had firing and should not, or should have and had not. */
  List<String> wronglyFired(String server, PrometheusApi prometheus, Duration ago) {
    Set<Bell> fired = new TreeSet<>();
    prometheus
        .query("max_over_time(ALERTS{alertstate=\"firing\"}[" + ago.toMillis() + "ms])")
        .forEach(
            sample ->
                fired.add(
                    new Bell(
                        sample.labels().getOrDefault("alertname", ""),
                        sample.labels().getOrDefault("instance", ""))));
    List<String> wrong = new ArrayList<>();
    for (Bell bell : notified.keySet()) {
      if (!fired.contains(bell)) {
        wrong.add(server + ": " + bell + " did not fire");
      }
    }
    for (Bell bell : fired) {
      if (!notified.containsKey(bell) && !silenced.contains(bell)) {
        wrong.add(server + ": " + bell + " fired, and nothing that was broken is to fire it");
      }
    }
    return wrong;
  }

  /**
   * What came to somebody who should not be notified of it.
   *
   * @param alerts all that there are, by name
   * @param instances all that there are, by address
   */
  List<String> wronglyTold(
      List<Delivery> deliveries, Collection<String> alerts, Collection<String> instances) {
    Set<String> wrong = new TreeSet<>();
    for (Delivery delivery : deliveries) {
      // A message tells of one alert, and its first words say of which.
      List<String> names =
          alerts.stream().filter(name -> says(delivery.headline(), name)).sorted().toList();
      if (names.size() != 1) {
        wrong.add(tells(delivery, "something that is no alert, or several: " + names));
        continue;
      }
      List<String> of =
          new ArrayList<>(instances.stream().filter(it -> isOf(delivery, it)).toList());
      if (of.isEmpty()) {
        of.add("");
      }
      for (String instance : of) {
        Bell bell = new Bell(names.get(0), instance);
        if (!notified.getOrDefault(bell, Set.of()).contains(delivery.destination())) {
          wrong.add(tells(delivery, bell.toString()));
        }
      }
    }
    return List.copyOf(wrong);
  }

  /** Whether it tells of this instance; its links lead to servers that it does not tell of. */
  static boolean isOf(Delivery delivery, String instance) {
    return Pattern.compile("(?<![A-Za-z0-9_./-])" + Pattern.quote(instance) + "(?![0-9])")
        .matcher(delivery.words())
        .find();
  }

  private static boolean says(String text, String word) {
    return Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(word) + "(?![A-Za-z0-9_])")
        .matcher(text)
        .find();
  }

  private static String tells(Delivery delivery, String what) {
    return delivery.destination()
        + " was notified of "
        + what
        + ", and should not be: "
        + delivery.headline();
  }
}
