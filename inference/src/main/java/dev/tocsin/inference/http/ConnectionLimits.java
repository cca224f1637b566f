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
 * Timeouts and limits against slow clients. A connection is in one of three states, each with its
 * own timeout.
 *
 * <ul>
 *   <li>It is idle: {@link #KEEP_ALIVE}, or less when connections are scarce.
 *   <li>It receives a request's header: {@code --client-timeout}.
 *   <li>Its request is read and answered: {@code --request-timeout}. Bodies must also arrive at a
 *       minimum rate, see {@link RequestBody}.
 * </ul>
 *
 * <p>None of this needs a thread per connection.
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
   * Starts the timer.
   *
   * @param most the maximum number of connections
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

  /** A connector with these limits. */
  public ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
    http.setSendServerVersion(false);
    http.addCustomizer(this);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(1024);
    // A last resort: the limits here are shorter. A client that waits for its answer is silent.
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

    /** By how many nanoseconds the timeout is exceeded; negative while it is not. */
    synchronized long overdue(
        long now, long bytes, Duration header, Duration request, Duration keepAlive) {
      if (inRequest) {
        return now - since - request.toNanos();
      }
      // A new connection has had no request, so keep-alive does not apply.
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
      // Closes the one that has been idle for longest, or the new one if no other is idle.
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

  /** Checks a body's rate until it is complete. */
  void watch(RequestBody body) {
    bodies.add(body);
    body.done().whenComplete((read, failure) -> bodies.remove(body));
  }

  /** The timeout of a slow client. */
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
