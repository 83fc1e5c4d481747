package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;
import org.thorax.evaluation.metrics.Interval;
import org.thorax.evaluation.report.EvaluationFiles;
import org.thorax.evaluation.report.EvaluationOptions;
import org.thorax.evaluation.report.EvaluationReport;
import org.thorax.evaluation.report.ScoredSamples;
import org.thorax.evaluation.report.Subject;
import org.thorax.formats.io.AtomicDirectory;

/**
 * How good scores are: exact figures by class with 95 % intervals, as {@code thorax evaluate} gives
 * them. Made by {@link Classifier#evaluate}, or of scores made elsewhere by {@link #of}.
 */
public final class Evaluation {
  /** What {@code thorax evaluate} does unless told otherwise. */
  static final EvaluationOptions OPTIONS = new EvaluationOptions(1000, SplitPlan.DEFAULT_SEED, 0.9);

  private final EvaluationReport report;

  Evaluation(EvaluationReport report) {
    this.report = report;
  }

  /**
   * Evaluates scores that somebody else made, each image being a patient of its own.
   *
   * @param classes names, in the order of the columns
   * @param labels images x classes: 1 (present), 0 (absent), or -1 for a cell that does not count
   * @param scores images x classes, 0 to 1
   * @throws ThoraxException when sizes or values are not so
   */
  public static Evaluation of(List<String> classes, float[][] labels, float[][] scores) {
    return of(classes, rows(labels.length), labels, scores);
  }

  /**
   * The same with the images' patients, over whom the intervals are drawn.
   *
   * @param patients one an image
   */
  public static Evaluation of(
      List<String> classes, List<String> patients, float[][] labels, float[][] scores) {
    if (labels.length == 0 || labels.length != scores.length || labels.length != patients.size()) {
      throw new ThoraxException(
          "Expected as many rows of labels as of scores and patients, at least one; found %d, %d and %d."
              .formatted(labels.length, scores.length, patients.size()));
    }
    float[] truth =
        Cells.of("label", labels, classes, value -> value == 0 || value == 1 || value == -1);
    float[] given = Cells.of("score", scores, classes, value -> value >= 0 && value <= 1);
    Samples samples = new Samples(Path.of(""), classes, rows(labels.length), patients, truth);
    Subject subject = new Subject("scores", "", "", "", "test", List.of());
    return new Evaluation(
        EvaluationReport.of(
            subject, new ScoredSamples(samples, truth, given), Optional.empty(), OPTIONS));
  }

  private static List<String> rows(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(row -> "row " + row).toList();
  }

  /** Number of images. */
  public int size() {
    return report.evaluated().size();
  }

  /** The mean AUC over the classes that have both labels, 0 to 1; NaN when none has. */
  public double meanAuc() {
    return report.meanAuc();
  }

  /** 95 % of the mean AUC, by drawing patients a thousand times. */
  public Interval meanAucInterval() {
    return report.mean().interval();
  }

  /** The figures of each class, in the order of the model's outputs. */
  public List<ClassEvaluation> classes() {
    return report.classes().stream().map(ClassEvaluation::of).toList();
  }

  /**
   * The figures of one class.
   *
   * @throws ThoraxException when there is no such class
   */
  public ClassEvaluation of(String name) {
    return classes().get(Prediction.index(report.evaluated().classes(), name));
  }

  /** Keras' metrics by name, as the logs have them: approximate AUC, precision, recall, ... */
  public Map<String, Double> kerasMetrics() {
    return report.keras().metrics();
  }

  /** What a reader of the figures must know, one line each. */
  public List<String> remarks() {
    return report.subject().remarks();
  }

  /**
   * Writes what {@code thorax evaluate --out} writes: a page, figures as SVG and PNG, numbers as
   * CSV and JSON.
   *
   * @param folder new or empty
   * @throws ThoraxException when it holds something or cannot be written
   */
  public void write(Path folder) {
    AtomicDirectory.write(folder, stage -> EvaluationFiles.write(report, stage));
  }
}
