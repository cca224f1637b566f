package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Told.OF_WARNING;

import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A real GPU is busy with real clients, and its memory is used up. */
final class GpuFaults {
  /** All slots are taken, and the queue is full. */
  private static final int CLIENTS = 96;

  private static final int TOKENS = 200;
  private static final double BUSY = 0.9;

  private final Bells bells;
  private final Inference service;
  private final RealGpu gpu;

  GpuFaults(Bells bells, Inference service, RealGpu gpu) {
    this.bells = bells;
    this.service = service;
    this.gpu = gpu;
  }

  void add() {
    List<Clients> clients = new ArrayList<>();
    Incident load =
        new Incident(
            CLIENTS + " clients ask all the time of the service on " + gpu,
            () -> {
              clients.add(Clients.ask(service, CLIENTS, TOKENS, false, 0, 0));
              Await.that(
                  gpu + " is more than 90 % busy",
                  Bells.PATIENCE,
                  () -> gpu.utilization(service.metrics()) > BUSY,
                  () ->
                      "it is "
                          + gpu.utilization(service.metrics())
                          + ": the demo model is too"
                          + " small to fill it, or the CPU too slow to keep it busy");
            },
            "the clients go",
            () -> clients.forEach(Clients::close),
            1);
    bells.ring(load, pattern("HighGPUUtilization"), OF_WARNING);

    // One after the other: what is critical mutes the warning.
    CountDownLatch warned = new CountDownLatch(1);
    memory("HighGPUMemoryUsage", 90, OF_WARNING, new CountDownLatch(0), warned);
    memory("CriticalGPUMemoryUsage", 97, OF_LLM_CRITICAL, warned, new CountDownLatch(1));
  }

  private void memory(
      String name, int percent, Set<String> told, CountDownLatch before, CountDownLatch after) {
    String cause = percent + " % of the memory of " + gpu + " is used";
    bells
        .ensemble()
        .with(
            name,
            cause,
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              try {
                before.await(2 * Bells.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                Instant began = Instant.now();
                scene.happens(cause, () -> use(percent / 100.0));
                try {
                  bells.rings(scene, pattern(name), told, began, cause);
                } finally {
                  scene.happens("the memory is given back", service::mend);
                }
                bells.ends(scene, pattern(name), told);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                after.countDown();
              }
            });
  }

  /** So much in all, with what others use. */
  private void use(double share) {
    service.breakWith("{\"gpu_ballast_bytes\": " + gpu.ballastFor(share, service.metrics()) + "}");
  }

  private AlertPattern pattern(String name) {
    return alert(name).with("instance", service.address()).with("gpu", gpu.index());
  }
}
