package dev.tocsin.harness.servers;

import dev.tocsin.generator.io.AtomicWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A real Prometheus and a real Alertmanager, or more of each, that listen on free ports of loopback
 * and are gone when this is closed, or when the JVM ends, whatever ends it. Where they run, {@link
 * Programs} says.
 *
 * <p>In order: {@link #prepare}, so that the addresses are known; {@link #write} the files that are
 * made with them; {@link #start}; do other work, for Prometheus takes five seconds until its first
 * scrape and until it knows its Alertmanager; {@link #awaitReady}; {@link #addRules}; {@link
 * #awaitReady} once more.
 *
 * <p>What the servers write to their logs stays in the folder; their data is removed.
 */
public final class Stack implements AutoCloseable {
  /** For as little as they hold, collecting it less often leaves more time to scrape. */
  private static final Map<String, String> ENVIRONMENT = Map.of("GOGC", "400");

  /**
   * How long Prometheus waits before it sends alerts to Alertmanager again. An alert is believed
   * for four times this without being notified again, so it is not compressed: a test bed that is
   * paused for a moment must not resolve what fires. It is short enough for what is notified before
   * Alertmanager is known, such as a watchdog, to arrive soon after.
   */
  public static final Duration RESEND_DELAY = Duration.ofSeconds(5);

  private final Programs programs;
  private final Path folder;
  private final OwnFolder own;
  private final Setup setup;
  private final List<Server> prometheuses;
  private final List<Server> alertmanagers;

  /** Where Alertmanagers talk to each other; none if there is only one. */
  private final List<ReservedPort> peers = new ArrayList<>();

  private final List<PrometheusApi> prometheusApis = new ArrayList<>();
  private final List<AlertmanagerApi> alertmanagerApis = new ArrayList<>();
  private final Thread hook = new Thread(this::stopAll, "tocsin-stack-end");

  private Stack(Programs programs, Path folder, OwnFolder own, Setup setup) {
    this.programs = programs;
    this.folder = folder;
    this.own = own;
    this.setup = setup;
    this.prometheuses = servers("Prometheus", setup.prometheuses());
    this.alertmanagers = servers("Alertmanager", setup.alertmanagers());
    prometheuses.forEach(server -> prometheusApis.add(new PrometheusApi(server.address())));
    alertmanagers.forEach(server -> alertmanagerApis.add(new AlertmanagerApi(server.address())));
    if (alertmanagers.size() > 1) {
      alertmanagers.forEach(server -> peers.add(ReservedPort.reserve()));
    }
  }

  private List<Server> servers(String name, int count) {
    String id = name.toLowerCase(Locale.ROOT);
    if (count == 1) {
      return List.of(new Server(name, id, folder));
    }
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new Server(name + " " + i, id + "-" + i, folder))
        .toList();
  }

  /** Like {@link #prepare(Programs, Path, Setup)}, with one Prometheus and one Alertmanager. */
  public static Stack prepare(Programs programs, Path folder) {
    return prepare(programs, folder, Setup.one());
  }

  /**
   * Reserves addresses and empties the folder.
   *
   * @param folder for configuration, logs and data; made if it is not there
   * @throws IllegalStateException when another stack, of this or of another process, is there
   */
  public static Stack prepare(Programs programs, Path folder, Setup setup) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      return new Stack(programs, absolute, OwnFolder.take(absolute), setup);
    } catch (IOException e) {
      throw new UncheckedIOException("the stack's folder " + absolute + " cannot be made", e);
    }
  }

  /** {@code host:port} of the first Prometheus. */
  public String prometheusAddress() {
    return prometheuses.get(0).address();
  }

  /** {@code host:port} of the first Alertmanager. */
  public String alertmanagerAddress() {
    return alertmanagers.get(0).address();
  }

  /** All Prometheus servers, the first one first. */
  public List<Server> prometheuses() {
    return prometheuses;
  }

  /** All Alertmanagers, the first one first. */
  public List<Server> alertmanagers() {
    return alertmanagers;
  }

  public Programs programs() {
    return programs;
  }

  /** Where the servers' configuration and logs are. */
  public Path folder() {
    return folder;
  }

  /** Writes files by path below the folder. */
  public void write(Map<String, String> texts) {
    try {
      for (Map.Entry<String, String> file : texts.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Path parent = path.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.writeString(path, file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stack's files cannot be written to " + folder, e);
    }
  }

  /** Writes files anew whose readers watch them: each is there whole, before as after. */
  public void replace(Map<String, String> texts) {
    try {
      for (Map.Entry<String, String> file : texts.entrySet()) {
        AtomicWrite.write(
            folder.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the stack's files cannot be written to " + folder, e);
    }
  }

  /**
   * Starts all servers, Prometheus first, and does not wait for them.
   *
   * @param prometheusFile Prometheus' configuration, by name in the folder
   * @param alertmanagerFile Alertmanager's configuration, by name in the folder
   * @param lookback how old a sample may be to count; five minutes in production
   */
  public void start(String prometheusFile, String alertmanagerFile, Duration lookback) {
    Runtime.getRuntime().addShutdownHook(hook);
    peers.forEach(ReservedPort::close);
    for (Server server : prometheuses) {
      start(
          Backend.Program.PROMETHEUS,
          server,
          setup.prometheusArguments(
              List.of(
                  "--config.file=" + prometheusFile,
                  "--storage.tsdb.path=" + server.dataName(),
                  "--web.listen-address=" + server.address(),
                  "--web.external-url=http://" + server.address(),
                  "--web.enable-lifecycle",
                  "--rules.alert.resend-delay=" + RESEND_DELAY.toSeconds() + "s",
                  "--query.lookback-delta=" + lookback.toMillis() + "ms")));
    }
    for (int i = 0; i < alertmanagers.size(); i++) {
      Server server = alertmanagers.get(i);
      List<String> usual =
          new ArrayList<>(
              List.of(
                  "--config.file=" + alertmanagerFile,
                  "--storage.path=" + server.dataName(),
                  "--web.listen-address=" + server.address(),
                  "--web.external-url=http://" + server.address(),
                  "--data.maintenance-interval=1s"));
      usual.addAll(cluster(i));
      start(Backend.Program.ALERTMANAGER, server, setup.alertmanagerArguments(usual));
    }
  }

  private void start(Backend.Program program, Server server, List<String> arguments) {
    Backend.Launch launch =
        new Backend.Launch(server.name(), folder, server.log(), arguments, ENVIRONMENT);
    server.start(() -> programs.start(program, launch));
  }

  /** Of the Alertmanager at this place; without the first flag it would listen everywhere. */
  private List<String> cluster(int place) {
    if (peers.isEmpty()) {
      return List.of("--cluster.listen-address=");
    }
    List<String> flags = new ArrayList<>();
    flags.add("--cluster.listen-address=" + peers.get(place).address());
    // Peers find each other and settle ten times as fast as they do by default.
    flags.add("--cluster.gossip-interval=20ms");
    flags.add("--cluster.reconnect-interval=1s");
    for (int i = 0; i < peers.size(); i++) {
      if (i != place) {
        flags.add("--cluster.peer=" + peers.get(i).address());
      }
    }
    return flags;
  }

  /**
   * Writes the rule file and lets Prometheus read it.
   *
   * <p>Rules come last: for the five seconds until its first scrape Prometheus has no series at
   * all, and with time compressed that is long enough for {@code absent} to fire. Of the end of
   * such an alert it would send again and again for fifteen minutes, which nothing compresses, and
   * Alertmanager would repeat what else fires in the same group.
   *
   * @param texts the rule file's text by the name that Prometheus' configuration has for it
   * @throws ServerException when Prometheus refuses the file
   */
  public void addRules(Map<String, String> texts) {
    write(texts);
    for (int i = 0; i < prometheuses.size(); i++) {
      if (prometheuses.get(i).isMeantToAnswer()) {
        prometheusApis.get(i).reload();
      }
    }
  }

  /**
   * Waits until all servers answer, every target has been scraped well, every Prometheus knows an
   * Alertmanager, every rule that it has was evaluated, and Alertmanagers have found each other.
   * Servers that were killed or be paused on purpose are not waited for.
   *
   * @throws AssertionError when that takes too long, saying what is missing
   * @throws IllegalStateException when a server has ended, with the end of its log, or is not of
   *     the version that it should be
   */
  public void awaitReady(Duration atMost) {
    Await.that(
        "Prometheus and Alertmanager are ready",
        atMost,
        () -> missing().isEmpty(),
        () -> "still missing: " + String.join("; ", missing()));
    requireVersions();
  }

  private List<String> missing() {
    requireAlive();
    List<String> missing = new ArrayList<>();
    long answering = alertmanagers.stream().filter(Server::isMeantToAnswer).count();
    for (int i = 0; i < alertmanagers.size(); i++) {
      Server server = alertmanagers.get(i);
      if (server.isMeantToAnswer()) {
        missing.addAll(missing(server, alertmanagerApis.get(i), answering));
      }
    }
    for (int i = 0; i < prometheuses.size(); i++) {
      Server server = prometheuses.get(i);
      if (server.isMeantToAnswer()) {
        missing.addAll(missing(server, prometheusApis.get(i)));
      }
    }
    return missing;
  }

  private List<String> missing(Server server, AlertmanagerApi api, long answering) {
    if (!api.isReady()) {
      return List.of(server.name() + " does not answer at " + server.address());
    }
    if (peers.isEmpty()) {
      return List.of();
    }
    AlertmanagerApi.Cluster cluster = api.cluster();
    return cluster.peers().size() == answering && cluster.isSettled()
        ? List.of()
        : List.of(server.name() + " has not found the others: " + cluster);
  }

  private static List<String> missing(Server server, PrometheusApi api) {
    if (!api.isReady()) {
      return List.of(server.name() + " does not answer at " + server.address());
    }
    List<String> missing = new ArrayList<>();
    if (api.alertmanagers().isEmpty()) {
      missing.add(server.name() + " does not know its Alertmanager yet");
    }
    List<PrometheusApi.TargetState> targets = api.targets();
    if (targets.isEmpty()) {
      missing.add(server.name() + " has no targets yet");
    }
    for (PrometheusApi.TargetState target : targets) {
      if (!target.isUp()) {
        missing.add(
            target.job() + " at " + target.instance() + " is not scraped: " + target.lastError());
      }
    }
    for (PrometheusApi.RuleState rule : api.rules()) {
      if (!rule.health().equals("ok")) {
        missing.add(
            "rule "
                + rule.name()
                + " is not evaluated ("
                + rule.health()
                + "): "
                + rule.lastError());
      }
    }
    return missing;
  }

  /**
   * Makes sure that the servers are of the versions that they should be: an image or a program may
   * be other than its name says, and a report must not lie. {@link #awaitReady} does it as well.
   *
   * @throws IllegalStateException when one is not
   */
  public void requireVersions() {
    for (int i = 0; i < prometheuses.size(); i++) {
      if (prometheuses.get(i).isMeantToAnswer()) {
        requireVersion(
            prometheuses.get(i), prometheusApis.get(i).version(), programs.prometheusVersion());
      }
    }
    for (int i = 0; i < alertmanagers.size(); i++) {
      if (alertmanagers.get(i).isMeantToAnswer()) {
        requireVersion(
            alertmanagers.get(i),
            alertmanagerApis.get(i).version(),
            programs.alertmanagerVersion());
      }
    }
  }

  /** Debian's packages say {@code 2.42.0+ds}. */
  private static void requireVersion(Server server, String is, String should) {
    if (!is.equals(should) && !is.startsWith(should + "+")) {
      throw new IllegalStateException(
          server
              + " is version "
              + is
              + ", and should be "
              + should
              + ": remove what it is"
              + " started from, so that the right one is brought");
    }
  }

  /**
   * Makes sure that all servers still run but those that were killed on purpose.
   *
   * @throws IllegalStateException when one has ended, with the end of its log
   */
  public void requireAlive() {
    for (Server server : servers()) {
      if (server.isMeantToAnswer() && !server.isAlive()) {
        String tail = server.tail();
        throw new IllegalStateException(
            server
                + " has ended"
                + LogFile.reason(tail)
                + "; the last lines of its log in "
                + folder
                + ":\n"
                + tail);
      }
    }
  }

  /** The process ids of the servers that run, Prometheus' first. */
  public List<Long> pids() {
    return servers().stream().filter(Server::isAlive).map(Server::pid).toList();
  }

  private List<Server> servers() {
    return Stream.concat(prometheuses.stream(), alertmanagers.stream()).toList();
  }

  /** What the first Prometheus can be asked. */
  public PrometheusApi prometheus() {
    return prometheus(0);
  }

  /** What the Prometheus at this place in {@link #prometheuses} can be asked. */
  public PrometheusApi prometheus(int place) {
    return prometheusApis.get(place);
  }

  /** What the first Alertmanager can be asked. */
  public AlertmanagerApi alertmanager() {
    return alertmanager(0);
  }

  /** What the Alertmanager at this place in {@link #alertmanagers} can be asked. */
  public AlertmanagerApi alertmanager(int place) {
    return alertmanagerApis.get(place);
  }

  private void stopAll() {
    Closing.all(stopping());
  }

  /** The last one first: all are asked to end before any is waited for. */
  private List<AutoCloseable> stopping() {
    List<AutoCloseable> parts = new ArrayList<>();
    servers().forEach(server -> parts.add(server::close));
    servers().forEach(server -> parts.add(server::stop));
    return parts;
  }

  /** Ends the servers, waits until they are gone, and removes their data. */
  @Override
  public void close() {
    List<AutoCloseable> parts = new ArrayList<>(List.of(own));
    if (isHookRemoved()) {
      servers().forEach(server -> parts.add(() -> removeData(server)));
    }
    peers.forEach(peer -> parts.add(peer::close));
    parts.addAll(stopping());
    Closing.all(parts);
  }

  /** Not while the JVM is ending, whose hook has the same work. */
  private boolean isHookRemoved() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return true;
    } catch (IllegalStateException shuttingDown) {
      return false;
    }
  }

  private static void removeData(Server server) {
    try {
      OwnFolder.deleteTree(server.data());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data of " + server + " in " + server.data() + " cannot be removed", e);
    }
  }

  @Override
  public String toString() {
    return programs.description() + " in " + folder;
  }
}
