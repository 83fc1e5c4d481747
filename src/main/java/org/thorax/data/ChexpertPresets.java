package org.thorax.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Default encodings and upsampling factors of CheXpert experiments: {@code U75} sets seven classes
 * to zero and five to one.
 */
public final class ChexpertPresets {
  private static final UncertaintyPolicy U75 =
      new UncertaintyPolicy.ClassLists(
          List.of(
              "Cardiomegaly",
              "Enlarged Cardiomediastinum",
              "Lung Opacity",
              "Lung Lesion",
              "Consolidation",
              "Pneumothorax",
              "Pleural Effusion"),
          List.of("Edema", "Atelectasis", "Fracture", "Pleural Other", "Pneumonia"),
          false);
  private static final UncertaintyPolicy U66 =
      new UncertaintyPolicy.ClassLists(
          List.of(
              "Cardiomegaly",
              "Lung Opacity",
              "Lung Lesion",
              "Consolidation",
              "Pneumothorax",
              "Pleural Effusion"),
          List.of(
              "Edema",
              "Enlarged Cardiomediastinum",
              "Atelectasis",
              "Fracture",
              "Pleural Other",
              "Pneumonia"),
          false);
  private static final UncertaintyPolicy U32 =
      new UncertaintyPolicy.ClassLists(
          List.of("Cardiomegaly", "Consolidation", "Pleural Effusion"),
          List.of("Edema", "Atelectasis"),
          false);

  private static final Upsampling TWELVE =
      new Upsampling(
          List.of(
              new Upsampling.Factor("Enlarged Cardiomediastinum", 1),
              new Upsampling.Factor("Lung Lesion", 1),
              new Upsampling.Factor("Pleural Other", 2),
              new Upsampling.Factor("Fracture", 2)));
  private static final Upsampling FIVE =
      new Upsampling(
          List.of(
              new Upsampling.Factor("Consolidation", 2), new Upsampling.Factor("Cardiomegaly", 1)));

  private ChexpertPresets() {}

  /** The class lists of {@code U75}, {@code U66} and {@code U32}; empty for another token. */
  public static Optional<UncertaintyPolicy> uncertainty(String token) {
    return switch (token) {
      case "U75" -> Optional.of(U75);
      case "U66" -> Optional.of(U66);
      case "U32" -> Optional.of(U32);
      default -> Optional.empty();
    };
  }

  /**
   * The factors of {@code Upsampled} for these classes: those for 12 classes if all of them are
   * included, those for 5 if these are the competition's five; empty for others.
   */
  public static Optional<Upsampling> upsampling(List<String> classes) {
    if (classes.containsAll(DatasetKind.CHEXPERT.agreedClasses(12).orElseThrow())) {
      return Optional.of(TWELVE);
    }
    Set<String> five = Set.copyOf(DatasetKind.CHEXPERT.agreedClasses(5).orElseThrow());
    return Set.copyOf(classes).equals(five) ? Optional.of(FIVE) : Optional.empty();
  }
}
