package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.ConfigurationException;

/** Benchmarks that are there without a file: the grid of the Python project and its own runs. */
public final class Presets {
  private static final String PREFIX = "preset:";
  private static final List<Integer> BATCHES = List.of(16, 32, 64);
  private static final List<Integer> EPOCHS = List.of(3, 5, 12, 20, 50);
  private static final List<String> LOSSES = List.of("BCE", "WBCE", "CWBCE");
  private static final List<String> DATASETS = List.of("Chexpert", "Chestxray");

  private static final String TWELVE =
      "classes: [Enlarged Cardiomediastinum, Cardiomegaly, Lung Opacity, Lung Lesion, Edema,"
          + " Consolidation, Pneumonia, Atelectasis, Pneumothorax, Pleural Effusion,"
          + " Pleural Other, Fracture]";
  private static final String REPEATED =
      "upsample: {Enlarged Cardiomediastinum: 1, Lung Lesion: 1, Pleural Other: 2, Fracture: 2}";
  private static final String U75 =
      "uncertainty: {zeroes: [Cardiomegaly, Enlarged Cardiomediastinum, Lung Opacity, Lung Lesion,"
          + " Consolidation, Pneumothorax, Pleural Effusion], ones: [Edema, Atelectasis, Fracture,"
          + " Pleural Other, Pneumonia]}";
  private static final String SPLIT =
      "split: {seed: 6122156, valid_size: 0.05, official_test: true}\n";

  /**
   * A run that the Python project had configured.
   *
   * @param name {@code preset:...}
   * @param architecture that it was meant for
   * @param remark what is not part of the benchmark, or where its own name lied
   * @param yaml its form
   */
  public record Preset(String name, String architecture, String remark, String yaml) {}

  private static final List<Preset> PRESETS =
      List.of(
          new Preset(
              PREFIX + "batch-script",
              "DenseNet121",
              "The original was trained on nofinding_train.csv (`data` .../nofinding_train.csv).",
              "name: Chexpert_BCE_E3_B32_C0_N12_Uones_D256_DS9505_2LR1_LF5_SGD\n"
                  + ("labels: {" + TWELVE + ", uncertainty: uones}\n")
                  + SPLIT
                  + "objective: {loss: custom_binary_crossentropy}\n"
                  + "optimization: {optimizer: SGD, learning_rate: 0.2, schedule: factor_per_epoch, factor: 0.5}\n"
                  + "fit: {epochs: 3, batch_size: 32}\n"),
          new Preset(
              PREFIX + "training-notebook",
              "DenseNet121",
              "With clipnorm 1, which its name and its logs do not specify.",
              "name: Chexpert_BCE_E3_B32_C0_N12_AugAffine_Uones_D256_DS9505_2LR1_LF5_SGD_Upsampled\n"
                  + ("labels: {" + TWELVE + ", uncertainty: uones, " + REPEATED + "}\n")
                  + "images: {augmentation: affine}\n"
                  + SPLIT
                  + "objective: {loss: custom_binary_crossentropy}\n"
                  + "optimization: {optimizer: SGD, arguments: {clipnorm: 1}, learning_rate: 0.2, schedule: factor_per_epoch, factor: 0.5}\n"
                  + "fit: {epochs: 3, batch_size: 32}\n"),
          new Preset(
              PREFIX + "ensemble-notebook",
              "InceptionResNetV2",
              "The original was trained on nofinding_train.csv; its name says E5, it trained 3 epochs; clipnorm 1.",
              "name: Chexpert_Masked_CWBCE_L1Normed_E5_B32_C0_N12_AugAffine_sharp21_U75_D256_DS9505_1LR4_LF1_Adam_Upsampled\n"
                  + ("labels: {" + TWELVE + ", " + U75 + ", blanks: masked, " + REPEATED + "}\n")
                  + "images: {augmentation: affine, transformations: [unsharp_mask radius=2 amount=1]}\n"
                  + SPLIT
                  + "objective: {loss: weighted_binary_crossentropy}\n"
                  + "optimization: {optimizer: Adam, arguments: {clipnorm: 1}, learning_rate: 1e-4, schedule: factor_per_epoch, factor: 0.1}\n"
                  + "fit: {epochs: 3, batch_size: 32}\n"),
          new Preset(
              PREFIX + "loading-notebook",
              "DenseNet121",
              "Its name says SGD, but the optimizer was Adam of 1e-3 and the loss Keras' own: defaults.",
              "name: Ensemble_Sharp21_U75_C0_N12_SGD\n"
                  + ("labels: {" + TWELVE + ", " + U75 + ", " + REPEATED + "}\n")
                  + "images: {transformations: [unsharp_mask radius=2 amount=1]}\n"
                  + SPLIT
                  + "objective: {loss: binary_crossentropy}\n"
                  + "fit: {epochs: 3, batch_size: 32}\n"));

  private Presets() {}

  /** The runs that were configured in scripts and notebooks. */
  public static List<Preset> configured() {
    return PRESETS;
  }

  /** The names of the default grid, 180: every batch size, epochs, crop, loss and data set. */
  public static List<String> grid() {
    List<String> names = new ArrayList<>();
    for (int batch : BATCHES) {
      for (int epochs : EPOCHS) {
        for (String crop : List.of("C0", "C1")) {
          for (String dataset : DATASETS) {
            for (String loss : LOSSES) {
              names.add("%s_%s_E%d_B%d_%s".formatted(dataset, loss, epochs, batch, crop));
            }
          }
        }
      }
    }
    return names;
  }

  /** What short tokens stand for, each with its meaning. */
  public static Map<String, String> tokens() {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("N14", "all observations of CheXpert");
    tokens.put("N13", "all but No Finding");
    tokens.put("N12", "all but No Finding and Support Devices");
    tokens.put("N5", "Cardiomegaly, Edema, Consolidation, Atelectasis, Pleural Effusion");
    tokens.put(
        "U75", "7 classes to 0; Edema, Atelectasis, Fracture, Pleural Other, Pneumonia to 1");
    tokens.put("U66", "6 classes to 0; those of U75 and Enlarged Cardiomediastinum to 1");
    tokens.put("U32", "of the 5 classes Edema and Atelectasis to 1");
    tokens.put(
        "Upsampled",
        "12 classes: Enlarged Cardiomediastinum 1, Lung Lesion 1, Pleural Other 2, Fracture 2;"
            + " 5 classes: Consolidation 2, Cardiomegaly 1");
    tokens.put("sharp21", "unsharp mask, radius 2, amount 1");
    tokens.put("hist, gb", "histogram equalisation, Gaussian blur 3 x 3");
    return tokens;
  }

  public static boolean isPreset(String text) {
    return text.startsWith(PREFIX);
  }

  /** The preset of that name. */
  public static Preset preset(String name) {
    return PRESETS.stream()
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = PRESETS.stream().map(Preset::name).toList();
              return new ConfigurationException(
                  "benchmark",
                  "There is no %s%s There are %s."
                      .formatted(
                          name,
                          NearestName.of(name, known)
                              .map(near -> "; did you mean " + near + "?")
                              .orElse("."),
                          String.join(", ", known)));
            });
  }

  public static ObjectNode form(String name) {
    Preset preset = preset(name);
    return BenchmarkYaml.read(preset.yaml(), preset.name());
  }
}
