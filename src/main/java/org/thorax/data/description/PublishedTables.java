package org.thorax.data.description;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;

/**
 * The tables of CheXpert or ChestX-ray14.
 *
 * @param given the one table that is read; empty for those of the folder
 */
record PublishedTables(DatasetKind kind, Path folder, Optional<Path> given)
    implements SampleTables {
  @Override
  public List<String> classes() {
    try (CsvTable columns = new CsvTable(table())) {
      List<String> there = kind.classes().stream().filter(columns::has).toList();
      return there.isEmpty() ? kind.classes() : there;
    }
  }

  @Override
  public boolean exist() {
    Optional<Path> found = given.or(() -> firstOf(kind.tables()));
    if (found.isEmpty()) {
      return false;
    }
    try (CsvTable columns = new CsvTable(found.get())) {
      return columns.has(kind == DatasetKind.CHEXPERT ? "Path" : "Image Index");
    }
  }

  @Override
  public Path table() {
    return given
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

  @Override
  public Optional<Path> testTable() {
    return firstOf(kind.testTables());
  }

  private Optional<Path> firstOf(List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  @Override
  public Samples read(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return read(table(), classes, onBadRow);
  }

  @Override
  public Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
    return new PublishedTable(kind, folder).read(table, classes, onBadRow);
  }

  @Override
  public Optional<Samples> readTest(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return testTable().map(file -> read(file, classes, onBadRow));
  }

  @Override
  public Optional<Samples> readValidation(
      List<String> classes, Consumer<ThoraxException> onBadRow) {
    return Optional.empty();
  }

  @Override
  public List<Samples> readSets(List<String> classes, Consumer<ThoraxException> onBadRow) {
    List<Samples> sets = new ArrayList<>();
    sets.add(read(classes, onBadRow));
    testTable()
        .filter(PublishedTables::hasRows)
        .ifPresent(file -> sets.add(read(file, classes, onBadRow)));
    return sets;
  }

  @Override
  public List<Samples> readAll(List<String> classes, Consumer<ThoraxException> onBadRow) {
    List<Samples> sets = new ArrayList<>();
    sets.add(read(classes, onBadRow));
    kind.testTables().stream()
        .map(folder::resolve)
        .filter(file -> given.isEmpty() && Files.isRegularFile(file))
        .filter(PublishedTables::hasRows)
        .forEach(file -> sets.add(read(file, classes, onBadRow)));
    return sets;
  }

  /** A data set without test samples may have a test table with a header only. */
  private static boolean hasRows(Path table) {
    try (CsvTable rows = new CsvTable(table)) {
      return rows.next();
    }
  }

  @Override
  public boolean hasOfficialTest() {
    return kind == DatasetKind.CHEXPERT ? testTable().isPresent() : OfficialLists.areIn(folder);
  }

  @Override
  public OfficialSets readOfficial(List<String> classes, Consumer<ThoraxException> onBadRow) {
    Samples all = read(classes, onBadRow);
    if (kind == DatasetKind.CHESTXRAY14) {
      return OfficialLists.in(folder).divide(all);
    }
    return new OfficialSets(
        all,
        readTest(classes, onBadRow)
            .orElseThrow(() -> SampleTables.noTest(folder, String.join(", ", kind.testTables()))));
  }
}
