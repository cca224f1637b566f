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
 * Detects that a client closes its connection while its request is being answered.
 *
 * <p>The web server does not read from a connection whose request is being answered, so it does not
 * notice. This class reads when there is something to read, which should be the end of the
 * connection: clients do not send a second request before the first is answered. If one does, its
 * first bytes are lost, and the bytes after them must not be parsed as a request, so the connection
 * is closed after the answer.
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
   * Starts to watch.
   *
   * @param onGone called, on any thread, when the client has closed the connection
   */
  static ClientWatch start(HttpServletRequest request, Runnable onGone) {
    ClientWatch watch =
        new ClientWatch(ServletContextRequest.getServletContextRequest(request), onGone);
    watch.listen();
    return watch;
  }

  private void listen() {
    // False if something else reads: a closed connection is then noticed when a write fails.
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

  /** Whether the client sent bytes before the answer was complete. */
  synchronized boolean disturbed() {
    return disturbed;
  }

  /** Returns the connection to the web server. */
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
