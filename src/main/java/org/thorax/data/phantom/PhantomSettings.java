package org.thorax.data.phantom;

import org.thorax.DataException;

/**
 * The settings of a phantom data set; equal settings give equal bytes.
 *
 * @param seed random seed
 * @param patients number of patients of {@code train.csv}, 1 to 64540; about 2.3 images each
 * @param testPatients number of patients of {@code test.csv}, 0 to 64540
 * @param imageSize pixels of the shorter side, 32 to 2048 (CheXpert's small release has 320)
 */
public record PhantomSettings(long seed, int patients, int testPatients, int imageSize) {
  private static final int MAX_PATIENTS = 64_540;

  /** Checks the ranges. */
  public PhantomSettings {
    check("patients", patients, 1, MAX_PATIENTS);
    check("test patients", testPatients, 0, MAX_PATIENTS);
    check("image size", imageSize, 32, 2048);
  }

  /**
   * Settings with one tenth of the patients in addition as test patients, and images of 320 pixels.
   */
  public static PhantomSettings of(long seed, int patients) {
    return new PhantomSettings(seed, patients, Math.max(1, patients / 10), 320);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new DataException(
          "The phantom's "
              + name
              + " must be "
              + least
              + " to "
              + most
              + ", not "
              + value
              + "; choose a value in that range.");
    }
  }
}
