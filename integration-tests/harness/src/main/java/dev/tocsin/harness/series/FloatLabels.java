package dev.tocsin.harness.series;

import java.math.BigDecimal;

/**
 * How a Prometheus stores the labels {@code le} of classic histograms and {@code quantile} of
 * summaries that it scrapes. Prometheus 3 <a
 * href="https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values">normalizes
 * them</a>: {@code le="5"} is stored as {@code le="5.0"}. Other labels, and those of other types of
 * metrics, stay as the target exports them.
 */
public enum FloatLabels {
  /** As the target exports them: Prometheus 2. */
  AS_EXPORTED,
  /** As OpenMetrics writes numbers: Prometheus 3. */
  NORMALIZED;

  /** The behaviour of this version, such as {@code 3.5.3}. */
  public static FloatLabels of(String prometheusVersion) {
    return Integer.parseInt(prometheusVersion.split("\\.", 2)[0]) < 3 ? AS_EXPORTED : NORMALIZED;
  }

  /** The stored value of a label with this exported value; unchanged if it is not a number. */
  public String stored(String exported) {
    try {
      return this == AS_EXPORTED ? exported : stored(Double.parseDouble(exported));
    } catch (NumberFormatException e) {
      // Not a number for Java, such as +Inf, which is stored as it is exported.
      return exported;
    }
  }

  /** The stored label of this number. */
  String stored(double value) {
    String exported = exported(value);
    boolean isOpenMetrics =
        this == AS_EXPORTED
            || !Double.isFinite(value)
            || exported.indexOf('.') >= 0
            || exported.indexOf('e') >= 0;
    return isOpenMetrics ? exported : exported + ".0";
  }

  /**
   * The label that a target exports for this number, in the format of Go's client library and so of
   * most exporters: the shortest form, with an exponent below 1e-04 and from 1e+06 on.
   */
  static String exported(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return decimal.toPlainString();
    }
    String mantissa = decimal.scaleByPowerOfTen(-exponent).toPlainString();
    return mantissa
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
