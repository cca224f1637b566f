package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.Scrapes;
import dev.tocsin.harness.verdict.Slowness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Results of a suite on a machine with all cores busy, from what its Prometheus measured. */
public final class Starved {
  private static final double SPEED = 18.75;
  private static final int REPLAYS = 3;

  private Starved() {}

  /**
   * Prometheus missed evaluations of the alert's group, and the alert, which was to fire, did not.
   * The case in which it is not to fire held.
   */
  public static Results results() {
    Suite suite =
        Suite.of(
                monitoring(
                    "kiosk",
                    group("queues", plain("QueueLong").when(promql("queue > 5").exists()))))
            .with(
                scenario("QueueLong")
                    .target("kiosk", load().gauge("queue", 0))
                    .atValue(length -> load().gauge("queue", length)));
    List<Results.Judged> judged = new ArrayList<>();
    List<String> tooSlow = new ArrayList<>();
    for (Case one : suite.cases(Margin.WIDE)) {
      Recording seen = seen(one);
      Verdict verdict =
          Judge.judge(suite, one, seen, TestBedPlan.Kind.TOGETHER, Duration.ofSeconds(60));
      Slowness slowness = CaseTolerance.slowness(suite.model(), verdict, seen);
      String starvation = slowness.toString();
      if (!slowness.isTooSlow()) {
        judged.add(new Results.Judged(verdict, SPEED, true, 0, List.of()));
      } else {
        tooSlow.add(starvation);
        judged.add(
            new Results.Judged(
                Verdict.none(one, verdict.title(), starvation), SPEED, false, REPLAYS, tooSlow));
      }
    }
    return new Results(
        suite.model(),
        Programs.of(Tools.standard().provide(Generation.NEWEST)),
        judged,
        List.of(),
        List.of(),
        tooSlow,
        Map.of(),
        new Results.Took(Duration.ofSeconds(90), 60, Duration.ofSeconds(5)));
  }

  /** Nothing fired, and a few evaluations were missed: too few to doubt that nothing fires. */
  private static Recording seen(Case one) {
    VirtualClock clock = VirtualClock.startingNow(SPEED);
    return new Recording(
        clock,
        clock.anchor(),
        clock.anchor().plus(clock.inReal(one.length())),
        Map.of(one.main().name(), "127.0.0.1:4001"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new KeepingUp(
            100,
            Map.of("queues", 4L),
            Map.of("127.0.0.1:4001", new Scrapes(100, 99, List.of(), 1, Duration.ofMillis(3)))),
        List.of(),
        FloatLabels.NORMALIZED);
  }
}
