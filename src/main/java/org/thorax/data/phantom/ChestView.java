package org.thorax.data.phantom;

import java.util.List;

/** A chest seen from one direction: draws the healthy anatomy and says where its parts lie. */
interface ChestView {
  /** The lungs of this view: two from the front, one (both overlaid) from the side. */
  List<Lung> lungs();

  /** The ribs on which fractures are drawn. */
  Ribs ribs();

  /** Around the heart. */
  Film.Area heart();

  /** Around the upper mediastinum. */
  Film.Area mediastinum();

  /** Where devices go. */
  Anchors anchors();

  /** Draws everything but the vessels of the lungs. */
  void draw(Film film);

  /** A place in anatomical coordinates. */
  record Place(double u, double v) {}

  /** Where devices begin and end. */
  record Anchors(
      Place neck,
      Place carina,
      Place leftVein,
      Place rightVein,
      Place atrium,
      Place ventricle,
      Place pocket) {}
}
