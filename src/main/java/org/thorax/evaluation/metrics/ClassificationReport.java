package org.thorax.evaluation.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.thorax.data.PairwiseSum;

/**
 * scikit-learn's {@code classification_report} of a multi-label classifier as text, byte for byte:
 * a score >= 0.5 is a positive prediction, the label 1 is positive (others count as 0), and 0/0 is
 * 0.00. Streams over batches; keeps three numbers per row. Not thread-safe.
 */
public final class ClassificationReport {
  private final List<String> classNames;
  private final long[] truePositives;
  private final long[] predicted;
  private final long[] positive;
  private double[][] samples = new double[3][16];
  private int rows;

  /** A report with one line for each class, in the order of the columns. */
  public ClassificationReport(List<String> classNames) {
    if (classNames.isEmpty()) {
      throw new IllegalArgumentException("A report needs at least one class");
    }
    this.classNames = List.copyOf(classNames);
    this.truePositives = new long[classNames.size()];
    this.predicted = new long[classNames.size()];
    this.positive = new long[classNames.size()];
  }

  /** The report of labelled cells only: those with a label below 0 are in no figure. */
  public static String ofLabelled(List<String> classNames, float[] labels, float[] scores) {
    float[] seen = scores.clone();
    for (int i = 0; i < seen.length; i++) {
      // A cell that is neither predicted nor positive adds to no figure.
      seen[i] = labels[i] < 0 ? 0 : seen[i];
    }
    return of(classNames, labels, seen);
  }

  /** The report of one batch of rows x classes. */
  public static String of(List<String> classNames, float[] labels, float[] scores) {
    ClassificationReport report = new ClassificationReport(classNames);
    report.update(labels, scores);
    return report.text();
  }

  /** Adds a batch of rows x classes. */
  public void update(float[] labels, float[] scores) {
    int classes = classNames.size();
    BatchShape.check(labels, scores, labels.length, classes);
    for (int from = 0; from < labels.length; from += classes) {
      long rowHits = 0;
      long rowPredicted = 0;
      long rowPositive = 0;
      for (int column = 0; column < classes; column++) {
        int yes = scores[from + column] >= 0.5f ? 1 : 0;
        int truth = labels[from + column] == 1 ? 1 : 0;
        truePositives[column] += yes & truth;
        predicted[column] += yes;
        positive[column] += truth;
        rowHits += yes & truth;
        rowPredicted += yes;
        rowPositive += truth;
      }
      addSample(figures(rowHits, rowPredicted, rowPositive));
    }
  }

  private void addSample(double[] figures) {
    for (int i = 0; i < 3; i++) {
      if (rows == samples[i].length) {
        samples[i] = Arrays.copyOf(samples[i], 2 * rows);
      }
      samples[i][rows] = figures[i];
    }
    rows++;
  }

  // Precision, recall and F1.
  private static double[] figures(long hits, long predicted, long positive) {
    return new double[] {
      divide(hits, predicted), divide(hits, positive), divide(2 * hits, positive + predicted)
    };
  }

  private static double divide(long numerator, long denominator) {
    return denominator == 0 ? 0 : (double) numerator / denominator;
  }

  /** The table with two decimals, ending in a line feed. */
  public String text() {
    return text(2);
  }

  /** The table with as many decimals as scikit-learn's {@code digits}, at least 0. */
  public String text(int digits) {
    int width = Math.max("weighted avg".length(), digits);
    for (String name : classNames) {
      width = Math.max(width, name.codePointCount(0, name.length()));
    }
    StringBuilder text = new StringBuilder(pad("", width)).append(' ');
    for (String header : List.of("precision", "recall", "f1-score", "support")) {
      text.append(' ').append(pad(header, 9));
    }
    text.append("\n\n");
    int classes = classNames.size();
    double[][] perClass = new double[3][classes];
    for (int column = 0; column < classes; column++) {
      double[] figures = figures(truePositives[column], predicted[column], positive[column]);
      for (int i = 0; i < 3; i++) {
        perClass[i][column] = figures[i];
      }
      appendRow(text, classNames.get(column), width, digits, figures, positive[column]);
    }
    text.append('\n');
    long support = Arrays.stream(positive).sum();
    double[] micro =
        figures(Arrays.stream(truePositives).sum(), Arrays.stream(predicted).sum(), support);
    appendRow(text, "micro avg", width, digits, micro, support);
    double[] macro = new double[3];
    double[] weighted = new double[3];
    double[] sampled = new double[3];
    for (int i = 0; i < 3; i++) {
      macro[i] = PairwiseSum.mean(perClass[i]);
      weighted[i] = support == 0 ? macro[i] : weightedMean(perClass[i], support);
      sampled[i] = rows == 0 ? 0 : PairwiseSum.mean(Arrays.copyOf(samples[i], rows));
    }
    appendRow(text, "macro avg", width, digits, macro, support);
    appendRow(text, "weighted avg", width, digits, weighted, support);
    appendRow(text, "samples avg", width, digits, sampled, support);
    return text.toString();
  }

  private double weightedMean(double[] values, long support) {
    double[] products = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      products[i] = values[i] * positive[i];
    }
    return PairwiseSum.of(products, 0, products.length) / support;
  }

  private static void appendRow(
      StringBuilder text, String name, int width, int digits, double[] figures, long support) {
    text.append(pad(name, width)).append(' ');
    for (double figure : figures) {
      // Python rounds the exact binary value, half to even.
      BigDecimal rounded = new BigDecimal(figure).setScale(digits, RoundingMode.HALF_EVEN);
      text.append(' ').append(pad(rounded.toPlainString(), 9));
    }
    text.append(' ').append(pad(Long.toString(support), 9)).append('\n');
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.codePointCount(0, text.length()))) + text;
  }
}
