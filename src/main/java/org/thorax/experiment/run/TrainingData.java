package org.thorax.experiment.run;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.thorax.experiment.config.ClassWeights;

/**
 * The data of a run, as the logs record them.
 *
 * @param datasetFolder the dataset's folder as given, e.g. {@code data/chexpert/full}
 * @param trainingSamples rows of the training set
 * @param validationSamples rows of the validation set
 * @param testSamples rows of the test set
 * @param weights class weights of the training set; empty if a class has no positives or no
 *     negatives
 */
public record TrainingData(
    Path datasetFolder,
    long trainingSamples,
    long validationSamples,
    long testSamples,
    Optional<ClassWeights> weights) {
  private static final String SEPARATOR = FileSystems.getDefault().getSeparator();

  /** Checks the numbers and normalizes the folder. */
  public TrainingData {
    Objects.requireNonNull(weights, "weights");
    if (trainingSamples < 0 || validationSamples < 0 || testSamples < 0) {
      throw new IllegalArgumentException("Sample counts must not be negative.");
    }
    datasetFolder = datasetFolder.normalize();
  }

  /** The folder's last two parts: {@code chexpert_full} for {@code data/chexpert/full}. */
  public String datasetName() {
    int parts = datasetFolder.getNameCount();
    return parts == 0
        ? ""
        : datasetFolder.subpath(Math.max(0, parts - 2), parts).toString().replace(SEPARATOR, "_");
  }

  /** The folder with {@code /} between its parts, as the logs have it. */
  public String loggedFolder() {
    return datasetFolder.toString().replace(SEPARATOR, "/");
  }
}
