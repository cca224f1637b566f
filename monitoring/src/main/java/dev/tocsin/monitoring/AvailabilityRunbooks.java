package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link AvailabilityAlerts} fire. */
final class AvailabilityRunbooks {
  private AvailabilityRunbooks() {}

  static final Runbook LLM_SERVICE_DOWN =
      runbook("llm-service-down")
          .symptoms(
              """
              Requests to the instance are refused or time out. There are three forms:

              - with an `instance`: Prometheus has had no answer from it for a minute;
              - without one: Prometheus knows no target of the job at all;
              - with `scope="fleet"`: fewer instances are known than are expected; the others work.

              The instance's other alerts are muted while this one fires: they say nothing new.
              """)
          .investigation(
              """
              1. Which instances, and since when? `up{job="llm-inference"}`, over the last hour. All of
                 them at once means network, proxy or deployment; one means its host or process.
              2. Why did the scrape fail? Prometheus' page *Status > Targets*, column *Error*:
                 - *connection refused*: the process is gone. `docker compose ps llm-inference`, then
                   `docker compose logs --since 15m llm-inference` for the last lines before the end.
                 - *context deadline exceeded*: it runs but does not answer within 10 s. Go on with
                   step 4.
                 - *no such host*: it was removed from the network or renamed.
                 - *server returned HTTP status 5xx*: something in between answers for it.
              3. Was it killed for memory? `docker inspect --format '{{.State.OOMKilled}} {{.State.ExitCode}}' $(docker compose ps -aq llm-inference)`; exit code 137 with `true`
                 is the kernel. On the host: `dmesg -T | grep -i 'out of memory'`.
              4. Does it answer from its own host? `curl -m 5 -s http://localhost:8000/health/live`. If
                 so, the way from Prometheus is broken, and users may be fine.
              5. No target at all: `curl -s http://localhost:9090/api/v1/targets | jq '.data.activeTargets[].labels'`. If the job is missing, look at who changed
                 `prometheus.yml`.
              """)
          .resolution(
              """
              - The process is gone: `docker compose up -d llm-inference`. It is back when
                `curl -s http://localhost:8000/health/ready` says so; the model takes a moment to load.
              - Killed for memory: lower the number of slots or the KV cache's budget before you start
                it again, or it will be back here within the hour.
              - It came with a deployment: roll back first, find out later.
              - The host is gone: take the instance out of the load balancer, start one elsewhere, and
                put its address into the scrape job.
              - The job is missing: restore `prometheus.yml` (`mvn generate` writes it) and reload with
                `docker compose kill -s HUP prometheus-1 prometheus-2`.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook LLM_SERVICE_RESTARTING =
      runbook("llm-service-restarting")
          .symptoms(
              """
              The process has restarted at least three times in a quarter of an hour. Between its deaths
              it answers, so `up` looks well most of the time; users see broken streams, refused
              connections and slow first tokens while the model loads again and again.
              """)
          .investigation(
              """
              1. How often, and since when?
                 `changes(process_start_time_seconds{job="llm-inference"}[15m])`.
              2. What does it say before it dies? `docker compose logs --since 20m llm-inference | grep -n -B 30 -i 'starting'`. Look for the last line before each start.
              3. How does it end? `docker inspect --format '{{.RestartCount}} {{.State.ExitCode}} {{.State.OOMKilled}}' $(docker compose ps -aq llm-inference)`. 137 with `true`: out of
                 memory. 134 or 139: a crash in native code; there is an `hs_err_pid*.log`. 1: its own
                 error, in the log.
              4. Is it memory? `process_resident_memory_bytes{job="llm-inference"}` rises to the same
                 height before each fall, or `llm_gpu_memory_used_bytes` does.
              5. Is it one request? If it dies seconds after each start under load and lives long
                 without, a request kills it: compare the last request in the log before each death.
              """)
          .resolution(
              """
              - It came with a deployment or a new model: roll back.
              - Out of memory: fewer slots, a smaller KV cache, or a larger host.
              - Broken model files: check them against their checksums, fetch them again.
              - A request kills it: block its caller at the proxy, and keep the request for the team.
              - To stop the loop while you think: `docker compose stop llm-inference`, after the load
                balancer has been told. `LLMServiceDown` will then say so.

              The alert ends by itself, a quarter of an hour after the last restarts.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook LLM_SERVICE_UNHEALTHY =
      runbook("llm-service-unhealthy")
          .symptoms(
              """
              The process answers its scrape, but its health check fails, or the series
              `llm_service_healthy` is missing. The usual cause is an engine that has work and has not
              finished a step for over 10 seconds: streams stand still and new requests queue. Latency
              alerts stay silent meanwhile, because what never ends is never measured.
              """)
          .investigation(
              """
              1. Which of the two? `llm_service_healthy{job="llm-inference"}`: 0 is a failed check. If
                 there is no series while `up` is 1, something else answers on that port, or a wrong
                 version was deployed: `curl -s http://INSTANCE/metrics | head`.
              2. What does it say itself? `curl -s http://INSTANCE/health`.
              3. Is the engine stuck? Busy seconds advance while tokens do not:
                 `rate(llm_decode_busy_seconds_total{instance="INSTANCE"}[1m])` near 1 and
                 `rate(llm_generated_tokens_total{instance="INSTANCE"}[1m])` at 0.
              4. Stuck where? Have it write its threads to the log twice, ten seconds apart: `docker compose kill -s QUIT llm-inference`,
                 then `docker compose logs --since 1m llm-inference | grep -A 25 -i engine`. The same
                 native call twice is a hang in the device.
              5. Is the GPU all right? `nvidia-smi` answers at once? `dmesg -T | grep -i xid` shows its
                 errors.
              6. Is the host starved? `instance:node_cpu_utilization:ratio_rate5m` and
                 `instance:node_memory_utilization:ratio`.
              """)
          .resolution(
              """
              - Take the instance out of the load balancer, keep the log with its threads, then
                `docker compose restart llm-inference`. A hung engine does not come back by itself.
              - The GPU reports errors (Xid) or `nvidia-smi` hangs: restarting the process does not help;
                drain the host and reset the GPU or reboot.
              - The series is missing: deploy the right version, or correct the target's address.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook MODEL_NOT_LOADED =
      runbook("model-not-loaded")
          .symptoms(
              """
              The process is up, but no model has been loaded for 5 minutes, or `llm_model_loaded` is
              missing. Every request is refused with 503 or an unknown model.
              """)
          .investigation(
              """
              1. What is known? `llm_model_loaded{job="llm-inference"}`: 0 for a model that should be
                 there; no series at all if none is configured.
              2. Why? `docker compose logs --since 15m llm-inference | grep -i -E 'model|weights|load'`.
                 What is not supported, damaged or missing is refused by name.
              3. Are the files there? `docker compose exec llm-inference ls -l` on the folder that the
                 log names: `config.json`, `tokenizer.json`, `model.safetensors` or all of its shards.
              4. Is there room? `llm_gpu_memory_used_bytes / llm_gpu_memory_total_bytes`, and on the
                 host `free -h`. On a GPU another process may hold the memory: `nvidia-smi`.
              5. Is it only slow? A large model over a slow network disk: watch `iostat -x 5`.
              """)
          .resolution(
              """
              - Wrong path or name: correct the configuration, `docker compose up -d llm-inference`.
              - Damaged or incomplete files: fetch the model again and compare checksums.
              - No memory: stop what else runs on the GPU, or choose a smaller model or precision.
              - It came with a new model: go back to the last one that worked.
              """)
          .escalation(Escalation.LLM_PAGE);
}
