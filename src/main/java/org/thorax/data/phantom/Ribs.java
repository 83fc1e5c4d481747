package org.thorax.data.phantom;

/**
 * A family of parallel ribs: rib i lies at v = first + i * spacing + its course.
 *
 * @param halfWidth half a rib's width as a share of the spacing
 * @param amount density of a rib
 */
record Ribs(
    double first, double spacing, Course course, double halfWidth, int count, double amount) {

  /** The way of every rib from the spine on: slope * x + bend * (x - 0.25)^2. */
  record Course(double slope, double bend) {
    double at(double x) {
      return slope * x + bend * (x - 0.25) * (x - 0.25);
    }
  }

  /** The density of the ribs at a position. */
  double at(double x, double v) {
    double place = (v - course.at(x) - first) / spacing + 0.5;
    if (place < 0 || place >= count) {
      return 0;
    }
    double distance = Math.abs(place - Math.floor(place) - 0.5) / halfWidth;
    if (distance > 1.3) {
      return 0;
    }
    // The rim of a rib is denser than its centre.
    double rim = distance * distance;
    return amount * (0.6 + 0.4 * rim * rim) * Shapes.edge(1.1 - distance, 0.4);
  }

  /** The v of the centre of rib {@code index} at x. */
  double middle(int index, double x) {
    return first + index * spacing + course.at(x);
  }
}
