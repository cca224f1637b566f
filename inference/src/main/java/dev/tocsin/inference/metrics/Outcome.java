package dev.tocsin.inference.metrics;

import java.util.Arrays;
import java.util.List;

/** How a request can end: every value of the label {@code code}, all of which start at 0. */
public enum Outcome {
  /** Answered. */
  OK(200),
  /** The request makes no sense. */
  BAD_REQUEST(400),
  /** No API key, or a wrong one. */
  UNAUTHORIZED(401),
  /** No such model. */
  NOT_FOUND(404),
  /** The body came too slowly. */
  SLOW_BODY(408),
  /** The body is too large. */
  TOO_LARGE(413),
  /** The client left before the end. */
  CLIENT_LEFT(499),
  /** The service failed, or a stream broke after its headers, whatever broke it. */
  FAILED(500),
  /** The queue is full, the model is not loaded, or the service is stopping. */
  UNAVAILABLE(503),
  /** The request took longer than it may. */
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
