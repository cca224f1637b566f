package dev.tocsin.inference.engine;

/** Told, on the engine's thread, what it has computed. */
public interface EngineListener {

  /** A prompt has been read. */
  void promptRead(int tokens);

  /** The first token of a sequence. */
  void firstToken();

  /** A further token. */
  void nextToken(double secondsSinceLast);

  /** Listens to nothing. */
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
