package org.thorax.experiment.wiki;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An axis with round numbers at its ends: linear, or logarithmic if the largest value is more than
 * {@value #FAR} times the smallest.
 *
 * @param low the value at its start, or its power of ten
 * @param high at its end
 * @param ticks positions of the numbers, in the same units
 * @param powers whether it is logarithmic
 */
record Axis(double low, double high, List<Double> ticks, boolean powers) {
  private static final double FAR = 50;
  private static final int TICKS = 5;
  // The float32 value of a power of ten differs from it by less.
  private static final double ROUNDED = 1e-6;
  private static final double[] ROUND = {1, 2, 5, 10};

  /** Copies the ticks. */
  Axis {
    ticks = List.copyOf(ticks);
  }

  /**
   * An axis for these values; those that are not finite are left out.
   *
   * @return from 0 to 1 if there is none
   */
  static Axis around(double[] values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    double smallest = Arrays.stream(finite).min().orElse(0);
    double largest = Arrays.stream(finite).max().orElse(1);
    if (largest - smallest <= Math.abs(largest) * 1e-9) {
      // A constant curve is in the middle, except for a share at its limit.
      boolean bound = largest == 0 || largest == 1;
      double half = Math.abs(largest) / 2;
      return bound ? linear(0, 1) : linear(largest - half, largest + half);
    }
    return smallest > 0 && largest / smallest > FAR
        ? ofPowers(smallest, largest)
        : linear(smallest, largest);
  }

  /** Between round numbers; {@code largest} is greater than {@code smallest}. */
  static Axis linear(double smallest, double largest) {
    double span = largest - smallest;
    double power = Math.pow(10, Math.floor(Math.log10(span / TICKS)));
    double least = span / TICKS / power;
    double step = Arrays.stream(ROUND).filter(round -> round >= least - 1e-9).min().orElse(10);
    step *= power;
    double low = Math.floor(smallest / step + 1e-9) * step;
    double high = Math.max(low + step, Math.ceil(largest / step - 1e-9) * step);
    List<Double> ticks = new ArrayList<>();
    for (long i = 0; i <= Math.round((high - low) / step); i++) {
      ticks.add(low + i * step);
    }
    return new Axis(low, high, ticks, false);
  }

  private static Axis ofPowers(double smallest, double largest) {
    double low = Math.floor(Math.log10(smallest) + ROUNDED);
    double high = Math.max(low + 1, Math.ceil(Math.log10(largest) - ROUNDED));
    double step = Math.ceil((high - low) / (TICKS + 1));
    List<Double> ticks = new ArrayList<>();
    for (double tick = low; tick <= high; tick += step) {
      ticks.add(tick);
    }
    return new Axis(low, high, ticks, true);
  }

  /** Integers from 1 to {@code epochs}, or to 2, with at most 11 ticks. */
  static Axis ofEpochs(int epochs) {
    int last = Math.max(2, epochs);
    int step = 1;
    int[] growth = {2, 5, 10};
    for (int i = 0, power = 1; (last - 1) / step > 10; i++) {
      step = growth[i % 3] * power;
      power *= i % 3 == 2 ? 10 : 1;
    }
    List<Double> ticks = new ArrayList<>();
    for (int epoch = step == 1 ? 1 : step; epoch <= last; epoch += step) {
      ticks.add((double) epoch);
    }
    return new Axis(1, last, ticks, false);
  }

  /** The position of a value: 0 at the start, 1 at the end. */
  double share(double value) {
    return shareOfTick(powers ? Math.log10(value) : value);
  }

  /** The position of a tick. */
  double shareOfTick(double tick) {
    return (tick - low) / (high - low);
  }

  /** The number at a tick. */
  String label(double tick) {
    if (powers) {
      return tick >= -3 && tick <= 4
          ? plain(Math.pow(10, tick))
          : String.format(Locale.ROOT, "1e%d", Math.round(tick));
    }
    double step = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : 1;
    double most = Math.max(Math.abs(low), Math.abs(high));
    return most >= 1e5 || most < 1e-3
        ? String.format(Locale.ROOT, "%.2g", tick)
        : BigDecimal.valueOf(tick)
            .setScale((int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), RoundingMode.HALF_UP)
            .toPlainString();
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value)
        .setScale(4, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }
}
