package org.thorax.evaluation.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Calibration of scores: cells in bins of equal width, like scikit-learn's {@code
 * calibration_curve}.
 *
 * @param bins from low to high scores; including empty ones
 */
public record Calibration(List<Bin> bins) {
  /** The default number of bins. */
  public static final int BINS = 10;

  /**
   * The cells whose scores lie above the bin's lower end and not above its upper one.
   *
   * @param count number of cells
   * @param meanScore NaN without cells
   * @param positiveShare NaN without cells
   */
  public record Bin(int count, double meanScore, double positiveShare) {}

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** The calibration of one class whose scores are 0 to 1, in {@link #BINS} bins. */
  public static Calibration of(RankedScores ranked) {
    List<Bin> bins = new ArrayList<>();
    int next = 0;
    for (int bin = 1; bin <= BINS; bin++) {
      double end = bin == BINS ? Double.POSITIVE_INFINITY : (double) bin / BINS;
      int from = next;
      double sum = 0;
      int positives = 0;
      for (; next < ranked.size() && ranked.score(next) <= end; next++) {
        sum += ranked.score(next);
        positives += ranked.positive(next) ? 1 : 0;
      }
      int count = next - from;
      bins.add(new Bin(count, sum / count, (double) positives / count));
    }
    return new Calibration(bins);
  }

  /**
   * The expected calibration error: the mean distance between score and share of positives over
   * bins, weighted by their cells (Naeini et al. 2015); NaN without cells.
   */
  public double expectedError() {
    double sum = 0;
    long cells = 0;
    for (Bin bin : bins) {
      if (bin.count > 0) {
        sum += bin.count * Math.abs(bin.meanScore - bin.positiveShare);
        cells += bin.count;
      }
    }
    return sum / cells;
  }
}
