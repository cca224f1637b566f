package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.harness.receivers.Destinations;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where notifications go: a Slack channel, a PagerDuty service, a mail address, a webhook, or all
 * integrations of a receiver. In a scenario it names who is notified.
 *
 * <pre>{@code
 * scenario("QueueLong").notifies(slack("#kiosk"), email("team@example.com"))
 * scenario("QueueLong").notifies(receiver("team"))
 * }</pre>
 */
public final class Destination {
  /** In place of a destination, all that are not named. */
  static final Destination ANY = new Destination(Kind.RECEIVER, "");

  /** What is named, and how {@code Delivery.destination} writes it. */
  private enum Kind {
    RECEIVER("receiver "),
    SLACK("Slack "),
    PAGERDUTY("PagerDuty "),
    EMAIL("mail to "),
    WEBHOOK("webhook ");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private final Kind kind;
  private final String name;

  private Destination(Kind kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /** A channel of Slack, such as {@code #alerts}, or a user such as {@code @oncall}. */
  public static Destination slack(String channel) {
    return new Destination(Kind.SLACK, channel);
  }

  /**
   * A service of PagerDuty.
   *
   * @param key the name of the variable or file that has its routing key, not the key itself
   */
  public static Destination pagerDuty(String key) {
    return new Destination(Kind.PAGERDUTY, key);
  }

  /** A mail address. */
  public static Destination email(String address) {
    return new Destination(Kind.EMAIL, address);
  }

  /**
   * A webhook.
   *
   * @param name its receiver's name or, where the URL is secret, the name of the variable or file
   *     that has it
   */
  public static Destination webhook(String name) {
    return new Destination(Kind.WEBHOOK, name);
  }

  /** All integrations of the receiver of this name, as the configuration has it. */
  public static Destination receiver(String name) {
    return new Destination(Kind.RECEIVER, name);
  }

  /** All integrations of each of these receivers. */
  static Destination[] of(Receiver receiver, Receiver... more) {
    return Stream.concat(Stream.of(receiver), Arrays.stream(more))
        .map(it -> receiver(it.name()))
        .toArray(Destination[]::new);
  }

  /** As {@code Delivery.destination} writes them; as it is itself where the model has none. */
  static SortedSet<String> in(MonitoringModel model, Collection<Destination> destinations) {
    SortedSet<String> all = new TreeSet<>();
    for (Destination one : destinations) {
      Set<String> known = one.in(model);
      all.addAll(known.isEmpty() && one.unknownIn(model).isPresent() ? Set.of(one + "") : known);
    }
    return all;
  }

  /** The value of a destination among these, or that of all others. */
  static <T> Optional<T> value(
      MonitoringModel model, Map<Destination, T> values, String destination) {
    return values.entrySet().stream()
        .filter(one -> !one.getKey().equals(ANY) && one.getKey().in(model).contains(destination))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> Optional.ofNullable(values.get(ANY)));
  }

  /** Why it does not exist, and what is similar to it; empty if it does. */
  Optional<String> unknownIn(MonitoringModel model) {
    boolean exists =
        equals(ANY)
            || (kind == Kind.RECEIVER
                ? receivers(model).stream().anyMatch(it -> it.name().equals(name))
                : !in(model).isEmpty());
    if (exists) {
      return Optional.empty();
    }
    List<String> known =
        kind == Kind.RECEIVER
            ? receivers(model).stream().map(Receiver::name).toList()
            : all(model).stream()
                .filter(it -> it.startsWith(kind.prefix))
                .map(it -> target(it.substring(kind.prefix.length())))
                .distinct()
                .toList();
    return Optional.of(
        "no receiver "
            + (kind == Kind.RECEIVER ? "is named " : "notifies " + kind.prefix)
            + '"'
            + name
            + '"'
            + Similar.to(name, known).map(it -> "; did you mean \"" + it + "\"?").orElse(""));
  }

  private SortedSet<String> in(MonitoringModel model) {
    SortedSet<String> all = new TreeSet<>();
    if (kind == Kind.RECEIVER) {
      receivers(model).stream()
          .filter(receiver -> receiver.name().equals(name))
          .forEach(receiver -> all.addAll(Destinations.of(receiver, global(model))));
    } else {
      all(model).stream()
          .filter(it -> it.startsWith(kind.prefix))
          .filter(it -> target(it.substring(kind.prefix.length())).equals(name))
          .forEach(all::add);
    }
    return all;
  }

  /** Without the secret by which a channel of Slack is reached. */
  private String target(String text) {
    int by = text.lastIndexOf(" by ");
    return kind == Kind.SLACK && by >= 0 ? text.substring(0, by) : text;
  }

  private static List<String> all(MonitoringModel model) {
    return receivers(model).stream()
        .flatMap(receiver -> Destinations.of(receiver, global(model)).stream())
        .distinct()
        .toList();
  }

  private static List<Receiver> receivers(MonitoringModel model) {
    return model.alertmanager().map(AlertmanagerConfig::receivers).orElse(List.of());
  }

  private static Fields global(MonitoringModel model) {
    return model.alertmanager().orElseThrow().global();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Destination that && kind == that.kind && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + name.hashCode();
  }

  @Override
  public String toString() {
    return kind.prefix + name;
  }
}
