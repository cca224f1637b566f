package dev.tocsin.proofs.service;

import static dev.tocsin.harness.faults.AlertPattern.alert;
import static dev.tocsin.proofs.Recipients.OF_CRITICAL;
import static dev.tocsin.proofs.Recipients.OF_WARNING;

import dev.tocsin.harness.faults.AlertPattern;
import java.time.Duration;
import java.time.Instant;

/** What goes wrong on hosts. */
final class HostFaults {
  private final ExpectedAlerts expectedAlerts;

  HostFaults(ExpectedAlerts expectedAlerts) {
    this.expectedAlerts = expectedAlerts;
  }

  void add(Host host, Host other) {
    usedUp(host);
    Gate emptied = new Gate("the other disk is notified to be empty");
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
    expectedAlerts.ring(load, at(host, "HighCPUUsage"), OF_WARNING);
    expectedAlerts.ring(load, at(host, "HighMemoryUsage"), OF_WARNING);
  }

  private void full(Host host) {
    Incident full =
        new Incident(
            "a small disk is really filled to 90 %",
            Duration.ZERO, () -> host.fillsDisk(0.9), "it is emptied", () -> host.fillsDisk(0.1));
    expectedAlerts.ring(full, disk(host, "LowDiskSpace"), OF_WARNING);
  }

  private void full(Host host, Gate emptied) {
    AlertPattern veryLow = disk(host, "VeryLowDiskSpace");
    String cause = "another small disk is really filled to 97 %";
    emptied.needs(veryLow.name());
    expectedAlerts.expected().collateral(host.address(), "LowDiskSpace");
    expectedAlerts.test(
        veryLow,
        OF_CRITICAL,
        cause,
        test -> {
          try {
            Instant began = Instant.now();
            test.causes(cause, () -> host.fillsDisk(0.97));
            expectedAlerts.rings(
                test, veryLow, OF_CRITICAL, ExpectedAlerts.Cause.at(test, cause, began));
            test.isInhibited(disk(host, "LowDiskSpace"), veryLow);
            test.causes("it is emptied", () -> host.fillsDisk(0.1));
            expectedAlerts.ends(test, veryLow, OF_CRITICAL, began);
          } finally {
            emptied.done(veryLow.name());
          }
        });
  }

  /** Not before its disk is notified to be empty: what is not measured any more ends too. */
  private void killed(Host host, Gate emptied) {
    AlertPattern down = at(host, "ExporterDown");
    String cause = "kill -9 of a node_exporter";
    expectedAlerts.test(
        down,
        OF_WARNING,
        cause,
        test -> {
          emptied.pass();
          Instant killed = Instant.now();
          test.causes(cause, host::kill);
          expectedAlerts.rings(
              test, down, OF_WARNING, ExpectedAlerts.Cause.at(test, cause, killed));
          test.causes("it is started again", host::restart);
          expectedAlerts.ends(test, down, OF_WARNING, killed);
        });
  }

  private static AlertPattern at(Host host, String name) {
    return alert(name).with("instance", host.address());
  }

  private static AlertPattern disk(Host host, String name) {
    return at(host, name).with("mountpoint", host.mountpoint());
  }
}
