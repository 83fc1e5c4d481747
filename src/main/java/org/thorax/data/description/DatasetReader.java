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
import org.thorax.data.DatasetSplit;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;

/** Reads the table of a dataset folder. */
public final class DatasetReader {
  private final DatasetKind kind;
  private final Path folder;
  private final Optional<Path> table;
  private final Optional<DatasetDescription> description;

  private DatasetReader(
      DatasetKind kind,
      Path folder,
      Optional<Path> table,
      Optional<DatasetDescription> description) {
    this.kind = kind;
    this.folder = folder;
    this.table = table;
    this.description = description;
  }

  /**
   * Accepts a dataset folder, or one of its tables; of a described data set its folder or its
   * description.
   *
   * @throws ThoraxException if it does not exist
   */
  public DatasetReader(DatasetKind kind, Path place) {
    this(
        kind,
        Files.isRegularFile(place) ? place.resolveSibling("").normalize() : place,
        Optional.of(place).filter(Files::isRegularFile),
        kind == DatasetKind.DESCRIBED
            ? Optional.of(
                DescriptionFile.read(
                    Files.isDirectory(place) ? place.resolve(DescriptionFile.NAME) : place))
            : Optional.empty());
    if (!Files.exists(place)) {
      throw new DataException(
          "The dataset folder " + place + " does not exist; download the data or name its folder.");
    }
  }

  /** A described data set whose description is not in its folder. */
  public DatasetReader(DatasetDescription description, Path folder) {
    this(DatasetKind.DESCRIBED, folder, Optional.empty(), Optional.of(description));
  }

  /**
   * Accepts the folder or table of a data set of any kind: by its {@code dataset.yaml}, else by the
   * name of its table.
   *
   * @throws ThoraxException if it is none that is known
   */
  public static DatasetReader of(Path place) {
    try {
      return new DatasetReader(DatasetKind.of(place), place);
    } catch (DataException e) {
      return BuiltInDescriptions.of(place)
          .map(known -> new DatasetReader(known, place))
          .orElseThrow(() -> e);
    }
  }

  /** What the data set's {@code dataset.yaml} says; empty for those that need none. */
  public Optional<DatasetDescription> description() {
    return description;
  }

  /** The data set's name on pages. */
  public String title() {
    return description.map(DatasetDescription::title).orElse(kind.title());
  }

  /** All classes, in the data set's order. */
  public List<String> allClasses() {
    return description.map(DatasetDescription::classes).orElse(kind.classes());
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
    return read(allClasses());
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
    if (description.isPresent()) {
      requireClasses(classes);
      return described().readAll(classes, DatasetReader::refuse);
    }
    return read(table(), classes);
  }

  /**
   * The table that {@link #read} reads.
   *
   * @throws ThoraxException if there is none
   */
  public Path table() {
    if (description.isPresent()) {
      return described().table(DatasetPart.TRAIN).orElseThrow();
    }
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
    if (description.isPresent()) {
      return allClasses();
    }
    try (CsvTable columns = new CsvTable(table())) {
      List<String> there = kind.classes().stream().filter(columns::has).toList();
      return there.isEmpty() ? kind.classes() : there;
    }
  }

  /** The samples of the official test table, if the folder has one. */
  public Optional<Samples> readTest() {
    return readTest(allClasses());
  }

  private Optional<Samples> readTest(List<String> classes) {
    return description.isPresent()
        ? described().read(DatasetPart.TEST, classes, DatasetReader::refuse)
        : testTable().map(file -> read(file, classes));
  }

  private DescribedTable described() {
    return new DescribedTable(description.orElseThrow(), folder);
  }

  private static void refuse(ThoraxException fault) {
    throw fault;
  }

  /** The official test table, if the folder has one. */
  public Optional<Path> testTable() {
    if (description.isPresent()) {
      return described().table(DatasetPart.TEST).filter(file -> !file.equals(table()));
    }
    return firstOf(kind.testTables());
  }

