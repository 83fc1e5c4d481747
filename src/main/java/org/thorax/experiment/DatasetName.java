package org.thorax.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A dataset that a benchmark can name, with its classes in the order of the outputs. */
public enum DatasetName {
  /** CheXpert: 14 observations, 0, 1, -1 (uncertain) or empty (not mentioned). */
  CHEXPERT(
      "Chexpert",
      "Path",
      "",
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
          "Support Devices")),
  /** NIH ChestX-ray14: 14 findings and "No Finding". */
  CHESTXRAY14(
      "Chestxray",
      "Image Index",
      "images/",
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
          "Pneumothorax"));

  private static final List<String> CHEXPERT_COMPETITION =
      List.of("Cardiomegaly", "Edema", "Consolidation", "Atelectasis", "Pleural Effusion");

  private final String token;
  private final String pathColumn;
  private final String pathColumnPrefix;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> classes;

  DatasetName(String token, String pathColumn, String pathColumnPrefix, List<String> classes) {
    this.token = token;
    this.pathColumn = pathColumn;
    this.pathColumnPrefix = pathColumnPrefix;
    this.classes = classes;
  }

  /** The token of a benchmark name: {@code Chexpert} or {@code Chestxray}. */
  public String token() {
    return token;
  }

  /** The column of the dataset's table that holds the image's path. */
  public String pathColumn() {
    return pathColumn;
  }

  /** What stands before that path, relative to the dataset's folder. */
  public String pathColumnPrefix() {
    return pathColumnPrefix;
  }

  /** All classes, the ones meant when a name has no token {@code N}. */
  public List<String> classes() {
    return classes;
  }

  /** The class list that {@code N<count>} means; empty when that count has no agreed list. */
  public Optional<List<String>> classes(int count) {
    if (count == classes.size()) {
      return Optional.of(classes);
    }
    return switch (this) {
      case CHEXPERT ->
          switch (count) {
            case 13 -> Optional.of(without("No Finding"));
            case 12 -> Optional.of(without("No Finding", "Support Devices"));
            case 5 -> Optional.of(CHEXPERT_COMPETITION);
            default -> Optional.empty();
          };
      case CHESTXRAY14 -> count == 14 ? Optional.of(without("No Finding")) : Optional.empty();
    };
  }

  private List<String> without(String... omitted) {
    List<String> rest = new ArrayList<>(classes);
    rest.removeAll(List.of(omitted));
    return List.copyOf(rest);
  }
}
