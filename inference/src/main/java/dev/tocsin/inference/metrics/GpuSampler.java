package dev.tocsin.inference.metrics;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reads the GPUs once a second on a thread of its own, so that a hanging driver cannot block a
 * scrape. Readings older than ten seconds are not exposed.
 */
public final class GpuSampler implements AutoCloseable {

  static final Duration EVERY = Duration.ofSeconds(1);
  static final Duration STALE = Duration.ofSeconds(10);

  private record Sample(List<GpuReading> readings, long nanos) {}

  private final Supplier<List<GpuReading>> source;
  private final LongSupplier nanos;
  private final Runnable onEnd;
  private final Thread thread = new Thread(this::run, "gpu-sampler");
  private volatile Sample last;

  /** Takes a first sample and starts the thread. */
  public GpuSampler(Nvml nvml) {
    this(nvml::read, System::nanoTime, nvml::close);
  }

  GpuSampler(Supplier<List<GpuReading>> source, LongSupplier nanos, Runnable onEnd) {
    this.source = source;
    this.onEnd = onEnd;
    this.nanos = nanos;
    last = new Sample(source.get(), nanos.getAsLong());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY.toMillis());
        last = new Sample(source.get(), nanos.getAsLong());
      }
    } catch (InterruptedException e) {
      // Closed. The thread that uses the driver closes it; if the driver hangs, it stays open.
      onEnd.run();
    }
  }

  /** The last readings; empty when they are stale. */
  public List<GpuReading> readings() {
    Sample sample = last;
    boolean stale = nanos.getAsLong() - sample.nanos() > STALE.toNanos();
    return stale ? List.of() : sample.readings();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
