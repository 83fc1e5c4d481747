package org.thorax.data;

import java.util.HashSet;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Training, validation and test set; no patient is in two of them.
 *
 * @param train the training set
 * @param validation evaluated after each epoch
 * @param test evaluated at the end
 */
public record DatasetSplit(Samples train, Samples validation, Samples test) {
  /**
   * Checks that no patient is in two sets.
   *
   * @throws ThoraxException naming such a patient
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
        throw new DataException(
            "Patient "
                + patient
                + " is in both the "
                + sets
                + " set of "
                + one.folder()
                + "; the figures would be too good. Take the patient out of one.");
      }
    }
  }
}
