package org.thorax.data;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Images with their patients and raw labels, in the order of the table. Immutable and thread-safe.
 *
 * <p>A raw label is 1 (present), 0 (absent), {@link #UNCERTAIN}, NaN (blank, not mentioned) or, in
 * several data sets together, {@link #UNLABELLED}. {@link LabelEncoding} converts them to training
 * labels.
 */
public final class Samples {
  /** The raw label of a finding that the report calls uncertain. */
  public static final float UNCERTAIN = -1;

  /** The raw label of a class that the sample's data set does not have. */
  public static final float UNLABELLED = -2;

  private final Path folder;
  private final List<String> classes;
  private final SampleColumns columns;
  private final float[] labels;

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
    this(
        folder,
        classes,
        images,
        patients,
        Collections.nCopies(images.size(), Examination.UNKNOWN),
        labels);
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
        SampleColumns.of(folder, images, patients, examinations),
        labels.clone());
  }

  private Samples(Path folder, List<String> classes, SampleColumns columns, float[] labels) {
    if (labels.length != columns.size() * classes.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%d images and %d labels of %d classes do not belong together",
              columns.size(), labels.length, classes.size()));
    }
    for (float label : labels) {
      boolean number = label == 0 || label == 1 || label == UNCERTAIN || label == UNLABELLED;
      if (!number && !Float.isNaN(label)) {
        throw new IllegalArgumentException("No raw label is " + label);
      }
    }
    this.folder = folder;
    this.classes = classes;
    this.columns = columns;
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
    return new Samples(folder, classes, columns.in(folder, name, numbers), labels);
  }

  /**
   * A copy as one of several data sets: the name stands before its images and patients, so that
   * those of two sets differ.
   */
  public Samples ofSet(String name) {
    return new Samples(folder, classes, columns.ofSet(name), labels);
  }

  /**
   * A copy as several data sets, whose names are before the images and patients already.
   *
   * @param sets the name of each sample's data set
   */
  public Samples inSets(List<String> sets) {
    return new Samples(folder, classes, columns.inSets(sets), labels);
  }

  /** The same with other paths of the images, one per sample. */
  public Samples withImages(List<String> images) {
    return new Samples(folder, classes, columns.withImages(images), labels);
  }

  /**
   * Joins samples with the same classes, in order.
   *
   * @param folder the folder of all, for messages
   */
  public static Samples joined(Path folder, List<Samples> parts) {
    List<String> classes = parts.get(0).classes;
    if (parts.stream().anyMatch(each -> !each.classes.equals(classes))) {
      throw new IllegalArgumentException("Samples of different classes");
    }
    int size = parts.stream().mapToInt(Samples::size).sum();
    float[] labels = new float[size * classes.size()];
    int done = 0;
    for (Samples part : parts) {
      System.arraycopy(part.labels, 0, labels, done, part.labels.length);
      done += part.labels.length;
    }
    SampleColumns columns = SampleColumns.joined(parts.stream().map(each -> each.columns).toList());
    return new Samples(folder, classes, columns, labels);
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
    return columns.size();
  }

  /**
   * The image's path relative to its data set's folder, with {@code /}; among several data sets
   * with the set's name before it.
   */
  public String imageName(int sample) {
    String image = columns.images()[sample];
    return set(sample).isEmpty() ? image : set(sample) + "/" + image;
  }

  /** The image file. */
  public Path image(int sample) {
    return columns.origins()[sample].folder().resolve(columns.images()[sample]);
  }

  /** The sample's data set among several; "" if there is one only. */
  public String set(int sample) {
    return columns.origins()[sample].set();
  }

  /** The origin of the sample: {@code line 5 of train.csv}; "" if unknown. */
  public String where(int sample) {
    int line = columns.lines()[sample];
    return line == 0 ? "" : "line " + line + " of " + columns.origins()[sample].table();
  }

  /** The patient's id in the table. */
  public String patient(int sample) {
    return columns.patients()[sample];
  }

  /** All patients, one per sample. */
  public List<String> patients() {
    return List.of(columns.patients());
  }

  /** Other data of the table on the radiograph. */
  public Examination examination(int sample) {
    return columns.examinations()[sample];
  }

  /** A raw label: 1, 0, {@link #UNCERTAIN}, NaN or {@link #UNLABELLED}. */
  public float label(int sample, int classIndex) {
    return labels[sample * classes.size() + classIndex];
  }

  /** The samples of the given rows, in that order; a row may occur more than once. */
  public Samples select(int[] rows) {
    int width = classes.size();
    float[] chosen = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(labels, rows[i] * width, chosen, i * width, width);
    }
    return new Samples(folder, classes, columns.select(rows), chosen);
  }

  /**
   * The samples with some of the classes, in the given order.
   *
   * @throws ThoraxException for an unknown, duplicate or missing name, listing the known ones
   */
  public Samples withClasses(List<String> names) {
    return withClasses(names, columnsOf(names));
  }

  /**
   * The samples with other names of their classes.
   *
   * @param names the new names, in order
   * @param indices for each, the index of its class here, or below 0 for {@link #UNLABELLED}
   */
  public Samples withClasses(List<String> names, int[] indices) {
    float[] chosen = new float[size() * indices.length];
    for (int sample = 0; sample < size(); sample++) {
      for (int c = 0; c < indices.length; c++) {
        chosen[sample * indices.length + c] =
            indices[c] < 0 ? UNLABELLED : label(sample, indices[c]);
      }
    }
    return new Samples(folder, List.copyOf(names), columns, chosen);
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
}
