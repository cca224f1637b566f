package dev.tocsin.proofs.service;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.proofs.Recipients.OF_LLM_CRITICAL;
import static dev.tocsin.proofs.Recipients.OF_WARNING;

import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultTest;
import dev.tocsin.harness.servers.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A real GPU is busy with real clients, and its memory is used up. */
final class GpuFaults {
  /** All slots are taken, and the queue is full. */
  private static final int CLIENTS = 96;

  private static final int TOKENS = 200;
  private static final double BUSY = 0.9;

  private final ExpectedAlerts expectedAlerts;
  private final Inference service;
  private final RealGpu gpu;

  GpuFaults(ExpectedAlerts expectedAlerts, Inference service, RealGpu gpu) {
    this.expectedAlerts = expectedAlerts;
    this.service = service;
    this.gpu = gpu;
  }

  void add() {
    List<Clients> clients = new ArrayList<>();
    // All slots are taken and the queue is full, so that these may fire as well.
    expectedAlerts
        .expected()
        .collateral(
            service.address(),
            "HighTTFT",
            "VeryHighTTFT",
            "HighRequestLatency",
            "LowThroughput",
            "VeryLowThroughput",
            "HighErrorRate",
            "VeryHighErrorRate",
            "HighActiveRequests",
            "VeryHighActiveRequests",
            "RequestQueueBuilding");
    Incident load =
        new Incident(
            CLIENTS + " clients ask all the time of the service on " + gpu,
            Duration.ofSeconds(2),
            () -> {
              clients.add(new Clients(service, TOKENS, false, 0).come(CLIENTS));
              Await.that(
                  gpu + " is more than 90 % busy",
                  ExpectedAlerts.PATIENCE,
                  () -> gpu.utilization(service.metrics()) > BUSY,
                  () ->
                      "it is "
                          + gpu.utilization(service.metrics())
                          + ": the demo model is too"
                          + " small to fill it, or the CPU too slow to keep it busy");
            },
            "the clients go",
            () -> clients.forEach(Clients::close));
    expectedAlerts.ring(load, pattern("HighGPUUtilization"), OF_WARNING);

    // One after the other: what is critical mutes the warning.
    Gate warned = new Gate("HighGPUMemoryUsage has ended");
    warned.needs("HighGPUMemoryUsage");
    memory("HighGPUMemoryUsage", 90, OF_WARNING, test -> {}, warned);
    memory("CriticalGPUMemoryUsage", 97, OF_LLM_CRITICAL, test -> warned.pass(), warned);
  }

  private void memory(
      String name, int percent, Set<String> notified, Consumer<FaultTest> before, Gate done) {
    String cause = percent + " % of the memory of " + gpu + " is used";
    expectedAlerts.test(
        pattern(name),
        notified,
        cause,
        test -> {
          try {
            before.accept(test);
            Instant began = Instant.now();
            test.causes(cause, () -> use(percent / 100.0));
            try {
              expectedAlerts.rings(
                  test, pattern(name), notified, ExpectedAlerts.Cause.at(test, cause, began));
            } finally {
              test.causes("the memory is given back", service::mend);
            }
            expectedAlerts.ends(test, pattern(name), notified, began);
          } finally {
            done.done(name);
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
