package org.thorax.data.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.thorax.ThoraxException;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;

/** The tables of a described data set. */
record DescribedTables(DatasetDescription description, Path folder, DescribedTable rows)
    implements SampleTables {
  DescribedTables(DatasetDescription description, Path folder) {
    this(description, folder, new DescribedTable(description, folder));
  }

  @Override
  public List<String> classes() {
    return description.classes();
  }

  @Override
  public boolean exist() {
    return description.fits(folder);
  }

  @Override
  public Path table() {
    return rows.table(DatasetPart.TRAIN).orElseThrow();
  }

  @Override
  public Optional<Path> testTable() {
    return rows.table(DatasetPart.TEST).filter(file -> !file.equals(table()));
  }

  @Override
  public Samples read(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return rows.readAll(classes, onBadRow);
  }

  @Override
  public Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
    boolean test = testTable().filter(table::equals).isPresent();
    return rows.read(test ? DatasetPart.TEST : DatasetPart.TRAIN, classes, onBadRow).orElseThrow();
  }

  @Override
  public Optional<Samples> readTest(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return rows.read(DatasetPart.TEST, classes, onBadRow);
  }

  @Override
  public Optional<Samples> readValidation(
      List<String> classes, Consumer<ThoraxException> onBadRow) {
    return rows.read(DatasetPart.VALIDATION, classes, onBadRow);
  }

  @Override
  public List<Samples> readSets(List<String> classes, Consumer<ThoraxException> onBadRow) {
    List<Samples> sets = new ArrayList<>();
    for (DatasetPart part : DatasetPart.values()) {
      rows.read(part, classes, onBadRow).ifPresent(sets::add);
    }
    return sets;
  }

  @Override
  public boolean hasOfficialTest() {
    return description.names(DatasetPart.TEST);
  }

  @Override
  public OfficialSets readOfficial(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return new OfficialSets(
        rows.read(DatasetPart.TRAIN, classes, onBadRow).orElseThrow(),
        readTest(classes, onBadRow)
            .orElseThrow(
                () -> SampleTables.noTest(folder, "a test set in " + DescriptionFile.NAME)));
  }
}
