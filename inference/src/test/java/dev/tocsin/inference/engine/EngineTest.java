package dev.tocsin.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.inference.model.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine with a model that fails when a test says so. */
class EngineTest {

  private static final int MANY = 1_000_000;

  private static Tokenizer tokenizer;

  private final FailingModel model = new FailingModel();
  private Engine engine;

  @BeforeAll
  static void loadTokenizer() {
    tokenizer =
        Tokenizer.load(
            Path.of(System.getProperty("tocsin.root"), "inference/models/demo/tokenizer.json"));
  }

  @AfterAll
  static void closeTokenizer() {
    tokenizer.close();
  }

  @AfterEach
  void close() {
    if (engine != null) {
      let(model.steps);
      let(model.resizes);
      engine.close();
      assertThat(model.closed).isTrue();
    }
  }

  @Test
  void whereTheCacheCannotGrowTheNextWaitsAndNobodyElseFails() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    Semaphore steps = new Semaphore(0);
    model.steps = steps;
    Generation first = submit(4, 8);
    await(() -> engine.active() == 1);
    model.cannotGrow = true;
    Generation second = submit(4, 60);
    steps.release(4);
    await(() -> model.resizesBegun >= 3 && engine.queued() == 1);
    assertThat(engine.active()).isEqualTo(1);
    steps.release(MANY);
    assertThat(outcome(first)).isInstanceOf(Event.End.class);
    assertThat(outcome(second)).isInstanceOf(Event.End.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereTheCacheCannotGrowForOneAloneItFails(boolean heapIsFull) throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    model.cannotGrow = true;
    model.heapIsFull = heapIsFull;
    assertThat(outcome(submit(4, 60)))
        .isInstanceOfSatisfying(
            Event.Failure.class, f -> assertThat(f.message()).contains("there is no memory"));
    await(() -> engine.active() == 0 && engine.queued() == 0);
    model.cannotGrow = false;
    assertThat(outcome(submit(4, 60))).isInstanceOf(Event.End.class);
  }

  @Test
  void whileTheCacheGrowsMetricsAndHealthAreAnswered() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    int before = model.resizesBegun;
    Semaphore resizes = new Semaphore(0);
    model.resizes = resizes;
    Generation generation = submit(4, 8);
    await(() -> model.resizesBegun > before);
    // These would wait for the resize if it held the lock; the request is seen all the time.
    assertThat(engine.queued()).isEqualTo(1);
    assertThat(engine.accepting()).isTrue();
    resizes.release(MANY);
    assertThat(outcome(generation)).isInstanceOf(Event.End.class);
  }

  @Test
  void aStepThatFailsEndsItsRequestsAndNoOthers() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    // Three of the warm-up's prompts and tokens each, this one's prompt, and its second token.
    model.failsFrom = 8;
    Generation generation = submit(4, 8);
    assertThat(outcome(generation))
        .isInstanceOfSatisfying(
            Event.Failure.class, f -> assertThat(f.message()).contains("step 8 fails"));
    model.failsFrom = Integer.MAX_VALUE;
    assertThat(outcome(submit(4, 8))).isInstanceOf(Event.End.class);
    assertThat(engine.problem()).isEmpty();
  }

  @Test
  void aModelWithoutNumbersIsUnhealthy() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    model.notANumberFrom = 1;
    for (int i = 0; i < 10; i++) {
      assertThat(engine.problem()).isEmpty();
      assertThat(outcome(submit(4, 8))).isInstanceOf(Event.Failure.class);
    }
    await(() -> engine.problem().isPresent());
    model.notANumberFrom = Integer.MAX_VALUE;
    assertThat(outcome(submit(4, 8))).isInstanceOf(Event.End.class);
    await(() -> engine.problem().isEmpty());
  }

  /** Most steps succeed, and no request does. */
  @Test
  void aModelThatLosesItsNumbersLaterIsUnhealthyToo() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    int step = 6;
    for (int i = 0; i < 10; i++) {
      model.notANumberFrom = step + 4;
      step += 4;
      assertThat(outcome(submit(4, 8))).isInstanceOf(Event.Failure.class);
    }
    await(() -> engine.problem().orElse("").contains("the last 10 requests have failed"));
  }

  @Test
  void aListenerThatFailsEndsNoRequest() throws Exception {
    start(
        8,
        8 * FailingModel.CONTEXT,
        new EngineListener() {
          @Override
          public void promptRead(int tokens) {
            throw new IllegalStateException("prompt");
          }

          @Override
          public void firstToken() {
            throw new IllegalStateException("first");
          }

          @Override
          public void nextToken(double secondsSinceLast) {
            throw new IllegalStateException("next");
          }
        });
    assertThat(outcome(submit(4, 8))).isInstanceOf(Event.End.class);
  }

  @Test
  void whatAHangingThreadUsesIsNotFreed() throws Exception {
    start(8, 8 * FailingModel.CONTEXT, EngineListener.NONE);
    Semaphore steps = new Semaphore(0);
    model.steps = steps;
    submit(4, 8);
    await(() -> engine.active() == 1);
    engine.close(Duration.ofMillis(20));
    assertThat(model.closed).isFalse();
    steps.release(MANY);
    await(() -> model.closed);
  }

  /** The bound that the README has. */
  @Test
  void aLongRequestLeavesRoomForAsManyAsFitAtItsLength() throws Exception {
    start(8, 4 * FailingModel.CONTEXT, EngineListener.NONE);
    assertThat(mostTogether(FailingModel.CONTEXT - 4)).isEqualTo(4);
    assertThat(mostTogether(4)).isEqualTo(8);
  }

  /** How many of eight requests run at a time, one of so many tokens and seven of four. */
  private int mostTogether(int tokens) throws Exception {
    Semaphore steps = new Semaphore(0);
    model.steps = steps;
    model.mostRows = 0;
    List<Generation> all = new ArrayList<>();
    all.add(submit(4, tokens));
    await(() -> engine.active() == 1);
    for (int i = 0; i < 7; i++) {
      all.add(submit(4, 4));
    }
    steps.release(MANY);
    for (Generation generation : all) {
      assertThat(outcome(generation)).isInstanceOf(Event.End.class);
    }
    return model.mostRows;
  }

  private void start(int slots, long cacheBytes, EngineListener listener) {
    engine =
        new Engine(
            new EngineSettings(slots, 16, 256, cacheBytes, Duration.ofSeconds(10)),
            () -> model,
            tokenizer,
            Set.of(),
            listener,
            Faults.NONE);
    engine.start().join();
  }

  private Generation submit(int prompt, int tokens) throws RejectedException {
    return engine.submit(
        new GenerationRequest(new int[prompt], tokens, Sampling.GREEDY, List.of(), true));
  }

  private static Event outcome(Generation generation) throws InterruptedException {
    while (true) {
      Event event = generation.next(20, TimeUnit.SECONDS);
      if (!(event instanceof Event.Token)) {
        return event;
      }
    }
  }

  private static void let(Semaphore semaphore) {
    if (semaphore != null) {
      semaphore.release(MANY);
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
