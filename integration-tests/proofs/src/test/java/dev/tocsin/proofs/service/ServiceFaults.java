package dev.tocsin.proofs.service;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.proofs.Recipients.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Recipients.OF_WARNING;

import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultTest;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.proofs.Gpus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** What goes wrong with instances of the inference service. */
final class ServiceFaults implements AutoCloseable {
  private static final String MODEL = "demo";

  /** Slots of {@link #busy}: more than ten, and no more than twenty. */
  static final int BUSY_SLOTS = 12;

  /** Slots of {@link #overloaded}: more than twenty. */
  static final int OVERLOADED_SLOTS = 24;

  /** A request for seven tokens takes six steps. */
  private static final int TOKENS = 7;

  private static final int STEPS = TOKENS - 1;

  private static final String HOLDS_A_SLOT = "llm_active_requests";
  private static final String BUSY_SECONDS = "llm_decode_busy_seconds_total";
  private static final String SLOW = "{\"slow_step_ms\": 700}";
  private static final String QUICK = "{\"slow_step_ms\": 20}";

  /** How long the service waits for a step before it says that it is not healthy. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** No step of the fast one takes as long, on a busy machine either. */
  private static final Duration A_STEP = Duration.ofMillis(300);

  /** Until it is paused in the middle of a request, at the second try at the latest. */
  private static final Duration FREEZING = A_STEP.multipliedBy(5);

  /** Longer than it takes to tell people of something new. */
  private static final Duration WOULD_BE_TOLD = Duration.ofSeconds(3);

  private final ExpectedAlerts expectedAlerts;
  private final List<Clients> opened = new CopyOnWriteArrayList<>();

  /** Whoever wanted to see another's symptom has, or has failed. */
  private Runnable symptomIsSeen = () -> {};

  ServiceFaults(ExpectedAlerts expectedAlerts) {
    this.expectedAlerts = expectedAlerts;
  }

  /**
   * More clients than slots, always: who comes next waits a step for a slot and another for a first
   * token. They come two with each step, so that two end with each step and two others wait who
   * take their slots: whatever the machine does, all slots are taken.
   */
  void busy(Inference busy) {
    Clients clients = clients(busy, TOKENS, false, 0);
    Incident load =
        new Incident(
            BUSY_SLOTS
                + 2
                + " clients ask all the time for "
                + BUSY_SLOTS
                + " slots, by steps of 1.5 s",
            Duration.ofSeconds(25),
            () -> {
              busy.breakWith("{\"slow_step_ms\": 1500}");
              for (int slots = BUSY_SLOTS / STEPS;
                  slots <= BUSY_SLOTS;
                  slots += BUSY_SLOTS / STEPS) {
                clients.come(BUSY_SLOTS / STEPS);
                awaitAtLeast(slots, busy);
              }
              clients.come(2);
            },
            "the clients go",
            () -> {
              clients.close();
              busy.mend();
            });
    expectedAlerts.ring(load, model(busy, "HighTTFT"), OF_WARNING);
    expectedAlerts.ring(load, model(busy, "LowThroughput"), OF_WARNING);
    expectedAlerts.ring(load, model(busy, "HighActiveRequests"), OF_WARNING);
    expectedAlerts.ring(load, model(busy, "HighRequestLatency"), OF_WARNING);
  }

  private static void awaitAtLeast(int slots, Inference service) {
    Await.that(
        slots + " requests hold a slot",
        ExpectedAlerts.PATIENCE,
        () -> service.metric(HOLDS_A_SLOT) >= slots,
        () -> service.metric(HOLDS_A_SLOT) + " do");
  }

  /**
   * Three times as many clients as slots, whose requests take a step each: who comes next waits two
   * steps for a slot and a third for its tokens.
   */
  void overloaded(Inference overloaded) {
    int count = 3 * OVERLOADED_SLOTS;
    Clients clients = clients(overloaded, 2, false, 0);
    Incident load =
        new Incident(
            count + " clients ask at once for " + OVERLOADED_SLOTS + " slots, by steps of 1.85 s",
            Duration.ofSeconds(7),
            () -> {
              overloaded.breakWith("{\"slow_step_ms\": 1850}");
              clients.come(count);
            },
            "the clients go",
            () -> {
              clients.close();
              overloaded.mend();
            });
    expectedAlerts.ring(load, model(overloaded, "VeryHighTTFT"), OF_LLM_CRITICAL);
    expectedAlerts.ring(load, model(overloaded, "VeryHighActiveRequests"), OF_LLM_CRITICAL);
    expectedAlerts.ring(load, model(overloaded, "RequestQueueBuilding"), OF_WARNING);
    expectedAlerts
        .expected()
        .collateral(overloaded.address(), "HighTTFT", "HighActiveRequests", "HighRequestLatency");
  }

