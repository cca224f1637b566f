package dev.tocsin.harness.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often, and at which speeds, what is inconclusive is replayed. */
class ReplaysTest {
  private static List<Double> speeds(Replays replays) {
    List<Double> speeds = new ArrayList<>();
    List<String> left =
        replays.run(
            List.of("a"),
            (due, attempt) -> {
              speeds.add(attempt.speed());
              return due;
            });
    assertThat(left).containsExactly("a");
    return speeds;
  }

  @Test
  void whatStaysInconclusiveIsPlayedAtHalfTheSpeedAFewTimes() {
    assertThat(speeds(Replays.accelerated(150))).containsExactly(150.0, 75.0, 37.5, 18.75);
    assertThat(speeds(Replays.accelerated(30))).containsExactly(30.0, 15.0);
    assertThat(speeds(Replays.accelerated(10))).containsExactly(10.0);
    assertThat(speeds(Replays.inRealTime().atMost(1))).containsExactly(1.0, 0.5);
  }

  @Test
  void onlyWhatIsInconclusiveIsReplayedAndWithMoreTime() {
    List<String> played = new ArrayList<>();
    List<String> left =
        Replays.inRealTime()
            .run(
                List.of("held", "slow"),
                (due, attempt) -> {
                  played.add(due + " x" + attempt.slowdown());
                  return attempt.replays() < 2 ? List.of("slow") : List.of();
                });

    assertThat(played).containsExactly("[held, slow] x1", "[slow] x2", "[slow] x4");
    assertThat(left).isEmpty();
  }
}
