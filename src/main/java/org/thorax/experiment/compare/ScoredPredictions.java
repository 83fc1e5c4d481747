package org.thorax.experiment.compare;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.evaluation.report.ScoredSamples;

/**
 * A predictions file with images, labels and scores, to be evaluated.
 *
 * @param scored the samples; labels other than 0 and 1 (-1, blank) are not evaluated
 * @param folds of a cross-validation, one per sample; empty without that column
 */
public record ScoredPredictions(ScoredSamples scored, List<Integer> folds) {
  /** Copies the list. */
  public ScoredPredictions {
    folds = List.copyOf(folds);
  }

  /**
   * Reads {@code predictions.csv}, {@code <model>-predictions.csv} or {@code out-of-fold.csv}.
   *
   * @throws ThoraxException if the file has no images or labels, a label is not 0, 1, -1 or blank,
   *     a score is no probability, an image occurs twice, or a patient is in two folds
   */
  public static ScoredPredictions read(Path file) {
    PredictionTable table = PredictionTable.read(file);
    PredictionTable.Names names =
        table
            .names()
            .orElseThrow(
                () ->
                    new FileException(
                        "%s has no columns image and patient; take the predictions of a training or an evaluation, which have labels."
                            .formatted(file)));
    if (names.classes().isEmpty() || names.images().isEmpty()) {
      throw new FileException(
          "%s has no %s; take the predictions of a training or an evaluation."
              .formatted(file, names.images().isEmpty() ? "rows" : "columns with scores"));
    }
    requireOnce(file, names.images());
    requireOneFold(file, names);
    int classes = names.classes().size();
    float[] labels = new float[names.images().size() * classes];
    float[] scores = new float[labels.length];
    for (int cell = 0; cell < labels.length; cell++) {
      int row = cell / classes;
      labels[cell] = label(file, names, row, cell % classes);
      scores[cell] = score(file, names, row, table.scores().get(row)[cell % classes]);
    }
    Samples samples =
        new Samples(
            file.toAbsolutePath().getParent(),
            names.classes(),
            names.images(),
            names.patients(),
            labels);
    if (!names.sets().isEmpty()) {
      samples = samples.inSets(names.sets());
    }
    return new ScoredPredictions(new ScoredSamples(samples, labels, scores), names.folds());
  }

  private static float label(Path file, PredictionTable.Names names, int row, int column) {
    float label = names.labels().get(row)[column];
    if (label == 0 || label == 1) {
      return label;
    }
    if (label != -1 && !Float.isNaN(label)) {
      throw new FileException(
          "%s: expected label 1, 0, -1 or blank of %s for %s, found %s; correct the file."
              .formatted(file, names.classes().get(column), names.images().get(row), label));
    }
    return -1;
  }

  private static float score(Path file, PredictionTable.Names names, int row, float score) {
    if (!(score >= 0 && score <= 1)) {
      throw new FileException(
          "%s: expected scores from 0 to 1, found %s for %s; take probabilities, not logits."
              .formatted(file, score, names.images().get(row)));
    }
    return score;
  }

  private static void requireOnce(Path file, List<String> images) {
    Set<String> seen = new HashSet<>();
    for (String image : images) {
      if (!seen.add(image)) {
        throw new FileException(
            "%s has %s twice, which would count twice; delete one of the rows."
                .formatted(file, image));
      }
    }
  }

  private static void requireOneFold(Path file, PredictionTable.Names names) {
    Map<String, Integer> foldOf = new HashMap<>();
    for (int row = 0; row < names.folds().size(); row++) {
      int fold = names.folds().get(row);
      int before = foldOf.merge(names.patients().get(row), fold, (first, second) -> first);
      if (before != fold) {
        throw new FileException(
            "%s: patient %s is in folds %d and %d, so a model was tested on a patient that it learned from; take the file of one cross-validation."
                .formatted(file, names.patients().get(row), before, fold));
      }
    }
  }
}