  /**
   * Slow tokens, and the process is killed before anybody is notified of them: that is held back,
   * and told when the process is there again and as slow. When it has been fast for a while, it
   * freezes.
   */
  void slowKilledAndFrozen(Inference service, AlertPattern symptomOfAnother) {
    AlertPattern slow = model(service, "VeryLowThroughput");
    Gate quick = new Gate("the instance that was slow is fast");
    expectedAlerts.expected().rings(slow.name(), service.address(), OF_LLM_CRITICAL);
    expectedAlerts.expected().collateral(service.address(), "LowThroughput");
    killedWhileSlow(service, slow, symptomOfAnother, quick);
    Clients clients = clients(service, 100, false, 0);
    Incident frozen =
        new Incident(
            "the engine of a fast instance freezes while clients wait",
            HEARTBEAT.plus(FREEZING),
            () -> {
              clients.come(2);
              freezeWhileDecoding(service);
            },
            "it thaws, and the clients go",
            () -> {
              clients.close();
              service.mend();
            });
    Consumer<FaultTest> whenFast =
        test -> {
          quick.pass();
          test.isNotActive(slow);
        };
    expectedAlerts.ring(
        frozen,
        alert("LLMServiceUnhealthy").with("instance", service.address()),
        OF_LLM_CRITICAL,
        whenFast);
    expectedAlerts.ring(frozen, slow, OF_LLM_CRITICAL, whenFast);
  }

  private void killedWhileSlow(
      Inference service, AlertPattern slow, AlertPattern symptomOfAnother, Gate quick) {
    AlertPattern down = alert("LLMServiceDown").with("instance", service.address());
    String killing = "kill -9 of the process";
    quick.needs(down.name());
    expectedAlerts.test(
        down,
        OF_LLM_CRITICAL,
        killing + ": it mutes its own symptoms, and no other's",
        test -> {
          try {
            Clients clients = clients(service, 8, false, 0);
            test.causes(
                "a step takes 0.7 s",
                () -> {
                  service.breakWith(SLOW);
                  clients.come(2);
                });
            test.isPending(slow);
            worksForLonger(service);
            Instant killed = Instant.now();
            test.causes(
                killing,
                () -> {
                  service.kill();
                  clients.close();
                });
            Clients later = clients(service, 8, false, 0);
            try {
              expectedAlerts.rings(
                  test, down, OF_LLM_CRITICAL, ExpectedAlerts.Cause.at(test, killing, killed));
              test.fires(slow);
              test.isInhibited(slow, down);
              test.isNotSuppressed(symptomOfAnother);
              symptomIsSeen.run();
              Await.passing(WOULD_BE_TOLD);
              expectedAlerts.heldBack(test, slow);
            } finally {
              test.causes(
                  "the process is started again, and is as slow",
                  () -> {
                    // Who asks before it is ready is refused, which fires other alerts.
                    service.restart();
                    service.breakWith(SLOW);
                    later.come(2);
                  });
            }
            expectedAlerts.ends(test, down, OF_LLM_CRITICAL, killed);
            expectedAlerts.notified(test, slow, false, OF_LLM_CRITICAL, killed);
            test.causes("a step takes 20 ms", () -> service.breakWith(QUICK));
            expectedAlerts.ends(test, slow, OF_LLM_CRITICAL, killed);
            later.close();
          } finally {
            symptomIsSeen.run();
            quick.done(down.name());
          }
        });
  }

  /**
   * What has just been busy for the share of the window that counts is not when it is dead: nothing
   * is added to what the window holds then.
   */
  private static void worksForLonger(Inference service) {
    double before = service.metric(BUSY_SECONDS);
    Await.that(
        service.address() + " works for longer",
        ExpectedAlerts.PATIENCE,
        () -> service.metric(BUSY_SECONDS) - before >= 1,
        () -> "busy for " + (service.metric(BUSY_SECONDS) - before) + " s more");
  }

  /** Between two requests nothing is decoded, and a freeze there shows in no throughput. */
  private static void freezeWhileDecoding(Inference service) {
    Await.that(
        "the engine freezes while it decodes",
        ExpectedAlerts.PATIENCE,
        () -> {
          service.breakWith(QUICK);
          // In the middle of requests, which take two seconds.
          boolean decodes = busyFor(service, A_STEP) > 0;
          service.breakWith("{\"freeze\": true}");
          // What goes on after the step that was on goes on until it thaws.
          Await.passing(A_STEP);
          return decodes && busyFor(service, A_STEP.dividedBy(2)) > 0;
        },
        () -> "");
  }

  /** For how many seconds of this time it decodes. */
  private static double busyFor(Inference service, Duration time) {
    double before = service.metric(BUSY_SECONDS);
    Await.passing(time);
    return service.metric(BUSY_SECONDS) - before;
  }

