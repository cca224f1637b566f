package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.CPU;
import static dev.tocsin.monitoring.Labels.DEVICE;
import static dev.tocsin.monitoring.Labels.FSTYPE;
import static dev.tocsin.monitoring.Labels.MODE;
import static dev.tocsin.monitoring.Labels.MOUNTPOINT;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.promql.Matcher;

/** What node_exporter tells of a host, whatever its job is called. */
final class HostMetrics {
  private HostMetrics() {}

  /**
   * Leaves out file systems that are full by nature (images, media, containers' layers) and those
   * that are memory. What carries no {@code fstype} stays in.
   */
  private static final Matcher ON_A_DISK =
      FSTYPE.doesNotMatch("tmpfs|ramfs|squashfs|iso9660|udf|overlay|nsfs|fuse.lxcfs");

  static final Counter<Seconds> IDLE_CPU =
      counter("node_cpu_seconds_total", SECONDS, CPU, MODE).where(MODE.is("idle"));

  /** What programs can still get without swapping, page cache that can be dropped included. */
  static final Gauge<Bytes> MEMORY_AVAILABLE = gauge("node_memory_MemAvailable_bytes", BYTES);

  static final Gauge<Bytes> MEMORY_TOTAL = gauge("node_memory_MemTotal_bytes", BYTES);

  /** What is left for programs without root's rights. */
  static final Gauge<Bytes> DISK_AVAILABLE =
      gauge("node_filesystem_avail_bytes", BYTES, DEVICE, FSTYPE, MOUNTPOINT).where(ON_A_DISK);

  static final Gauge<Bytes> DISK_SIZE =
      gauge("node_filesystem_size_bytes", BYTES, DEVICE, FSTYPE, MOUNTPOINT).where(ON_A_DISK);

  /** 1 where nothing can be written, so that nothing can fill up either. */
  static final Gauge<Bool> DISK_READ_ONLY =
      gauge("node_filesystem_readonly", BOOL, DEVICE, FSTYPE, MOUNTPOINT);
}
