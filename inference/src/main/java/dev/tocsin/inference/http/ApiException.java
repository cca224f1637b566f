package dev.tocsin.inference.http;

import dev.tocsin.inference.metrics.Outcome;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error, in the shape that OpenAI's clients expect. */
public final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Outcome outcome;
  private final String type;
  private final @Nullable String parameter;
  private final @Nullable String code;

  private ApiException(
      Outcome outcome,
      String type,
      @Nullable String parameter,
      @Nullable String code,
      String message) {
    super(message);
    this.outcome = outcome;
    this.type = type;
    this.parameter = parameter;
    this.code = code;
  }

  static ApiException invalid(@Nullable String parameter, String message) {
    return new ApiException(Outcome.BAD_REQUEST, "invalid_request_error", parameter, null, message);
  }

  static ApiException tooLong(String parameter, String message) {
    return new ApiException(
        Outcome.BAD_REQUEST,
        "invalid_request_error",
        parameter,
        "context_length_exceeded",
        message);
  }

  static ApiException unknownModel(String name, String served) {
    return of(
        Outcome.NOT_FOUND,
        "model_not_found",
        "The model '"
            + RequestReader.brief(name)
            + "' does not exist. This service serves '"
            + served
            + "'.");
  }

  static ApiException of(Outcome outcome, @Nullable String code, String message) {
    String type =
        switch (outcome) {
          case UNAUTHORIZED -> "authentication_error";
          case FAILED -> "server_error";
          case UNAVAILABLE -> "service_unavailable";
          case TIMEOUT -> "timeout";
          default -> "invalid_request_error";
        };
    return new ApiException(outcome, type, null, code, message);
  }

  /** How the request ended. */
  public Outcome outcome() {
    return outcome;
  }

  String type() {
    return type;
  }

  @Nullable String parameter() {
    return parameter;
  }

  @Nullable String code() {
    return code;
  }

  /** The message. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
