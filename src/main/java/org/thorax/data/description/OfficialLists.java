package org.thorax.data.description;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;

/**
 * ChestX-ray14's official split: two text files with one image name per line.
 *
 * @param folder of both files
 * @param training the names of {@code train_val_list.txt}
 * @param test the names of {@code test_list.txt}
 */
record OfficialLists(Path folder, Set<String> training, Set<String> test) {
  private static final String TRAINING = "train_val_list.txt";
  private static final String TEST = "test_list.txt";

  /** Checks that no image is in both. */
  OfficialLists {
    training = Set.copyOf(training);
    test = Set.copyOf(test);
    for (String name : test) {
      if (training.contains(name)) {
        throw new DataException(
            "The image "
                + name
                + " is in both "
                + TRAINING
                + " and "
                + TEST
                + " of "
                + folder
                + ".");
      }
    }
  }

  static boolean areIn(Path folder) {
    return Files.isRegularFile(folder.resolve(TRAINING))
        && Files.isRegularFile(folder.resolve(TEST));
  }

  /** Reads both lists. */
  static OfficialLists in(Path folder) {
    return new OfficialLists(folder, names(folder.resolve(TRAINING)), names(folder.resolve(TEST)));
  }

  private static Set<String> names(Path file) {
    try {
      Set<String> names = new HashSet<>();
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          names.add(line.strip());
        }
      }
      return names;
    } catch (IOException e) {
      throw new DataException(
          "The official list "
              + file
              + " cannot be read; fetch it from the data set's publishers, or leave the DS token out"
              + " of the name.",
          e);
    }
  }

  /** Splits the table's samples; the lists may contain more images than the table. */
  OfficialSets divide(Samples all) {
    List<Integer> trainingRows = new ArrayList<>();
    List<Integer> testRows = new ArrayList<>();
    for (int row = 0; row < all.size(); row++) {
      String path = all.imageName(row);
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (!training.contains(name) && !test.contains(name)) {
        throw new DataException(
            String.format(
                "The image %s of the table is in neither %s nor %s of %s; add it to one.",
                name, TRAINING, TEST, folder));
      }
      (test.contains(name) ? testRows : trainingRows).add(row);
    }
    if (testRows.isEmpty() || trainingRows.isEmpty()) {
      throw new DataException(
          String.format(
              "Of the table's %d images %d are in %s and %d in %s of %s; both sets need some.",
              all.size(), trainingRows.size(), TRAINING, testRows.size(), TEST, folder));
    }
    return new OfficialSets(all.select(array(trainingRows)), all.select(array(testRows)));
  }

  private static int[] array(List<Integer> rows) {
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }
}
