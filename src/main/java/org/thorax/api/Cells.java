package org.thorax.api;

import java.util.List;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/** Values of images x classes that a caller passes, as one array. */
final class Cells {
  private Cells() {}

  /** The allowed values of a cell. */
  @FunctionalInterface
  interface Range {
    boolean has(float value);
  }

  /**
   * The values, image by image.
   *
   * @param what name of a value in messages
   * @throws ThoraxException naming row and class of a value that is out of range, or a row of
   *     another length
   */
  static float[] of(String what, float[][] rows, List<String> classes, Range range) {
    int width = classes.size();
    float[] all = new float[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != width) {
        throw new DataException(
            "Expected one %s for each of %d classes, found %d in row %d; give all of them."
                .formatted(what, width, rows[row].length, row + 1));
      }
      for (int c = 0; c < width; c++) {
        if (!range.has(rows[row][c])) {
          throw new DataException(
              "Expected %s, found %s for '%s' in row %d; correct it."
                  .formatted(
                      what.equals("label") ? "a label of 1, 0 or -1" : "a score of 0 to 1",
                      rows[row][c],
                      classes.get(c),
                      row + 1));
        }
        all[row * width + c] = rows[row][c];
      }
    }
    return all;
  }
}
