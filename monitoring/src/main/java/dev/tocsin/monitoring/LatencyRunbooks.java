package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link LatencyAlerts} fire. */
final class LatencyRunbooks {
  private LatencyRunbooks() {}

  static final Runbook HIGH_TTFT =
      runbook("high-ttft")
          .symptoms(
              """
              One request in twenty waits over 2 seconds for its first token. Chats feel sluggish; the
              text then comes at its usual speed.
              """)
          .investigation(
              """
              The first token waits for a slot, then for its prompt to be read. Which of the two is it?

              1. Waiting: `llm_queued_requests{instance="INSTANCE",model="MODEL"}` above 0, and
                 `llm_active_requests / llm_max_active_requests` near 1. More comes in than goes out.
              2. Reading: the queue is empty, but prompts are long. Tokens per prompt:
                 `rate(llm_prompt_tokens_total[5m]) / sum without (code) (rate(llm_requests_total[5m]))`, against yesterday (`offset 1d`).
              3. One instance or all?
                 `instance_model:llm_time_to_first_token_seconds:p95_rate5m`. One that is worse than the
                 others has a host problem, or gets more than its share:
                 `instance_model:llm_requests:rate5m`.
              4. Is the whole service slower? `LowThroughput`, `HighGPUUtilization` or `HighCPUUsage`
                 firing beside it point to the machine.
              """)
          .resolution(
              """
              - Too much comes in: add an instance, or limit the caller that grew.
              - Long prompts: find the caller; lower the limit on the prompt's length if it is a mistake.
              - Uneven load: correct the load balancer's weights.
              - A slow host: take it out and go on with `low-throughput`.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook VERY_HIGH_TTFT =
      runbook("very-high-ttft")
          .symptoms(
              """
              One request in twenty waits over 5 seconds for its first token. Users see an empty answer,
              press reload, and make it worse.
              """)
          .investigation(
              """
              1. Is it overload? `llm_queued_requests{instance="INSTANCE"}` and
                 `sum by (instance) (rate(llm_requests_total{code="503"}[2m]))`. A full queue turns
                 requests away; that is right, but it is the last step.
              2. Who sends it? Requests now against an hour ago:
                 `instance_model:llm_requests:rate5m` and the same with `offset 1h`; the proxy's log
                 names the callers.
              3. Do clients give up? `rate(llm_requests_total{code="499"}[2m])`. Reloading doubles the
                 load.
              4. Or is the engine slow? Tokens per busy second:
                 `rate(llm_generated_tokens_total{instance="INSTANCE"}[2m]) / rate(llm_decode_busy_seconds_total{instance="INSTANCE"}[2m])`. Far below its usual
                 value: go to `very-low-throughput`.
              5. Did it begin with a deployment? `process_start_time_seconds{job="llm-inference"}`.
              """)
          .resolution(
              """
              - Overload: limit the largest caller at the proxy now; add instances; only then look for
                the reason.
              - After a deployment: roll back.
              - One bad instance: take it out of the load balancer, the others recover at once.
              - A queue full of clients that have left: `docker compose restart llm-inference` on one
                instance after the other empties it.
              """)
          .escalation(Escalation.LLM_PAGE);

  static final Runbook HIGH_REQUEST_LATENCY =
      runbook("high-request-latency")
          .symptoms(
              """
              One request in twenty takes over 10 seconds from its arrival to its last token.
              """)
          .investigation(
              """
              A request's time is its wait, its prompt, and its answer's length times the speed.

              1. The wait and the prompt: `HighTTFT` fires too? Begin with `high-ttft`.
              2. The length: tokens per answer, `rate(llm_generated_tokens_total[5m]) / sum without (code) (rate(llm_requests_total[5m]))`, against `offset 1d`. Longer answers
                 take longer; that may be all.
              3. The speed: the time between tokens, `histogram_quantile(0.95, sum by (instance, model, le) (rate(llm_inter_token_latency_seconds_bucket[5m])))`. It grows with the number of
                 sequences decoded at once: compare `llm_active_requests`.
              """)
          .resolution(
              """
              - Longer answers that someone wants: raise this alert's limit in `LatencyAlerts`, with a
                word why, rather than live with an alert that is always there.
              - Longer answers by mistake: find the caller, set `max_tokens`.
              - Slower tokens: `low-throughput`; many at once: add an instance.
              """)
          .escalation(Escalation.LLM_WARNING);
}
