package dev.tocsin.harness.series;

import java.time.Duration;
import java.util.List;

/** How one metric of a target behaves over a stretch of time. */
sealed interface Shape {
  /** The metric's type in the text format. */
  String type();

  /** A gauge: {@code start} at the beginning of the stretch, then a constant change. */
  record Level(double start, double perSecond) implements Shape {
    @Override
    public String type() {
      return "gauge";
    }
  }

  /** A gauge with the start time of the process, in seconds since the epoch, in virtual time. */
  record Birth() implements Shape {
    @Override
    public String type() {
      return "gauge";
    }
  }

  /**
   * A gauge with a timestamp in seconds since the epoch, in virtual time.
   *
   * @param distance from the beginning of the stretch, or from now if it moves; negative for the
   *     past
   */
  record Moment(Duration distance, boolean moves) implements Shape {
    @Override
    public String type() {
      return "gauge";
    }
  }

  /** A counter: it increases by {@code atOnce} at the beginning, then at a constant rate. */
  record Growth(double atOnce, double perSecond) implements Shape {
    @Override
    public String type() {
      return "counter";
    }

    /** The increase after this many seconds. */
    double after(double seconds) {
      return atOnce + perSecond * seconds;
    }
  }

  /** A classic histogram with finite bucket boundaries, ascending. */
  record Distribution(List<Double> boundaries, Observations observations) implements Shape {
    public Distribution {
      boundaries = List.copyOf(boundaries);
      for (int i = 1; i < boundaries.size(); i++) {
        if (boundaries.get(i) <= boundaries.get(i - 1)) {
          throw new IllegalArgumentException(
              "invalid bucket boundaries "
                  + Texts.list(boundaries)
                  + ": they must ascend; fix: sort them, without +Inf");
        }
      }
    }

    @Override
    public String type() {
      return "histogram";
    }
  }

  /** A summary with quantiles between 0 and 1, ascending. */
  record Quantiles(List<Double> quantiles, Observations observations) implements Shape {
    public Quantiles {
      quantiles = List.copyOf(quantiles);
      for (double quantile : quantiles) {
        if (!(quantile >= 0 && quantile <= 1)) {
          throw new IllegalArgumentException(
              "invalid quantile " + quantile + ": quantiles are between 0 and 1");
        }
      }
    }

    @Override
    public String type() {
      return "summary";
    }
  }
}
