package dev.tocsin.harness.servers;

import java.util.ArrayList;
import java.util.List;

/**
 * How many servers a {@link Stack} has, and flags of theirs beyond the usual. Immutable.
 *
 * <pre>{@code
 * Setup.one().alertmanagers(2).alertmanagerFlags("--cluster.peer-timeout=100ms")
 * }</pre>
 */
public final class Setup {
  private final int prometheuses;
  private final int alertmanagers;
  private final List<String> prometheusFlags;
  private final List<String> alertmanagerFlags;

  private Setup(
      int prometheuses,
      int alertmanagers,
      List<String> prometheusFlags,
      List<String> alertmanagerFlags) {
    if (prometheuses < 1 || alertmanagers < 1) {
      throw new IllegalArgumentException(
          "a stack has at least one Prometheus and one Alertmanager, not "
              + prometheuses
              + " and "
              + alertmanagers);
    }
    this.prometheuses = prometheuses;
    this.alertmanagers = alertmanagers;
    this.prometheusFlags = List.copyOf(prometheusFlags);
    this.alertmanagerFlags = List.copyOf(alertmanagerFlags);
  }

  /** One Prometheus, and one Alertmanager without a cluster. */
  public static Setup one() {
    return new Setup(1, 1, List.of(), List.of());
  }

  /** With so many Prometheus servers, all with the same configuration. */
  public Setup prometheuses(int count) {
    return new Setup(count, alertmanagers, prometheusFlags, alertmanagerFlags);
  }

  /**
   * With so many Alertmanagers, all with the same configuration, in one cluster on loopback if they
   * are more than one. They notify once between them only if {@code group_interval} is several
   * times {@code --cluster.peer-timeout}, 15 s unless a flag says otherwise: see <a
   * href="https://github.com/prometheus/alertmanager#high-availability">high availability</a>.
   */
  public Setup alertmanagers(int count) {
    return new Setup(prometheuses, count, prometheusFlags, alertmanagerFlags);
  }

  /** With more flags for Prometheus, such as {@code --rules.alert.for-grace-period=0s}. */
  public Setup prometheusFlags(String... flags) {
    return new Setup(prometheuses, alertmanagers, and(prometheusFlags, flags), alertmanagerFlags);
  }

  /** With more flags for Alertmanager, such as {@code --cluster.peer-timeout=100ms}. */
  public Setup alertmanagerFlags(String... flags) {
    return new Setup(prometheuses, alertmanagers, prometheusFlags, and(alertmanagerFlags, flags));
  }

  int prometheuses() {
    return prometheuses;
  }

  int alertmanagers() {
    return alertmanagers;
  }

  /** The usual flags, less those that are said otherwise here. */
  List<String> prometheusArguments(List<String> usual) {
    return replacing(usual, prometheusFlags);
  }

  List<String> alertmanagerArguments(List<String> usual) {
    return replacing(usual, alertmanagerFlags);
  }

  /** Most flags must not be given twice. */
  private static List<String> replacing(List<String> usual, List<String> said) {
    List<String> names = said.stream().map(Setup::name).toList();
    List<String> all = new ArrayList<>(usual);
    all.removeIf(flag -> names.contains(name(flag)));
    all.addAll(said);
    return all;
  }

  private static String name(String flag) {
    int end = flag.indexOf('=');
    return end < 0 ? flag : flag.substring(0, end);
  }

  private static List<String> and(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /** How many servers there are, and with which flags of their own, for reports. */
  public String description() {
    return count(prometheuses, "Prometheus", "Prometheus")
        + with(prometheusFlags)
        + " and "
        + count(alertmanagers, "Alertmanager", "Alertmanagers")
        + with(alertmanagerFlags)
        + ", on loopback, "
        + (alertmanagers > 1 ? "in one cluster" : "without a cluster");
  }

  private static String count(int count, String one, String more) {
    return count == 1 ? "one " + one : count + " " + more;
  }

  private static String with(List<String> flags) {
    return flags.isEmpty() ? "" : " with " + String.join(" ", flags);
  }

  @Override
  public String toString() {
    return description();
  }
}
