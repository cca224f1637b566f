package dev.tocsin.inference.engine;

/** An event of one generation; the last is an end or a failure. */
public sealed interface Event {

  /** A token was generated; its text, which may be empty where a character is unfinished. */
  record Token(String text) implements Event {}

  /**
   * The answer is complete.
   *
   * @param text the text that was held back until now
   * @param reason why it ended
   * @param tokens how many tokens were generated, an end token included
   */
  record End(String text, Reason reason, int tokens) implements Event {}

  /** No more events follow. */
  record Failure(Kind kind, String message) implements Event {}

  /** Why an answer is complete. */
  enum Reason {
    /** An end token or a stop string. */
    STOP,
    /** The requested maximum of tokens. */
    LENGTH
  }

  /** What caused a failure. */
  enum Kind {
    /** An error in the engine. */
    INTERNAL,
    /** The service is stopping or has no model: the client should try elsewhere. */
    UNAVAILABLE,
    /** The request was cancelled. */
    CANCELLED
  }
}
