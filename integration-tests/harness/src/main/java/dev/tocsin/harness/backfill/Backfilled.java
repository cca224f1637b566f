package dev.tocsin.harness.backfill;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.tools.ToolRun;
import dev.tocsin.generator.tools.ToolRunner;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.ScriptedTarget;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.sink.Sinks;
import dev.tocsin.harness.stack.Closing;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.stack.Setup;
import dev.tocsin.harness.stack.SideBySide;
import dev.tocsin.harness.stack.Stack;
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
 * A suite on a real Prometheus that reads the very rule file that ships, and wakes up in the middle
 * of every story at once: with history where production would have it, and with what it noted of
 * alerts that were pending. Within seconds alerts fire that need half an hour otherwise, and others
 * must not.
 *
 * <pre>{@code
 * BackfilledRun run = Backfilled.of(suite).shipping(Files.readString(rules)).run(tools, folder);
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

  /** Fewer than stages that are played: each begins with promtool, which takes a processor. */
  private static final int AT_ONCE = 2;

  /** Prometheus' own. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private static final Duration IMPORT = Duration.ofMinutes(2);

  private final Suite suite;
  private final String ruleFile;
  private final Optional<PlainFiles> files;
  private final Consumer<Stack> breaking;
  private final Replays replays;

  private Backfilled(
      Suite suite,
      String ruleFile,
      Optional<PlainFiles> files,
      Consumer<Stack> breaking,
      Replays replays) {
    this.suite = suite;
    this.ruleFile = ruleFile;
    this.files = files;
    this.breaking = breaking;
    this.replays = replays;
  }

  /** For the scenarios of a suite, with the rule file that is generated from its model. */
  public static Backfilled of(Suite suite) {
    return new Backfilled(
        suite,
        Generator.files(suite.model(), suite.model().name())
            .texts()
            .getOrDefault(GeneratedFiles.RULES, ""),
        Optional.empty(),
        stack -> {},
        Replays.inRealTime());
  }

  /** With this text as the rule file, byte for byte. */
  public Backfilled shipping(String rules) {
    return new Backfilled(suite, rules, files, breaking, replays);
  }

  /**
   * As these files ship it, templates beside them included, for a suite of their {@link
   * PlainFiles#model() model}: one rule file byte for byte, and several as one that says the same.
   *
   * @throws IllegalArgumentException when a file cannot be read
   */
  public Backfilled from(PlainFiles plain) {
    List<PlainFiles.Shipped> rules = plain.rules();
    return new Backfilled(
        suite,
        rules.size() == 1 ? rules.get(0).text() : ruleFile,
        Optional.of(plain),
        breaking,
        replays);
  }

  /** With something done to each stack when it has been started; for tests of slow machines. */
  Backfilled breaking(Consumer<Stack> sabotage, int most) {
    return new Backfilled(suite, ruleFile, files, sabotage, replays.atMost(most));
  }

  /**
   * Plays all stories at once and waits until they have ended, on servers that run where the system
   * property {@value Programs#BACKEND} says. Where the machine does not keep up nothing is held
   * against an alert: what is inconclusive is replayed, with more time for all, and stays so where
   * the machine is too slow however often it is tried; see {@link BackfilledRun#requireJudged}.
   *
   * @param tools the servers, and promtool
   * @param folder for the servers' configuration and logs; emptied first if a stack was there
   * @throws IllegalArgumentException when Alertmanager's configuration cannot be rehearsed
   * @throws IllegalStateException when history cannot be written, or a server ends
   */
  public BackfilledRun run(Toolbox tools, Path folder) {
    long start = System.nanoTime();
    Programs programs = Programs.of(tools);
    List<BackfilledRun> runs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Story> stories = new ArrayList<>();
    suite.cases(Margin.WIDE).forEach(one -> stories.addAll(Story.of(one)));
    AlwaysFiring.of(suite).forEach(one -> stories.add(Story.always(one)));
    Map<Story, Proof> last = new LinkedHashMap<>();
    replays.run(
        stories,
        (due, attempt) -> {
          last.clear();
          int times = attempt.replays();
          Path below = times == 0 ? folder : folder.resolve("again-" + times);
          List<Story> roomy = due.stream().map(one -> one.room(attempt.slowdown())).toList();
          for (Play play : plays(roomy, programs, tools, below)) {
            runs.add(play.run().replayed(times));
            if (!play.unjudged().isEmpty()) {
              String note = play.unjudged().size() + " stories inconclusive, as " + play.slowness();
              notes.add(note);
              play.unjudged()
                  .forEach(
                      story ->
                          last.put(
                              story, proof(story, programs).inconclusive(note).replayed(times)));
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
            notes)
        .of(files.map(PlainFiles::texts).orElse(Map.of()));
  }

  /** Most of the time of each stack is waiting, so two are played at the same time. */
  private List<Play> plays(List<Story> stories, Programs programs, Toolbox tools, Path folder) {
    FloatLabels floats = FloatLabels.of(programs.prometheusVersion());
    List<Story> together = new ArrayList<>();
    List<Supplier<Play>> plays = new ArrayList<>();
    for (Story story : stories) {
      if (isShared(story.one(), floats)) {
        together.add(story);
      } else {
        plays.add(() -> play(List.of(story), programs, tools, folder.resolve(story.name())));
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
   * @param unjudged stories of which nothing can be said, because the machine did not keep up
   */
  private record Play(BackfilledRun run, List<Story> unjudged, Slowness slowness) {}

  private boolean isShared(Case one, FloatLabels floats) {
    return FiringLabels.of(suite, one, floats, name -> name).canShareServers();
  }

  private Play play(List<Story> stories, Programs programs, Toolbox tools, Path folder) {
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
      Map<Story, Actor> actors = new LinkedHashMap<>();
      History history =
          new History(waking, PrometheusDefaults.of(suite.model()).scrapeInterval(), floats);
      for (Story story : stories) {
        Actor actor = actor(story, waking, floats, opened, targets, history);
        actors.put(story, actor);
        story
            .pendingSince(waking)
            .ifPresent(since -> actor.labels().all().forEach(one -> history.pending(one, since)));
      }
      write(history, tools, stack);
      Path secrets = stack.folder().resolve("secrets");
      Configuration configuration =
          Configuration.of(
              suite.model(),
              ruleFile,
              files,
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
      int room = stories.stream().mapToInt(Story::room).max().orElse(1);
      Watch watch = new Watch(suite, rules, stack, sinks, actors, started, clock, room);
      Watch.Seen seen = watch.watch();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      BackfilledRun.Played played =
          new BackfilledRun.Played(stack.programs().description(), preparing, rehearsed);
      if (seen.noted().isEmpty()) {
        return new Play(
            new BackfilledRun(List.of(), List.of(played), took),
            stories,
            Slowness.because(
                seen.jump()
                    .orElse(
                        "Prometheus and Alertmanager did not answer, or Prometheus not at the end"
                            + " (first answer after "
                            + seen.delays().answered().toMillis()
                            + " ms)")));
      }
      stack.requireVersions();
      Noted noted = seen.noted().get();
      ReadRules read = ReadRules.of(ruleFile, rules, stack);
      List<Proof> proofs = new ArrayList<>();
      List<Story> unjudged = new ArrayList<>();
      Slowness slowness = Slowness.NONE;
      for (Map.Entry<Story, Actor> one : actors.entrySet()) {
        Story story = one.getKey();
        Judgement judgement =
            new Judgement(
                suite, watch, read, noted, story, seen.sight(story), floats, waking, started);
        Optional<String> failure = judgement.judge().map(rehearsed.secrets()::redact);
        Slowness its =
            failure.isEmpty()
                ? Slowness.NONE
                : seen.delays().slowness(story, one.getValue(), noted, waking, started);
        if (!its.isTooSlow()) {
          proofs.add(proof(story, stack, judgement, failure, took.dividedBy(stories.size())));
        } else {
          unjudged.add(story);
          slowness = its;
        }
      }
      return new Play(new BackfilledRun(proofs, List.of(played), took), unjudged, slowness);
    } finally {
      Closing.all(opened);
    }
  }

  private static Proof proof(Story story, Programs programs) {
    return Proof.of(
            story.one().scenario().alert(),
            story.title(),
            Way.BACKFILLED,
            Proof.Backend.named(programs.backend()))
        .ofKind(story.kind())
        .on(programs.versions());
  }

  private static Proof proof(
      Story story, Stack stack, Judgement judgement, Optional<String> failure, Duration each) {
    Proof proof = proof(story, stack.programs()).seeing(judgement.evidence()).taking(each);
    if (story.ending() == Story.Ending.FIRES && judgement.needsDelivery()) {
      proof = proof.needingDelivery();
    }
    return failure.isEmpty()
        ? proof
        : proof.failing(
            story
                + " ("
                + story.name()
                + "), on "
                + stack.programs().description()
                + "\n"
                + failure.get());
  }

  /**
   * Who plays a story.
   *
   * @param address of the target that the alert is about
   * @param addresses of all targets, by their parts' names
   * @param labels with which the alert fires
   * @param shared whether other stories are played beside it
   */
  record Actor(String address, Map<String, String> addresses, FiringLabels labels, boolean shared) {
    Actor {
      addresses = Map.copyOf(addresses);
    }

    /** Whether something is about it; an alert that tells no instance is played alone. */
    boolean isAt(Map<String, String> of) {
      return !shared || address.equals(of.get(Label.INSTANCE.name()));
    }
  }

  private Actor actor(
      Story story,
      Instant waking,
      FloatLabels floats,
      List<AutoCloseable> opened,
      Map<String, List<String>> addresses,
      History history) {
    Case one = story.one();
    VirtualClock clock = VirtualClock.runningSince(story.anchor(waking));
    Map<String, String> byName = new TreeMap<>();
    for (Part part : one.cast()) {
      ScriptedTarget target = ScriptedTarget.start(clock, part.timeline());
      opened.add(target);
      byName.put(part.name(), target.address());
      if (part.timeline().isKnown(story.now())) {
        addresses.computeIfAbsent(part.job(), job -> new ArrayList<>()).add(target.address());
      }
      history.target(part, target.address(), story);
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
            "promtool cannot make history of " + text + ":\n" + run.output().strip());
      }
      Files.delete(text);
    } catch (IOException e) {
      throw new UncheckedIOException("history cannot be written to " + data, e);
    }
  }
}
