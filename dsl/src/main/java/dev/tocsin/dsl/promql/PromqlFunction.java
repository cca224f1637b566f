package dev.tocsin.dsl.promql;

import java.util.List;

/** The signature of a PromQL function. */
public final class PromqlFunction {
  private final String name;
  private final ValueType result;
  private final List<ValueType> arguments;
  private final int least;
  private final int most;
  private final boolean experimental;
  private final String since;
  private final LabelEffect labels;

  private PromqlFunction(
      String name,
      ValueType result,
      List<ValueType> arguments,
      int least,
      int most,
      boolean experimental,
      String since,
      LabelEffect labels) {
    this.name = name;
    this.result = result;
    this.arguments = arguments;
    this.least = least;
    this.most = most;
    this.experimental = experimental;
    this.since = since;
    this.labels = labels;
  }

  static PromqlFunction function(String name, ValueType result, ValueType... arguments) {
    int count = arguments.length;
    LabelEffect labels = result == ValueType.SCALAR ? LabelEffect.SCALAR : LabelEffect.DROPS_NAME;
    return new PromqlFunction(
        name, result, List.of(arguments), count, count, false, "2.42", labels);
  }

  PromqlFunction optionalLast() {
    return withCount(least - 1, most);
  }

  PromqlFunction repeatedLast() {
    return withCount(least - 1, Integer.MAX_VALUE);
  }

  private PromqlFunction withCount(int newLeast, int newMost) {
    return new PromqlFunction(
        name, result, arguments, newLeast, newMost, experimental, since, labels);
  }

  PromqlFunction experimental() {
    return new PromqlFunction(name, result, arguments, least, most, true, since, labels);
  }

  PromqlFunction since(String version) {
    return new PromqlFunction(name, result, arguments, least, most, experimental, version, labels);
  }

  PromqlFunction labels(LabelEffect effect) {
    return new PromqlFunction(name, result, arguments, least, most, experimental, since, effect);
  }

  public String name() {
    return name;
  }

  /** The type of the function's value. */
  public ValueType result() {
    return result;
  }

  /** The type that the argument at this place, which counts from 0, must have. */
  public ValueType argument(int index) {
    return arguments.get(Math.min(index, arguments.size() - 1));
  }

  /** How many arguments there must be at least. */
  public int leastArguments() {
    return least;
  }

  /** How many arguments there can be; {@link Integer#MAX_VALUE} for any number. */
  public int mostArguments() {
    return most;
  }

  /** Whether Prometheus knows it only with {@link Feature#EXPERIMENTAL_FUNCTIONS}. */
  public boolean isExperimental() {
    return experimental;
  }

  /** The first version that has it, such as {@code 2.47}; 2.42 stands for that or any before it. */
  public String since() {
    return since;
  }

  /** What it does to the labels of its vector. */
  public LabelEffect labels() {
    return labels;
  }

  /** The signature as people write it: {@code round(vector[, scalar])}. */
  public String signature() {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < arguments.size(); i++) {
      String separator = i == 0 ? "" : ", ";
      if (i < least) {
        text.append(separator).append(arguments.get(i));
      } else {
        text.append('[').append(separator).append(arguments.get(i));
        text.append(most == Integer.MAX_VALUE ? "]…" : "]");
      }
    }
    return text.append(')').toString();
  }

  @Override
  public String toString() {
    return signature();
  }
}