  /**
   * Some requests fail, and elsewhere half of the streams break.
   *
   * @return an alert that fires until another fault test has seen it
   */
  AlertPattern failing(Inference failing, Inference breaking) {
    Clients clients = clients(failing, 1, false, 200);
    Incident some =
        new Incident(
            "7 of 100 requests fail",
            Duration.ofSeconds(5),
            () -> {
              failing.breakWith("{\"fail_probability\": 0.07}");
              clients.come(4);
            },
            "no request fails any more, and the clients go",
            () -> {
              clients.close();
              failing.mend();
            });
    AlertPattern symptom = model(failing, "HighErrorRate");
    expectedAlerts.ring(some, symptom, OF_WARNING);
    some.needs("another instance's fault test");
    symptomIsSeen = () -> some.seen("another instance's fault test");

    Clients streams = clients(breaking, 12, true, 80);
    Incident half =
        new Incident(
            "half of the streams break after their headers",
            Duration.ofSeconds(5),
            () -> {
              breaking.breakWith("{\"break_probability\": 0.5}");
              streams.come(3);
            },
            "no stream breaks any more",
            breaking::mend);
    expectedAlerts.ring(half, model(breaking, "VeryHighErrorRate"), OF_LLM_CRITICAL);
    expectedAlerts.expected().collateral(breaking.address(), "HighErrorRate");
    return symptom;
  }

  void empty(Inference empty) {
    Incident unloaded =
        new Incident(
            "the model is unloaded",
            Duration.ZERO,
            () -> empty.breakWith("{\"model_unloaded\": true}"),
            "the model is loaded again",
            empty::mend);
    expectedAlerts.ring(
        unloaded, alert("ModelNotLoaded").with("instance", empty.address()), OF_LLM_CRITICAL);
  }

  /** By a stand-in for NVIDIA's library: GPU 0 is busy and fairly full, GPU 1 is full. */
  void gpus(Inference service, Gpus gpus) {
    Incident load =
        new Incident(
            "GPU load and memory, by a stand-in for NVIDIA's library",
            Duration.ofSeconds(2),
            () -> gpus.say(new int[] {95, 72}, new int[] {5, 78}),
            "the GPUs are idle",
            () -> gpus.say(new int[] {5, 10}, new int[] {5, 10}));
    expectedAlerts.ring(load, gpu(service, "HighGPUUtilization", 0), OF_WARNING);
    expectedAlerts.ring(load, gpu(service, "HighGPUMemoryUsage", 0), OF_WARNING);
    expectedAlerts.ring(load, gpu(service, "CriticalGPUMemoryUsage", 1), OF_LLM_CRITICAL);
  }

  /** What counts is the third new start, however long the first two took. */
  void crashing(Inference crashing) {
    String cause = "kill -9 and a new start, three times";
    AlertPattern restarting = alert("LLMServiceRestarting").with("instance", crashing.address());
    expectedAlerts.expected().collateral(crashing.address(), "LLMServiceDown");
    expectedAlerts.test(
        restarting,
        OF_LLM_CRITICAL,
        cause,
        test -> {
          double start = started(test, crashing).orElseThrow();
          AtomicReference<Instant> last = new AtomicReference<>(test.since());
          for (int i = 1; i <= 3; i++) {
            double before = start;
            test.causes(
                "kill -9 and a new start, the " + i + ".",
                () -> {
                  last.set(Instant.now());
                  crashing.kill();
                  crashing.restart();
                });
            Duration restart = Duration.between(last.get(), Instant.now());
            if (i == 3) {
              expectedAlerts.rings(
                  test,
                  restarting,
                  OF_LLM_CRITICAL,
                  new ExpectedAlerts.Cause(cause, test.since(), last.get(), restart));
            } else {
              start = seen(test, crashing, before);
            }
          }
          expectedAlerts.ends(test, restarting, OF_LLM_CRITICAL, last.get());
        });
  }

  /**
   * Waits until Prometheus has seen a new start: one that is never scraped is none, and while it is
   * down there is none to be seen.
   *
   * @param start when it was started before, in seconds
   * @return when it has been started now
   */
  private static double seen(FaultTest test, Inference service, double start) {
    AtomicReference<Double> seen = new AtomicReference<>(start);
    Await.that(
        "Prometheus has seen the new start",
        ExpectedAlerts.PATIENCE,
        () -> {
          seen.set(started(test, service).orElse(start));
          return seen.get() > start;
        },
        () -> "it knows of the one at " + seen.get());
    return seen.get();
  }

  /** When the process started, as Prometheus sees now. */
  private static Optional<Double> started(FaultTest test, Inference service) {
    return test
        .bed()
        .prometheus()
        .query("process_start_time_seconds{instance=\"" + service.address() + "\"}")
        .stream()
        .map(Sample::value)
        .findFirst();
  }

  private Clients clients(Inference service, int tokens, boolean streaming, int pauseMillis) {
    Clients clients = new Clients(service, tokens, streaming, pauseMillis);
    opened.add(clients);
    return clients;
  }

  private static AlertPattern model(Inference instance, String name) {
    return alert(name).with("instance", instance.address()).with("model", MODEL);
  }

  private static AlertPattern gpu(Inference instance, String name, int gpu) {
    return alert(name).with("instance", instance.address()).with("gpu", Integer.toString(gpu));
  }

  /** All clients go. */
  @Override
  public void close() {
    opened.forEach(Clients::close);
  }
}
