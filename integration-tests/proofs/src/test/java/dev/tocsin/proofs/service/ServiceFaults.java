package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Told.OF_WARNING;

import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.stack.PrometheusApi.Sample;
import dev.tocsin.proofs.Gpus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What goes wrong with instances of the inference service. */
final class ServiceFaults implements AutoCloseable {
  private static final String MODEL = "demo";
  private static final String SOME_FAIL = "{\"fail_probability\": 0.07}";

  private final Bells bells;
  private final List<Clients> opened = new CopyOnWriteArrayList<>();

  /** One group holds all instances that are down: one is killed when the other crashes no more. */
  private final CountDownLatch crashesAreOver = new CountDownLatch(1);

  ServiceFaults(Bells bells) {
    this.bells = bells;
  }

  /**
   * Sixteen clients and steps of 2.2 s: some wait, none fails. Three or so end with each step, and
   * the others are always more than ten.
   */
  void busy(Inference busy) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "16 clients ask all the time, and a step takes 2.2 s",
            () -> {
              busy.breakWith("{\"slow_step_ms\": 2200}");
              clients.add(ask(busy, 16, 6, false, 0, 800));
            },
            "the clients go",
            () -> {
              clients.forEach(Clients::close);
              busy.mend();
            },
            4);
    bells.ring(load, model(busy, "HighTTFT"), OF_WARNING);
    bells.ring(load, model(busy, "LowThroughput"), OF_WARNING);
    bells.ring(load, model(busy, "HighActiveRequests"), OF_WARNING);
    bells.ring(load, model(busy, "HighRequestLatency"), OF_WARNING);
  }

  void overloaded(Inference overloaded) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "60 clients ask at once for 30 tokens each, and a step takes 0.25 s",
            () -> {
              overloaded.breakWith("{\"slow_step_ms\": 250}");
              clients.add(ask(overloaded, 60, 30, false, 0, 0));
            },
            "the clients go",
            () -> {
              clients.forEach(Clients::close);
              overloaded.mend();
            },
            3);
    bells.ring(load, model(overloaded, "VeryHighTTFT"), OF_LLM_CRITICAL);
    bells.ring(load, model(overloaded, "VeryHighActiveRequests"), OF_LLM_CRITICAL);
    bells.ring(load, model(overloaded, "RequestQueueBuilding"), OF_WARNING);
  }

  /** One token a second, and then none: a step that never ends. */
  void slowAndFrozen(Inference slow) {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            "a step takes a second",
            () -> {
              slow.breakWith("{\"slow_step_ms\": 1000}");
              clients.add(ask(slow, 1, 8, false, 0, 0));
            },
            "the engine freezes",
            () -> slow.breakWith("{\"freeze\": true}"),
            1);
    bells
        .ensemble()
        .with(
            "VeryLowThroughput",
            load.cause(),
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              Instant began = load.begin(scene);
              try {
                bells.rings(
                    scene, model(slow, "VeryLowThroughput"), OF_LLM_CRITICAL, began, load.cause());
              } finally {
                load.seen();
              }
              load.mend(scene);
            });
    bells
        .ensemble()
        .with(
            "LLMServiceUnhealthy",
            "the engine freezes while a client waits",
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              AlertPattern unhealthy =
                  alert("LLMServiceUnhealthy").with("instance", slow.address());
              load.mend(scene);
              Instant began = Instant.now();
              bells.rings(scene, unhealthy, OF_LLM_CRITICAL, began, "the engine freezes");
              scene.fires(model(slow, "VeryLowThroughput"));
              scene.happens(
                  "it thaws, and the client goes",
                  () -> {
                    clients.forEach(Clients::close);
                    slow.mend();
                  });
              bells.ends(scene, unhealthy, OF_LLM_CRITICAL);
              bells.ends(scene, model(slow, "VeryLowThroughput"), OF_LLM_CRITICAL);
            });
  }

  void failing(Inference failing, Inference breaking) {
    List<Clients> clients = new ArrayList<>();
    Incident some =
        new Incident(
            "7 of 100 requests fail",
            () -> {
              failing.breakWith(SOME_FAIL);
              clients.add(ask(failing, 4, 1, false, 60, 0));
            },
            "no request fails any more, and the clients go",
            () -> {
              clients.forEach(Clients::close);
              failing.mend();
            },
            2);
    bells.ring(some, model(failing, "HighErrorRate"), OF_WARNING);
    // The window goes on about the failures when the process is gone, and must not be heard.
    bells
        .ensemble()
        .with(
            "LLMServiceDown",
            "the process is killed: it mutes its own symptoms, and no other's",
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              AlertPattern down = alert("LLMServiceDown").with("instance", failing.address());
              try {
                scene.fires(model(failing, "HighErrorRate"));
                await(crashesAreOver);
                Instant killed = Instant.now();
                scene.happens("kill -9 of the process", failing::kill);
                try {
                  bells.rings(scene, down, OF_LLM_CRITICAL, killed, "kill -9 of the process");
                  scene.isInhibited(model(failing, "HighErrorRate"), down);
                } finally {
                  // What ends while it is muted, nobody is told of: it goes on as before.
                  scene.happens(
                      "the process is started again, and fails as before",
                      () -> {
                        failing.restart();
                        failing.breakWith(SOME_FAIL);
                      });
                }
                bells.ends(scene, down, OF_LLM_CRITICAL);
              } finally {
                some.seen();
              }
              some.mend(scene);
            });
    Incident half =
        new Incident(
            "half of the streams break after their headers",
            () -> {
              breaking.breakWith("{\"break_probability\": 0.5}");
              ask(breaking, 3, 12, true, 80, 0);
            },
            "no stream breaks any more",
            breaking::mend,
            1);
    bells.ring(half, model(breaking, "VeryHighErrorRate"), OF_LLM_CRITICAL);
  }

  void empty(Inference empty) {
    Incident unloaded =
        new Incident(
            "the model is unloaded",
            () -> empty.breakWith("{\"model_unloaded\": true}"),
            "the model is loaded again",
            empty::mend,
            1);
    bells.ring(
        unloaded, alert("ModelNotLoaded").with("instance", empty.address()), OF_LLM_CRITICAL);
  }

  /** By a stand-in for NVIDIA's library: GPU 0 is busy and fairly full, GPU 1 is full. */
  void gpus(Inference service, Gpus gpus) {
    Incident load =
        new Incident(
            "GPU load and memory, by a stand-in for NVIDIA's library",
            () -> gpus.say(new int[] {95, 72}, new int[] {5, 78}),
            "the GPUs are idle",
            () -> gpus.say(new int[] {5, 10}, new int[] {5, 10}),
            3);
    bells.ring(load, gpu(service, "HighGPUUtilization", 0), OF_WARNING);
    bells.ring(load, gpu(service, "HighGPUMemoryUsage", 0), OF_WARNING);
    bells.ring(load, gpu(service, "CriticalGPUMemoryUsage", 1), OF_LLM_CRITICAL);
  }

  void crashing(Inference crashing) {
    String cause = "kill -9 and a new start, three times";
    bells
        .ensemble()
        .with(
            "LLMServiceRestarting",
            cause,
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              AlertPattern restarting =
                  alert("LLMServiceRestarting").with("instance", crashing.address());
              Instant began = Instant.now();
              scene.happens(
                  cause,
                  () -> {
                    double start = started(scene, crashing).orElseThrow();
                    for (int i = 0; i < 3; i++) {
                      start = crash(scene, crashing, start);
                    }
                  });
              scene.ends(alert("LLMServiceDown").with("instance", crashing.address()));
              crashesAreOver.countDown();
              bells.rings(scene, restarting, OF_LLM_CRITICAL, began, cause);
              bells.ends(scene, restarting, OF_LLM_CRITICAL);
            });
  }

  /**
   * Kills it and starts it again, and waits until Prometheus has seen that: a start that is never
   * scraped is none, and while it is down there is none to be seen.
   *
   * @param start when it was started, in seconds
   * @return when it has been started now
   */
  private static double crash(Scene scene, Inference service, double start) {
    service.kill();
    service.restart();
    AtomicReference<Double> seen = new AtomicReference<>(start);
    Await.that(
        "Prometheus has seen the new start",
        Bells.PATIENCE,
        () -> {
          seen.set(started(scene, service).orElse(start));
          return seen.get() > start;
        },
        () -> "it knows of the one at " + seen.get());
    return seen.get();
  }

  /** When the process started, as Prometheus sees now. */
  private static Optional<Double> started(Scene scene, Inference service) {
    return scene
        .stage()
        .prometheus()
        .query("process_start_time_seconds{instance=\"" + service.address() + "\"}")
        .stream()
        .map(Sample::value)
        .findFirst();
  }

  private Clients ask(
      Inference service,
      int count,
      int tokens,
      boolean streaming,
      int pauseMillis,
      int apartMillis) {
    Clients clients = Clients.ask(service, count, tokens, streaming, pauseMillis, apartMillis);
    opened.add(clients);
    return clients;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(Bells.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
