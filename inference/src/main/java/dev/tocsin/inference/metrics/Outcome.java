package dev.tocsin.inference.metrics;

import java.util.Arrays;
import java.util.List;

/** How a request can end: every value of the label {@code code}, all of which start at 0. */
public enum Outcome {
  /** Answered. */
  OK(200),
  /** The request is invalid. */
  BAD_REQUEST(400),
  /** No API key, or a wrong one. */
  UNAUTHORIZED(401),
  /** The model does not exist. */
  NOT_FOUND(404),
  /** The body arrived too slowly. */
  SLOW_BODY(408),
  /** The body is too large. */
  TOO_LARGE(413),
  /** The client closed the connection before the end. */
  CLIENT_LEFT(499),
  /** The service failed, or a stream failed after its headers were sent. */
  FAILED(500),
  /** The queue is full, the model is not loaded, or the service is stopping. */
  UNAVAILABLE(503),
  /** The request exceeded its timeout. */
  TIMEOUT(504);

  private final int status;

  Outcome(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  static List<String> codes() {
    return Arrays.stream(values()).map(o -> String.valueOf(o.status)).toList();
  }
}
