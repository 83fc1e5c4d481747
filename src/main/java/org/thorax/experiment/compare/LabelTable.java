package org.thorax.experiment.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;

/**
 * Ground truth for an evaluation: columns {@code label CLASS} of a predictions table, or columns of
 * a data set's table, named like the classes. Labels other than 0 and 1 (-1, blank) are not
 * evaluated.
 *
 * @param file the source of the labels
 * @param classes in the order of each image's labels
 * @param byImage labels of each image, by its name in the file
 */
record LabelTable(Path file, List<String> classes, Map<String, float[]> byImage) {
  private static final String[] IMAGE = {"image", "Image", "Path", "path", "Image Index", "file"};

  /**
   * Reads the labels of some classes.
   *
   * @throws ThoraxException if a class or the images have no column, a label is not a number, or an
   *     image appears twice with different labels
   */
  static LabelTable read(Path file, List<String> classes) {
    Map<String, float[]> byImage = new HashMap<>();
    try (CsvTable table = new CsvTable(file)) {
      int found = table.columnOrNone(IMAGE);
      int image = found < 0 ? table.column(IMAGE[0]) : found;
      int[] columns = classes.stream().mapToInt(name -> column(table, name)).toArray();
      while (table.next()) {
        float[] labels = new float[columns.length];
        for (int c = 0; c < columns.length; c++) {
          labels[c] = PredictionTable.label(table.field(columns[c]), table.where());
        }
        float[] before = byImage.putIfAbsent(table.field(image), labels);
        if (before != null && !Arrays.equals(before, labels)) {
          throw new ThoraxException(
              "%s names %s a second time, with other labels; delete one of the rows."
                  .formatted(table.where(), table.field(image)));
        }
      }
    }
    return new LabelTable(file, classes, byImage);
  }

  private static int column(CsvTable table, String name) {
    int labelled = table.columnOrNone(PredictionTable.LABEL + name);
    return labelled < 0 ? table.column(name) : labelled;
  }

  /**
   * The labels of these images, in their order.
   *
   * @throws ThoraxException if an image has none
   */
  List<float[]> of(List<String> images) {
    List<float[]> labels = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String image : images) {
      float[] found = byImage.getOrDefault(image, byImage.get(withoutFolder(image)));
      labels.add(found);
      if (found == null) {
        missing.add(image);
      }
    }
    if (!missing.isEmpty()) {
      throw new FileException(
          "%s has no labels of %d of %d images, first of %s; take the table of the set that was predicted."
              .formatted(file, missing.size(), images.size(), missing.get(0)));
    }
    return labels;
  }

  /** NIH's table does not name the folder of the images. */
  private static String withoutFolder(String image) {
    return image.substring(image.indexOf('/') + 1);
  }
}
