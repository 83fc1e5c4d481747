package org.thorax.data.tools.statistics;

import java.util.List;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;

/**
 * A data set in numbers.
 *
 * @param dataset its name or folder
 * @param split how it is divided, in words
 * @param sets training, validation and test; or all in one
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

  /** Of a table as it is. */
  public static DatasetStatistics of(String dataset, Samples all) {
    return new DatasetStatistics(dataset, "not split", List.of(SetStatistics.of("all", all)));
  }

  /** Images of all sets. */
  public int images() {
    return sets.stream().mapToInt(SetStatistics::images).sum();
  }

  /** Patients of all sets, none of whom is in two. */
  public int patients() {
    return sets.stream().mapToInt(set -> set.patients().count()).sum();
  }

  /** The classes' names. */
  public List<String> classes() {
    return sets.get(0).labels().stream().map(label -> label.name()).toList();
  }
}
