package dev.tocsin.proofs.service;

import static dev.tocsin.harness.AlertPattern.alert;
import static dev.tocsin.proofs.Told.OF_CRITICAL;
import static dev.tocsin.proofs.Told.OF_WARNING;

import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
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
    full(host);
    fullAndKilled(other);
  }

  private void usedUp(Host host) {
    Incident load =
        new Incident(
            "a host's CPU and memory are used up, by its procfs tree",
            () -> {
              host.usesCpu(0.95);
              host.usesMemory(0.92);
            },
            "they are free again",
            () -> {
              host.usesCpu(0.1);
              host.usesMemory(0.3);
            },
            2);
    bells.ring(load, at(host, "HighCPUUsage"), OF_WARNING);
    bells.ring(load, at(host, "HighMemoryUsage"), OF_WARNING);
  }

  private void full(Host host) {
    Incident full =
        new Incident(
            "a small disk is really filled to 90 %",
            () -> host.fillsDisk(0.9), "it is emptied", () -> host.fillsDisk(0.1), 1);
    bells.ring(full, disk(host, "LowDiskSpace"), OF_WARNING);
  }

  private void fullAndKilled(Host host) {
    AlertPattern veryLow = disk(host, "VeryLowDiskSpace");
    AlertPattern down = at(host, "ExporterDown");
    Incident full =
        new Incident(
            "another small disk is really filled to 97 %",
            () -> host.fillsDisk(0.97),
            "it is emptied, and the exporter is killed",
            () -> {
              host.fillsDisk(0.1);
              // It is seen as empty before it is no longer seen.
              Await.passing(Duration.ofSeconds(2));
              host.kill();
            },
            1);
    bells
        .ensemble()
        .with(
            veryLow.name(),
            full.cause(),
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              Instant began = full.begin(scene);
              try {
                bells.rings(scene, veryLow, OF_CRITICAL, began, full.cause());
                scene.isInhibited(disk(host, "LowDiskSpace"), veryLow);
              } finally {
                full.seen();
              }
              full.mend(scene);
              bells.ends(scene, veryLow, OF_CRITICAL);
            })
        .with(
            down.name(),
            "a node_exporter is killed",
            scene -> {
              scene.waitsAtMost(Bells.PATIENCE);
              full.mend(scene);
              Instant killed = Instant.now();
              bells.rings(scene, down, OF_WARNING, killed, "kill -9 of a node_exporter");
              scene.happens("it is started again", host::restart);
              bells.ends(scene, down, OF_WARNING);
            });
  }

  private static AlertPattern at(Host host, String name) {
    return alert(name).with("instance", host.address());
  }

  private static AlertPattern disk(Host host, String name) {
    return at(host, name).with("mountpoint", host.mountpoint());
  }
}
