package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Runbook;

/** What to do when {@link InfrastructureAlerts} fire. */
final class InfrastructureRunbooks {
  private InfrastructureRunbooks() {}

  static final Runbook WATCHDOG =
      runbook("watchdog")
          .symptoms(
              """
              This alert always fires, and is sent to the dead man's switch once a minute. Nobody is told
              while it arrives. You are here because it stopped: from now on no other alert can be
              trusted to arrive.
              """)
          .investigation(
              """
              Walk the way from its beginning until it breaks:

              1. Do the servers run? `docker compose ps prometheus-1 prometheus-2 alertmanager-1 alertmanager-2`; is the host itself there?
              2. Does Prometheus evaluate? `curl -s 'http://localhost:9090/api/v1/query?query=ALERTS{alertname="Watchdog"}'`;
                 the same on port 9091.
              3. Does Prometheus reach Alertmanager? `curl -s http://localhost:9090/api/v1/alertmanagers`, and
                 `rate(prometheus_notifications_errors_total[5m])`.
              4. Has Alertmanager got it? `docker compose exec alertmanager-1 amtool --alertmanager.url=http://localhost:9093 alert query alertname=Watchdog`.
              5. Does it send it? `docker compose logs --since 10m alertmanager-1 alertmanager-2 | grep -i dead-mans-switch`. An error here is the network outwards, or the switch's address.
              6. Did someone silence it? `amtool --alertmanager.url=http://localhost:9093 silence query`.
              """)
          .resolution(
              """
              - Start what does not run: `docker compose up -d`.
              - A configuration that is refused: see `prometheus-bad-config` or
                `alertmanager-failed-reload`.
              - A full disk stops Prometheus: see `very-low-disk-space`.
              - The network outwards: until it is back, no page goes out either. Someone must watch by
                hand: `curl http://INSTANCE/health` on each instance.
              """)
          .escalation(
              """
              - The dead man's switch pages the infrastructure's on-call by itself, past Alertmanager.
              - At once tell the LLM service's on-call that alerting is blind.
              - Not back after 30 minutes: escalate in PagerDuty to the monitoring's owner.
              """);

