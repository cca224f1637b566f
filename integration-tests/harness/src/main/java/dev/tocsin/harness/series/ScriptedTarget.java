package dev.tocsin.harness.series;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A target that Prometheus scrapes: it serves a {@link Timeline} on a port of its own on loopback,
 * as it is at each scrape. A change takes effect at once and for good.
 */
public final class ScriptedTarget implements AutoCloseable {
  private static final int UNAVAILABLE = 503;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  static {
    // The JDK's server sends head and body in two packets. Without this, Nagle's algorithm holds
    // the second one back for up to 40 ms, which is most of a compressed scrape's timeout. The
    // server reads it once, when it is first used.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final VirtualClock clock;
  private final HttpServer server;
  private final ExecutorService workers;
  private final AtomicLong scrapes = new AtomicLong();
  private volatile Timeline timeline;

  private ScriptedTarget(VirtualClock clock, HttpServer server, Timeline timeline) {
    this.clock = clock;
    this.server = server;
    this.timeline = timeline;
    this.workers =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "tocsin-target-" + address());
              thread.setDaemon(true);
              return thread;
            });
    server.createContext("/", this::answer);
    server.setExecutor(workers);
    server.start();
  }

  /** A target on a free port that exports this from the beginning of virtual time. */
  public static ScriptedTarget start(VirtualClock clock, Load load) {
    return start(clock, Timeline.startingWith(load));
  }

  /** A target on a free port that lives like this, by this clock. */
  public static ScriptedTarget start(VirtualClock clock, Timeline life) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 0);
      return new ScriptedTarget(clock, server, life);
    } catch (IOException e) {
      throw new UncheckedIOException("no scripted target could be started on loopback", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      scrapes.incrementAndGet();
      Optional<String> text = timeline.at(clock.elapsed(), clock.anchor());
      byte[] body = text.orElse("down by the script\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", Exposition.CONTENT_TYPE);
      exchange.sendResponseHeaders(text.isPresent() ? 200 : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** {@code host:port}, which is also the value of its series' {@code instance} label. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Exports this from now on; counters go on from what they have counted. */
  public synchronized void serve(Load load) {
    timeline = timeline.serving(clock.elapsed(), load);
  }

  /** Does from then on what a script says, whose beginning is what it does already. */
  public synchronized void play(Duration from, Timeline script) {
    timeline = timeline.then(from, script);
  }

  /** Answers no scrape from now on. */
  public synchronized void goDown() {
    timeline = timeline.down(clock.elapsed());
  }

  /** Starts anew: its counters at 0 and its time of start now. */
  public synchronized void restart(Load load) {
    timeline = timeline.restarting(clock.elapsed(), load);
  }

  /** What it has done so far. */
  public Timeline timeline() {
    return timeline;
  }

  /** Whether its script lets it answer now. */
  public boolean isServing() {
    return timeline.isServing(clock.elapsed());
  }

  /** Whether its script has let it answer all the time since a real instant. */
  public boolean hasServedSince(Instant real) {
    return timeline.servedBetween(clock.elapsedAt(real), clock.elapsed());
  }

  /** How many scrapes it has been asked for. */
  public long scrapes() {
    return scrapes.get();
  }

  /** How long it has been since virtual time began. */
  public Duration elapsed() {
    return clock.elapsed();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  @Override
  public String toString() {
    return "scripted target " + address();
  }
}
