package org.thorax.data;

import java.util.HashSet;
import java.util.Set;
import org.thorax.ThoraxException;

/**
 * Training, validation and test samples; no patient is in two of them.
 *
 * @param train what the network learns from
 * @param validation what is measured after each epoch
 * @param test what is measured at the end
 */
public record DatasetSplit(Samples train, Samples validation, Samples test) {
  /**
   * Checks the promise.
   *
   * @throws ThoraxException naming a patient that is in two sets
   */
  public DatasetSplit {
    checkApart("training and validation", train, validation);
    checkApart("training and test", train, test);
    checkApart("validation and test", validation, test);
  }

  private static void checkApart(String sets, Samples one, Samples other) {
    Set<String> patients = new HashSet<>(one.patients());
    for (String patient : other.patients()) {
      if (patients.contains(patient)) {
        throw new ThoraxException(
            "Patient "
                + patient
                + " is in both the "
                + sets
                + " set; the figures would be too good.");
      }
    }
  }

  /** The seed of all logged experiments. */
  public static final long DEFAULT_SEED = 6122156;

  /** The share of patients set aside, for the test and then again for the validation. */
  public static final double DEFAULT_SIZE = 0.2;

  /**
   * Sets aside {@code testSize} of the patients for the test, then {@code validationSize} of the
   * rest for validation, with the same seed. Rows keep their order.
   *
   * @throws ThoraxException when a set would be empty
   */
  public static DatasetSplit byPatient(
      Samples samples, double testSize, double validationSize, long seed) {
    GroupShuffleSplit.Rows outer = new GroupShuffleSplit(testSize, seed).split(samples.patients());
    return withTest(
        samples.select(outer.train()), samples.select(outer.test()), validationSize, seed);
  }

  /** Splits {@code samples} into training and validation; the test samples are given. */
  public static DatasetSplit withTest(
      Samples samples, Samples test, double validationSize, long seed) {
    GroupShuffleSplit.Rows inner =
        new GroupShuffleSplit(validationSize, seed).split(samples.patients());
    return new DatasetSplit(samples.select(inner.train()), samples.select(inner.test()), test);
  }
}
