package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link ErrorAlerts} fire. */
final class ErrorRunbooks {
  private ErrorRunbooks() {}

  static final Runbook HIGH_ERROR_RATE =
      runbook("high-error-rate")
          .symptoms(
              """
              Over 5 % of the requests to a model on an instance end with a server error: a 5xx status,
              or a stream that broke after it had begun (counted as 500).
              """)
          .investigation(
              """
              1. Which errors? `sum by (instance, model, code) (rate(llm_requests_total{code=~"5.."}[5m]))`.
                 - 503: the queue is full. This is overload: go to `request-queue-building`.
                 - 500: failures of the engine, or broken streams.
                 - 504: requests took longer than they may (`--request-timeout`): go to `high-request-latency`.
              2. One instance or all? One: its host, its GPU. All: a deployment, a model, a caller.
              3. What does it say? `docker compose logs --since 15m llm-inference | grep -i -E 'error|exception' | sort | uniq -c | sort -rn | head`.
              4. One kind of request? Try one: `curl -s http://INSTANCE/v1/completions -H 'Content-Type: application/json' -d '{"model":"MODEL","prompt":"Once","max_tokens":5}'`.
              """)
          .resolution(
              """
              - Overload: limit callers, add an instance.
              - After a deployment: roll back.
              - Out of GPU memory in the log: fewer slots or a smaller KV cache, then restart.
              - One request that always fails: refuse it at the proxy, keep it for the team.
              """)
          .escalation(Escalation.LLM_WARNING);

  static final Runbook VERY_HIGH_ERROR_RATE =
      runbook("very-high-error-rate")
          .symptoms(
              """
              Over 10 % of the requests to a model on an instance end with a server error, measured over
              2 minutes: users see failures now.
              """)
          .investigation(
              """
              1. Which errors, on which instance? `sum by (instance, model, code) (rate(llm_requests_total{code=~"5.."}[2m]))`. 503 is a full queue, 500 a failure.
              2. Did it begin with a start or a deployment? `time() - process_start_time_seconds{job="llm-inference"}`.
              3. What is the error? `docker compose logs --since 5m llm-inference | grep -i -E 'error|exception' | tail -20`.
              4. Is the model there? `llm_model_loaded{instance="INSTANCE"}`; is it healthy?
                 `curl -s http://INSTANCE/health`.
              5. Does a plain request work? `curl -s -w '%{http_code}' http://INSTANCE/v1/completions -H 'Content-Type: application/json' -d '{"model":"MODEL","prompt":"Once","max_tokens":5}'`.
              """)
          .resolution(
              """
              - One instance: take it out of the load balancer first, then look.
              - After a deployment: roll back at once.
              - 503 everywhere: overload. Limit the largest caller, add instances.
              - Errors of the device (CUDA, out of memory): restart the instance; when they come back,
                drain the host.
              """)
          .escalation(Escalation.LLM_PAGE);
}
