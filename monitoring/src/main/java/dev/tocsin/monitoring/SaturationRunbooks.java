package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link SaturationAlerts} fire. */
final class SaturationRunbooks {
  private SaturationRunbooks() {}

  static final Runbook HIGH_ACTIVE_REQUESTS =
      runbook("high-active-requests")
          .symptoms(
              """
              More than 10 requests have been decoded at once for 5 minutes. All still get their turn;
              each gets its tokens a little slower.
              """)
          .investigation(
              """
              1. How much room is left? `llm_active_requests / llm_max_active_requests`.
              2. More requests, or longer ones? `instance_model:llm_requests:rate5m` against `offset 1d`;
                 `instance_model:llm_request_duration_seconds:p95_rate5m` likewise.
              3. Evenly spread? `llm_active_requests` by instance; one that is far above the others is
                 slow, or favoured by the load balancer.
              """)
          .resolution(
              """
              - Growth: plan another instance. `job:llm_requests_per_instance:rate5m` says what one bears.
              - A burst: watch it; `VeryHighActiveRequests` will page.
              - Uneven: correct the load balancer.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook VERY_HIGH_ACTIVE_REQUESTS =
      runbook("very-high-active-requests")
          .symptoms(
              """
              More than 20 requests have been decoded at once for 2 minutes, of 32 slots by default. Soon
              new requests will queue, then be refused with 503.
              """)
          .investigation(
              """
              1. How long until it is full? `llm_active_requests / llm_max_active_requests`, and
                 `deriv(llm_active_requests{instance="INSTANCE"}[5m])` in requests per second.
              2. Do requests still end? `sum by (instance, model) (rate(llm_requests_total[2m]))`. If
                 not, the engine is stuck: go to `llm-service-unhealthy`.
              3. Who sends them? The proxy's log by caller, against an hour ago.
              4. Are they slower than usual? `LowThroughput` or `HighTTFT` beside it: the cause is speed
                 and not load.
              """)
          .resolution(
              """
              - Limit the caller that grew; add an instance and put it behind the load balancer.
              - The engine is stuck: restart the instance.
              - Raising the number of slots helps only where GPU memory and speed have room; each slot
                makes all others slower.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook REQUEST_QUEUE_BUILDING =
      runbook("request-queue-building")
          .symptoms(
              """
              More than 5 requests have waited for a slot for 3 minutes. Their first token is late by as
              long as they wait; when the queue is full, requests are refused with 503.
              """)
          .investigation(
              """
              1. Are all slots taken? `llm_active_requests / llm_max_active_requests` at 1: overload.
                 Below 1 with a queue: the engine does not take new work; look at
                 `llm_service_healthy` and its log.
              2. Which way does it go? `deriv(llm_queued_requests{instance="INSTANCE"}[5m])`.
              3. Is anyone refused yet? `sum by (instance) (rate(llm_requests_total{code="503"}[5m]))`.
              4. Are the others idle? `llm_active_requests` by instance: then the load balancer holds on
                 to this one.
              """)
          .resolution(
              """
              - Overload: add an instance or limit callers.
              - Uneven: have the load balancer choose by least connections; streams are long, so taking
                turns does not spread them.
              - The engine takes nothing: restart the instance.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook HIGH_GPU_UTILIZATION =
      runbook("high-gpu-utilization")
          .symptoms(
              """
              A GPU has been over 90 % busy for 10 minutes. That is good use of it, as long as users do
              not wait; it also means that there is no reserve.
              """)
          .investigation(
              """
              1. Do users feel it? `instance_model:llm_time_to_first_token_seconds:p95_rate5m` and
                 `llm_queued_requests`. If not, this is capacity planning and no trouble.
              2. Is it ours? `nvidia-smi` on the host lists the processes on the GPU.
              3. Busy with what? High utilization with few tokens
                 (`instance_model:llm_generated_tokens:rate5m`) is prefill of long prompts, or waste.
              """)
          .resolution(
              """
              - Users wait: add an instance or limit callers.
              - A stranger on the GPU: stop it, and keep the GPU to the service.
              - Users do not wait, and it stays so: plan capacity, or raise the limit in
                `SaturationAlerts` with a word why.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook HIGH_GPU_MEMORY_USAGE =
      runbook("high-gpu-memory-usage")
          .symptoms(
              """
              Over 85 % of a GPU's memory has been used for 5 minutes. The default budget of the KV cache
              keeps a healthy service below that, so something has grown.
              """)
          .investigation(
              """
              1. A level or a slope? `llm_gpu_memory_used_bytes{instance="INSTANCE",gpu="GPU"}` over a
                 day. A slope that never falls, also at night, is a leak.
              2. Ours alone? `nvidia-smi --query-compute-apps=pid,process_name,used_memory --format=csv`.
              3. With load? Compare `llm_active_requests`: memory that follows it is KV cache.
              4. How long until it is full? `predict_linear(llm_gpu_memory_used_bytes{instance="INSTANCE",gpu="GPU"}[1h], 4 * 3600)`.
              """)
          .resolution(
              """
              - A leak: restart the instances one after the other at a quiet time; tell the team, with
                the graph.
              - KV cache: lower its budget or the number of slots.
              - A stranger: stop it.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook CRITICAL_GPU_MEMORY_USAGE =
      runbook("critical-gpu-memory-usage")
          .symptoms(
              """
              Over 95 % of a GPU's memory has been used for 2 minutes. The next long prompt can fail with
              an out-of-memory error, which ends requests with 500 or the whole process.
              """)
          .investigation(
              """
              1. Do requests fail already? `sum by (instance, code) (rate(llm_requests_total{instance="INSTANCE",code=~"5.."}[2m]))`, and
                 `docker compose logs --since 5m llm-inference | grep -i 'out of memory'`.
              2. Who holds it? `nvidia-smi --query-compute-apps=pid,process_name,used_memory --format=csv`.
              3. Since when? `llm_gpu_memory_used_bytes{instance="INSTANCE"}` with
                 `llm_active_requests{instance="INSTANCE"}` beside it.
              """)
          .resolution(
              """
              - A stranger on the GPU: stop it.
              - The service itself: take the instance out of the load balancer, let it drain, restart it;
                memory that is not given back at idle is a leak.
              - It comes back under load: lower the number of slots or the KV cache's budget before it
                gets load again.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook HIGH_CPU_USAGE =
      runbook("high-cpu-usage")
          .symptoms(
              """
              Over 80 % of a host's CPU time has been used for 10 minutes. A service that decodes on the
              CPU does that under load; one with a GPU should not.
              """)
          .investigation(
              """
              1. Who? `top -o %CPU` on the host; in containers `docker stats --no-stream`.
              2. Doing what? `sum by (instance, mode) (rate(node_cpu_seconds_total{instance="INSTANCE"}[5m]))`: `user` is work, `system` the kernel, `iowait` a slow disk (counted as used),
                 `steal` a neighbour on the same machine.
              3. Do users feel it? `instance_model:llm_generated_tokens:rate5m` and
                 `instance_model:llm_time_to_first_token_seconds:p95_rate5m`.
              4. Has a GPU service fallen back to the CPU? `docker compose logs llm-inference | grep -i device`.
              """)
          .resolution(
              """
              - Load: add an instance.
              - Another process: move or limit it; decoding suffers more from busy cores than most work.
              - Fallen back: give the container its GPU again.
              - `iowait`: see `low-disk-space` and `iostat -x 5`; `steal`: move the virtual machine.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook HIGH_MEMORY_USAGE =
      runbook("high-memory-usage")
          .symptoms(
              """
              Over 85 % of a host's memory has been in use for 10 minutes, not counting cache that can be
              dropped. When it runs out, the kernel kills the largest process, which is the service.
              """)
          .investigation(
              """
              1. Who? `ps aux --sort -rss | head`; in containers `docker stats --no-stream`.
              2. A level or a slope? `node_memory_MemAvailable_bytes{instance="INSTANCE"}` and
                 `process_resident_memory_bytes{job="llm-inference"}` over a day.
              3. How long until it is full? `predict_linear(node_memory_MemAvailable_bytes{instance="INSTANCE"}[1h], 4 * 3600)` below 0 means within four hours.
              4. Java's heap or native memory? `jvm_memory_used_bytes{area="heap"}` against the process'
                 resident memory: what lies between is weights, caches and tensors.
              """)
          .resolution(
              """
              - A leak in the service: restart the instances one after the other at a quiet time; tell
                the team, with the graph.
              - Too large a model, cache or number of slots for the host: make them smaller.
              - Another process: move it.
              """)
          .escalation(Escalation.LLM_WARNING);
}
