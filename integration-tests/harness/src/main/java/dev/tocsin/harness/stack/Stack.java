package dev.tocsin.harness.stack;

import dev.tocsin.harness.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Prometheus and a real Alertmanager, each a process of its own that listens on a free port
 * of loopback and is gone when this is closed, or when the JVM ends, whatever ends it.
 *
 * <p>In order: {@link #prepare}, so that the addresses are known; {@link #write} the files that are
 * made with them; {@link #start}; do other work, for Prometheus takes five seconds until its first
 * scrape and until it knows its Alertmanager; {@link #awaitReady}; {@link #addRules}; {@link
 * #awaitReady} once more.
 *
 * <p>What the servers write to their logs stays in the folder; their data is removed.
 */
public final class Stack implements AutoCloseable {
  /** Tells that a folder was a stack's, and may be emptied. */
  private static final String MARKER = ".tocsin-stack";

  private static final String TSDB = "prometheus-data";
  private static final String STORAGE = "alertmanager-data";

  /**
   * How long Prometheus waits before it tells Alertmanager again. An alert is believed for four
   * times this without being told again, so it is not compressed: a stage that stands still for a
   * moment must not resolve what fires. It is short enough for what is told before Alertmanager is
   * known, such as a watchdog, to arrive soon after.
   */
  public static final Duration RESEND_DELAY = Duration.ofSeconds(5);

  private final Programs programs;
  private final Path folder;
  private final ReservedPort prometheusPort;
  private final ReservedPort alertmanagerPort;
  private final PrometheusApi prometheus;
  private final AlertmanagerApi alertmanager;
  private final Thread hook = new Thread(this::stopAll, "tocsin-stack-end");
  private @Nullable ServerProcess prometheusServer;
  private @Nullable ServerProcess alertmanagerServer;

  private Stack(Programs programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
    this.prometheusPort = ReservedPort.reserve();
    this.alertmanagerPort = ReservedPort.reserve();
    this.prometheus = new PrometheusApi(prometheusPort.address());
    this.alertmanager = new AlertmanagerApi(alertmanagerPort.address());
  }

  /**
   * Reserves addresses and empties the folder.
   *
   * @param folder for configuration, logs and data; made if it is not there
   */
  public static Stack prepare(Programs programs, Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      empty(absolute);
      Files.createFile(Files.createDirectories(absolute).resolve(MARKER));
    } catch (IOException e) {
      throw new UncheckedIOException("the stack's folder " + absolute + " cannot be made", e);
    }
    return new Stack(programs, absolute);
  }

  /** Removes what an earlier stack left there, and never anything else. */
  private static void empty(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        if (!Files.exists(folder.resolve(MARKER)) && content.findAny().isPresent()) {
          throw new IOException("it holds other files: give the stack a folder of its own");
        }
      }
    }
    deleteTree(folder);
  }

  /** {@code host:port} of Prometheus. */
  public String prometheusAddress() {
    return prometheusPort.address();
  }

  /** {@code host:port} of Alertmanager. */
  public String alertmanagerAddress() {
    return alertmanagerPort.address();
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

  /**
   * Starts both servers, Prometheus first, and does not wait for them.
   *
   * @param prometheusFile Prometheus' configuration, by name in the folder
   * @param alertmanagerFile Alertmanager's configuration, by name in the folder
   * @param lookback how old a sample may be to count; five minutes in production
   */
  public void start(String prometheusFile, String alertmanagerFile, Duration lookback) {
    Runtime.getRuntime().addShutdownHook(hook);
    prometheusPort.close();
    prometheusServer =
        ServerProcess.start(
            "Prometheus",
            folder,
            folder.resolve("prometheus.log"),
            List.of(
                programs.prometheus().toString(),
                "--config.file=" + prometheusFile,
                "--storage.tsdb.path=" + TSDB,
                "--web.listen-address=" + prometheusAddress(),
                "--web.external-url=http://" + prometheusAddress(),
                "--web.enable-lifecycle",
                "--rules.alert.resend-delay=" + RESEND_DELAY.toSeconds() + "s",
                "--query.lookback-delta=" + lookback.toMillis() + "ms"));
    alertmanagerPort.close();
    alertmanagerServer =
        ServerProcess.start(
            "Alertmanager",
            folder,
            folder.resolve("alertmanager.log"),
            List.of(
                programs.alertmanager().toString(),
                "--config.file=" + alertmanagerFile,
                "--storage.path=" + STORAGE,
                "--web.listen-address=" + alertmanagerAddress(),
                "--web.external-url=http://" + alertmanagerAddress(),
                "--cluster.listen-address=",
                "--data.maintenance-interval=1s"));
  }

  /**
   * Writes the rule file and lets Prometheus read it.
   *
   * <p>Rules come last: for the five seconds until its first scrape Prometheus has no series at
   * all, and with time compressed that is long enough for {@code absent} to fire. Of the end of
   * such an alert it would tell again and again for fifteen minutes, which nothing compresses, and
   * Alertmanager would repeat what else fires in the same group.
   *
   * @param texts the rule file's text by the name that Prometheus' configuration has for it
   * @throws ServerException when Prometheus refuses the file
   */
  public void addRules(Map<String, String> texts) {
    write(texts);
    prometheus.reload();
  }

  /**
   * Waits until both servers answer, every target has been scraped well, Prometheus knows its
   * Alertmanager and every rule that it has was evaluated.
   *
   * @throws AssertionError when that takes too long, saying what is missing
   * @throws IllegalStateException when a server has ended, with the end of its log
   */
  public void awaitReady(Duration atMost) {
    Await.that(
        "Prometheus and Alertmanager are ready",
        atMost,
        () -> missing().isEmpty(),
        () -> "still missing: " + String.join("; ", missing()));
  }

  private List<String> missing() {
    requireAlive();
    List<String> missing = new ArrayList<>();
    if (!alertmanager.isReady()) {
      missing.add("Alertmanager does not answer at " + alertmanagerAddress());
    }
    if (!prometheus.isReady()) {
      missing.add("Prometheus does not answer at " + prometheusAddress());
      return missing;
    }
    if (prometheus.alertmanagers().isEmpty()) {
      missing.add("Prometheus does not know its Alertmanager yet");
    }
    List<PrometheusApi.TargetState> targets = prometheus.targets();
    if (targets.isEmpty()) {
      missing.add("Prometheus has no targets yet");
    }
    for (PrometheusApi.TargetState target : targets) {
      if (!target.isUp()) {
        missing.add(
            target.job() + " at " + target.instance() + " is not scraped: " + target.lastError());
      }
    }
    for (PrometheusApi.RuleState rule : prometheus.rules()) {
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
   * Makes sure that both servers still run.
   *
   * @throws IllegalStateException when one has ended, with the end of its log
   */
  public void requireAlive() {
    for (ServerProcess server : servers()) {
      if (!server.isAlive()) {
        throw new IllegalStateException(
            server + " has ended; the last lines of its log in " + folder + ":\n" + server.tail());
      }
    }
  }

  /** The process ids of the servers that were started, Prometheus' first. */
  public List<Long> pids() {
    return servers().stream().map(ServerProcess::pid).toList();
  }

  private List<ServerProcess> servers() {
    List<ServerProcess> started = new ArrayList<>();
    if (prometheusServer != null) {
      started.add(prometheusServer);
    }
    if (alertmanagerServer != null) {
      started.add(alertmanagerServer);
    }
    return started;
  }

  public PrometheusApi prometheus() {
    return prometheus;
  }

  public AlertmanagerApi alertmanager() {
    return alertmanager;
  }

  private void stopAll() {
    // All are asked before any is waited for.
    servers().forEach(ServerProcess::stop);
    servers().forEach(ServerProcess::close);
  }

  /** Ends the servers, waits until they are gone, and removes their data. */
  @Override
  public void close() {
    prometheusPort.close();
    alertmanagerPort.close();
    if (servers().isEmpty()) {
      return;
    }
    stopAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      deleteTree(folder.resolve(TSDB));
      deleteTree(folder.resolve(STORAGE));
    } catch (IllegalStateException shuttingDown) {
      // The JVM is ending, and its hook has the same work.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("the servers' data in " + folder + " cannot be removed", e);
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public String toString() {
    return programs.description() + " in " + folder;
  }
}
