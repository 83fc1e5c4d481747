package org.thorax.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;

/** Reads the table of a dataset folder. */
public final class DatasetReader {
  private final DatasetKind kind;
  private final Path folder;

  /**
   * Takes a dataset folder.
   *
   * @throws ThoraxException when the folder does not exist
   */
  public DatasetReader(DatasetKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
    if (!Files.isDirectory(folder)) {
      throw new ThoraxException(
          "The dataset folder "
              + folder
              + " does not exist; download the data or name its folder.");
    }
  }

  /**
   * All samples of the dataset's first table found, with all its classes.
   *
   * @throws ThoraxException for a missing table or column, an unknown label, a blank path or one
   *     that leaves the folder, and for a table without rows; all name the file, most the line
   */
  public Samples read() {
    Path table =
        firstOf(kind.tables())
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "There is no label table in "
                            + folder
                            + "; looked for "
                            + String.join(", ", kind.tables())
                            + "."));
    return read(table, kind.classes());
  }

  /** The samples of the official test table, when the folder has one. */
  public Optional<Samples> readTest() {
    return firstOf(kind.testTables()).map(table -> read(table, kind.classes()));
  }

  /**
   * The samples of a given table with some of the classes.
   *
   * @param table a file of this dataset's format
   * @param classes in the order wanted; the table needs no other label columns
   * @throws ThoraxException as {@link #read()}
   */
  public Samples read(Path table, List<String> classes) {
    for (String name : classes) {
      if (!kind.classes().contains(name)) {
        throw new ThoraxException(
            "There is no class \"" + name + "\"; the classes are " + kind.classes() + ".");
      }
    }
    try (CsvTable rows = new CsvTable(table)) {
      return read(rows, format(rows, classes), classes);
    }
  }

  private Samples read(CsvTable rows, RowFormat format, List<String> classes) {
    List<String> images = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    List<float[]> labels = new ArrayList<>();
    Map<String, String> known = new HashMap<>();
    while (rows.next()) {
      images.add(ImageNames.checked(format.image(rows), rows));
      patients.add(known.computeIfAbsent(patient(format.patient(rows), rows), same -> same));
      labels.add(format.labels(rows));
    }
    if (images.isEmpty()) {
      throw new ThoraxException("The table " + rows.file() + " has a header but no rows.");
    }
    return new Samples(
        folder, classes, ImageNames.inFolder(images, kind, folder), patients, flat(labels));
  }

  private RowFormat format(CsvTable table, List<String> classes) {
    return switch (kind) {
      case CHEXPERT -> new ChexpertFormat(table, classes);
      case CHESTXRAY14 ->
          table.has("Finding Labels")
              ? new Chestxray14EntryFormat(table, classes)
              : new Chestxray14LabelsFormat(table, classes);
    };
  }

  /** Leading zeros fall away: 00042 in a path is 42 in a column. */
  private static String patient(String text, CsvTable rows) {
    if (text.isEmpty()) {
      throw new ThoraxException(rows.where() + " has no patient; a split by patient needs one.");
    }
    return text.replaceFirst("^0+(?=[0-9]+$)", "");
  }

  private Optional<Path> firstOf(List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private static float[] flat(List<float[]> rows) {
    int width = rows.get(0).length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return all;
  }
}
