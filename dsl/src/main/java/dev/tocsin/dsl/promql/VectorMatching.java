package dev.tocsin.dsl.promql;

import java.util.List;

/**
 * Which series of two vectors belong together: {@code on}/{@code ignoring}, and {@code group_left}/
 * {@code group_right} with the labels to copy from the side of one.
 */
public record VectorMatching(
    boolean on, List<String> labels, Cardinality cardinality, List<String> include) {
  /** All labels must agree, one to one. */
  public static final VectorMatching DEFAULT =
      new VectorMatching(false, List.of(), Cardinality.ONE_TO_ONE, List.of());

  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  public static VectorMatching on(List<String> labels) {
    return new VectorMatching(true, labels, Cardinality.ONE_TO_ONE, List.of());
  }

  public static VectorMatching ignoring(List<String> labels) {
    return new VectorMatching(false, labels, Cardinality.ONE_TO_ONE, List.of());
  }

  public VectorMatching groupLeft(List<String> include) {
    return new VectorMatching(on, labels, Cardinality.MANY_TO_ONE, include);
  }

  public VectorMatching groupRight(List<String> include) {
    return new VectorMatching(on, labels, Cardinality.ONE_TO_MANY, include);
  }

  /** How many series of each side may belong together. */
  public enum Cardinality {
    ONE_TO_ONE,
    /** {@code group_left}: many on the left belong to one on the right. */
    MANY_TO_ONE,
    /** {@code group_right}: one on the left belongs to many on the right. */
    ONE_TO_MANY
  }
}
