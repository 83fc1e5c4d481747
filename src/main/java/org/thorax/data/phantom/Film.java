package org.thorax.data.phantom;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The density along the rays to each pixel. Drawn in anatomical coordinates: the midpoint of the
 * chest is (0, 0), u grows to the right of the image, v downward, and the short side of the image
 * is about 2 long. Not thread-safe.
 */
final class Film {
  private static final float VISIBLE = 0.05f;

  private final int width;
  private final int height;
  private final float[] density;
  private final double unit;
  private final double shiftU;
  private final double shiftV;
  private final double cosine;
  private final double sine;
  private int left;
  private int top;
  private int right;
  private int bottom;

  /** The density to add at a position; {@code pixel} is its index in {@link #copy()}. */
  @FunctionalInterface
  interface Shade {
    double at(double u, double v, int pixel);
  }

  /** A rectangle in anatomical coordinates. */
  record Area(double left, double top, double right, double bottom) {
    static Area around(double u, double v, double reach) {
      return new Area(u - reach, v - reach, u + reach, v + reach);
    }
  }

  Film(int width, int height, double scale, double shiftU, double shiftV, double degrees) {
    this.width = width;
    this.height = height;
    this.density = new float[width * height];
    this.unit = Math.min(width, height) / 2.0 * scale;
    this.shiftU = shiftU;
    this.shiftV = shiftV;
    this.cosine = StrictMath.cos(StrictMath.toRadians(degrees));
    this.sine = StrictMath.sin(StrictMath.toRadians(degrees));
    mark();
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The density so far, row by row. */
  float[] copy() {
    return density.clone();
  }

  /** The width of a pixel in anatomical units. */
  double pixel() {
    return 1 / unit;
  }

  /** Adds {@code shade} to every pixel. */
  void add(Shade shade) {
    add(0, 0, width, height, shade);
  }

  /** Adds {@code shade} to the pixels of {@code area}. */
  void add(Area area, Shade shade) {
    int[] bounds = bounds(area);
    add(bounds[0], bounds[1], bounds[2], bounds[3], shade);
  }

  private void add(int fromX, int fromY, int toX, int toY, Shade shade) {
    for (int y = fromY; y < toY; y++) {
      for (int x = fromX; x < toX; x++) {
        double a = (x + 0.5 - width / 2.0) / unit;
        double b = (y + 0.5 - height / 2.0) / unit;
        double u = a * cosine + b * sine - shiftU;
        double v = b * cosine - a * sine - shiftV;
        int pixel = y * width + x;
        float change = (float) shade.at(u, v, pixel);
        density[pixel] += change;
        if (Math.abs(change) >= VISIBLE) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
  }

  /**
   * Adds {@code amount} along a polyline (u0, v0, u1, v1, ...), fading over {@code halfWidth}; a
   * line thinner than a pixel is drawn a pixel wide and fainter.
   */
  void stroke(double halfWidth, double amount, double... points) {
    double reach = Math.max(halfWidth, 0.75 * pixel());
    double strength = amount * Math.sqrt(halfWidth / reach);
    double fromU = Double.POSITIVE_INFINITY;
    double fromV = Double.POSITIVE_INFINITY;
    double toU = Double.NEGATIVE_INFINITY;
    double toV = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < points.length; i += 2) {
      fromU = Math.min(fromU, points[i] - reach);
      fromV = Math.min(fromV, points[i + 1] - reach);
      toU = Math.max(toU, points[i] + reach);
      toV = Math.max(toV, points[i + 1] + reach);
    }
    double furthest = reach * reach;
    add(
        new Area(fromU, fromV, toU, toV),
        (u, v, pixel) -> {
          double squared = squaredDistance(u, v, points);
          return squared >= furthest ? 0 : strength * Shapes.bell(Math.sqrt(squared) / reach);
        });
  }

  // Squared distance to the nearest segment; infinite beyond the two ends (which are cut straight).
  private static double squaredDistance(double u, double v, double[] points) {
    double nearest = Double.POSITIVE_INFINITY;
    int last = points.length - 4;
    for (int i = 0; i <= last; i += 2) {
      double du = points[i + 2] - points[i];
      double dv = points[i + 3] - points[i + 1];
      double a = u - points[i];
      double b = v - points[i + 1];
      // A segment without length coincides with its neighbours; 1e-12 avoids a division by 0.
      double along = (a * du + b * dv) / Math.max(du * du + dv * dv, 1e-12);
      if ((i > 0 || along >= 0) && (i < last || along < 1)) {
        double at = Math.min(Math.max(along, 0), 1);
        double x = a - at * du;
        double y = b - at * dv;
        nearest = Math.min(nearest, x * x + y * y);
      }
    }
    return nearest;
  }

  /** Starts to record visible changes. */
  void mark() {
    left = Integer.MAX_VALUE;
    top = Integer.MAX_VALUE;
    right = 0;
    bottom = 0;
  }

  /** The box of the visible changes since {@link #mark()}; empty if there were none. */
  Optional<Box> changed() {
    return left < right
        ? Optional.of(new Box(left, top, right - left, bottom - top))
        : Optional.empty();
  }

  /** The part of {@code area} on the film; empty if it is outside. */
  Optional<Box> box(Area area) {
    int[] bounds = bounds(area);
    return bounds[0] < bounds[2] && bounds[1] < bounds[3]
        ? Optional.of(new Box(bounds[0], bounds[1], bounds[2] - bounds[0], bounds[3] - bounds[1]))
        : Optional.empty();
  }

  private int[] bounds(Area area) {
    double[] us = {area.left, area.right, area.left, area.right};
    double[] vs = {area.top, area.top, area.bottom, area.bottom};
    double fromX = width;
    double fromY = height;
    double toX = 0;
    double toY = 0;
    for (int i = 0; i < 4; i++) {
      double u = us[i] + shiftU;
      double v = vs[i] + shiftV;
      double x = (u * cosine - v * sine) * unit + width / 2.0;
      double y = (u * sine + v * cosine) * unit + height / 2.0;
      fromX = Math.min(fromX, x);
      fromY = Math.min(fromY, y);
      toX = Math.max(toX, x);
      toY = Math.max(toY, y);
    }
    return new int[] {
      Math.max(0, (int) Math.floor(fromX)),
      Math.max(0, (int) Math.floor(fromY)),
      Math.min(width, (int) Math.ceil(toX)),
      Math.min(height, (int) Math.ceil(toY))
    };
  }

  /**
   * The developed film, grey 0..255 row by row: absorption 1 - exp(-gain density), raised to {@code
   * gamma}, with grain of {@code grain} grey levels.
   */
  byte[] develop(double gain, double gamma, double black, double grain, SplittableRandom random) {
    float[] tone = new float[8 * 256 + 1];
    for (int i = 0; i < tone.length; i++) {
      double absorbed = 1 - StrictMath.exp(-gain * i / 256.0);
      tone[i] = (float) (black + (250 - black) * StrictMath.pow(absorbed, gamma));
    }
    byte[] grey = new byte[density.length];
    for (int i = 0; i < grey.length; i++) {
      float place = Math.min(Math.max(density[i], 0), 7.999f) * 256;
      int index = (int) place;
      double value = tone[index] + (tone[index + 1] - tone[index]) * (place - index);
      value += grain * (random.nextDouble() + random.nextDouble() - 1);
      grey[i] = (byte) Math.round(Math.min(Math.max(value, 0), 255));
    }
    return grey;
  }
}
