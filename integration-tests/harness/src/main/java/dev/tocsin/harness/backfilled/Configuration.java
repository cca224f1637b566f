package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.rehearsal.Differences;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.series.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files that the servers read when Prometheus starts, and every difference to what ships: the
 * rule file is the one that ships, Alertmanager's configuration is {@linkplain Rehearsal
 * rehearsed}, and of Prometheus' only intervals and addresses are others.
 *
 * @param rehearsed with all its changes
 * @param files texts by name
 */
record Configuration(Rehearsed rehearsed, Map<String, String> files) {
  /** The only flags that a production's Prometheus does not have as well. */
  static final String GRACE = "--rules.alert.for-grace-period=0s";

  private static final String RESEND = "Prometheus: --rules.alert.resend-delay";

  Configuration {
    files = Map.copyOf(files);
  }

  /**
   * Where the servers are.
   *
   * @param targets of each job that is played
   * @param secrets the folder of the run's secrets
   */
  record Addresses(
      String prometheus, String alertmanager, Map<String, List<String>> targets, Path secrets) {}

  /**
   * For a run.
   *
   * @param ruleFile the text that ships
   * @param plain the files that the model was read from, if it was
   * @throws IllegalArgumentException when Alertmanager's configuration cannot be rehearsed
   * @throws IllegalStateException when anything else differs from what ships, which is a defect
   */
  static Configuration of(
      MonitoringModel model,
      String ruleFile,
      Optional<AlertFiles> plain,
      Sinks sinks,
      Addresses addresses) {
    Rehearsed notification = notification(model, plain, sinks, addresses);
    List<Change> changes = new ArrayList<>();
    for (Change change : notification.changes()) {
      boolean ofPrometheus = change.place().toLowerCase(Locale.ROOT).startsWith("prometheus");
      if (!ofPrometheus
          || change.reason() == Change.Reason.LEFT_OUT
          || change.place().equals(RESEND)) {
        changes.add(change);
      }
    }
    changes.add(
        new Change(Change.Reason.TIME, "Prometheus: --rules.alert.for-grace-period", "10m", "0s"));
    PrometheusConfig shipped =
        withAllJobs(PrometheusDefaults.of(model), addresses.targets().keySet());
    PrometheusConfig config = waking(shipped, addresses, changes);
    Rehearsed rehearsed =
        new Rehearsed(
            notification.model().prometheus(config),
            changes,
            notification.secrets(),
            notification.lookback(),
            notification.beside());
    Map<String, String> files = new TreeMap<>(rehearsed.files());
    files.put(GeneratedFiles.RULES, ruleFile);
    Configuration made = new Configuration(rehearsed, files);
    made.requireNothingElse(model.prometheus(shipped), ruleFile);
    return made;
  }

  private static Rehearsed notification(
      MonitoringModel model, Optional<AlertFiles> plain, Sinks sinks, Addresses addresses) {
    // A rehearsal divides what it is given; rules and intervals are not its business here.
    ScrapeJob any = ScrapeJob.job("any", "any");
    Rehearsal rehearsal =
        Rehearsal.of(
            model
                .withGroups(List.of())
                .prometheus(
                    PrometheusConfig.prometheus(PrometheusDefaults.INTERVAL).scrapeConfigs(any)),
            VirtualClock.startingNow(Rehearsal.DEFAULT_SPEED),
            sinks,
            addresses.secrets());
    return plain
        .map(files -> files.prepare(rehearsal))
        .orElse(rehearsal)
        .alerting(List.of(addresses.alertmanager()))
        .scraping(any.name(), List.of(addresses.prometheus()))
        .rehearse();
  }

  /** A model may leave jobs to the scenarios. */
  private static PrometheusConfig withAllJobs(PrometheusConfig config, Iterable<String> played) {
    List<ScrapeJob> jobs = new ArrayList<>(config.scrapeConfigs());
    for (String name : played) {
      if (jobs.stream().noneMatch(known -> known.name().equals(name))) {
        jobs.add(ScrapeJob.job(name));
      }
    }
    return config.scrapeConfigs(jobs.toArray(ScrapeJob[]::new));
  }

  private static PrometheusConfig waking(
      PrometheusConfig shipped, Addresses addresses, List<Change> changes) {
    Duration often = Backfilled.INTERVAL;
    note(changes, "scrape_interval", shipped.scrapeInterval(), often);
    note(changes, "scrape_timeout", shipped.scrapeTimeout(), often);
    note(changes, "evaluation_interval", shipped.evaluationInterval(), often);
    changes.add(
        new Change(
            Change.Reason.ADDRESS,
            "prometheus.yml: alertmanagers",
            String.join(", ", shipped.alertmanagers()),
            addresses.alertmanager()));
    List<ScrapeJob> jobs = new ArrayList<>();
    for (ScrapeJob job : shipped.scrapeConfigs()) {
      List<String> targets = addresses.targets().getOrDefault(job.name(), List.of());
      Rehearsal.classicHistograms(job).ifPresent(changes::add);
      jobs.add(job.targets(targets).alwaysScrapeClassicHistograms(false));
      changes.add(
          new Change(
              Change.Reason.ADDRESS,
              "prometheus.yml: targets of " + job.name(),
              job.targets().isEmpty() ? "as production has them" : String.join(", ", job.targets()),
              targets.size() + " scripted targets on loopback"));
    }
    return shipped
        .scrapeInterval(often)
        .scrapeTimeout(often)
        .evaluationInterval(often)
        .alertmanagers(addresses.alertmanager())
        .scrapeConfigs(jobs.toArray(ScrapeJob[]::new));
  }

  private static void note(List<Change> changes, String field, Duration shipped, Duration now) {
    if (!shipped.equals(now)) {
      changes.add(
          new Change(
              Change.Reason.TIME,
              "prometheus.yml: " + field,
              GoDuration.text(shipped),
              GoDuration.text(now)));
    }
  }

  private void requireNothingElse(MonitoringModel shipped, String ruleFile) {
    List<String> unexplained = unexplained(shipped, ruleFile);
    if (!unexplained.isEmpty()) {
      throw new IllegalStateException(
          "what Prometheus starts with differs from what ships where it must not, which is a"
              + " defect of the harness:\n  "
              + String.join("\n  ", unexplained));
    }
  }

  /** Where these files differ from those of a model and this rule file, and must not. */
  List<String> unexplained(MonitoringModel shipped, String ruleFile) {
    // Rules ship as they are, so they are compared as text.
    Map<String, String> texts = new HashMap<>(Generator.files(shipped, shipped.name()).texts());
    Map<String, String> others = new HashMap<>(files);
    texts.remove(GeneratedFiles.RULES);
    others.remove(GeneratedFiles.RULES);
    List<String> found = new ArrayList<>(Differences.unexplained(texts, others));
    if (!ruleFile.equals(files.get(GeneratedFiles.RULES))) {
      found.add(GeneratedFiles.RULES + ": it is not the one that ships");
    }
    return found;
  }
}
