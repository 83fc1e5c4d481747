package org.thorax.data.description;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;
import org.thorax.data.Samples;
import org.thorax.data.description.LabelRule.Form;

/**
 * A table of CheXpert or ChestX-ray14, read by its description. What is special: the tables of
 * prepared copies have a patient column and flags in place of findings, columns may be missing, and
 * images are where the archives were unpacked.
 */
final class PublishedTable {
  private static final ColumnText PATIENT = new ColumnText("patient_id", Optional.empty());
  private static final SexColumn SEX =
      new SexColumn(new ColumnText("Patient Sex", Optional.empty()), List.of(), List.of());
  private static final LabelValues FLAGS =
      new LabelValues(List.of("True", "1"), List.of("False", "0"), List.of(), List.of());

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
      DatasetDescription description = description(rows, classes);
      Samples read =
          new DescribedTable(description, folder)
              .samples(rows, classes, Optional.empty(), onBadRow);
      List<String> names = IntStream.range(0, read.size()).mapToObj(read::imageName).toList();
      return read.withImages(ImageNames.inFolder(names, kind, folder));
    }
  }

  /** The data set's description for the columns of a table. */
  private DatasetDescription description(CsvTable rows, List<String> classes) {
    DatasetDescription known = BuiltInDescriptions.named(kind.token()).orElseThrow();
    TableColumns columns = new TableColumns(rows);
    rows.columns(known.image().columns());
    ExaminationRule examination = known.examination().among(columns);
    if (kind == DatasetKind.CHEXPERT) {
      rows.columns(classes);
      return known.with(
          columns.has(PATIENT) ? PATIENT : known.patient(), examination, known.labels());
    }
    rows.columns(known.patient().columns());
    return known.with(
        known.patient(),
        columns.has(SEX.column()) ? examination.with(SEX) : examination,
        columns.has(known.labels().column()) ? known.labels() : flags(rows, classes, known));
  }

  /** A column of True and False per class. */
  private static LabelRule flags(CsvTable rows, List<String> classes, DatasetDescription known) {
    rows.columns(classes);
    Map<String, List<String>> sources = new LinkedHashMap<>();
    known.classes().forEach(name -> sources.put(name, List.of(name)));
    LabelRule list = known.labels();
    return new LabelRule(
        Form.COLUMNS,
        "",
        sources,
        FLAGS,
        list.separator(),
        List.of(),
        list.others(),
        list.repeats());
  }
}
