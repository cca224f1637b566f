package dev.tocsin.inference.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Sees when a client has closed its connection while it should be waiting for an answer.
 *
 * <p>The web server does not read from a connection whose request is being answered, so it does not
 * notice. Nothing may come on it in that time but the end, because clients do not send a second
 * request before the first is answered; if one does, its bytes are lost, and {@link #disturbed}
 * tells to close the connection.
 */
final class ClientWatch {

  private final EndPoint connection;
  private final ByteBuffer buffer = BufferUtil.allocate(256);
  private boolean disturbed;

  ClientWatch(HttpServletRequest request) {
    connection =
        ServletContextRequest.getServletContextRequest(request)
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
  }

  boolean gone() {
    if (disturbed) {
      return !connection.isOpen();
    }
    try {
      int read = connection.fill(buffer);
      disturbed = read > 0;
      return read < 0 || !connection.isOpen();
    } catch (IOException e) {
      return true;
    }
  }

  boolean disturbed() {
    return disturbed;
  }
}
