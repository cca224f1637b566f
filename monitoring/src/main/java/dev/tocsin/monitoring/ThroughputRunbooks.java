package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link ThroughputAlerts} fire. */
final class ThroughputRunbooks {
  private ThroughputRunbooks() {}

  static final Runbook LOW_THROUGHPUT =
      runbook("low-throughput")
          .symptoms(
              """
              While it decodes, the model makes fewer than 10 tokens per second, all sequences together.
              Text appears slower than one reads. An idle service does not raise this.
              """)
          .investigation(
              """
              1. How slow, and since when? `rate(llm_generated_tokens_total[5m]) / rate(llm_decode_busy_seconds_total[5m])`, over the last day. A step down has a cause
                 with a time; a slope is growth.
              2. Does it run on the device that you think? The log's first lines name it:
                 `docker compose logs llm-inference | grep -i device`. A service that fell back to the
                 CPU is slow in just this way.
              3. Is the GPU throttled or shared? `nvidia-smi --query-gpu=clocks.sm,clocks_throttle_reasons.active,temperature.gpu,utilization.gpu --format=csv`, and the processes in `nvidia-smi`.
              4. Is the CPU taken by others? `instance:node_cpu_utilization:ratio_rate5m`, and `top` on
                 the host: decoding on busy cores collapses.
              5. Few sequences at a time? With `llm_active_requests` near 1 there is no batch to gain
                 from; compare with the same load yesterday.
              """)
          .resolution(
              """
              - Wrong device: give the container its GPU, start it again.
              - Throttled by heat or power: tell the data centre; move load away meanwhile.
              - Busy neighbours: move them, or pin the service's cores.
              - After a deployment or a driver's update: roll back.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook VERY_LOW_THROUGHPUT =
      runbook("very-low-throughput")
          .symptoms(
              """
              While it decodes, the model makes fewer than 5 tokens per second, or none at all: streams
              stand still. At 0 the engine hangs, and `LLMServiceUnhealthy` should fire too.
              """)
          .investigation(
              """
              1. Slow or frozen? `rate(llm_generated_tokens_total{instance="INSTANCE",model="MODEL"}[1m])`
                 at 0 while `rate(llm_decode_busy_seconds_total{instance="INSTANCE",model="MODEL"}[1m])`
                 is near 1: frozen. Go to `llm-service-unhealthy`, step 4.
              2. Since when, and what happened then? A deployment, a new model, a driver:
                 `process_start_time_seconds{instance="INSTANCE"}`.
              3. Does the GPU work? `nvidia-smi` and `dmesg -T | grep -i xid`.
              4. Does the host swap? `rate(node_vmstat_pswpin[5m])` above 0 with model weights in memory
                 is fatal to speed.
              5. Do other processes take the cores? `top`, and
                 `instance:node_cpu_utilization:ratio_rate5m`.
              """)
          .resolution(
              """
              - Frozen: take the instance out of the load balancer, have it write its threads to the log
                (`docker compose kill -s QUIT llm-inference`), then `docker compose restart llm-inference`.
              - Swapping: stop what else uses memory, restart the service.
              - GPU errors: drain the host; a restart of the process will not mend them.
              - All instances at once after a change: roll it back.
              """)
          .escalation(Escalation.LLM_PAGE);
}
