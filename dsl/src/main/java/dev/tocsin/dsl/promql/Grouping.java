package dev.tocsin.dsl.promql;

import java.util.List;

/** The {@code by (…)} or {@code without (…)} of an aggregation. */
public record Grouping(boolean without, List<String> labels) {
  /** No grouping: one result for all series. */
  public static final Grouping NONE = new Grouping(false, List.of());

  public Grouping {
    labels = List.copyOf(labels);
  }

  public static Grouping by(List<String> labels) {
    return new Grouping(false, labels);
  }

  public static Grouping without(List<String> labels) {
    return new Grouping(true, labels);
  }
}
