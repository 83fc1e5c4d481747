package org.thorax.data.description;

import java.nio.file.Path;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetSplit;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;

/** Labelled radiographs of one or several data sets. */
public interface LabelledData {
  /** The data set's folder; of several data sets the one that has all of them. */
  Path folder();

  /** The folder of each data set. */
  default List<Path> folders() {
    return List.of(folder());
  }

  /**
   * All samples, whatever set they are in.
   *
   * @param classes in the requested order
   * @throws ThoraxException for an invalid table, and if an image is there twice
   */
  Samples all(List<String> classes);

  /**
   * Splits the samples into training, validation and test set.
   *
   * @param classes in the requested order
   * @throws ThoraxException for an invalid table, an empty set, a missing official test set, or a
   *     patient in two sets
   */
  DatasetSplit split(SplitPlan plan, List<String> classes);

  /** How {@link #split} splits, in words. */
  String describe(SplitPlan plan);

  /** Those of some classes that it labels. */
  default List<String> known(List<String> classes) {
    return classes;
  }

  /** Notes for the user on the classes, one line each. */
  default List<String> remarks() {
    return List.of();
  }
}
