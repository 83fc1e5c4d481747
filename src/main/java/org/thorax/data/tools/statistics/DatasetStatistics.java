package org.thorax.data.tools.statistics;

import java.util.List;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;

/**
 * Statistics of a data set.
 *
 * @param dataset its name or folder
 * @param split description of the split
 * @param sets training, validation and test; or one with all images
 */
public record DatasetStatistics(String dataset, String split, List<SetStatistics> sets) {
  /** Copies the list. */
  public DatasetStatistics {
    sets = List.copyOf(sets);
    if (sets.isEmpty()) {
      throw new IllegalArgumentException("Statistics need a set");
    }
  }

  /** Of the three sets. */
  public static DatasetStatistics of(String dataset, String words, DatasetSplit split) {
    return new DatasetStatistics(
        dataset,
        words,
        List.of(
            SetStatistics.of("training", split.train()),
            SetStatistics.of("validation", split.validation()),
            SetStatistics.of("test", split.test())));
  }

  /** Of a table without a split. */
  public static DatasetStatistics of(String dataset, Samples all) {
    return new DatasetStatistics(dataset, "not split", List.of(SetStatistics.of("all", all)));
  }

  /** Number of images of all sets. */
  public int images() {
    return sets.stream().mapToInt(SetStatistics::images).sum();
  }

  /** Number of patients of all sets; no patient is in two sets. */
  public int patients() {
    return sets.stream().mapToInt(set -> set.patients().count()).sum();
  }

  /** The classes' names. */
  public List<String> classes() {
    return sets.get(0).labels().stream().map(label -> label.name()).toList();
  }
}
