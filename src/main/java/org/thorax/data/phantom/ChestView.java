package org.thorax.data.phantom;

import java.util.List;

/** A chest from one direction: draws the healthy anatomy and returns the positions of its parts. */
interface ChestView {
  /** The lungs of this view: two from the front, one (both overlaid) from the side. */
  List<Lung> lungs();

  /** The ribs on which fractures are drawn. */
  Ribs ribs();

  /** The area of the heart. */
  Film.Area heart();

  /** The area of the upper mediastinum. */
  Film.Area mediastinum();

  /** The positions of devices. */
  Anchors anchors();

  /** Draws everything except the vessels of the lungs. */
  void draw(Film film);

  /** A position in anatomical coordinates. */
  record Place(double u, double v) {}

  /** Where a line enters the veins below the clavicles. */
  record Veins(Place left, Place right) {}

  /** The start and end points of devices. */
  record Anchors(
      Place neck, Place carina, Veins veins, Place atrium, Place ventricle, Place pocket) {}
}
