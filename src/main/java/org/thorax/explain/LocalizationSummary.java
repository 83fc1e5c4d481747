package org.thorax.explain;

import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The summary of the scores of many maps.
 *
 * @param name of the maps
 * @param count of maps
 * @param hits of the pointing game
 * @param energy mean share of the map's sum in the boxes
 * @param overlap of maps and boxes
 */
public record LocalizationSummary(
    String name, int count, HitRate hits, double energy, Overlap overlap) {
  /** The IoU limits of {@code found}. */
  public static final List<Double> MIN_IOUS = List.of(0.1, 0.3, 0.5);

  private static final double Z = 1.959964;

  /**
   * The share of hits in the pointing game and its 95 % interval (Wilson).
   *
   * @param value the share
   * @param low lower end
   * @param high upper end
   */
  public record HitRate(double value, double low, double high) {
    private static HitRate of(double rate, double n) {
      double middle = (rate + Z * Z / (2 * n)) / (1 + Z * Z / n);
      double half = Z / (1 + Z * Z / n) * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
      return new HitRate(rate, Math.max(0, middle - half), Math.min(1, middle + half));
    }
  }

  /**
   * The intersections over unions (IoU) of the boxes with the maps above a threshold.
   *
   * @param ious mean over all maps, by threshold
   * @param classIous mean of the classes' means (mIoU), by threshold
   * @param found share of maps whose best IoU over the thresholds is at least 0.1, 0.3, 0.5
   */
  public record Overlap(List<Double> ious, List<Double> classIous, List<Double> found) {
    /** Copies the lists. */
    public Overlap {
      ious = List.copyOf(ious);
      classIous = List.copyOf(classIous);
      found = List.copyOf(found);
    }

    /** The index of the threshold with the largest mIoU. */
    public int bestThreshold() {
      return classIous.indexOf(Collections.max(classIous));
    }
  }

  /**
   * Summarizes scores.
   *
   * @param classes of the maps, in their order
   * @param perFinding number of maps of one finding, which are not independent; 1 for a model's
   */
  static LocalizationSummary of(
      String name, List<Localization> maps, List<Integer> classes, int perFinding) {
    double n = (double) maps.size() / perFinding;
    double rate = maps.stream().mapToDouble(map -> map.hit() ? 1 : 0).average().orElse(0);
    return new LocalizationSummary(
        name,
        maps.size(),
        HitRate.of(rate, n),
        maps.stream().mapToDouble(Localization::energy).average().orElse(0),
        new Overlap(
            thresholds().mapToObj(t -> mean(maps, t)).toList(),
            thresholds().mapToObj(t -> classMean(maps, classes, t)).toList(),
            MIN_IOUS.stream().map(least -> found(maps, least)).toList()));
  }

  private static IntStream thresholds() {
    return IntStream.range(0, Localization.THRESHOLDS.size());
  }

  private static double mean(List<Localization> maps, int threshold) {
    return maps.stream().mapToDouble(map -> map.ious().get(threshold)).average().orElse(0);
  }

  private static double classMean(List<Localization> maps, List<Integer> classes, int threshold) {
    return IntStream.range(0, maps.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                classes::get,
                TreeMap::new,
                Collectors.averagingDouble(i -> maps.get(i).ious().get(threshold))))
        .values()
        .stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }

  private static double found(List<Localization> maps, double least) {
    return maps.stream()
        .mapToDouble(map -> map.ious().stream().anyMatch(iou -> iou >= least) ? 1 : 0)
        .average()
        .orElse(0);
  }
}
