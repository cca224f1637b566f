package dev.tocsin.inference.engine;

import dev.tocsin.inference.model.TextStream;
import dev.tocsin.inference.model.Tokenizer;
import java.util.Arrays;
import java.util.Set;

/** A generation that holds a slot: its progress through prompt and answer. */
final class Sequence {

  private final Generation generation;
  private final Set<Integer> endTokens;
  private final EngineListener listener;
  private final Sampler sampler;
  private final TextStream text;
  private final StopFilter stops;
  private int read;
  private int generated;
  private int lastToken;
  private long lastNanos;
  private boolean done;
  private boolean ended;

  Sequence(
      Generation generation, Tokenizer tokenizer, Set<Integer> endTokens, EngineListener listener) {
    this.generation = generation;
    this.listener = listener;
    this.endTokens = endTokens;
    sampler = new Sampler(generation.request().sampling());
    text = new TextStream(tokenizer);
    stops = new StopFilter(generation.request().stops());
  }

  boolean done() {
    return done || generation.cancelled();
  }

  /** How many tokens are in the cache. */
  int cached() {
    return read + Math.max(0, generated - 1);
  }

  int length() {
    return generation.request().length();
  }

  int lastToken() {
    return lastToken;
  }

  int promptLength() {
    return generation.request().prompt().length;
  }

  boolean promptRead() {
    return read == promptLength();
  }

  /** The next part of the prompt, at most this many tokens. */
  int[] nextPiece(int most) {
    int[] prompt = generation.request().prompt();
    return Arrays.copyOfRange(prompt, read, Math.min(prompt.length, read + most));
  }

  void pieceRead(int tokens) {
    read += tokens;
    if (promptRead()) {
      listener.promptRead(promptLength());
    }
  }

  /** Chooses the next token from the logits of the last position and publishes it. */
  void take(float[] logits, int from, int vocabulary, long now) {
    lastToken = sampler.next(logits, from, vocabulary);
    generated++;
    if (generated == 1) {
      listener.firstToken();
    } else {
      listener.nextToken((now - lastNanos) / 1e9);
    }
    lastNanos = now;
    if (endTokens.contains(lastToken) && !generation.request().ignoreEnd()) {
      end(Event.Reason.STOP);
      return;
    }
    String piece = stops.add(text.add(lastToken));
    generation.publish(new Event.Token(piece));
    if (stops.stopped()) {
      end(Event.Reason.STOP);
    } else if (generated == generation.request().maxTokens()) {
      end(Event.Reason.LENGTH);
    }
  }

  int generated() {
    return generated;
  }

  private void end(Event.Reason reason) {
    String rest = stops.stopped() ? "" : stops.add(text.finish()) + stops.finish();
    generation.publish(
        new Event.End(rest, stops.stopped() ? Event.Reason.STOP : reason, generated));
    ended = true;
    done = true;
  }

  /** Whether it has a complete answer. */
  boolean ended() {
    return ended;
  }

  /** Ends it with a failure; false if it had already ended. */
  boolean fail(Event.Kind kind, String message) {
    boolean first = !done;
    if (first) {
      generation.publish(new Event.Failure(kind, message));
      done = true;
    }
    return first;
  }
}
