package dev.tocsin.inference.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards to a listener; an exception of the listener fails no request. */
final class SafeListener implements EngineListener {

  private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

  private final EngineListener listener;

  SafeListener(EngineListener listener) {
    this.listener = listener;
  }

  @Override
  public void promptRead(int tokens) {
    pass(() -> listener.promptRead(tokens));
  }

  @Override
  public void firstToken() {
    pass(listener::firstToken);
  }

  @Override
  public void nextToken(double secondsSinceLast) {
    pass(() -> listener.nextToken(secondsSinceLast));
  }

  private static void pass(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("A listener of the engine failed: {}", e.toString());
    }
  }
}
