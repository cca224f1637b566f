package dev.tocsin.harness.verdict;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * How much of what was due may be missing before nothing can be held against an alert. All limits
 * are here, for all proof methods; what a method tolerates besides, it says by one of the methods
 * below, and why.
 *
 * @param missed the share of a rule group's evaluations that may be missed
 * @param failed the share of a target's due scrapes that may fail although it was to answer
 * @param made the share of a target's due scrapes that must be made; two more may be missing, at
 *     the beginning and at the end
 * @param gap the most intervals between two scrapes
 * @param scrape the longest that a scrape may take
 */
@API(status = API.Status.INTERNAL)
public record Tolerance(double missed, double failed, double made, double gap, Duration scrape) {
  /** So many intervals between two scrapes shift what is seen by more than the cases' margin. */
  public static final double GAP = 3;

  /** A cold Prometheus starts within two seconds, and begins to scrape after five more. */
  public static final Duration START = Duration.ofSeconds(10);

  /** Above it, what a real service takes says more about the machine than about the service. */
  static final double CPU_PRESSURE = 0.95;

  private static final double DUE = 0.9;
  private static final double ANY = Double.POSITIVE_INFINITY;
  private static final Duration ANY_TIME = Duration.ofDays(10_000);

  /** Anything that was missed counts. */
  public static final Tolerance NONE = new Tolerance(0, 0, DUE, GAP, ANY_TIME);

  /** With so large a share of evaluations missed and of scrapes failed. */
  public Tolerance missing(double share) {
    return new Tolerance(share, share, made, gap, scrape);
  }

  /** With any scrape failing, for what is scraped is broken on purpose. */
  public Tolerance anyFailure() {
    return new Tolerance(missed, ANY, made, gap, scrape);
  }

  /** With no scrape failing, whatever else may. */
  public Tolerance noFailure() {
    return new Tolerance(missed, 0, made, gap, scrape);
  }

  /** With fewer scrapes than were due, for a server was gone on purpose. */
  public Tolerance anyCount() {
    return new Tolerance(missed, failed, 0, ANY, scrape);
  }

  /** With any time between two scrapes. */
  public Tolerance anyGap() {
    return gapOf(ANY);
  }

  /** With so many intervals between two scrapes. */
  public Tolerance gapOf(double intervals) {
    return new Tolerance(missed, failed, made, intervals, scrape);
  }

  /** With no scrape that takes longer. */
  public Tolerance scrapeWithin(Duration atMost) {
    return new Tolerance(missed, failed, made, gap, atMost);
  }
}