  /** Whether the folder has the official split into training and test set. */
  public boolean hasOfficialTest() {
    return switch (kind) {
      case CHEXPERT -> testTable().isPresent();
      case CHESTXRAY14 -> OfficialLists.areIn(folder);
      case DESCRIBED -> description.orElseThrow().names(DatasetPart.TEST);
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
      case CHEXPERT, DESCRIBED ->
          new OfficialSets(
              description.isPresent()
                  ? described()
                      .read(DatasetPart.TRAIN, classes, DatasetReader::refuse)
                      .orElseThrow()
                  : read(classes),
              readTest(classes)
                  .orElseThrow(
                      () ->
                          new DataException(
                              "There is no official test table in %s; looked for %s. Fetch it, or leave the DS token out of the name."
                                  .formatted(
                                      folder,
                                      description.isPresent()
                                          ? "a test set in " + DescriptionFile.NAME
                                          : String.join(", ", kind.testTables())))));
      case CHESTXRAY14 -> divided(read(classes));
    };
  }

  /** The plan as it is carried out: with the test set that the description names. */
  public SplitPlan planned(SplitPlan plan) {
    return description.isPresent() && hasOfficialTest() ? plan.withOfficialTest() : plan;
  }

  /** How {@link #split} splits, in words. */
  public String describe(SplitPlan plan) {
    return description.filter(each -> each.names(DatasetPart.VALIDATION)).isPresent()
        ? "the description's sets"
        : planned(plan).describe();
  }

  /**
   * Splits the data set into training, validation and test set. The sets that a description names
   * are taken as they are, whatever the plan says; the others are split off by the plan. The test
   * set of a fold is a part of the training set; the official test set is in no set then.
   *
   * @param classes in the requested order
   * @throws ThoraxException for an invalid table, an empty set, a missing official test set, or a
   *     patient in two sets
   */
  public DatasetSplit split(SplitPlan plan, List<String> classes) {
    if (!planned(plan).officialTest()) {
      return plan.split(read(classes));
    }
    OfficialSets sets = readOfficial(classes);
    Optional<Samples> validation =
        description.flatMap(
            each -> described().read(DatasetPart.VALIDATION, classes, DatasetReader::refuse));
    if (plan.fold().isPresent()) {
      return validation
          .map(given -> plan.withValidation(sets.training(), given))
          .orElseGet(() -> plan.split(sets.training()));
    }
    return validation
        .map(given -> new DatasetSplit(sets.training(), given, sets.test()))
        .orElseGet(() -> plan.withTest(sets.training(), sets.test()));
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
    return read(table, classes, DatasetReader::refuse);
  }

  /**
   * Checks that the data set has these classes.
   *
   * @throws ThoraxException naming an unknown one, and listing the known ones
   */
  public void requireClasses(List<String> classes) {
    for (String name : classes) {
      if (!allClasses().contains(name)) {
        throw new DataException(
            "There is no class \"" + name + "\"; the classes are " + allClasses() + ".");
      }
    }
  }

  /**
   * The valid samples of all its tables and sets, training first.
   *
   * @param onBadRow receives each skipped row
   * @throws ThoraxException for a table without the required columns, or without valid rows
   */
  public List<Samples> readSets(List<String> classes, Consumer<ThoraxException> onBadRow) {
    List<Samples> sets = new ArrayList<>();
    if (description.isPresent()) {
      for (DatasetPart part : DatasetPart.values()) {
        described().read(part, classes, onBadRow).ifPresent(sets::add);
      }
      return sets;
    }
    sets.add(read(table(), classes, onBadRow));
    testTable().ifPresent(test -> sets.add(read(test, classes, onBadRow)));
    return sets;
  }

  /**
   * The valid samples of a table.
   *
   * @param onBadRow receives each skipped row
   * @throws ThoraxException for a table without the required columns, or without valid rows
   */
  public Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
    if (description.isPresent()) {
      boolean test = testTable().filter(table::equals).isPresent();
      return described()
          .read(test ? DatasetPart.TEST : DatasetPart.TRAIN, classes, onBadRow)
          .orElseThrow();
    }
    return new PublishedTable(kind, folder).read(table, classes, onBadRow);
  }

  private Optional<Path> firstOf(List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }
}
