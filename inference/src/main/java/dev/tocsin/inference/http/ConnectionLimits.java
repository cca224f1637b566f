package dev.tocsin.inference.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * What one client may take of the server by being slow: every connection is in one of three states,
 * and each has its time.
 *
 * <ul>
 *   <li>It waits for a request, of which nothing has come: {@link #KEEP_ALIVE}, and less where the
 *       connections are needed.
 *   <li>A request's header has begun: the client's patience, {@code --client-timeout}.
 *   <li>A request is being read and answered: as long as a request may take. Bodies are watched
 *       beside that, see {@link RequestBody}.
 * </ul>
 *
 * <p>None of this takes a thread for each connection.
 */
public final class ConnectionLimits
    implements Connection.Listener, HttpConfiguration.Customizer, AutoCloseable {

  /** How long a connection may wait for its next request. */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(90);

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final int most;
  private final Duration headerTime;
  private final Duration requestTime;
  private final Map<Connection, State> connections = new ConcurrentHashMap<>();
  private final Set<RequestBody> bodies = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(ConnectionLimits::daemon);

  /**
   * Begins to watch.
   *
   * @param most how many connections there may be
   * @param headerTime how long a request's header may take
   * @param requestTime how long a request may take
   */
  public ConnectionLimits(int most, Duration headerTime, Duration requestTime) {
    this.most = most;
    this.headerTime = headerTime;
    this.requestTime = requestTime;
    long period = Math.min(1000, headerTime.toMillis() / 4);
    clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "connection-limits");
    thread.setDaemon(true);
    return thread;
  }

  /** A connector whose connections are held to these limits. */
  public ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
    http.setSendServerVersion(false);
    http.addCustomizer(this);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(1024);
    // The last resort; the limits here are shorter. A client that waits for its answer is silent.
    connector.setIdleTimeout(requestTime.plus(KEEP_ALIVE).toMillis());
    connector.addBean(this, false);
    return connector;
  }

  /** What a connection is doing, and since when. */
  private static final class State {
    final long opened = System.nanoTime();
    long since = opened;
    long bytesBefore;
    boolean inRequest;
    long headerSince;

    synchronized void request(boolean begins, long bytes) {
      inRequest = begins;
      since = System.nanoTime();
      bytesBefore = bytes;
      headerSince = 0;
    }

    /** How long it has been too long, in nanoseconds; negative where it may go on. */
    synchronized long overdue(
        long now, long bytes, Duration header, Duration request, Duration keepAlive) {
      if (inRequest) {
        return now - since - request.toNanos();
      }
      // A connection that is new has no request behind it to be kept alive after.
      boolean begun = bytes > bytesBefore || since == opened;
      if (!begun) {
        headerSince = 0;
        return now - since - keepAlive.toNanos();
      }
      if (headerSince == 0) {
        headerSince = since == opened ? opened : now;
      }
      return now - headerSince - header.toNanos();
    }

    synchronized boolean waits() {
      return !inRequest;
    }

    synchronized long since() {
      return since;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    connections.put(connection, new State());
    if (connections.size() > most) {
      // The one that has been without a request for longest: the new one, if all others have one.
      connections.entrySet().stream()
          .filter(entry -> entry.getValue().waits())
          .min(Comparator.comparingLong(entry -> entry.getValue().since()))
          .ifPresent(entry -> entry.getKey().getEndPoint().close());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    Connection connection = request.getConnectionMetaData().getConnection();
    State state = connections.get(connection);
    if (state != null) {
      state.request(true, 0);
      Request.addCompletionListener(
          request, failure -> state.request(false, connection.getBytesIn()));
    }
    return request;
  }

  /** Watches a body until it is read. */
  void watch(RequestBody body) {
    bodies.add(body);
    body.done().whenComplete((read, failure) -> bodies.remove(body));
  }

  /** How long a client may be slow. */
  Duration patience() {
    return headerTime;
  }

  private void look() {
    long now = System.nanoTime();
    bodies.forEach(body -> body.look(now));
    Duration longest = requestTime.plus(GRACE);
    connections.forEach(
        (connection, state) -> {
          if (state.overdue(now, connection.getBytesIn(), headerTime, longest, KEEP_ALIVE) > 0) {
            connection.getEndPoint().close();
          }
        });
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
