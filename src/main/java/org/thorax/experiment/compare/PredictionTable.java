package org.thorax.experiment.compare;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;

/**
 * A model's predictions read from a file: {@code predictions.csv} of an evaluation, or {@code
 * predictions_probs.csv} of a training, which contains only scores.
 *
 * @param file the source
 * @param names images, classes and labels; empty for a file with only scores
 * @param scores of each row, one per class
 */
public record PredictionTable(Path file, Optional<Names> names, List<float[]> scores) {
  static final String LABEL = "label ";
  private static final String SCORE = "score ";
  private static final String FOLD = "fold";
  private static final String SET = "set";

  /**
   * The images, patients and labels of the scores.
   *
   * @param classes in the order of the scores
   * @param images one per row
   * @param patients one per row
   * @param labels one per class, of each row; NaN if the cell is blank
   * @param folds of a cross-validation, one per row; empty without that column
   * @param sets names of several data sets, one per row; empty without that column
   */
  public record Names(
      List<String> classes,
      List<String> images,
      List<String> patients,
      List<float[]> labels,
      List<Integer> folds,
      List<String> sets) {
    /** The predictions with other labels. */
    Names withLabels(List<float[]> other) {
      return new Names(classes, images, patients, other, folds, sets);
    }
  }

  /**
   * Reads a file.
   *
   * @throws ThoraxException naming file and line of invalid content
   */
  public static PredictionTable read(Path file) {
    try (CsvTable table = new CsvTable(file)) {
      if (table.has("image") && table.has("patient")) {
        return named(file, table);
      }
    }
    return bare(file);
  }

  private static PredictionTable named(Path file, CsvTable table) {
    List<String> classes =
        table.names().stream()
            .filter(name -> name.startsWith(SCORE))
            .map(name -> name.substring(SCORE.length()))
            .toList();
    int[] labels = classes.stream().mapToInt(name -> table.column(LABEL + name)).toArray();
    int[] scores = classes.stream().mapToInt(name -> table.column(SCORE + name)).toArray();
    Names names =
        new Names(
            classes,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    int fold = table.columnOrNone(FOLD);
    int set = table.columnOrNone(SET);
    List<float[]> rows = new ArrayList<>();
    while (table.next()) {
      names.images().add(table.field(table.column("image")));
      names.patients().add(table.field(table.column("patient")));
      names.labels().add(labels(table, labels));
      if (fold >= 0) {
        names.folds().add(fold(table.field(fold), table.where()));
      }
      if (set >= 0) {
        names.sets().add(table.field(set));
      }
      rows.add(numbers(table, scores));
    }
    return new PredictionTable(file, Optional.of(names), rows);
  }

  private static float[] labels(CsvTable table, int[] columns) {
    float[] labels = new float[columns.length];
    for (int i = 0; i < columns.length; i++) {
      labels[i] = label(table.field(columns[i]), table.where());
    }
    return labels;
  }

  /**
   * A label; NaN for a blank cell, which is not evaluated and which Python may also write as NaN.
   */
  static float label(String text, String where) {
    boolean blank = text.isEmpty() || text.equalsIgnoreCase("nan");
    return blank ? Float.NaN : number(text, where);
  }

  private static int fold(String text, String where) {
    if (text.matches("[1-9]\\d{0,8}")) {
      return Integer.parseInt(text);
    }
    throw new ThoraxException(
        where + ": expected the number of a fold, found '" + text + "'; take out-of-fold.csv.");
  }

  private static float[] numbers(CsvTable table, int[] columns) {
    float[] numbers = new float[columns.length];
    for (int i = 0; i < columns.length; i++) {
      numbers[i] = number(table.field(columns[i]), table.where());
    }
    return numbers;
  }

  private static float number(String text, String where) {
    try {
      float number = Float.parseFloat(text);
      if (!Float.isNaN(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new ThoraxException(
        where + ": expected a number, found '" + text + "'; take predictions.csv of evaluate.");
  }

  private static PredictionTable bare(Path file) {
    List<float[]> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().fieldSeparator(';').ofCsvRecord(file)) {
      for (CsvRecord line : csv) {
        String where = "Line " + line.getStartingLineNumber() + " of " + file;
        float[] row = new float[line.getFieldCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = number(line.getField(i), where);
        }
        rows.add(row);
      }
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new FileException("Cannot read " + file + ": " + e.getMessage() + ".", e);
    }
    return new PredictionTable(file, Optional.empty(), rows);
  }

  /** The scores of these images and classes, in their order. */
  List<float[]> scoresFor(PredictionTable labelled) {
    Names wanted = labelled.names.orElseThrow();
    if (names.isEmpty()) {
      requireSameSize(wanted);
      return scores;
    }
    return inOrderOf(labelled, scores);
  }

  /** The labels of these images and classes, in their order; only for a table with names. */
  List<float[]> labelsFor(PredictionTable labelled) {
    return inOrderOf(labelled, names.orElseThrow().labels);
  }

  private List<float[]> inOrderOf(PredictionTable labelled, List<float[]> values) {
    Names wanted = labelled.names.orElseThrow();
    Names own = names.orElseThrow();
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < own.images.size(); row++) {
      rows.put(own.images.get(row), row);
    }
    int[] columns = new int[wanted.classes.size()];
    for (int c = 0; c < columns.length; c++) {
      columns[c] = own.classes.indexOf(wanted.classes.get(c));
    }
    requireSameClasses(own, labelled);
    if (rows.size() != wanted.images.size() || !rows.keySet().containsAll(wanted.images)) {
      throw new FileException(
          "%s and %s are not of the same images (%d and %d); evaluate both on the same set."
              .formatted(file, labelled.file, rows.size(), wanted.images.size()));
    }
    List<float[]> ordered = new ArrayList<>();
    for (String image : wanted.images) {
      float[] from = values.get(rows.get(image));
      float[] row = new float[columns.length];
      for (int c = 0; c < row.length; c++) {
        row[c] = from[columns[c]];
      }
      ordered.add(row);
    }
    return ordered;
  }

  private void requireSameClasses(Names own, PredictionTable labelled) {
    List<String> wanted = labelled.names.orElseThrow().classes;
    for (String name : wanted) {
      requireScores(own.classes.contains(name), file, name, labelled.file);
    }
    for (String name : own.classes) {
      requireScores(wanted.contains(name), labelled.file, name, file);
    }
  }

  private static void requireScores(boolean there, Path file, String name, Path other) {
    if (!there) {
      throw new FileException(
          "%s has no scores of class '%s' as %s has; compare models of the same classes."
              .formatted(file, name, other));
    }
  }

  private void requireSameSize(Names wanted) {
    int classes = wanted.classes.size();
    if (scores.size() != wanted.images.size()
        || scores.stream().anyMatch(row -> row.length != classes)) {
      throw new FileException(
          "%s does not hold %d rows of %d scores; it must be of the same set and classes."
              .formatted(file, wanted.images.size(), classes));
    }
  }
}
