package dev.tocsin.inference.engine;

/** Notified, on the engine's thread, of what it has computed. */
public interface EngineListener {

  /** A prompt has been processed. */
  void promptRead(int tokens);

  /** The first token of a sequence. */
  void firstToken();

  /** A further token. */
  void nextToken(double secondsSinceLast);

  /** Ignores everything. */
  EngineListener NONE =
      new EngineListener() {
        @Override
        public void promptRead(int tokens) {}

        @Override
        public void firstToken() {}

        @Override
        public void nextToken(double secondsSinceLast) {}
      };
}
