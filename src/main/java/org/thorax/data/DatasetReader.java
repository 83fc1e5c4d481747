package org.thorax.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/** Reads the table of a dataset folder. */
public final class DatasetReader {
  private final DatasetKind kind;
  private final Path folder;
  private final Optional<Path> table;

  /**
   * Accepts a dataset folder, or one of its tables.
   *
   * @throws ThoraxException if it does not exist
   */
  public DatasetReader(DatasetKind kind, Path place) {
    this.kind = kind;
    if (Files.isRegularFile(place)) {
      folder = place.resolveSibling("").normalize();
      table = Optional.of(place);
    } else if (Files.isDirectory(place)) {
      folder = place;
      table = Optional.empty();
    } else {
      throw new DataException(
          "The dataset folder " + place + " does not exist; download the data or name its folder.");
    }
  }

  /** The dataset folder. */
  public Path folder() {
    return folder;
  }

  /** The kind of the data set. */
  public DatasetKind kind() {
    return kind;
  }

  /** All samples of the dataset's table, with all classes. */
  public Samples read() {
    return read(kind.classes());
  }

  /**
   * All samples of the dataset's table; for ChestX-ray14 also those of its test list.
   *
   * @param classes in the requested order; the table needs no other label columns
   * @throws ThoraxException for a missing table or column, an unknown label, a path that is blank
   *     or outside of the folder, and a table without rows; the message names the file, and usually
   *     the line
   */
  public Samples read(List<String> classes) {
    return read(table(), classes);
  }

  /**
   * The table that {@link #read} reads.
   *
   * @throws ThoraxException if there is none
   */
  public Path table() {
    return table
        .or(() -> firstOf(kind.tables()))
        .orElseThrow(
            () ->
                new DataException(
                    "There is no label table in "
                        + folder
                        + "; looked for "
                        + String.join(", ", kind.tables())
                        + "."));
  }

  /**
   * The classes that are columns of {@link #table}, in the data set's order; all of them for a
   * table with the findings in one column, and for a table without class columns.
   *
   * @throws ThoraxException if there is no table
   */
  public List<String> classes() {
    try (CsvTable columns = new CsvTable(table())) {
      List<String> there = kind.classes().stream().filter(columns::has).toList();
      return there.isEmpty() ? kind.classes() : there;
    }
  }

  /** The samples of the official test table, if the folder has one. */
  public Optional<Samples> readTest() {
    return readTest(kind.classes());
  }

  private Optional<Samples> readTest(List<String> classes) {
    return testTable().map(file -> read(file, classes));
  }

  /** The official test table, if the folder has one. */
  public Optional<Path> testTable() {
    return firstOf(kind.testTables());
  }

  /** Whether the folder has the official split into training and test set. */
  public boolean hasOfficialTest() {
    return switch (kind) {
      case CHEXPERT -> testTable().isPresent();
      case CHESTXRAY14 -> OfficialLists.areIn(folder);
    };
  }

  /**
   * The samples in the official split: CheXpert's two tables, or ChestX-ray14's table by its two
   * lists.
   *
   * @throws ThoraxException as {@link #read}, and if the folder has no official test set
   */
  public OfficialSets readOfficial(List<String> classes) {
    return switch (kind) {
      case CHEXPERT ->
          new OfficialSets(
              read(classes),
              readTest(classes)
                  .orElseThrow(
                      () ->
                          new DataException(
                              "There is no official test table in "
                                  + folder
                                  + "; looked for "
                                  + String.join(", ", kind.testTables())
                                  + ". Fetch it, or leave the DS token out of the name.")));
      case CHESTXRAY14 -> divided(read(classes));
    };
  }

  /**
   * Samples of ChestX-ray14 split by its two lists.
   *
   * @throws ThoraxException if a list is missing, or an image is in none or both
   */
  public OfficialSets divided(Samples all) {
    return OfficialLists.in(folder).divide(all);
  }

  /**
   * The samples of a given table with some of the classes.
   *
   * @param table a file in this dataset's format
   * @param classes in the requested order; the table needs no other label columns
   * @throws ThoraxException as {@link #read()}
   */
  public Samples read(Path table, List<String> classes) {
    requireClasses(classes);
    return read(
        table,
        classes,
        fault -> {
          throw fault;
        });
  }

  /**
   * Checks that the data set has these classes.
   *
   * @throws ThoraxException naming an unknown one, and listing the known ones
   */
  public void requireClasses(List<String> classes) {
    for (String name : classes) {
      if (!kind.classes().contains(name)) {
        throw new DataException(
            "There is no class \"" + name + "\"; the classes are " + kind.classes() + ".");
      }
    }
  }

  /**
   * The valid samples of a table.
   *
   * @param onBadRow receives each skipped row
   * @throws ThoraxException for a table without the required columns, or without valid rows
   */
  public Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
    try (CsvTable rows = new CsvTable(table)) {
      return read(rows, format(rows, classes), classes, onBadRow);
    }
  }

  private Samples read(
      CsvTable rows, RowFormat format, List<String> classes, Consumer<ThoraxException> onBadRow) {
    Rows read = new Rows();
    Optional<ThoraxException> first = Optional.empty();
    while (rows.next()) {
      try {
        read.add(rows, format);
      } catch (ThoraxException e) {
        first = first.or(() -> Optional.of(e));
        onBadRow.accept(e);
      }
    }
    return read.samples(rows, classes, first);
  }

  /** The samples read so far. */
  private final class Rows {
    private final List<String> images = new ArrayList<>();
    private final List<String> patients = new ArrayList<>();
    private final List<Examination> examinations = new ArrayList<>();
    private final List<float[]> labels = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    // Many rows share few different values.
    private final Map<String, String> known = new HashMap<>();
    private final Map<Examination, Examination> seen = new HashMap<>();

    void add(CsvTable row, RowFormat format) {
      String image = ImageNames.checked(format.image(row), row);
      String patient = patient(format.patient(row), row);
      float[] found = format.labels(row);
      images.add(image);
      patients.add(known.computeIfAbsent(patient, same -> same));
      examinations.add(seen.computeIfAbsent(format.examination(row), same -> same));
      labels.add(found);
      lines.add(row.line());
    }

    Samples samples(CsvTable rows, List<String> classes, Optional<ThoraxException> firstFault) {
      if (images.isEmpty()) {
        throw new DataException(
            "The table %s has a header but no rows that can be used%s"
                .formatted(
                    rows.file(),
                    firstFault.map(fault -> "; the first: " + fault.getMessage()).orElse(".")));
      }
      return new Samples(
              folder,
              classes,
              ImageNames.inFolder(images, kind, folder),
              patients,
              examinations,
              flat(labels))
          .in(rows.file().getFileName().toString(), lines);
    }
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

  /** Leading zeros are removed: 00042 in a path is 42 in a column. */
  private static String patient(String text, CsvTable rows) {
    if (text.isEmpty()) {
      throw new DataException(rows.where() + " has no patient; a split by patient needs one.");
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
