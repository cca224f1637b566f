package dev.tocsin.inference.engine;

import dev.tocsin.inference.engine.RejectedException.Why;
import dev.tocsin.inference.model.Tokenizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Continuous batching: requests wait in a bounded queue, take a slot when one is free and the cache
 * has room, and from then on every step computes one token for all of them together. When a
 * sequence ends, the next one takes its slot immediately.
 *
 * <p>One thread does all computing, from loading the model to closing it. All methods may be called
 * by any thread.
 */
public final class Engine implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final EngineSettings settings;
  private final Supplier<LanguageModel> loader;
  private final Tokenizer tokenizer;
  private final Set<Integer> endTokens;
  private final EngineListener listener;
  private final Faults faults;
  private final Heartbeat heartbeat;
  private final BusyClock decoding = new BusyClock(System::nanoTime);
  private final Thread thread = new Thread(this::run, "engine");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Generation> queue = new ArrayDeque<>();
  private final Deque<Runnable> commands = new ArrayDeque<>();
  private boolean accepting = true;
  private boolean stopping;

  // Only the engine's thread uses these. Decoding sequences come first, then those whose prompt is
  // not processed yet; of these only the first has values in the cache.
  private final List<Sequence> running = new ArrayList<>();
  private int decodingCount;
  private @Nullable LanguageModel model;
  private @Nullable Cache cache;
  // After the cache could not grow, the next request waits until fewer than this are running.
  private int waitBelow = Integer.MAX_VALUE;

  private volatile int active;
  private volatile boolean loaded;
  private volatile int contextLength;
  private volatile long cacheBytesPerToken;

  /**
   * An engine that has not been started.
   *
   * @param loader creates the model; called on the engine's thread, again after an unload
   */
  public Engine(
      EngineSettings settings,
      Supplier<LanguageModel> loader,
      Tokenizer tokenizer,
      Set<Integer> endTokens,
      EngineListener listener,
      Faults faults) {
    this.settings = settings;
    heartbeat = new Heartbeat(System::nanoTime, settings.hangTime());
    this.loader = loader;
    this.tokenizer = tokenizer;
    this.endTokens = Set.copyOf(endTokens);
    this.listener = new SafeListener(listener);
    this.faults = faults;
    thread.setDaemon(true);
  }

  /**
   * Starts the thread and loads the model; the future completes when that is done or has failed.
   */
  public CompletableFuture<Void> start() {
    thread.start();
    return load();
  }

  /** Loads the model if it is not loaded. */
  public CompletableFuture<Void> load() {
    return command(
        () -> {
          if (model == null) {
            LanguageModel fresh = loader.get();
            warmUp(fresh);
            model = fresh;
            cache = new Cache(fresh, settings);
            contextLength = fresh.contextLength();
            cacheBytesPerToken = fresh.cacheBytesPerToken();
            waitBelow = Integer.MAX_VALUE;
            heartbeat.fresh();
            loaded = true;
          }
        });
  }

  /** The first steps of a process are slow, so they are run before the first request. */
  private static void warmUp(LanguageModel fresh) {
    fresh.resize(2, 4);
    for (int i = 0; i < 3; i++) {
      fresh.read(0, 0, new int[] {0, 0});
      fresh.decode(new int[] {0, 0}, new int[] {2, 2});
    }
  }

  /** Fails all running and waiting requests, and releases the model's memory. */
  public CompletableFuture<Void> unload() {
    return command(
        () -> {
          loaded = false;
          failAll(Event.Kind.UNAVAILABLE, "the model was unloaded");
          LanguageModel old = model;
          model = null;
          cache = null;
          if (old != null) {
            old.close();
          }
        });
  }

  private CompletableFuture<Void> command(Runnable action) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Runnable command =
        () -> {
          try {
            action.run();
            result.complete(null);
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    lock.lock();
    try {
      commands.add(command);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return result;
  }

  /**
   * Queues a request.
   *
   * @throws RejectedException if the queue is full, no model is loaded, the service is stopping, or
   *     the sequence would be longer than the model or the cache allows
   */
  public Generation submit(GenerationRequest request) throws RejectedException {
    if (!loaded) {
      throw new RejectedException(Why.UNAVAILABLE, "the model is not loaded");
    }
    checkLength(request);
    lock.lock();
    try {
      if (!accepting) {
        throw new RejectedException(Why.UNAVAILABLE, "the service is stopping");
      }
      // Requests for which a slot is free do not count as queued.
      if (queue.size() >= settings.queue() + Math.max(0, settings.slots() - active)) {
        throw new RejectedException(
            Why.QUEUE_FULL,
            String.format(
                Locale.ROOT,
                "all %d slots are taken and %d requests are waiting",
                settings.slots(),
                settings.queue()));
      }
      Generation[] self = new Generation[1];
      Generation generation = new Generation(request, () -> leaveQueue(self[0]));
      self[0] = generation;
      queue.add(generation);
      heartbeat.working(true);
      changed.signalAll();
      return generation;
    } finally {
      lock.unlock();
    }
  }

  private void checkLength(GenerationRequest request) throws RejectedException {
    if (request.length() > contextLength) {
      throw new RejectedException(
          Why.TOO_LONG,
          String.format(
              Locale.ROOT,
              "This model's maximum context length is %d tokens, but the prompt has %d and up to %d"
                  + " more were requested. Shorten the prompt or lower max_tokens.",
              contextLength,
              request.prompt().length,
              request.maxTokens()));
    }
    long most = settings.cacheBytes() / cacheBytesPerToken;
    if (request.length() > most) {
      throw new RejectedException(
          Why.TOO_LONG,
          String.format(
              Locale.ROOT,
              "The key-value cache has room for %d tokens, but the prompt has %d and up to"
                  + " %d more were requested. Shorten the prompt or lower max_tokens.",
              most,
              request.prompt().length,
              request.maxTokens()));
    }
  }

  private void leaveQueue(Generation generation) {
    lock.lock();
    try {
      if (queue.remove(generation)) {
        heartbeat.working(!queue.isEmpty() || active > 0);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // --- State, for any thread.

  /** Sequences that hold a slot. */
  public int active() {
    return active;
  }

  /** The number of slots. */
  public int slots() {
    return settings.slots();
  }

  /** Requests that wait for a slot. */
  public int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the model is loaded. */
  public boolean loaded() {
    return loaded;
  }

  /** The maximum length of a sequence in tokens; 0 before the model is loaded. */
  public int contextLength() {
    return contextLength;
  }

  /** Whether new requests are accepted. */
  public boolean accepting() {
    lock.lock();
    try {
      return accepting && loaded;
    } finally {
      lock.unlock();
    }
  }

  /** Seconds with at least one sequence decoding, up to now. */
  public double decodingSeconds() {
    return decoding.seconds();
  }

  /** The engine's problem, if it has one. */
  public Optional<String> problem() {
    return heartbeat.problem();
  }

  // --- The engine's thread.

  private void run() {
    while (true) {
      Runnable command;
      lock.lock();
      try {
        while (commands.isEmpty() && queue.isEmpty() && running.isEmpty() && !stopping) {
          changed.awaitUninterruptibly();
        }
        command = commands.poll();
        if (command == null && stopping) {
          break;
        }
      } finally {
        lock.unlock();
      }
      if (command != null) {
        command.run();
      } else if (model == null || cache == null) {
        failAll(Event.Kind.UNAVAILABLE, "the model is not loaded");
      } else {
        step(model, cache);
      }
    }
    failAll(Event.Kind.UNAVAILABLE, "the service is stopping");
    if (model != null) {
      model.close();
    }
  }

  private void step(LanguageModel current, Cache rows) {
    boolean failed = false;
    try {
      removeDone(rows);
      failed = !admit(rows);
      faults.duringStep();
      failed |= !readPrompts(current);
      removeDone(rows);
      failed |= !decode(current);
      removeDone(rows);
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("A step failed, and the {} requests in it with it", running.size(), e);
      failed = true;
      running.forEach(s -> fail(s, e));
      running.clear();
      decodingCount = 0;
      count();
    }
    heartbeat.beat(failed);
  }

  /** Fails a request because of the engine. */
  private void fail(Sequence sequence, Throwable e) {
    if (sequence.fail(Event.Kind.INTERNAL, "the engine failed: " + e)) {
      heartbeat.ended(true);
    }
  }

  private void count() {
    decoding.set(decodingCount > 0);
    lock.lock();
    try {
      active = running.size();
      heartbeat.working(active > 0 || !queue.isEmpty());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives free slots to waiting requests; false if the cache could not be made large enough.
   *
   * <p>A request leaves the queue when the cache has room for it. If that memory cannot be
   * allocated, it waits until fewer requests run, and fails if none runs.
   */
  private boolean admit(Cache rows) {
    while (running.size() < Math.min(settings.slots(), waitBelow)) {
      Generation next;
      lock.lock();
      try {
        next = queue.peek();
      } finally {
        lock.unlock();
      }
      if (next == null) {
        break;
      }
      int longest =
          Math.max(
              next.request().length(), running.stream().mapToInt(Sequence::length).max().orElse(0));
      if (!rows.fits(running.size() + 1, longest)) {
        break;
      }
      // Outside the lock, which metrics and health take too: copying a large cache takes time.
      Throwable problem = reserved(rows, longest);
      if (problem != null && !running.isEmpty()) {
        waitBelow = running.size();
        return false;
      }
      lock.lock();
      try {
        if (!queue.remove(next)) {
          // It was cancelled in the meantime.
          continue;
        }
      } finally {
        lock.unlock();
      }
      Sequence sequence = new Sequence(next, tokenizer, endTokens, listener);
      if (problem != null) {
        fail(sequence, problem);
        count();
        return false;
      }
      running.add(sequence);
      count();
    }
    if (running.size() < waitBelow) {
      waitBelow = Integer.MAX_VALUE;
    }
    return true;
  }

  private @Nullable Throwable reserved(Cache rows, int longest) {
    try {
      rows.reserve(running.size() + 1, longest, running.size());
      return null;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error(
          "The key-value cache cannot be made large enough for {} sequences of {} tokens",
          running.size() + 1,
          longest,
          e);
      return e;
    }
  }

  /** Processes prompts, first come first served, up to a chunk of tokens; false if one failed. */
  private boolean readPrompts(LanguageModel current) {
    boolean good = true;
    int left = settings.chunk();
    while (left > 0 && decodingCount < running.size()) {
      Sequence sequence = running.get(decodingCount);
      int[] piece = sequence.nextPiece(left);
      left -= piece.length;
      float[] logits;
      try {
        if (sequence.cached() == 0) {
          faults.beforePrompt();
        }
        logits = current.read(decodingCount, sequence.cached(), piece);
      } catch (RuntimeException e) {
        LOG.error("Processing a prompt failed, and its request with it", e);
        good = false;
        fail(sequence, e);
        // The failed sequence may have left values in the cache; they are overwritten.
        running.remove(decodingCount);
        count();
        continue;
      }
      sequence.pieceRead(piece.length);
      if (sequence.promptRead()) {
        decodingCount++;
        decoding.set(true);
        good &= take(sequence, logits, 0, current.vocabulary());
      }
    }
    return good;
  }

  private boolean decode(LanguageModel current) {
    boolean good = true;
    if (decodingCount == 0) {
      return good;
    }
    int[] tokens = new int[decodingCount];
    int[] positions = new int[decodingCount];
    for (int row = 0; row < decodingCount; row++) {
      tokens[row] = running.get(row).lastToken();
      positions[row] = running.get(row).cached();
    }
    float[] logits = current.decode(tokens, positions);
    int vocabulary = current.vocabulary();
    for (int row = 0; row < decodingCount; row++) {
      good &= take(running.get(row), logits, row * vocabulary, vocabulary);
    }
    return good;
  }

  private boolean take(Sequence sequence, float[] logits, int from, int vocabulary) {
    try {
      sequence.take(logits, from, vocabulary, System.nanoTime());
      if (sequence.ended()) {
        heartbeat.ended(false);
      }
      faults.afterToken(sequence.generated());
      return true;
    } catch (RuntimeException e) {
      LOG.error("Choosing a token failed, and its request with it", e);
      fail(sequence, e);
      return false;
    }
  }

  /** Removes ended sequences, and moves the last decoding ones into their rows. */
  private void removeDone(Cache rows) {
    boolean any = false;
    for (int i = running.size() - 1; i >= 0; i--) {
      if (!running.get(i).done()) {
        continue;
      }
      any = true;
      if (i >= decodingCount) {
        running.remove(i);
        continue;
      }
      int lastDecoding = decodingCount - 1;
      Sequence moved = running.get(lastDecoding);
      rows.move(lastDecoding, i, moved.cached());
      running.set(i, moved);
      running.remove(lastDecoding);
      decodingCount--;
      if (decodingCount < running.size()) {
        rows.move(lastDecoding + 1, decodingCount, running.get(decodingCount).cached());
      }
    }
    if (any) {
      count();
    }
  }

  private void failAll(Event.Kind kind, String message) {
    lock.lock();
    try {
      queue.forEach(g -> g.publish(new Event.Failure(kind, message)));
      queue.clear();
    } finally {
      lock.unlock();
    }
    running.forEach(s -> s.fail(kind, message));
    running.clear();
    decodingCount = 0;
    count();
  }

  /** Refuses new requests and waits until all have ended, at most this long. */
  public boolean drain(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      accepting = false;
      while ((active > 0 || !queue.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
      return active == 0 && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the thread after its current step; running and waiting requests fail. The thread itself
   * closes the model, so that a hanging step never uses memory that was released.
   */
  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }

  void close(Duration atMost) {
    lock.lock();
    try {
      accepting = false;
      stopping = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(atMost.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("The engine is still in a step: the model's memory is not released");
    }
  }
}
