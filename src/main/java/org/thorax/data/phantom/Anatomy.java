package org.thorax.data.phantom;

import java.util.SplittableRandom;

/**
 * The anatomy of a patient, the same in all studies. Lengths in anatomical units.
 *
 * @param lungWidth scale of the lungs' width
 * @param diaphragm how far the diaphragm is below its mean
 * @param heart scale of the healthy heart
 * @param breast strength of the breast shadows, 0 for none
 * @param fat density of the chest wall
 * @param ribSpacing distance between ribs
 * @param bone density of the bones
 * @param tilt asymmetry, -1..1
 */
record Anatomy(
    double lungWidth,
    double diaphragm,
    double heart,
    double breast,
    double fat,
    double ribSpacing,
    double bone,
    double tilt,
    long vesselSeed) {

  static Anatomy of(long patientSeed, boolean female, int age) {
    SplittableRandom random = Seeds.random(patientSeed, 1);
    return new Anatomy(
        random.nextDouble(0.92, 1.06) * (female ? 0.97 : 1.0),
        random.nextDouble(-0.07, 0.09),
        random.nextDouble(0.90, 1.08),
        female ? random.nextDouble(0.15, 0.55) : 0,
        random.nextDouble(0.95, 1.35),
        random.nextDouble(0.145, 0.172),
        random.nextDouble(0.85, 1.15) * (age > 70 ? 0.85 : 1.0),
        random.nextDouble(-1, 1),
        random.nextLong());
  }
}
