package org.thorax.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The metrics that Keras logs for a multi-label classifier, streaming over batches: {@code AUC(
 * multi_label=True)} with its 200 thresholds, {@code Precision}, {@code Recall}, F2 and {@code
 * BinaryAccuracy} pooled over all cells, and each of them per class. Keras' counters are float32
 * and stop at 2^24; these are exact. Not thread-safe; {@link #merge} joins the counts of several
 * threads.
 */
public final class KerasMetrics {
  private static final List<String> SINGLE_CLASS =
      List.of("accuracy", "auc", "precision", "recall", "f2_score");

  private final List<String> classNames;
  private final UnlabelledCells unlabelled;
  private final ClassCounts[] counts;

  /** Metrics of these classes, in the order of the columns; unlabelled cells are left out. */
  public KerasMetrics(List<String> classNames) {
    this(classNames, UnlabelledCells.LEFT_OUT);
  }

  /** Metrics of these classes, in the order of the columns. */
  public KerasMetrics(List<String> classNames, UnlabelledCells unlabelled) {
    if (classNames.isEmpty()) {
      throw new IllegalArgumentException("Metrics need at least one class");
    }
    this.classNames = List.copyOf(classNames);
    this.unlabelled = unlabelled;
    this.counts = new ClassCounts[classNames.size()];
    reset();
  }

  /**
   * The names in the order of {@link #result()}: {@code auc, precision, recall, f2_score,
   * binary_accuracy}, then {@code <metric>_<class>} for accuracy, auc, precision, recall, f2_score,
   * the classes within each metric in lower case with underscores.
   */
  public static List<String> names(List<String> classNames) {
    List<String> names =
        new ArrayList<>(List.of("auc", "precision", "recall", "f2_score", "binary_accuracy"));
    for (String metric : SINGLE_CLASS) {
      for (String name : classNames) {
        names.add(metric + "_" + name.toLowerCase(Locale.ROOT).replace(' ', '_'));
      }
    }
    return names;
  }

  /** Resets all counts. */
  public void reset() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new ClassCounts();
    }
  }

  /**
   * Adds a batch.
   *
   * @param labels 0, 1 or unlabelled; rows x classes
   * @param scores probabilities 0..1 (others are clipped for the AUC; NaN is never positive)
   */
  public void update(float[] labels, float[] scores) {
    update(labels, scores, labels.length);
  }

  /** Adds the first {@code cells} cells (whole rows) of a batch. */
  public void update(float[] labels, float[] scores, int cells) {
    BatchShape.check(labels, scores, cells, counts.length);
    for (int cell = 0, column = 0; cell < cells; cell++) {
      float label = labels[cell];
      boolean labelled = label >= 0;
      if (labelled || unlabelled != UnlabelledCells.LEFT_OUT) {
        boolean positive = labelled ? label != 0 : unlabelled == UnlabelledCells.AS_POSITIVE;
        boolean comparable = labelled ? label == 0 || label == 1 : !positive;
        counts[column].add(positive, comparable, scores[cell]);
      }
      column = column + 1 == counts.length ? 0 : column + 1;
    }
  }

  /** Adds the counts of {@code other} for the same classes. */
  public void merge(KerasMetrics other) {
    if (!classNames.equals(other.classNames)) {
      throw new IllegalArgumentException(
          "Metrics of " + other.classNames + " cannot be added to those of " + classNames);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i].add(other.counts[i]);
    }
  }

  /** The counts so far, class by class; {@link #restore} continues from them. */
  public List<long[]> counted() {
    return Arrays.stream(counts).map(ClassCounts::counts).toList();
  }

  /** Restores the result of {@link #counted} of other metrics of the same classes. */
  public void restore(List<long[]> counted) {
    if (counted.size() != counts.length) {
      throw new IllegalArgumentException(
          "Counts of " + counted.size() + " classes for " + counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i].restore(counted.get(i));
    }
  }

  /** All metrics by name in Keras' order; float32 values widened, as Keras logs them. */
  public Map<String, Double> result() {
    ClassCounts pooled = pooled();
    Map<String, Double> result = new LinkedHashMap<>();
    result.put("auc", (double) multiLabelAuc());
    result.put("precision", (double) pooled.precision());
    result.put("recall", (double) pooled.recall());
    result.put("f2_score", (double) pooled.f2Score());
    result.put("binary_accuracy", (double) pooled.accuracy());
    List<String> names = names(classNames);
    int next = result.size();
    for (String metric : SINGLE_CLASS) {
      for (ClassCounts one : counts) {
        result.put(names.get(next++), (double) value(metric, one));
      }
    }
    return result;
  }

  /** The AUC over all cells at once ({@code AUC()} without {@code multi_label}). */
  public double microAuc() {
    return pooled().auc();
  }

  /** The AUC by class name, 0 for a class with only one label. */
  public Map<String, Double> aucByClass() {
    Map<String, Double> result = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      result.put(classNames.get(i), (double) counts[i].auc());
    }
    return result;
  }

  private float multiLabelAuc() {
    double sum = 0;
    for (ClassCounts one : counts) {
      sum += one.auc();
    }
    return (float) (sum / counts.length);
  }

  private ClassCounts pooled() {
    ClassCounts pooled = new ClassCounts();
    for (ClassCounts one : counts) {
      pooled.add(one);
    }
    return pooled;
  }

  private static float value(String metric, ClassCounts counts) {
    return switch (metric) {
      case "accuracy" -> counts.accuracy();
      case "auc" -> counts.auc();
      case "precision" -> counts.precision();
      case "recall" -> counts.recall();
      case "f2_score" -> counts.f2Score();
      default -> throw new IllegalArgumentException(metric);
    };
  }
}
