package org.thorax.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/** The datasets Thorax reads, with their classes and the files they consist of. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are List.of, which nobody can change.
public enum DatasetKind {
  /**
   * CheXpert (Irvin et al. 2019): labels 1, 0, -1 (uncertain) and blank; the image is the folder
   * plus the column {@code Path}.
   */
  CHEXPERT(
      List.of(
          "No Finding",
          "Enlarged Cardiomediastinum",
          "Cardiomegaly",
          "Lung Opacity",
          "Lung Lesion",
          "Edema",
          "Consolidation",
          "Pneumonia",
          "Atelectasis",
          "Pneumothorax",
          "Pleural Effusion",
          "Pleural Other",
          "Fracture",
          "Support Devices"),
      List.of("train.csv", "CheXpert-v1.0 batch 1 (validate & csv)/train.csv"),
      List.of("test.csv", "valid.csv", "CheXpert-v1.0 batch 1 (validate & csv)/valid.csv"),
      "",
      "CHEXPERT_DATASET_DIRECTORY"),

  /**
   * ChestX-ray14 (Wang et al. 2017): every label is 1 or 0; the image is {@code images/} plus the
   * column {@code Image Index}.
   */
  CHESTXRAY14(
      List.of(
          "Edema",
          "Atelectasis",
          "Pneumonia",
          "Pleural_Thickening",
          "Cardiomegaly",
          "Infiltration",
          "Consolidation",
          "Fibrosis",
          "No Finding",
          "Effusion",
          "Nodule",
          "Mass",
          "Hernia",
          "Emphysema",
          "Pneumothorax"),
      List.of("Data_Entry_2017_v2020.csv", "Data_Entry_2017.csv", "meta/data/labels.csv"),
      List.of(),
      "images",
      "CHESTXRAY14_DATASET_DIRECTORY"),

  /** Any other data set, by the {@code dataset.yaml} in its folder, which has its classes. */
  DESCRIBED(List.of(), List.of("dataset.yaml"), List.of(), "", "");

  private static final String DESCRIPTION = "dataset.yaml";

  private final List<String> classes;
  private final List<String> tables;
  private final List<String> testTables;
  private final String imageRoot;
  private final String directoryVariable;

  DatasetKind(
      List<String> classes,
      List<String> tables,
      List<String> testTables,
      String imageRoot,
      String directoryVariable) {
    this.classes = classes;
    this.tables = tables;
    this.testTables = testTables;
    this.imageRoot = imageRoot;
    this.directoryVariable = directoryVariable;
  }

  /**
   * The kind of a data set: of a folder by the name of its label table, of a table by its columns.
   *
   * @throws ThoraxException if it is unknown
   */
  public static DatasetKind of(Path place) {
    if (isDescription(place) || isDescription(place.resolve(DESCRIPTION))) {
      return DESCRIBED;
    }
    if (Files.isRegularFile(place)) {
      try (CsvTable table = new CsvTable(place)) {
        return table.has("Image Index") ? CHESTXRAY14 : CHEXPERT;
      }
    }
    List<String> tables = Arrays.stream(values()).flatMap(kind -> kind.tables.stream()).toList();
    return Arrays.stream(values())
        .filter(
            kind -> kind.tables.stream().anyMatch(name -> Files.isRegularFile(place.resolve(name))))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    (Files.isDirectory(place) ? "There is no label table in " : "There is no ")
                        + place
                        + "; looked for "
                        + String.join(", ", tables)
                        + "."));
  }

  private static boolean isDescription(Path file) {
    return file.toString().endsWith(".yaml") && Files.isRegularFile(file);
  }

  /** The kinds that need no description. */
  public static List<DatasetKind> published() {
    return List.of(CHEXPERT, CHESTXRAY14);
  }

  /** The display name. */
  public String title() {
    return switch (this) {
      case CHEXPERT -> "CheXpert";
      case CHESTXRAY14 -> "ChestX-ray14";
      case DESCRIBED -> "described data set";
    };
  }

  /** The data set's name, with which its benchmarks' names begin; "" for a described one. */
  public String token() {
    return switch (this) {
      case CHEXPERT -> "Chexpert";
      case CHESTXRAY14 -> "Chestxray";
      case DESCRIBED -> "";
    };
  }

  /** The environment variable with the folder. */
  public String directoryVariable() {
    return directoryVariable;
  }

  /** All classes, in the order of the table and of a model without another list. */
  public List<String> classes() {
    return classes;
  }

  /** The label tables in the dataset folder; the first existing one is read. */
  public List<String> tables() {
    return tables;
  }

  /** The official test tables in the dataset folder; empty for ChestX-ray14. */
  public List<String> testTables() {
    return testTables;
  }

  /** The folder, inside the dataset folder, of the table's image paths. */
  public String imageRoot() {
    return imageRoot;
  }

  /** The class list with this number of classes; empty if there is no standard list. */
  public Optional<List<String>> agreedClasses(int count) {
    if (count == classes.size() && count > 0) {
      return Optional.of(classes);
    }
    return switch (this) {
      case DESCRIBED -> Optional.empty();
      case CHEXPERT ->
          switch (count) {
            case 13 -> Optional.of(classes.subList(1, 14));
            case 12 -> Optional.of(classes.subList(1, 13));
            case 5 ->
                Optional.of(
                    List.of(
                        "Cardiomegaly",
                        "Edema",
                        "Consolidation",
                        "Atelectasis",
                        "Pleural Effusion"));
            default -> Optional.empty();
          };
      case CHESTXRAY14 ->
          count == 14
              ? Optional.of(classes.stream().filter(name -> !name.equals("No Finding")).toList())
              : Optional.empty();
    };
  }
}
