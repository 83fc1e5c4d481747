package org.thorax.experiment.log;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Doubles as Python prints them. Java's own text is not always the shortest (JDK-4511638). */
public final class PythonFloat {
  private PythonFloat() {}

  /**
   * Python's {@code repr}: the shortest decimal that parses to {@code value}, the nearest to it
   * among those; with an exponent below 1e-4 and from 1e16 on. {@code nan}, {@code inf} and {@code
   * -inf} for values that are not finite.
   */
  public static String repr(double value) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    String sign = negative(value) ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int point = digits.length() - shortest.scale();
    return sign + (point > -4 && point <= 16 ? plain(digits, point) : scientific(digits, point));
  }

  /**
   * C's {@code "%.<decimals>e"}, the default of {@code numpy.savetxt} with 18 decimals: the exact
   * binary value, rounded half to even.
   */
  public static String exponential(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return notFinite(value);
    }
    String sign = negative(value) ? "-" : "";
    if (value == 0) {
      return sign + "0." + "0".repeat(decimals) + "e+00";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int point = digits.length() - rounded.scale();
    // Fewer digits if the value has fewer; missing digits are zeros.
    return sign + scientific(digits + "0".repeat(decimals + 1 - digits.length()), point);
  }

  private static boolean negative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static String notFinite(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    // Java's digits parse to the value but may be too many, so fewer are tried.
    int precision = new BigDecimal(Double.toString(value)).stripTrailingZeros().precision();
    BigDecimal best = nearest(exact, value, precision);
    for (int fewer = precision - 1; fewer > 0; fewer--) {
      BigDecimal candidate = nearest(exact, value, fewer);
      if (candidate == null) {
        break;
      }
      best = candidate;
    }
    return best.stripTrailingZeros();
  }

  /** The nearest decimal with that number of digits that parses to {@code value}, or null. */
  private static BigDecimal nearest(BigDecimal exact, double value, int precision) {
    BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    if (rounded.doubleValue() == value) {
      return rounded;
    }
    // Below a power of two doubles are closer, so the farther neighbour may be the right one.
    RoundingMode other = rounded.compareTo(exact) < 0 ? RoundingMode.UP : RoundingMode.DOWN;
    BigDecimal farther = exact.round(new MathContext(precision, other));
    return farther.doubleValue() == value ? farther : null;
  }

  private static String plain(String digits, int point) {
    if (point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return digits + "0".repeat(point - digits.length()) + ".0";
    }
    return digits.substring(0, point) + "." + digits.substring(point);
  }

  private static String scientific(String digits, int point) {
    int exponent = point - 1;
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    String two = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + two;
  }
}
