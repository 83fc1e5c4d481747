package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;
import org.thorax.data.Examination;
import org.thorax.data.Samples;

/** A table of CheXpert or ChestX-ray14, in the form of its publishers or of a prepared copy. */
final class PublishedTable {
  private final DatasetKind kind;
  private final Path folder;

  /**
   * Tables of a data set.
   *
   * @param folder to which the images are relative
   */
  PublishedTable(DatasetKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  /**
   * The valid samples of a table.
   *
   * @param onBadRow receives each skipped row
   * @throws ThoraxException for a table without the required columns, or without valid rows
   */
  Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
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
      case DESCRIBED -> throw new IllegalStateException("A description has no row format");
    };
  }

  /** Leading zeros are removed: 00042 in a path is 42 in a column. */
  private static String patient(String text, CsvTable rows) {
    if (text.isEmpty()) {
      throw new DataException(rows.where() + " has no patient; a split by patient needs one.");
    }
    return text.replaceFirst("^0+(?=[0-9]+$)", "");
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
