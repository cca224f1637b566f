package dev.tocsin.harness.series;

import java.math.BigDecimal;

/**
 * How a Prometheus spells the numbers in the labels {@code le} of classic histograms and {@code
 * quantile} of summaries when it scrapes them. Prometheus 3 <a
 * href="https://prometheus.io/docs/prometheus/latest/migration/#le-and-quantile-label-values">normalizes
 * them</a>: {@code le="5"} is stored as {@code le="5.0"}. Other labels, and those of other types of
 * metrics, stay as the target exports them.
 */
public enum FloatLabels {
  /** As the target exports them: Prometheus 2. */
  AS_EXPORTED,
  /** As OpenMetrics writes numbers: Prometheus 3. */
  NORMALIZED;

  /** What a Prometheus of this version does, such as {@code 3.5.3}. */
  public static FloatLabels of(String prometheusVersion) {
    return Integer.parseInt(prometheusVersion.split("\\.", 2)[0]) < 3 ? AS_EXPORTED : NORMALIZED;
  }

  /** How it spells a label's value that a target exports so; as it is where it is no number. */
  public String stored(String exported) {
    try {
      return this == AS_EXPORTED ? exported : stored(Double.parseDouble(exported));
    } catch (NumberFormatException e) {
      // Java writes infinity otherwise, which is spelled the same in both.
      return exported;
    }
  }

  /** How it spells a value that a target exports. */
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
   * How a target spells it: as Go's client library does, and so most exporters: the shortest way,
   * with an exponent below 1e-04 and from 1e+06 on.
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
