package org.thorax.experiment.run;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.thorax.experiment.config.ClassWeights;

/**
 * What a run found on disk, as far as the logs keep it.
 *
 * @param datasetFolder the dataset's folder as given, e.g. {@code data/chexpert/full}
 * @param trainingSamples rows of the training set
 * @param validationSamples rows of the validation set
 * @param testSamples rows of the test set
 * @param weights of the training set; empty when a class lacks positives or negatives
 */
public record TrainingData(
    Path datasetFolder,
    long trainingSamples,
    long validationSamples,
    long testSamples,
    Optional<ClassWeights> weights) {
  private static final String SEPARATOR = FileSystems.getDefault().getSeparator();

  /** Checks the counts and takes superfluous dots off the folder. */
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
