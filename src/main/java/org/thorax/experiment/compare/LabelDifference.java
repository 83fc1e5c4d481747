package org.thorax.experiment.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;

/**
 * Two prediction tables have different labels, e.g. of U-ones and U-zeroes.
 *
 * @param first one file
 * @param second the other
 * @param cells number of different cells, for each class that has any
 * @param example the first different cell
 * @param all number of cells in both tables
 */
record LabelDifference(
    Path first, Path second, Map<String, Integer> cells, String example, long all) {

  /** Compares the labels of two tables with names, of the same images and classes. */
  static Optional<LabelDifference> between(PredictionTable one, PredictionTable other) {
    PredictionTable.Names names = one.names().orElseThrow();
    List<float[]> others = other.labelsFor(one);
    Map<String, Integer> cells = new LinkedHashMap<>();
    String example = "";
    for (int c = 0; c < names.classes().size(); c++) {
      for (int row = 0; row < others.size(); row++) {
        float label = names.labels().get(row)[c];
        float second = others.get(row)[c];
        if (evaluated(label) != evaluated(second) || (evaluated(label) && label != second)) {
          cells.merge(names.classes().get(c), 1, Integer::sum);
          if (example.isEmpty()) {
            example = "%s: %s and %s".formatted(names.images().get(row), text(label), text(second));
          }
        }
      }
    }
    long all = (long) others.size() * names.classes().size();
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(new LabelDifference(one.file(), other.file(), cells, example, all));
  }

  /** Whether a cell is labelled; all unlabelled cells are equal. */
  private static boolean evaluated(float label) {
    return label == 0 || label == 1;
  }

  private static String text(float label) {
    return Float.isNaN(label) ? "blank" : Float.toString(label).replaceFirst("\\.0$", "");
  }

  /** The message for the user. */
  void refuse() {
    String each =
        cells.entrySet().stream()
            .map(cell -> cell.getKey() + " " + cell.getValue())
            .collect(Collectors.joining(", "));
    int count = cells.values().stream().mapToInt(Integer::intValue).sum();
    throw new ConfigurationException(
        "labels",
        "%s and %s have other labels in %d of %d cells (%s; first %s); evaluate both with one file's labels: `labels` FILE."
            .formatted(first, second, count, all, each, example));
  }
}
