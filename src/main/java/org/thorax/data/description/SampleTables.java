package org.thorax.data.description;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;

/**
 * The tables of a data set. Each reading method gives each bad row to {@code onBadRow}, which may
 * throw it, and throws a {@link ThoraxException} for a table that is missing, lacks a column or has
 * no valid row.
 */
interface SampleTables {
  /** The classes that the tables have, in the data set's order. */
  List<String> classes();

  /** Whether there is a table, with the column of the images. */
  boolean exist();

  /** The table with the samples, or with the training samples. */
  Path table();

  /** The official test table, if it is another one. */
  Optional<Path> testTable();

  /** All samples of {@link #table}. */
  Samples read(List<String> classes, Consumer<ThoraxException> onBadRow);

  /** The samples of one of the tables. */
  Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow);

  /** The samples of the official test set, if there is one. */
  Optional<Samples> readTest(List<String> classes, Consumer<ThoraxException> onBadRow);

  /** The samples of the official validation set, if there is one. */
  Optional<Samples> readValidation(List<String> classes, Consumer<ThoraxException> onBadRow);

  /** The samples of all tables and sets, training first. */
  List<Samples> readSets(List<String> classes, Consumer<ThoraxException> onBadRow);

  /** All samples there are; those of a single given table are all. */
  default List<Samples> readAll(List<String> classes, Consumer<ThoraxException> onBadRow) {
    return readSets(classes, onBadRow);
  }

  /** Whether there is an official test set. */
  boolean hasOfficialTest();

  /** The samples in the official split. */
  OfficialSets readOfficial(List<String> classes, Consumer<ThoraxException> onBadRow);

  /** The error for an official test set that is not there. */
  static DataException noTest(Path folder, String wanted) {
    return new DataException(
        "There is no official test table in %s; looked for %s. Fetch it, or leave the DS token out of the name."
            .formatted(folder, wanted));
  }
}
