package dev.tocsin.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The health check of a container without a shell: whether the service in the same container is
 * ready, by its {@code /health/ready}, which needs no API key.
 *
 * <p>{@code java -cp tocsin-inference.jar dev.tocsin.inference.HealthCheck [--host ADDRESS] [--port
 * PORT]}, with the service's own values of these options. Exit status: 0 ready, 1 not ready or
 * wrong usage. What it prints is shown by {@code docker inspect}.
 *
 * <p>It runs every half minute, so it uses the JDK only and loads no library of the service.
 */
public final class HealthCheck {

  private static final String USAGE = "usage: HealthCheck [--host ADDRESS] [--port PORT]";
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int LONGEST_BODY = 1000;

  private HealthCheck() {}

  /** Checks once and exits. */
  public static void main(String[] arguments) {
    System.exit(check(List.of(arguments), System.out));
  }

  /** Checks once and gives the exit status. */
  static int check(List<String> arguments, PrintStream out) {
    String host = "127.0.0.1";
    int port = 8000;
    try {
      for (int i = 0; i < arguments.size(); i += 2) {
        switch (arguments.get(i)) {
          case "--host" -> host = arguments.get(i + 1);
          case "--port" -> port = Integer.parseInt(arguments.get(i + 1));
          default -> throw new IllegalArgumentException(arguments.get(i));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      out.println(USAGE);
      return 1;
    }
    try {
      URI uri = new URI("http", null, host, port, "/health/ready", null, null);
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      out.println(status + " " + body(connection, status));
      return status == 200 ? 0 : 1;
    } catch (IOException | URISyntaxException e) {
      out.println(e);
      return 1;
    }
  }

  private static String body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null ? "" : new String(in.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
    }
  }
}
