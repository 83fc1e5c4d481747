package org.thorax.data.phantom;

import java.util.function.DoubleUnaryOperator;

/**
 * Soft-edged shapes. No transcendental function is evaluated per pixel, so all machines draw the
 * same.
 */
final class Shapes {
  private Shapes() {}

  /** 0 below 0, 1 above 1, smooth between. */
  static double step(double t) {
    if (t <= 0) {
      return 0;
    }
    return t >= 1 ? 1 : t * t * (3 - 2 * t);
  }

  /** 1 inside, 0 outside, soft over {@code softness} around {@code inside} = 0. */
  static double edge(double inside, double softness) {
    return step(inside / softness + 0.5);
  }

  /** A bell of height 1 that ends at |t| = 1. */
  static double bell(double t) {
    double rest = 1 - t * t;
    return rest <= 0 ? 0 : rest * rest;
  }

  /** 1 in the ellipse, falling to 0 over {@code softness} (relative to the radius). */
  static double ellipse(double du, double dv, double radiusU, double radiusV, double softness) {
    double a = du / radiusU;
    double b = dv / radiusV;
    return edge(1 - Math.sqrt(a * a + b * b), softness);
  }

  /** {@code curve} sampled between {@code low} and {@code high}, constant outside. */
  static DoubleUnaryOperator sampled(DoubleUnaryOperator curve, double low, double high) {
    int last = 255;
    double[] values = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      values[i] = curve.applyAsDouble(low + (high - low) * i / last);
    }
    return at -> {
      double place = Math.min(Math.max((at - low) / (high - low), 0), 1) * last;
      int index = Math.min((int) place, last - 1);
      return values[index] + (values[index + 1] - values[index]) * (place - index);
    };
  }

  /** A smooth curve through points (given as v0, x0, v1, x1, ...), constant outside. */
  static DoubleUnaryOperator through(double... points) {
    return at -> {
      if (at <= points[0]) {
        return points[1];
      }
      for (int i = 2; i < points.length; i += 2) {
        if (at <= points[i]) {
          double t = (at - points[i - 2]) / (points[i] - points[i - 2]);
          return points[i - 1] + (points[i + 1] - points[i - 1]) * step(t);
        }
      }
      return points[points.length - 1];
    };
  }
}
