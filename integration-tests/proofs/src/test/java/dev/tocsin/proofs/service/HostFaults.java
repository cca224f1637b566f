package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.OF_CRITICAL;
import static dev.tocsin.proofs.Told.OF_WARNING;

import dev.tocsin.harness.AlertPattern;
import java.time.Duration;
import java.time.Instant;

/** What goes wrong on hosts. */
final class HostFaults {
  private final Bells bells;

  HostFaults(Bells bells) {
    this.bells = bells;
  }

  void add(Host host, Host other) {
    usedUp(host);
    Gate emptied = new Gate("the other disk is told to be empty");
    if (host.hasDisk()) {
      full(host);
      full(other, emptied);
    }
    killed(other, emptied);
  }

  private void usedUp(Host host) {
    Incident load =
        new Incident(
            "a host's CPU and memory are used up, by its procfs tree",
            Duration.ZERO,
            () -> {
              host.usesCpu(0.95);
              host.usesMemory(0.92);
            },
            "they are free again",
            () -> {
              host.usesCpu(0.1);
              host.usesMemory(0.3);
            });
    bells.ring(load, at(host, "HighCPUUsage"), OF_WARNING);
    bells.ring(load, at(host, "HighMemoryUsage"), OF_WARNING);
  }

  private void full(Host host) {
    Incident full =
        new Incident(
            "a small disk is really filled to 90 %",
            Duration.ZERO, () -> host.fillsDisk(0.9), "it is emptied", () -> host.fillsDisk(0.1));
    bells.ring(full, disk(host, "LowDiskSpace"), OF_WARNING);
  }

  private void full(Host host, Gate emptied) {
    AlertPattern veryLow = disk(host, "VeryLowDiskSpace");
    String cause = "another small disk is really filled to 97 %";
    emptied.needs(veryLow.name());
    bells.expected().collateral(host.address(), "LowDiskSpace");
    bells.scene(
        veryLow,
        OF_CRITICAL,
        cause,
        scene -> {
          try {
            Instant began = Instant.now();
            scene.happens(cause, () -> host.fillsDisk(0.97));
            bells.rings(scene, veryLow, OF_CRITICAL, Bells.Cause.at(scene, cause, began));
            scene.isInhibited(disk(host, "LowDiskSpace"), veryLow);
            scene.happens("it is emptied", () -> host.fillsDisk(0.1));
            bells.ends(scene, veryLow, OF_CRITICAL, began);
          } finally {
            emptied.done(veryLow.name());
          }
        });
  }

  /** Not before its disk is told to be empty: what is not measured any more ends too. */
  private void killed(Host host, Gate emptied) {
    AlertPattern down = at(host, "ExporterDown");
    String cause = "kill -9 of a node_exporter";
    bells.scene(
        down,
        OF_WARNING,
        cause,
        scene -> {
          emptied.pass();
          Instant killed = Instant.now();
          scene.happens(cause, host::kill);
          bells.rings(scene, down, OF_WARNING, Bells.Cause.at(scene, cause, killed));
          scene.happens("it is started again", host::restart);
          bells.ends(scene, down, OF_WARNING, killed);
        });
  }

  private static AlertPattern at(Host host, String name) {
    return alert(name).with("instance", host.address());
  }

  private static AlertPattern disk(Host host, String name) {
    return at(host, name).with("mountpoint", host.mountpoint());
  }
}
