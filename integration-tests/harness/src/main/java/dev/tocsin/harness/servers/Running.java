package dev.tocsin.harness.servers;

/** A server that was started, wherever it runs. */
interface Running extends AutoCloseable {
  boolean isAlive();

  /** Its process id as this machine has it. */
  long pid();

  /** The end of its log, for messages. */
  String tail();

  /** Asks it to end, and does not wait. */
  void stop();

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill();

  /** Lets it be paused as {@code SIGSTOP} does: its connections stay, and nobody answers. */
  void pause();

  /** Ends a {@link #pause}. */
  void resume();

  /** Ends it, gently if it can be, and waits until it is gone. */
  @Override
  void close();
}
