package dev.tocsin.inference.engine;

/** What the engine tells about one generation, in order; the last is an end or a failure. */
public sealed interface Event {

  /** A token was generated; its text, which may be empty where a character is unfinished. */
  record Token(String text) implements Event {}

  /**
   * The answer is complete.
   *
   * @param text what was held back until now
   * @param reason why it ended
   * @param tokens how many tokens were generated, an end token included
   */
  record End(String text, Reason reason, int tokens) implements Event {}

  /** Nothing more comes. */
  record Failure(Kind kind, String message) implements Event {}

  /** Why an answer is complete. */
  enum Reason {
    /** An end token or a stop string. */
    STOP,
    /** The most tokens that were asked for. */
    LENGTH
  }

  /** Whose fault a failure is. */
  enum Kind {
    /** The engine's. */
    INTERNAL,
    /** The service is going away or has no model: to try again elsewhere makes sense. */
    UNAVAILABLE,
    /** Nobody's: it was cancelled. */
    CANCELLED
  }
}