  static final Runbook PROMETHEUS_DOWN =
      runbook("prometheus-down")
          .symptoms(
              """
              One of the two Prometheus servers has not answered the other for 5 minutes. The other still
              evaluates all rules, and alerts still arrive. When it dies too, only the dead man's switch
              will tell.
              """)
          .investigation(
              """
              1. Does it run? `docker compose ps prometheus-1 prometheus-2`; `docker compose logs --since 15m prometheus-1` (or `-2`, as the alert's `instance` says).
              2. Out of memory? `docker inspect --format '{{.State.OOMKilled}}' $(docker compose ps -aq prometheus-1)`. Series at its last scrape: `prometheus_tsdb_head_series`.
              3. Disk full? `df -h` on the host, and in the log *no space left on device*.
              4. A configuration that it does not start with? The log's last error names file and line.
              5. It runs and answers you, but not its sibling: the network between the containers.
              """)
          .resolution(
              """
              - `docker compose up -d prometheus-1`. Reading its write-ahead log can take minutes; *Server
                is ready to receive web requests* is the line to wait for.
              - Out of memory: find what grew with `topk(10, count by (__name__) ({__name__=~".+"}))` on
                the one that is left, and drop it.
              - Disk full: see `very-low-disk-space`.
              - A damaged write-ahead log: move the folder `wal` away; the last two hours are lost here,
                but not on the other server.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook ALERTMANAGER_DOWN =
      runbook("alertmanager-down")
          .symptoms(
              """
              One of the two Alertmanagers has not answered for 5 minutes. The other one has told you
              this, and goes on telling. When it dies too, nobody is told of anything.
              """)
          .investigation(
              """
              1. Does it run? `docker compose ps alertmanager-1 alertmanager-2`; `docker compose logs --since 15m alertmanager-1` (or `-2`, as the alert's `instance` says).
              2. A configuration that it does not start with? Check it: `docker compose exec alertmanager-2 amtool check-config /etc/alertmanager/alertmanager.yml`.
              3. Are its secrets there? `docker compose exec alertmanager-2 ls -l /run/secrets`: a file
                 that is missing or empty is only noticed when something is to be sent.
              4. Is the other one well? `alertmanager_cluster_members` is 1 now, and
                 `rate(alertmanager_notifications_failed_total[15m])` should be 0.
              """)
          .resolution(
              """
              - `docker compose up -d alertmanager-1`. It gets silences and what was told from its peer.
              - A bad configuration: go back to the last one (`git log monitoring/alertmanager.yml`).
              - Missing secrets: set the variables `SMTP_PASSWORD`, `SLACK_WEBHOOK_URL`,
                `PAGERDUTY_SERVICE_KEY` and `PAGERDUTY_LLM_SERVICE_KEY`, and start it again.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook EXPORTER_DOWN =
      runbook("exporter-down")
          .symptoms(
              """
              An exporter has not answered for 5 minutes. What it measures is not watched: without
              node_exporter, neither CPU nor memory nor disks of that host.
              """)
          .investigation(
              """
              1. Which one, since when? `up{job!~"llm-inference|prometheus|alertmanager"}`.
              2. Is the host there? Are other targets on it up? `ping`, `ssh`.
              3. Does it run? `docker compose ps node-exporter`; `docker compose logs --since 15m node-exporter`.
              4. Does it answer slowly? `curl -m 15 -s -o /dev/null -w '%{time_total}\\n' http://INSTANCE/metrics`. Over 10 s is a failed scrape; a hanging network file system
                 is the usual cause.
              """)
          .resolution(
              """
              - `docker compose up -d node-exporter`.
              - Slow: find the collector with `topk(3, node_scrape_collector_duration_seconds)` while it
                still answered, and mend or exclude what hangs.
              - The host is gone on purpose: take it out of the scrape job.
              """)
          .escalation(Escalation.INFRASTRUCTURE_WARNING);

  static final Runbook PROMETHEUS_RULE_FAILURES =
      runbook("prometheus-rule-failures")
          .symptoms(
              """
              A rule group has failed to evaluate for 15 minutes. The alerts in it cannot fire. Nothing
              else shows it: a rule that fails is as silent as one that is content.
              """)
          .investigation(
              """
              1. Which rule? Prometheus' page *Status > Rule health* shows its error; or `curl -s http://localhost:9090/api/v1/rules | jq '.data.groups[].rules[] | select(.health=="err") | {name, lastError}'`.
              2. The usual errors:
                 - *many-to-many matching not allowed*, *duplicate series for the match group*: two
                   series where the rule expects one; mostly a target that is scraped by two jobs.
                 - *vector contains metrics with the same labelset*: two series became one by dropping a
                   label.
                 - *query timed out*: too much data, or a starved server.
              3. Since when? `increase(prometheus_rule_evaluation_failures_total[5m])`, and what was
                 deployed then.
              """)
          .resolution(
              """
              - A new rule: take it back. A new target that doubles series: take it out.
              - Timeouts: see to the server's CPU and memory.
              - Then mend the rule where it is written, in the module `monitoring`, with a scenario that
                would have shown it.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook PROMETHEUS_BAD_CONFIG =
      runbook("prometheus-bad-config")
          .symptoms(
              """
              Prometheus has refused its configuration or rules for 10 minutes. It goes on with the old
              ones. New targets and alerts are not there, and it will not survive a restart.
              """)
          .investigation(
              """
              1. What does it refuse? `docker compose logs prometheus-1 | grep -i 'error loading config' | tail -3` (or `-2`, as the alert's `instance` says).
              2. Check both files: `docker compose exec prometheus-1 promtool check config /etc/prometheus/prometheus.yml`. It reads the rules too.
              3. Are they what was reviewed? `git status monitoring` and `mvn verify` on a clean checkout:
                 the build fails when they are not what the definitions say.
              """)
          .resolution(
              """
              - Restore the generated files (`mvn generate`, or `git checkout monitoring`), then reload:
                `docker compose kill -s HUP prometheus-1 prometheus-2`.
              - Do **not** restart it before the files are right: it would not start.
              - It is well again when `prometheus_config_last_reload_successful` is 1.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook PROMETHEUS_NOT_CONNECTED_TO_ALERTMANAGERS =
      runbook("prometheus-not-connected-to-alertmanagers")
          .symptoms(
              """
              A Prometheus server has known no Alertmanager for 10 minutes: its alerts go nowhere. That
              you read this is the other server's doing.
              """)
          .investigation(
              """
              1. What does it know? `curl -s http://localhost:9090/api/v1/alertmanagers | jq .data` (9091
                 for the second server): *active* should have two.
              2. Is it configured? `docker compose exec prometheus-1 grep -A 8 alerting: /etc/prometheus/prometheus.yml`.
              3. Did a reload fail? `prometheus_config_last_reload_successful`.
              4. Can it find them? `docker compose exec prometheus-1 nslookup alertmanager-1`.
              """)
          .resolution(
              """
              - Restore `prometheus.yml` (`mvn generate`), `docker compose kill -s HUP prometheus-1 prometheus-2`.
              - Names that are not found: all containers must be in the same network; `docker compose up -d` puts them there.
              """)
          .escalation(Escalation.INFRASTRUCTURE_WARNING);

  static final Runbook ALERTMANAGER_FAILED_RELOAD =
      runbook("alertmanager-failed-reload")
          .symptoms(
              """
              An Alertmanager has refused its configuration for 10 minutes. It tells people by the old
              one, and will not survive a restart.
              """)
          .investigation(
              """
              1. What does it refuse? `docker compose logs alertmanager-1 | grep -i 'loading configuration file failed' | tail -3` (or `-2`, as the alert's `instance` says).
              2. Check it: `docker compose exec alertmanager-1 amtool check-config /etc/alertmanager/alertmanager.yml`.
              3. Do both have the same? `alertmanager_config_hash`.
              """)
          .resolution(
              """
              - Restore the generated file (`mvn generate`, or `git checkout monitoring`), then reload:
                `docker compose kill -s HUP alertmanager-1 alertmanager-2`.
              - Do **not** restart it before the file is right: it would not start.
              - It is well again when `alertmanager_config_last_reload_successful` is 1.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook ALERTMANAGER_FAILED_TO_SEND_ALERTS =
      runbook("alertmanager-failed-to-send-alerts")
          .symptoms(
              """
              Over 1 % of the notifications by one integration (`pagerduty`, `slack`, `email`, `webhook`)
              have failed over a quarter of an hour. Whoever is told only that way was not told. This
              alert reached you by another.
              """)
          .investigation(
              """
              1. Which, from where? `sum by (instance, integration) (rate(alertmanager_notifications_failed_total[15m]))`. Both Alertmanagers: the receiver
                 or the key. One: its network or its secrets.
              2. Why? `docker compose logs --since 30m alertmanager-1 alertmanager-2 | grep -i 'notify for alerts failed'`. The error tells:
                 - 401 or 403: the key or password is wrong or was renewed.
                 - 404 from Slack: the webhook was removed; *channel_not_found*: the channel was renamed.
                 - *no such file*: the secret's file is missing; `docker compose exec alertmanager-1 ls -l /run/secrets`.
                 - 429: too much is sent. 5xx, timeouts: their trouble; see their status page.
              3. What was lost? `docker compose exec alertmanager-1 amtool --alertmanager.url=http://localhost:9093 alert`: everything that fires now.
              """)
          .resolution(
              """
              - Wrong secret: set its variable, `docker compose up -d --force-recreate alertmanager-1`,
                then the second one; never both at once.
              - Their trouble: tell people by hand of what fires, above all of critical alerts when
                `pagerduty` fails.
              - It is well again when the query of step 1 is 0; the alert ends a quarter of an hour later.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);

  static final Runbook LOW_DISK_SPACE =
      runbook("low-disk-space")
          .symptoms(
              """
              Under 15 % of a file system has been free for 15 minutes.
              """)
          .investigation(
              """
              1. How long is left? `predict_linear(node_filesystem_avail_bytes{instance="INSTANCE", mountpoint="MOUNTPOINT"}[1h], 24 * 3600)` below 0: within a day.
              2. What takes it? On the host `du -xh --max-depth=2 MOUNTPOINT | sort -h | tail -20`;
                 `docker system df -v` for images, containers' logs and volumes.
              3. Deleted but still open? `lsof +L1 | sort -k7 -n | tail`.
              4. Is it Prometheus? `prometheus_tsdb_storage_blocks_bytes`; it keeps 30 days.
              """)
          .resolution(
              """
              - `docker image prune` and `docker builder prune` are safe; volumes are not: the data of
                Prometheus and Alertmanager lie there.
              - Logs: limit them (`max-size` of the Docker daemon's log driver).
              - Prometheus: a shorter retention, or a larger disk.
              """)
          .escalation(Escalation.INFRASTRUCTURE_WARNING);

  static final Runbook VERY_LOW_DISK_SPACE =
      runbook("very-low-disk-space")
          .symptoms(
              """
              Under 5 % of a file system has been free for 15 minutes. When it is full, Prometheus stops
              to write and then to run, containers do not start, and logs end.
              """)
          .investigation(
              """
              1. Minutes or days? `predict_linear(node_filesystem_avail_bytes{instance="INSTANCE", mountpoint="MOUNTPOINT"}[15m], 3600)` below 0: within the hour.
              2. What grew last? On the host `find MOUNTPOINT -xdev -type f -mmin -120 -size +100M -exec ls -lh {} +`, and `docker system df -v`.
              3. Deleted but still open? `lsof +L1 | sort -k7 -n | tail`: the space comes back when the
                 process ends.
              4. Inodes rather than bytes? `df -i`.
              """)
          .resolution(
              """
              - Win time: `docker image prune -af`, `docker builder prune -af`, truncate (do not delete)
                the largest log: `truncate -s 0 FILE`.
              - Core dumps and heap dumps (`hs_err_pid*`, `*.hprof`): move them to another disk, they are
                evidence.
              - Stop what writes, if it is a runaway; grow the file system.
              - Never delete inside Prometheus' data folder while it runs.
              """)
          .escalation(Escalation.INFRASTRUCTURE_PAGE);
}
