package org.thorax.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The columns of samples beside their labels, one element per sample; not copied.
 *
 * @param images path in the origin's folder
 * @param patients id
 * @param examinations other data of the table
 * @param origins data set, folder and table
 * @param lines line in the table; 0 if unknown
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
record SampleColumns(
    String[] images,
    String[] patients,
    Examination[] examinations,
    SampleOrigin[] origins,
    int[] lines) {
  /** Checks that the sizes agree. */
  SampleColumns {
    if (images.length != patients.length || images.length != examinations.length) {
      throw new IllegalArgumentException(
          "%d images, %d patients and %d examinations do not belong together"
              .formatted(images.length, patients.length, examinations.length));
    }
  }

  /** Columns whose lines are unknown. */
  static SampleColumns of(
      Path folder, List<String> images, List<String> patients, List<Examination> examinations) {
    return new SampleColumns(
        images.toArray(String[]::new),
        patients.toArray(String[]::new),
        examinations.toArray(Examination[]::new),
        new SampleOrigin("", folder, "").times(images.size()),
        new int[images.size()]);
  }

  int size() {
    return images.length;
  }

  /** The same in a table. */
  SampleColumns in(Path folder, String table, int[] numbers) {
    return new SampleColumns(
        images, patients, examinations, new SampleOrigin("", folder, table).times(size()), numbers);
  }

  /** The same in one of several data sets, whose name stands before the patients. */
  SampleColumns ofSet(String name) {
    return new SampleColumns(
        images,
        Arrays.stream(patients).map(each -> name + "/" + each).toArray(String[]::new),
        examinations,
        SampleOrigin.named(origins, name),
        lines);
  }

  /** The same in several data sets, whose names are taken from the images. */
  SampleColumns inSets(List<String> sets) {
    String[] within = images.clone();
    SampleOrigin[] named = new SampleOrigin[size()];
    for (int i = 0; i < size(); i++) {
      String set = sets.get(i);
      within[i] =
          images[i].startsWith(set + "/") ? images[i].substring(set.length() + 1) : images[i];
      named[i] = new SampleOrigin(set, origins[i].folder(), origins[i].table());
    }
    return new SampleColumns(within, patients, examinations, named, lines);
  }

  /** The same with other images. */
  SampleColumns withImages(List<String> others) {
    return new SampleColumns(others.toArray(String[]::new), patients, examinations, origins, lines);
  }

  /** Some rows, in that order. */
  SampleColumns select(int[] rows) {
    return new SampleColumns(
        at(rows, images),
        at(rows, patients),
        at(rows, examinations),
        at(rows, origins),
        Arrays.stream(rows).map(row -> lines[row]).toArray());
  }

  private static <T> T[] at(int[] rows, T[] all) {
    T[] chosen = Arrays.copyOf(all, rows.length);
    Arrays.setAll(chosen, i -> all[rows[i]]);
    return chosen;
  }

  /** One after the other. */
  static SampleColumns joined(List<SampleColumns> parts) {
    return new SampleColumns(
        all(parts, SampleColumns::images, String[]::new),
        all(parts, SampleColumns::patients, String[]::new),
        all(parts, SampleColumns::examinations, Examination[]::new),
        all(parts, SampleColumns::origins, SampleOrigin[]::new),
        parts.stream().flatMapToInt(each -> Arrays.stream(each.lines)).toArray());
  }

  private static <T> T[] all(
      List<SampleColumns> parts, Function<SampleColumns, T[]> column, IntFunction<T[]> array) {
    return parts.stream().flatMap(each -> Arrays.stream(column.apply(each))).toArray(array);
  }
}
