package dev.tocsin.inference.engine;

import java.util.function.LongSupplier;

/** Accumulates the time in which work was going on, up to now. */
final class BusyClock {

  private final LongSupplier nanos;
  private long total;
  private long since;
  private boolean busy;

  BusyClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void set(boolean nowBusy) {
    if (nowBusy == busy) {
      return;
    }
    long now = nanos.getAsLong();
    if (busy) {
      total += now - since;
    }
    busy = nowBusy;
    since = now;
  }

  synchronized double seconds() {
    return (total + (busy ? nanos.getAsLong() - since : 0)) / 1e9;
  }
}
