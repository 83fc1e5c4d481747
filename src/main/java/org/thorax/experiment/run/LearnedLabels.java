package org.thorax.experiment.run;

import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.WordList;
import org.thorax.data.DatasetSplit;
import org.thorax.data.LabelEncoding;
import org.thorax.data.Labels;
import org.thorax.data.Samples;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.LossName;
import org.thorax.experiment.config.LossToken;

/**
 * The labels that a benchmark learns from: encoded, and those of the training set upsampled.
 *
 * @param split the samples
 * @param rows the training set's rows in order, some more than once
 * @param train labels of these rows
 * @param validation labels of the validation set
 * @param test labels of the test set
 */
@SuppressWarnings("ArrayRecordComponent") // Rows by the million; never compared as values.
public record LearnedLabels(
    DatasetSplit split, int[] rows, Labels train, Labels validation, Labels test) {
  /**
   * Reads and splits a benchmark's data, without its images.
   *
   * @throws ThoraxException for invalid data, and for cells without a label if the loss needs one
   */
  public static LearnedLabels read(Benchmark benchmark, DatasetSource source) {
    return of(benchmark, source.open(benchmark).split(benchmark.split(), benchmark.classes()));
  }

  /** How the benchmark's data are split, in words. */
  public static String describeSplit(Benchmark benchmark, DatasetSource source) {
    return source.open(benchmark).describe(benchmark.split());
  }

  /** The labels of a split. */
  static LearnedLabels of(Benchmark benchmark, DatasetSplit split) {
    LabelEncoding encoding = benchmark.labels().encoding();
    Labels learned = encoding.encode(split.train());
    requireLabels(benchmark, split.train(), learned);
    int[] rows = benchmark.labels().upsampling().rows(learned);
    return new LearnedLabels(
        split,
        rows,
        learned.select(rows),
        encoding.inEvaluation().encode(split.validation()),
        encoding.inEvaluation().encode(split.test()));
  }

  /** Rejects unlabelled cells if the loss would treat them as labels. */
  private static void requireLabels(Benchmark benchmark, Samples samples, Labels labels) {
    LossName loss = benchmark.objective().loss();
    boolean masks = loss.masks() && !benchmark.labels().encoding().threeWay();
    for (int i = 0; i < labels.size() && !masks; i++) {
      for (int c = 0; c < labels.classes().size(); c++) {
        if (samples.label(i, c) == Samples.UNLABELLED) {
          throw new ConfigurationException(
              "benchmark",
              "'%s' of %s has no label, as its data set does not have the class; %s needs one. Take %s, or classes that all data sets have."
                  .formatted(
                      labels.classes().get(c),
                      samples.imageName(i),
                      loss.both(),
                      new WordList(LossToken.masking()).or()));
        }
        if (labels.at(i, c) < 0 && !loss.masks()) {
          throw new ThoraxException(
              "'%s' of %s is uncertain and gets no label (-1), which %s would take for one; specify a policy for that class, or use CWBCE."
                  .formatted(labels.classes().get(c), samples.imageName(i), loss.both()));
        }
      }
    }
  }
}
