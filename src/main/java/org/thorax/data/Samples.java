package org.thorax.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Images with their patients and raw labels, in the order of the table. Immutable and thread-safe.
 *
 * <p>A raw label is 1 (present), 0 (absent), {@link #UNCERTAIN} or NaN (blank, not mentioned).
 * {@link LabelEncoding} converts them to training labels.
 */
public final class Samples {
  /** The raw label of a finding that the report calls uncertain. */
  public static final float UNCERTAIN = -1;

  private final Path folder;
  private final List<String> classes;
  private final Rows rows;
  private final float[] labels;

  /**
   * The columns beside the labels, and the origin of their rows: lines of a table, 0 if unknown.
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  private record Rows(
      String[] images, String[] patients, Examination[] examinations, String table, int[] lines) {
    Rows in(String name, int[] numbers) {
      return new Rows(images, patients, examinations, name, numbers);
    }

    Rows select(int[] wanted) {
      String[] chosenImages = new String[wanted.length];
      String[] chosenPatients = new String[wanted.length];
      Examination[] chosenExaminations = new Examination[wanted.length];
      int[] chosenLines = new int[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        chosenImages[i] = images[wanted[i]];
        chosenPatients[i] = patients[wanted[i]];
        chosenExaminations[i] = examinations[wanted[i]];
        chosenLines[i] = lines[wanted[i]];
      }
      return new Rows(chosenImages, chosenPatients, chosenExaminations, table, chosenLines);
    }
  }

  /**
   * Copies its arguments; the examinations are unknown.
   *
   * @param folder of the relative image paths
   * @param classes names of the label columns, without duplicates
   * @param images one relative path per sample, with {@code /}
   * @param patients one per sample
   * @param labels raw labels, {@code images.size() * classes.size()}, sample by sample
   */
  public Samples(
      Path folder,
      List<String> classes,
      List<String> images,
      List<String> patients,
      float[] labels) {
    this(folder, classes, images, patients, unknown(images.size()), labels);
  }

  private static List<Examination> unknown(int count) {
    return Collections.nCopies(count, Examination.UNKNOWN);
  }

  /**
   * Copies its arguments.
   *
   * @param folder of the relative image paths
   * @param classes names of the label columns, without duplicates
   * @param images one relative path per sample, with {@code /}
   * @param patients one per sample
   * @param examinations one per sample
   * @param labels raw labels, {@code images.size() * classes.size()}, sample by sample
   */
  public Samples(
      Path folder,
      List<String> classes,
      List<String> images,
      List<String> patients,
      List<Examination> examinations,
      float[] labels) {
    this(
        folder,
        List.copyOf(classes),
        new Rows(
            images.toArray(String[]::new),
            patients.toArray(String[]::new),
            examinations.toArray(Examination[]::new),
            "",
            new int[images.size()]),
        labels.clone());
  }

  private Samples(Path folder, List<String> classes, Rows rows, float[] labels) {
    int count = rows.images.length;
    if (count != rows.patients.length
        || count != rows.examinations.length
        || labels.length != count * classes.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d images, %d patients and %d labels of %d classes do not belong together",
              count, rows.patients.length, labels.length, classes.size()));
    }
    for (float label : labels) {
      if (label != 0 && label != 1 && label != UNCERTAIN && !Float.isNaN(label)) {
        throw new IllegalArgumentException("No raw label is " + label);
      }
    }
    this.folder = folder;
    this.classes = classes;
    this.rows = rows;
    this.labels = labels;
  }

  /**
   * A copy with the origin of the samples.
   *
   * @param name of the table's file
   * @param lineOf one line number per sample; the header is line 1
   */
  public Samples in(String name, List<Integer> lineOf) {
    int[] numbers = lineOf.stream().mapToInt(Integer::intValue).toArray();
    return new Samples(folder, classes, rows.in(name, numbers), labels);
  }

  /** The folder of the relative image paths. */
  public Path folder() {
    return folder;
  }

  /** Names of the classes, in the order of the labels. */
  public List<String> classes() {
    return classes;
  }

  /** Number of samples. */
  public int size() {
    return rows.images.length;
  }

  /** The image's path relative to the folder, with {@code /}. */
  public String imageName(int sample) {
    return rows.images[sample];
  }

  /** The image file. */
  public Path image(int sample) {
    return folder.resolve(rows.images[sample]);
  }

  /** The origin of the sample: {@code line 5 of train.csv}; "" if unknown. */
  public String where(int sample) {
    return rows.lines[sample] == 0 ? "" : "line " + rows.lines[sample] + " of " + rows.table;
  }

  /** The patient's id in the table. */
  public String patient(int sample) {
    return rows.patients[sample];
  }

  /** All patients, one per sample. */
  public List<String> patients() {
    return List.of(rows.patients);
  }

  /** Other data of the table on the radiograph. */
  public Examination examination(int sample) {
    return rows.examinations[sample];
  }

  /** A raw label: 1, 0, {@link #UNCERTAIN} or NaN. */
  public float label(int sample, int classIndex) {
    return labels[sample * classes.size() + classIndex];
  }

  /** The samples of the given rows, in that order; a row may occur more than once. */
  public Samples select(int[] wanted) {
    int width = classes.size();
    float[] chosen = new float[wanted.length * width];
    for (int i = 0; i < wanted.length; i++) {
      System.arraycopy(labels, wanted[i] * width, chosen, i * width, width);
    }
    return new Samples(folder, classes, rows.select(wanted), chosen);
  }

  /**
   * The samples with some of the classes, in the given order.
   *
   * @throws ThoraxException for an unknown, duplicate or missing name, listing the known ones
   */
  public Samples withClasses(List<String> names) {
    int[] column = columnsOf(names);
    float[] chosen = new float[size() * column.length];
    for (int sample = 0; sample < size(); sample++) {
      for (int c = 0; c < column.length; c++) {
        chosen[sample * column.length + c] = label(sample, column[c]);
      }
    }
    return new Samples(folder, List.copyOf(names), rows, chosen);
  }

  private int[] columnsOf(List<String> names) {
    if (names.isEmpty()) {
      throw new DataException("At least one class is needed; there are " + classes + ".");
    }
    Set<String> seen = new HashSet<>();
    int[] columns = new int[names.size()];
    for (int i = 0; i < columns.length; i++) {
      String name = names.get(i);
      columns[i] = classes.indexOf(name);
      if (columns[i] < 0) {
        throw new DataException(
            "There is no class \"" + name + "\"; the classes are " + classes + ".");
      }
      if (!seen.add(name)) {
        throw new DataException(
            "The class \"" + name + "\" is listed twice; remove the duplicate class.");
      }
    }
    return columns;
  }

  /** How often each raw label occurs, per class, in order. */
  public List<LabelCounts> counts() {
    List<LabelCounts> counts = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      int[] of = new int[4];
      for (int sample = 0; sample < size(); sample++) {
        float label = label(sample, c);
        of[Float.isNaN(label) ? 3 : label == UNCERTAIN ? 2 : label == 0 ? 1 : 0]++;
      }
      counts.add(new LabelCounts(classes.get(c), of[0], of[1], of[2], of[3]));
    }
    return counts;
  }
}
