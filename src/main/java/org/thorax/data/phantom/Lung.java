package org.thorax.data.phantom;

import java.util.function.DoubleUnaryOperator;

/**
 * The position of a lung. {@code x = side * u} grows from the mediastinum (or, in the lateral view,
 * from the sternum) to the far chest wall.
 *
 * @param side +1 if x grows to the right of the image, -1 if to the left
 * @param inner the near border x at a height v
 * @param outer the far border x at a height v
 * @param floor the diaphragm v at a position x
 * @param apex the highest v
 * @param hilum the vessels' entry, at {@code x} instead of {@code u}
 */
record Lung(
    int side,
    DoubleUnaryOperator inner,
    DoubleUnaryOperator outer,
    DoubleUnaryOperator floor,
    double apex,
    ChestView.Place hilum) {

  /** 1 in the lung, 0 outside. */
  double inside(double u, double v) {
    double x = side * u;
    double borders = Math.min(outer.applyAsDouble(v) - x, x - inner.applyAsDouble(v));
    if (v < apex || borders < -0.03) {
      return 0;
    }
    return Shapes.edge(borders, 0.045) * Shapes.edge(floor.applyAsDouble(x) - v, 0.03);
  }

  /** The v of the lowest point at the far wall (the costophrenic angle). */
  double base() {
    return floor.applyAsDouble(outer.applyAsDouble(0.6));
  }

  /** The position between the borders at height v: 0 at the near one, 1 at the far one. */
  double across(double v, double share) {
    double from = inner.applyAsDouble(v);
    return from + share * (outer.applyAsDouble(v) - from);
  }

  /** A rectangle around the lung between two heights. */
  Film.Area area(double top, double bottom) {
    double near = side * -0.7;
    double far = side * 0.95;
    return new Film.Area(Math.min(near, far), top, Math.max(near, far), bottom);
  }

  /** The whole lung. */
  Film.Area area() {
    return area(apex, 0.95);
  }
}
