package org.thorax.experiment.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.data.DatasetKind;
import org.thorax.data.SplitPlan;
import org.thorax.data.description.BuiltInDescriptions;
import org.thorax.data.description.ClassMapping;
import org.thorax.data.description.DatasetDescription;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.description.DescriptionFile;
import org.thorax.data.description.LabelledData;
import org.thorax.data.description.UnitedData;

/**
 * A data set by the token that stands for it in a benchmark's name.
 *
 * @param token {@code Chexpert}, {@code Chestxray}, or the {@code name} in a {@code dataset.yaml};
 *     of several data sets their names with {@code +} between them
 * @param pathColumn the column of its table with the image's path, as logs have it
 * @param pathColumnPrefix what stands before that path, relative to the data set's folder
 * @param kind how its table is read
 * @param mapping of several data sets, which of their classes are meant by those of the benchmark
 */
public record DatasetName(
    String token,
    String pathColumn,
    String pathColumnPrefix,
    DatasetKind kind,
    ClassMapping mapping) {
  // Before the data sets, whose constructor checks with it.
  private static final String NAME = "[A-Z][A-Za-z0-9]+";
  private static final Pattern TOKEN = Pattern.compile(NAME + "(\\+" + NAME + ")*");

  /** CheXpert: 14 observations, 0, 1, -1 (uncertain) or empty (not mentioned). */
  public static final DatasetName CHEXPERT =
      new DatasetName("Chexpert", "Path", "", DatasetKind.CHEXPERT, ClassMapping.NONE);

  /** NIH ChestX-ray14: 14 findings and "No Finding". */
  public static final DatasetName CHESTXRAY14 =
      new DatasetName(
          "Chestxray", "Image Index", "images/", DatasetKind.CHESTXRAY14, ClassMapping.NONE);

  /** What logs have in the place of the path's column, where a description says it. */
  public static final String DESCRIPTION = "dataset.yaml";

  /** Checks that all is there. */
  public DatasetName {
    Objects.requireNonNull(kind, "kind");
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("No data set's token is '" + token + "'");
    }
    for (String name : List.of(token.split("\\+", -1))) {
      if (kind == DatasetKind.DESCRIBED && isOtherToken(name)) {
        throw new ConfigurationException(
            "dataset",
            "'%s' means something else in benchmarks' names; call the data set otherwise in its dataset.yaml, e.g. %sSet."
                .formatted(name, name));
      }
    }
  }

  /**
   * The same with a mapping of classes.
   *
   * @throws org.thorax.ThoraxException if it is one data set, which has nothing to map
   */
  public DatasetName with(ClassMapping other) {
    if (names().size() == 1 && !other.given().isEmpty()) {
      throw new ConfigurationException(
          "map",
          "`map` is for several data sets, or for the evaluation on another one; %s is one. Leave it out."
              .formatted(token));
    }
    return new DatasetName(token, pathColumn, pathColumnPrefix, kind, other);
  }

  private static boolean isOtherToken(String name) {
    return Arrays.stream(NameComponent.values())
        .anyMatch(each -> each != NameComponent.DATASET && each.matches(name));
  }

  /** Those that need no description. */
  public static List<DatasetName> published() {
    return List.of(CHEXPERT, CHESTXRAY14);
  }

  /** Whether a text could be the name of a described data set. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** The data set of this token; a described one if it is none of the published. */
  public static DatasetName of(String token) {
    return published().stream()
        .filter(each -> each.token().equals(token))
        .findFirst()
        .orElseGet(
            () ->
                new DatasetName(token, DESCRIPTION, "", DatasetKind.DESCRIBED, ClassMapping.NONE));
  }

  /** The names of its data sets. */
  public List<String> names() {
    return List.of(token.split("\\+", -1));
  }

  /** The name of several data sets together, or of one. */
  public static DatasetName of(List<DatasetReader> readers) {
    return of(String.join("+", readers.stream().map(DatasetReader::name).toList()));
  }

  /**
   * Opens its data.
   *
   * @param classes in whose names several data sets are read
   * @throws org.thorax.ThoraxException if there are none, or others
   */
  public LabelledData open(DatasetPlaces places, List<String> classes) {
    List<DatasetReader> readers = readers(places);
    return readers.size() > 1 ? new UnitedData(readers, classes, mapping(places)) : readers.get(0);
  }

  /** The classes of its data; of several data sets the union. */
  public List<String> classes(DatasetPlaces places) {
    List<DatasetReader> readers = readers(places);
    return readers.size() > 1
        ? UnitedData.classes(readers, mapping(places))
        : readers.get(0).allClasses();
  }

  /** The given mapping, or else the benchmark's. */
  private ClassMapping mapping(DatasetPlaces places) {
    return places.mapping().given().isEmpty() ? mapping : places.mapping();
  }

  /** A split of one data set, with the test set that its description names. */
  public SplitPlan planned(DatasetPlaces places, SplitPlan plan) {
    return readers(places).get(0).planned(plan);
  }

  /** Whether these are its data, as far as folders, tables and descriptions show. */
  public boolean isIn(DatasetPlaces places) {
    List<String> names = names();
    if (names.size() != places.places().size()) {
      return false;
    }
    if (places.description().isPresent()) {
      return of(places.readers()).token().equals(token);
    }
    return IntStream.range(0, names.size())
        .allMatch(i -> of(names.get(i)).isIn(places.places().get(i)));
  }

  private boolean isIn(Path place) {
    if (kind != DatasetKind.DESCRIBED) {
      DatasetReader reader = new DatasetReader(kind, place);
      return reader.hasTable();
    }
    Path folder = folderOf(place);
    return DescriptionFile.at(folder)
        .map(file -> DescriptionFile.read(file).name().equals(token))
        .orElseGet(
            () -> BuiltInDescriptions.named(token).filter(it -> it.fits(folder)).isPresent());
  }

  private List<DatasetReader> readers(DatasetPlaces places) {
    List<String> names = names();
    if (names.size() == places.places().size() && places.description().isEmpty()) {
      return IntStream.range(0, names.size())
          .mapToObj(i -> of(names.get(i)).open(places.places().get(i)))
          .toList();
    }
    List<DatasetReader> readers = places.readers();
    if (!of(readers).token().equals(token)) {
      throw new DataException(
          "The benchmark is of the data %s, found %s in %s; give the folder of each by `data`, in this order, or take a benchmark %s_..."
              .formatted(token, of(readers).token(), places, of(readers).token()));
    }
    return readers;
  }

  /**
   * The reader of its folder or table.
   *
   * @throws org.thorax.ThoraxException if there is none, or if its description is of another one
   */
  public DatasetReader open(Path place) {
    return kind == DatasetKind.DESCRIBED ? openDescribed(place) : new DatasetReader(kind, place);
  }

  private DatasetReader openDescribed(Path place) {
    Path folder = folderOf(place);
    if (Files.isDirectory(folder) && DescriptionFile.in(folder).isEmpty()) {
      return BuiltInDescriptions.named(token)
          .map(known -> new DatasetReader(known, folder))
          .orElseThrow(
              () ->
                  new DataException(
                      "The benchmark is of the data set '%s', which needs a %s in %s; found none there. Write one, or take a benchmark of this data set."
                          .formatted(token, DESCRIPTION, place)));
    }
    DatasetReader reader = new DatasetReader(kind, folder);
    String found = reader.description().map(DatasetDescription::name).orElse("");
    if (!found.equals(token)) {
      throw new DataException(
          "The benchmark is of the data set '%s', found '%s' in %s; take its own data, or a benchmark %s_..."
              .formatted(token, found, place, found));
    }
    return reader;
  }

  /** The folder of a table; a description stays. */
  private static Path folderOf(Path place) {
    boolean isTable = Files.isRegularFile(place) && !place.toString().endsWith(".yaml");
    return isTable ? place.resolveSibling("").normalize() : place;
  }

  /** All classes, used if a name has no token {@code N}; empty for a described data set. */
  public List<String> classes() {
    return kind.classes();
  }

  /** The class list of {@code N<count>}; empty if there is no standard list. */
  public Optional<List<String>> classes(int count) {
    return kind.agreedClasses(count);
  }
}
