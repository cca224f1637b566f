package dev.tocsin.harness.series;

/** Text in Prometheus' format 0.0.4, family by family. */
final class Exposition {
  /** The content type of the text. */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();
  private String family = "";

  /** Begins a family of this name, unless it has begun. */
  void family(String name, String type) {
    if (!name.equals(family)) {
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
      family = name;
    }
  }

  void sample(SeriesId id, double value) {
    text.append(id).append(' ').append(number(value)).append('\n');
  }

  /** A number as Prometheus reads it, whole ones without a fraction. */
  static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
