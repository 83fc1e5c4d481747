package org.thorax.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thorax.DataException;
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
 * Exact metrics of scores by class with 95 % confidence intervals, as {@code thorax evaluate}
 * computes them. Made by {@link Classifier#evaluate}, or from scores of another program by {@link
 * #of}.
 */
public final class Evaluation {
  /** The defaults of {@code thorax evaluate}. */
  static final EvaluationOptions OPTIONS = new EvaluationOptions(1000, SplitPlan.DEFAULT_SEED, 0.9);

  private final EvaluationReport report;

  Evaluation(EvaluationReport report) {
    this.report = report;
  }

  /**
   * Evaluates scores of another program. Each image counts as a patient.
   *
   * @param classes names, in the order of the columns
   * @param labels images x classes: 1 (present), 0 (absent), or -1 for a cell to ignore
   * @param scores images x classes, 0 to 1
   * @throws ThoraxException if sizes or values are invalid
   */
  public static Evaluation of(List<String> classes, float[][] labels, float[][] scores) {
    return of(classes, rows(labels.length), labels, scores);
  }

  /**
   * Evaluates scores of another program, with the patients of the images for the bootstrap
   * intervals.
   *
   * @param patients one per image
   */
  public static Evaluation of(
      List<String> classes, List<String> patients, float[][] labels, float[][] scores) {
    if (labels.length == 0 || labels.length != scores.length || labels.length != patients.size()) {
      throw new DataException(
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

  /** The mean AUC of the classes that have both labels, 0 to 1; NaN if there is no such class. */
  public double meanAuc() {
    return report.meanAuc();
  }

  /**
   * The 95 % confidence interval of the mean AUC, by a bootstrap over patients with 1,000
   * replicates.
   */
  public Interval meanAucInterval() {
    return report.mean().interval();
  }

  /** The metrics of each class, in the order of the model's outputs. */
  public List<ClassEvaluation> classes() {
    return report.classes().stream().map(ClassEvaluation::of).toList();
  }

  /**
   * The metrics of one class.
   *
   * @throws ThoraxException if there is no such class
   */
  public ClassEvaluation of(String name) {
    return classes().get(Prediction.index(report.evaluated().classes(), name));
  }

  /** Keras' metrics by name, as in the logs: approximate AUC, precision, recall, ... */
  public Map<String, Double> kerasMetrics() {
    return report.keras().metrics();
  }

  /** Notes that are needed to interpret the metrics, one line each. */
  public List<String> remarks() {
    return report.subject().remarks();
  }

  /**
   * Writes the output of {@code thorax evaluate --out}: an HTML page, figures as SVG and PNG,
   * numbers as CSV and JSON.
   *
   * @param folder new or empty
   * @throws ThoraxException if the folder is not empty or cannot be written
   */
  public void write(Path folder) {
    AtomicDirectory.write(folder, stage -> EvaluationFiles.write(report, stage));
  }
}
