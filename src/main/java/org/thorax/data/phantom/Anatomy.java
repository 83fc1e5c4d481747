package org.thorax.data.phantom;

import java.util.SplittableRandom;

/**
 * The anatomy of a patient, the same in all studies. Lengths in anatomical units.
 *
 * @param heart scale of the healthy heart
 * @param tilt asymmetry, -1..1
 */
record Anatomy(
    LungSpace lungs, double heart, ChestWall wall, Bones bones, double tilt, long vesselSeed) {

  /**
   * The space of the lungs.
   *
   * @param width its scale
   * @param diaphragm how far the diaphragm is below its mean
   */
  record LungSpace(double width, double diaphragm) {}

  /**
   * The soft tissue around the ribs.
   *
   * @param breast strength of the breast shadows, 0 for none
   * @param fat density
   */
  record ChestWall(double breast, double fat) {}

  /**
   * The bones.
   *
   * @param ribSpacing distance between ribs
   */
  record Bones(double ribSpacing, double density) {}

  static Anatomy of(long patientSeed, boolean female, int age) {
    SplittableRandom random = Seeds.random(patientSeed, 1);
    return new Anatomy(
        new LungSpace(
            random.nextDouble(0.92, 1.06) * (female ? 0.97 : 1.0), random.nextDouble(-0.07, 0.09)),
        random.nextDouble(0.90, 1.08),
        new ChestWall(female ? random.nextDouble(0.15, 0.55) : 0, random.nextDouble(0.95, 1.35)),
        new Bones(
            random.nextDouble(0.145, 0.172),
            random.nextDouble(0.85, 1.15) * (age > 70 ? 0.85 : 1.0)),
        random.nextDouble(-1, 1),
        random.nextLong());
  }
}
