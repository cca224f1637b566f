package dev.tocsin.proofs.service;

import dev.tocsin.harness.servers.Await;
import java.util.Set;
import java.util.TreeSet;

/** What some fault tests wait for: that others, known by name, are done, or have failed. */
final class Gate {
  private final String what;
  private final Set<String> missing = new TreeSet<>();

  Gate(String what) {
    this.what = what;
  }

  /** It stays closed until this one is done. */
  synchronized void needs(String who) {
    missing.add(who);
  }

  synchronized void done(String who) {
    missing.remove(who);
  }

  private synchronized Set<String> missing() {
    return new TreeSet<>(missing);
  }

  /**
   * Waits until all are done.
   *
   * @throws AssertionError when that takes too long, with who is not
   */
  void pass() {
    Await.that(
        what,
        ExpectedAlerts.PATIENCE,
        () -> missing().isEmpty(),
        () -> "not done yet: " + missing());
  }
}
