package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.tools.ToolRun;
import dev.tocsin.generator.tools.ToolRunner;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.servers.Closing;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.Setup;
import dev.tocsin.harness.servers.SideBySide;
import dev.tocsin.harness.servers.Stack;
import dev.tocsin.harness.verdict.Replays;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A suite on a real Prometheus that reads the very rule file that ships, and starts in the middle
 * of every case at once: with history where production would have it, and with what it recorded of
 * alerts that were pending. Within seconds alerts fire that need half an hour otherwise, and others
 * must not.
 *
 * <pre>{@code
 * ProofRun run = Backfilled.of(suite).run(tools, folder);
 * }</pre>
 *
 * <p>Prometheus restores {@code for} only of the rules that it starts with, never of those that a
 * reload brings, at their third evaluation, and with {@code --rules.alert.for-grace-period=0s} for
 * any length (<a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/rules/group.go">RestoreForState</a>).
 * The time in which it was down does not count. That is so in 2.42 as in 3.5.
 *
 * <p>The rule file is not touched. Of Prometheus' configuration only intervals and addresses differ
 * from what ships; Alertmanager's is {@linkplain Rehearsal rehearsed}.
 */
public final class Backfilled {
  /** As often as Prometheus looks, whatever is configured: it makes nothing easier to hold. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Fewer than test beds that are played: each begins with promtool, which takes a processor. */
  private static final int AT_ONCE = 2;

  /** Prometheus' own. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private static final Duration IMPORT = Duration.ofMinutes(2);

  private final Suite suite;
  private final String ruleFile;
  private final Consumer<Stack> breaking;
  private final Replays replays;

  private Backfilled(Suite suite, String ruleFile, Consumer<Stack> breaking, Replays replays) {
    this.suite = suite;
    this.ruleFile = ruleFile;
    this.breaking = breaking;
    this.replays = replays;
  }

  /** For the scenarios of a suite, with the rule file that it ships. */
  public static Backfilled of(Suite suite) {
    return new Backfilled(suite, suite.ruleFile(), stack -> {}, Replays.inRealTime());
  }

  /** With this text as the rule file, byte for byte. */
  public Backfilled ruleFile(String rules) {
    return new Backfilled(suite, rules, breaking, replays);
  }

  /** With something done to each stack when it has been started; for tests of slow machines. */
  Backfilled breaking(Consumer<Stack> sabotage, int most) {
    return new Backfilled(suite, ruleFile, sabotage, replays.atMost(most));
  }

  /**
   * Plays all cases at once and waits until they have ended, on servers that run where the system
   * property {@value Programs#BACKEND} says. Where the machine does not keep up nothing is held
   * against an alert: what is inconclusive is replayed, with more time for all, and stays so where
   * the machine is too slow however often it is tried; see {@link ProofRun#requireConclusive}.
   *
   * @param tools the servers, and promtool
   * @param folder for the servers' configuration and logs; emptied first if a stack was there
   * @throws IllegalArgumentException when Alertmanager's configuration cannot be rehearsed
   * @throws IllegalStateException when history cannot be written, or a server ends
   */
  public ProofRun run(Toolbox tools, Path folder) {
    long start = System.nanoTime();
    Programs programs = Programs.of(tools);
    List<BackfilledRun> runs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<BackfilledCase> cases = new ArrayList<>();
    suite.cases(Margin.WIDE).forEach(one -> cases.addAll(BackfilledCase.of(one)));
    AlwaysFiring.of(suite).forEach(one -> cases.add(BackfilledCase.always(one)));
    Map<BackfilledCase, Proof> last = new LinkedHashMap<>();
    replays.run(
        cases,
        (due, attempt) -> {
          last.clear();
          int times = attempt.replays();
          Path below = times == 0 ? folder : folder.resolve("again-" + times);
          List<BackfilledCase> roomy =
              due.stream().map(one -> one.room(attempt.slowdown())).toList();
          for (Play play : plays(roomy, programs, tools, below)) {
            runs.add(play.run().replayed(times));
            if (!play.unjudged().isEmpty()) {
              String note = play.unjudged().size() + " cases inconclusive, as " + play.slowness();
              notes.add(note);
              play.unjudged()
                  .forEach(
                      theCase ->
                          last.put(
                              theCase,
                              proof(theCase, programs).inconclusive(note).replayed(times)));
            }
          }
          return List.copyOf(last.keySet());
        });
    runs.add(new BackfilledRun(List.copyOf(last.values()), List.of(), Duration.ZERO));
    return BackfilledRun.all(
        runs,
        suite.problems(),
        Proof.Backend.named(programs.backend()),
        Duration.ofNanos(System.nanoTime() - start),
        notes,
        suite.files().isPresent() ? suite.shipped() : Map.of());
  }

  /** Most of the time of each stack is waiting, so two are played at the same time. */
  private List<Play> plays(
      List<BackfilledCase> cases, Programs programs, Toolbox tools, Path folder) {
    FloatLabels floats = FloatLabels.of(programs.prometheusVersion());
    List<BackfilledCase> together = new ArrayList<>();
    List<Supplier<Play>> plays = new ArrayList<>();
    for (BackfilledCase theCase : cases) {
      if (isShared(theCase.one(), floats)) {
        together.add(theCase);
      } else {
        plays.add(() -> play(List.of(theCase), programs, tools, folder.resolve(theCase.name())));
      }
    }
    if (!together.isEmpty()) {
      plays.add(0, () -> play(together, programs, tools, folder.resolve("together")));
    }
    return SideBySide.play(AT_ONCE, plays);
  }

  /**
   * What came of a stack.
   *
   * @param unjudged cases of which nothing can be said, because the machine did not keep up
   */
  private record Play(BackfilledRun run, List<BackfilledCase> unjudged, Slowness slowness) {}

  private boolean isShared(Case one, FloatLabels floats) {
    return FiringLabels.of(suite, one, floats, name -> name).canShareServers();
  }

  private Play play(List<BackfilledCase> cases, Programs programs, Toolbox tools, Path folder) {
    long start = System.nanoTime();
    FloatLabels floats = FloatLabels.of(programs.prometheusVersion());
    Stack stack = Stack.prepare(programs, folder, Setup.one().prometheusFlags(Configuration.GRACE));
    List<AutoCloseable> opened = new ArrayList<>(List.of(stack));
    try {
      Sinks sinks = Sinks.start();
      opened.add(sinks);
      SteadyClock clock = SteadyClock.start();
      // Prometheus notes the beginning of pending alerts in whole seconds.
      Instant waking = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      Map<String, List<String>> targets = new TreeMap<>();
      Map<BackfilledCase, Actor> actors = new LinkedHashMap<>();
      History history =
          new History(waking, PrometheusDefaults.of(suite.model()).scrapeInterval(), floats);
      for (BackfilledCase theCase : cases) {
        Actor actor = actor(theCase, waking, floats, opened, targets, history);
        actors.put(theCase, actor);
        theCase
            .pendingSince(waking)
            .ifPresent(since -> actor.labels().all().forEach(one -> history.pending(one, since)));
      }
      write(history, tools, stack);
      Path secrets = stack.folder().resolve("secrets");
      Configuration configuration =
          Configuration.of(
              suite.model(),
              ruleFile,
              suite.files(),
              sinks,
              new Configuration.Addresses(
                  stack.prometheusAddress(), stack.alertmanagerAddress(), targets, secrets));
      Rehearsed rehearsed = configuration.rehearsed();
      rehearsed.secrets().writeTo(secrets);
      opened.add(() -> rehearsed.secrets().removeFrom(secrets));
      stack.write(configuration.files());
      Instant started = Instant.now();
      stack.start(GeneratedFiles.PROMETHEUS, GeneratedFiles.ALERTMANAGER, LOOKBACK);
      Duration preparing = Duration.ofNanos(System.nanoTime() - start);
      breaking.accept(stack);
      RuleFile rules = RuleFile.of(GeneratedFiles.RULES, ruleFile.getBytes(StandardCharsets.UTF_8));
      int room = cases.stream().mapToInt(BackfilledCase::room).max().orElse(1);
      Watch watch = new Watch(suite, rules, stack, sinks, actors, started, clock, room);
      Watch.Seen seen = watch.watch();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      BackfilledRun.Played played =
          new BackfilledRun.Played(stack.programs().description(), preparing, rehearsed);
      if (seen.noted().isEmpty()) {
        return new Play(
            new BackfilledRun(List.of(), List.of(played), took),
            cases,
            Slowness.because(
                seen.jump()
                    .orElse(
                        "Prometheus or Alertmanager did not answer"
                            + " (first answer after "
                            + seen.delays().answered().toMillis()
                            + " ms)")));
      }
      stack.requireVersions();
      Noted noted = seen.noted().get();
      ReadRules read = ReadRules.of(ruleFile, rules, stack);
      List<Proof> proofs = new ArrayList<>();
      List<BackfilledCase> unjudged = new ArrayList<>();
      Slowness slowness = Slowness.NONE;
      for (Map.Entry<BackfilledCase, Actor> one : actors.entrySet()) {
        BackfilledCase theCase = one.getKey();
        Judgement judgement =
            new Judgement(
                suite,
                watch,
                read,
                noted,
                theCase,
                seen.observed(theCase),
                floats,
                waking,
                started);
        Optional<String> failure = judgement.judge().map(rehearsed.secrets()::redact);
        Slowness its =
            failure.isEmpty()
                ? Slowness.NONE
                : seen.delays().slowness(theCase, one.getValue(), noted, waking, started);
        if (!its.isTooSlow()) {
          proofs.add(proof(theCase, stack, judgement, failure, took.dividedBy(cases.size())));
        } else {
          unjudged.add(theCase);
          slowness = its;
        }
      }
      return new Play(new BackfilledRun(proofs, List.of(played), took), unjudged, slowness);
    } finally {
      Closing.all(opened);
    }
  }

  private static Proof proof(BackfilledCase theCase, Programs programs) {
    return Proof.of(
            theCase.one().scenario().alert(),
            theCase.title(),
            ProofMethod.BACKFILLED,
            Proof.Backend.named(programs.backend()))
        .ofKind(theCase.kind())
        .on(programs.versions());
  }

  private static Proof proof(
      BackfilledCase theCase,
      Stack stack,
      Judgement judgement,
      Optional<String> failure,
      Duration each) {
    Proof proof = proof(theCase, stack.programs()).seeing(judgement.evidence()).taking(each);
    if (theCase.ending() == BackfilledCase.Ending.FIRES && judgement.needsDelivery()) {
      proof = proof.needingDelivery();
    }
    return failure.isEmpty()
        ? proof
        : proof.failing(
            theCase
                + " ("
                + theCase.name()
                + "), on "
                + stack.programs().description()
                + "\n"
                + failure.get());
  }

  /**
   * Who plays a case.
   *
   * @param address of the target that the alert is about
   * @param addresses of all targets, by their parts' names
   * @param labels with which the alert fires
   * @param shared whether other cases are played beside it
   */
  record Actor(String address, Map<String, String> addresses, FiringLabels labels, boolean shared) {
    Actor {
      addresses = Map.copyOf(addresses);
    }

    /**
     * Whether something is about it; an alert that has no label for its instance is played alone.
     */
    boolean isAt(Map<String, String> of) {
      return !shared || address.equals(of.get(Label.INSTANCE.name()));
    }
  }

  private Actor actor(
      BackfilledCase theCase,
      Instant waking,
      FloatLabels floats,
      List<AutoCloseable> opened,
      Map<String, List<String>> addresses,
      History history) {
    Case one = theCase.one();
    VirtualClock clock = VirtualClock.runningSince(theCase.anchor(waking));
    Map<String, String> byName = new TreeMap<>();
    for (Part part : one.cast()) {
      ScriptedTarget target = ScriptedTarget.start(clock, part.timeline());
      opened.add(target);
      byName.put(part.name(), target.address());
      if (part.timeline().isKnown(theCase.now())) {
        addresses.computeIfAbsent(part.job(), job -> new ArrayList<>()).add(target.address());
      }
      history.target(part, target.address(), theCase);
    }
    return new Actor(
        Objects.requireNonNull(byName.get(one.main().name())),
        byName,
        FiringLabels.of(suite, one, floats, name -> byName.getOrDefault(name, "")),
        isShared(one, floats));
  }

  /** Into the folder where Prometheus will look for its data. */
  private static void write(History history, Toolbox tools, Stack stack) {
    Path text = stack.folder().resolve("history.om");
    Path data = stack.prometheuses().get(0).data();
    try {
      Files.createDirectories(data);
      Files.writeString(text, history.text());
      ToolRun run =
          ToolRunner.limitedTo(IMPORT)
              .run(
                  List.of(
                      tools.promtool().toString(),
                      "tsdb",
                      "create-blocks-from",
                      "openmetrics",
                      "--quiet",
                      text.toString(),
                      data.toString()));
      if (!run.ok()) {
        throw new IllegalStateException(
            "promtool cannot create blocks from " + text + ":\n" + run.output().strip());
      }
      Files.delete(text);
    } catch (IOException e) {
      throw new UncheckedIOException("history cannot be written to " + data, e);
    }
  }
}
