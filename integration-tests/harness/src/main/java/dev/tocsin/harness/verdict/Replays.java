package dev.tocsin.harness.verdict;

import java.util.List;

/**
 * Replays what is inconclusive: each time at half the speed of the time before, or with twice the
 * time where nothing runs faster than the clock, and a few times only. What failed on a machine
 * that kept up is final, and never replayed.
 *
 * @param speed of the first attempt
 * @param slowest the speed below which nothing is played
 * @param most how often something is replayed at most
 */
public record Replays(double speed, double slowest, int most) {
  /** Slower than this, accelerated time is no longer worth the wait. */
  public static final double SLOWEST = 15;

  private static final int MOST = 3;

  /** Of what is played so many times as fast as the clock. */
  public static Replays accelerated(double speed) {
    return new Replays(speed, Math.min(speed, SLOWEST), MOST);
  }

  /** Of what is played as fast as the clock. */
  public static Replays inRealTime() {
    return new Replays(1, 0, MOST);
  }

  /** The same with so many replays at most. */
  public Replays atMost(int times) {
    return new Replays(speed, slowest, times);
  }

  /**
   * One of the attempts.
   *
   * @param replays how many there were before it
   * @param speed at which it is played
   */
  public record Attempt(int replays, double speed) {
    /** How many times as much time as at first there is for all that is awaited. */
    public int slowdown() {
      return 1 << replays;
    }

    private Attempt next() {
      return new Attempt(replays + 1, speed / 2);
    }
  }

  /** Plays something once. */
  @FunctionalInterface
  public interface Play<T, E extends Exception> {
    /** Plays this, and returns what of it is inconclusive. */
    List<T> play(List<T> due, Attempt attempt) throws E;
  }

  /** Plays this until all of it is judged; returns what of it stays inconclusive. */
  public <T, E extends Exception> List<T> run(List<T> work, Play<T, E> play) throws E {
    List<T> due = work;
    Attempt attempt = new Attempt(0, speed);
    while (!due.isEmpty() && attempt.replays() <= most && attempt.speed() >= slowest) {
      due = play.play(due, attempt);
      attempt = attempt.next();
    }
    return List.copyOf(due);
  }
}
