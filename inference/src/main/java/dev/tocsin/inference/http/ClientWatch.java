package dev.tocsin.inference.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Sees when a client has closed its connection while it should be waiting for an answer.
 *
 * <p>The web server does not read from a connection whose request is being answered, so it does not
 * notice; here the connection is asked to say when there is something to read. That should be the
 * end: clients do not send a second request before the first is answered. If one does, its first
 * bytes are lost, and what follows them must not be taken for a request, so the connection is
 * closed after the answer.
 */
final class ClientWatch implements Callback, AutoCloseable {

  private final EndPoint connection;
  private final Runnable onGone;
  private final ByteBuffer buffer = BufferUtil.allocate(256);
  private boolean disturbed;
  private boolean closed;

  private ClientWatch(Request request, Runnable onGone) {
    connection = request.getConnectionMetaData().getConnection().getEndPoint();
    this.onGone = onGone;
    Request.addCompletionListener(request, failure -> answered());
  }

  /**
   * Begins to watch.
   *
   * @param onGone called, on any thread, when the client is gone
   */
  static ClientWatch start(HttpServletRequest request, Runnable onGone) {
    ClientWatch watch =
        new ClientWatch(ServletContextRequest.getServletContextRequest(request), onGone);
    watch.listen();
    return watch;
  }

  private void listen() {
    // False where something else reads: then a client that left is seen when a write fails.
    connection.tryFillInterested(this);
  }

  @Override
  public void succeeded() {
    boolean gone;
    boolean more = false;
    synchronized (this) {
      if (closed) {
        return;
      }
      try {
        int read = connection.fill(buffer);
        gone = read < 0 || !connection.isOpen();
        disturbed |= read > 0;
        more = read == 0;
      } catch (IOException e) {
        gone = true;
      }
    }
    if (gone) {
      onGone.run();
    } else if (more) {
      listen();
    }
  }

  @Override
  public void failed(Throwable cause) {
    boolean over;
    synchronized (this) {
      over = closed;
    }
    if (!over) {
      onGone.run();
    }
  }

  /** Whether something came before the answer was complete. */
  synchronized boolean disturbed() {
    return disturbed;
  }

  /** Hands the connection back to the web server. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    if (connection instanceof AbstractEndPoint endPoint) {
      endPoint.getFillInterest().onFail(new CancellationException());
    }
  }

  private void answered() {
    if (disturbed()) {
      connection.close();
    }
  }
}
