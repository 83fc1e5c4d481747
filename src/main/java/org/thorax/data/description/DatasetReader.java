package org.thorax.data.description;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.DatasetKind;
import org.thorax.data.DatasetSplit;
import org.thorax.data.OfficialSets;
import org.thorax.data.Samples;
import org.thorax.data.SplitPlan;

/** Reads the table of a dataset folder. */
public final class DatasetReader implements LabelledData {
  private final DatasetKind kind;
  private final Path folder;
  private final Optional<DatasetDescription> description;
  private final SampleTables tables;

  /**
   * Accepts a dataset folder, or one of its tables; of a described data set its folder or its
   * description.
   *
   * @throws ThoraxException if it does not exist
   */
  public DatasetReader(DatasetKind kind, Path place) {
    if (!Files.exists(place)) {
      throw new DataException(
          "The dataset folder " + place + " does not exist; download the data or name its folder.");
    }
    boolean isFile = Files.isRegularFile(place);
    this.kind = kind;
    folder = isFile ? place.resolveSibling("").normalize() : place;
    description =
        kind == DatasetKind.DESCRIBED
            ? Optional.of(
                DescriptionFile.read(
                    Files.isDirectory(place) ? place.resolve(DescriptionFile.NAME) : place))
            : Optional.empty();
    tables =
        description
            .<SampleTables>map(each -> new DescribedTables(each, folder))
            .orElseGet(
                () -> new PublishedTables(kind, folder, Optional.of(place).filter(file -> isFile)));
  }

  /** A described data set whose description is not in its folder. */
  public DatasetReader(DatasetDescription description, Path folder) {
    this.kind = DatasetKind.DESCRIBED;
    this.folder = folder;
    this.description = Optional.of(description);
    tables = new DescribedTables(description, folder);
  }

  /**
   * Accepts the folder or table of a data set of any kind: by its {@code dataset.yaml}, else by the
   * name of its table.
   *
   * @throws ThoraxException if it is none that is known
   */
  public static DatasetReader of(Path place) {
    try {
      DatasetKind kind = DatasetKind.of(place);
      Optional<DatasetDescription> other =
          kind == DatasetKind.CHEXPERT ? BuiltInDescriptions.of(place) : Optional.empty();
      return other
          .map(known -> new DatasetReader(known, place))
          .orElseGet(() -> new DatasetReader(kind, place));
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

  /** The data set's name, with which its benchmarks' names begin. */
  public String name() {
    return description.map(DatasetDescription::name).orElse(kind.token());
  }

  /** The names of the data sets that have its images: its own, and the one they are taken from. */
  public List<String> imagesOf() {
    return Stream.of(name(), description.map(DatasetDescription::imagesOf).orElse(""))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  @Override
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
    requireClasses(classes);
    return tables.read(classes, DatasetReader::refuse);
  }

  private static void refuse(ThoraxException fault) {
    throw fault;
  }

  /** Whether there is a table with the columns that the data set needs. */
  public boolean hasTable() {
    return tables.exist();
  }

  /**
   * The table that {@link #read} reads.
   *
   * @throws ThoraxException if there is none
   */
  public Path table() {
    return tables.table();
  }

  /**
   * The classes that are columns of {@link #table}, in the data set's order; all of them for a
   * table with the findings in one column, and for a table without class columns.
   *
   * @throws ThoraxException if there is no table
   */
  public List<String> classes() {
    return tables.classes();
  }

  /** The samples of the official test table, if the folder has one. */
  public Optional<Samples> readTest() {
    return tables.readTest(allClasses(), DatasetReader::refuse);
  }

  /** The official test table, if the folder has one. */
  public Optional<Path> testTable() {
    return tables.testTable();
  }

  /** Whether the folder has the official split into training and test set. */
  public boolean hasOfficialTest() {
    return tables.hasOfficialTest();
  }

  /**
   * The samples in the official split: CheXpert's two tables, or ChestX-ray14's table by its two
   * lists.
   *
   * @throws ThoraxException as {@link #read}, and if the folder has no official test set
   */
  public OfficialSets readOfficial(List<String> classes) {
    requireClasses(classes);
    return tables.readOfficial(classes, DatasetReader::refuse);
  }

  /** The plan as it is carried out: with the test set that the description names. */
  public SplitPlan planned(SplitPlan plan) {
    return description.isPresent() && hasOfficialTest() ? plan.withOfficialTest() : plan;
  }

  @Override
  public String describe(SplitPlan plan) {
    return description.filter(each -> each.names(DatasetPart.VALIDATION)).isPresent()
        ? "the description's sets"
        : planned(plan).describe();
  }

  @Override
  public Samples all(List<String> classes) {
    requireClasses(classes);
    Samples all = Samples.joined(folder, tables.readAll(classes, DatasetReader::refuse));
    Set<String> seen = new HashSet<>();
    for (int sample = 0; sample < all.size(); sample++) {
      if (!seen.add(all.imageName(sample))) {
        throw new DataException(
            "The image %s of %s is there twice, the second time in %s; take one out."
                .formatted(all.imageName(sample), folder, all.where(sample)));
      }
    }
    return all;
  }

  /**
   * Splits the data set. The sets that a description names are taken as they are, whatever the plan
   * says; the others are split off by the plan. The test set of a fold is a part of the training
   * set; the official test set is in no set then.
   */
  @Override
  public DatasetSplit split(SplitPlan plan, List<String> classes) {
    if (!planned(plan).officialTest()) {
      return plan.split(read(classes));
    }
    OfficialSets sets = readOfficial(classes);
    Optional<Samples> validation = tables.readValidation(classes, DatasetReader::refuse);
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
    return tables.read(table, classes, DatasetReader::refuse);
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
    return tables.readSets(classes, onBadRow);
  }

  /**
   * The valid samples of a table.
   *
   * @param onBadRow receives each skipped row
   * @throws ThoraxException for a table without the required columns, or without valid rows
   */
  public Samples read(Path table, List<String> classes, Consumer<ThoraxException> onBadRow) {
    return tables.read(table, classes, onBadRow);
  }
}
