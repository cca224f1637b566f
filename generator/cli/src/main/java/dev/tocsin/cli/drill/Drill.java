package dev.tocsin.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends a test alert through a running Alertmanager to its receivers, which get real notifications.
 *
 * <p>The alert is marked: by the label {@value #MARK}, which no real alert has, so that it can
 * neither be mistaken for one nor end one; and by annotations that say that no action is needed. It
 * is resolved at the end; if that fails, it ends at its {@code endsAt}.
 */
public final class Drill {
  /** The label that marks a test alert; its value is different each time. */
  public static final String MARK = "tocsin_drill";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final Duration SLACK = Duration.ofSeconds(30);
  private static final Duration UNKNOWN_WAIT = Duration.ofMinutes(2);

  /** How long the alert may fire after a drill that was killed. */
  private static final Duration LEFT_OVER = Duration.ofMinutes(1);

  private static final String ENDED =
      "it is unknown which receivers were notified; the test alert has been resolved";

  private final URI address;
  private final Map<String, String> labels;
  private final Map<String, String> headers;
  private final Optional<AlertmanagerFile> config;
  private final Optional<Duration> limit;
  private final Optional<SSLContext> authority;

  private Drill(
      URI address,
      Map<String, String> labels,
      Map<String, String> headers,
      Optional<AlertmanagerFile> config,
      Optional<Duration> limit,
      Optional<SSLContext> authority) {
    this.address = address;
    this.labels = new TreeMap<>(labels);
    this.headers = new TreeMap<>(headers);
    this.config = config;
    this.limit = limit;
    this.authority = authority;
  }

  /**
   * With the labels of the alert; {@code alertname} is {@code TocsinDrill} where it is not given.
   */
  public static Drill on(URI alertmanager, Map<String, String> labels) {
    return new Drill(
        alertmanager, labels, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** With these headers in each request, such as {@code Authorization}. They are never shown. */
  public Drill sending(Map<String, String> more) {
    return new Drill(address, labels, more, config, limit, authority);
  }

  /** Expecting the receivers of this configuration, instead of the one that the server runs. */
  public Drill expecting(AlertmanagerFile file) {
    return new Drill(address, labels, headers, Optional.of(file), limit, authority);
  }

  /**
   * Waiting at most this long for the notifications; otherwise as long as the configuration lets a
   * first notification wait, and half a minute.
   */
  public Drill waiting(Duration atMost) {
    return new Drill(address, labels, headers, config, Optional.of(atMost), authority);
  }

  /**
   * Over TLS, trusting only the authorities in this file.
   *
   * @param certificates PEM
   * @throws IOException when the file has no certificate or cannot be read
   */
  public Drill trusting(Path certificates) throws IOException {
    return new Drill(
        address, labels, headers, config, limit, Optional.of(Authority.of(certificates)));
  }

  /**
   * Holds the drill, which takes about as long as the routes' {@code group_wait}.
   *
   * @throws DrillException when the server cannot be reached, or refuses
   */
  public DrillReport hold() throws DrillException {
    AlertmanagerClient server = new AlertmanagerClient(address, headers, authority);
    JsonNode status = server.status();
    Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String id = id(start);
    Map<String, String> marked = new TreeMap<>(labels);
    marked.putIfAbsent("alertname", "TocsinDrill");
    marked.put(MARK, id);

    Optional<AlertmanagerFile> running = running(status);
    Optional<List<Target>> targets =
        config.or(() -> running).map(file -> Target.of(file, marked, start));
    List<String> notes = new ArrayList<>();
    boolean alone = othersAreQuiet(server);
    Duration wait = limit.orElseGet(() -> waitFor(targets, groupsOf(server), notes));

    Optional<Counters> before = counters(server);
    Instant safeEnd = start.plus(wait).plus(LEFT_OVER);
    server.postAlert(alert(marked, start, safeEnd));
    Watch watch = new Watch(server, id, targets, before);
    boolean ended = false;
    try {
      watch.follow(Instant.now().plus(wait));
      end(server, marked, start);
      ended = true;
      boolean resolved = watch.isGone(Instant.now().plus(SLACK));
      return DrillReport.of(
          server.base(),
          status,
          marked,
          config.isPresent(),
          targets,
          watch,
          resolved,
          alone,
          notes);
    } catch (DrillException e) {
      throw new DrillException(
          e.getMessage()
              + "; "
              + (ended || ends(server, marked, start) ? ENDED : leftOver(marked, safeEnd)));
    } catch (RuntimeException e) {
      boolean ignored = ended || ends(server, marked, start);
      throw e;
    }
  }

  private static void end(AlertmanagerClient server, Map<String, String> marked, Instant start)
      throws DrillException {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    server.postAlert(alert(marked, start, now.isAfter(start) ? now : start.plusMillis(1)));
  }

  private static boolean ends(
      AlertmanagerClient server, Map<String, String> marked, Instant start) {
    try {
      end(server, marked, start);
      return true;
    } catch (DrillException e) {
      return false;
    }
  }

  private static String leftOver(Map<String, String> marked, Instant safeEnd) {
    return "it is unknown which receivers were notified; the test alert {"
        + MARK
        + "=\""
        + marked.get(MARK)
        + "\"} may fire until "
        + safeEnd.truncatedTo(ChronoUnit.SECONDS)
        + ", when it ends by itself";
  }

  /** Unique, and sortable by time. */
  private static String id(Instant now) {
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    return now.truncatedTo(ChronoUnit.SECONDS) + "-" + HexFormat.of().formatHex(random);
  }

  private static Map<String, Object> alert(Map<String, String> labels, Instant start, Instant end) {
    return Map.of(
        "labels",
        labels,
        "annotations",
        Map.of(
            "summary",
            "DRILL: this is a test alert",
            "description",
            "A drill of tocsin, which tests that notifications arrive. No action is needed."),
        "startsAt",
        start.toString(),
        "endsAt",
        end.toString());
  }

  /** The configuration that the server runs, with masked secrets. */
  private static Optional<AlertmanagerFile> running(JsonNode status) {
    @Nullable String text = status.path("config").path("original").textValue();
    if (text == null) {
      return Optional.empty();
    }
    AlertmanagerFile file =
        AlertmanagerFile.read("the running configuration", text.getBytes(StandardCharsets.UTF_8));
    return file.isAccepted() ? Optional.of(file) : Optional.empty();
  }

  /** Empty if the server does not expose its counters at this address. */
  static Optional<Counters> counters(AlertmanagerClient server) throws DrillException {
    return server.metrics().map(Counters::read).flatMap(Counters::ifAny);
  }

  /** Whether the server has no other alert, so that every notification is the drill's. */
  private static boolean othersAreQuiet(AlertmanagerClient server) throws DrillException {
    return server.get("/api/v2/alerts").isEmpty();
  }

  private static List<JsonNode> groupsOf(AlertmanagerClient server) {
    List<JsonNode> groups = new ArrayList<>();
    try {
      server.get("/api/v2/alerts/groups").forEach(groups::add);
    } catch (DrillException e) {
      // The drill then waits longer than necessary.
    }
    return groups;
  }

  /** An existing group notifies at its own interval, not after {@code group_wait}. */
  private static Duration waitFor(
      Optional<List<Target>> targets, List<JsonNode> groups, List<String> notes) {
    if (targets.isEmpty()) {
      return UNKNOWN_WAIT;
    }
    Duration longest = Duration.ZERO;
    for (Target target : targets.get()) {
      boolean joins = groups.stream().anyMatch(group -> isOf(group, target));
      Duration wait = joins ? target.groupInterval() : target.groupWait();
      if (joins) {
        notes.add(
            "the alert joins an existing group of "
                + target.receiver()
                + ", which notifies at its next flush, together with its other alerts");
      }
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    return longest.plus(SLACK);
  }

  private static boolean isOf(JsonNode group, Target target) {
    Map<String, String> labels = new TreeMap<>();
    group
        .path("labels")
        .fields()
        .forEachRemaining(e -> labels.put(e.getKey(), e.getValue().asText()));
    return group.path("receiver").path("name").asText().equals(target.receiver())
        && labels.equals(new TreeMap<>(target.groupLabels()));
  }

  static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN.toMillis()));
  }
}
