package org.thorax.experiment.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where names of logged runs did not mean what they say; counted over all 75 names. */
final class NameWarnings {
  private NameWarnings() {}

  static List<String> of(BenchmarkName name) {
    List<String> warnings = new ArrayList<>();
    name.outOfOrder()
        .ifPresent(
            token ->
                warnings.add("'%s' is out of order, which train rejects.".formatted(token.text())));
    crop(name, warnings);
    labels(name, warnings);
    rate(name, warnings);
    if (token(name, NameComponent.LOSS, "BCE")
        && token(name, NameComponent.CLASS_WEIGHT, "NoNorm")) {
      warnings.add(
          "The three logged runs named BCE_NoNorm ... sharp21 had the class-wise weighted loss with"
              + " normalised weights and no sharpening.");
    }
    if (name.text().startsWith("Guendel19_Chexpert_CWBCE_E20")) {
      warnings.add("The logged run of this name was planned with 10 epochs.");
    }
    if (token(name, NameComponent.SPLIT, "DS9010")) {
      warnings.add(
          "The logged runs named DS9010 left out 10 % of the patients and validated on the test"
              + " set; train validates on those 10 %.");
    }
    if (token(name, NameComponent.LOSS, "WBCE")) {
      warnings.add(
          "WBCE weighs a whole sample by the weight of its first positive class, the first class if"
              + " it has none.");
    }
    return warnings;
  }

  private static void crop(BenchmarkName name, List<String> warnings) {
    if (token(name, NameComponent.CROP, "C1")) {
      warnings.add(
          "11 of the logged runs named C1 (2020-07-20 to 07-31) read images that were cropped"
              + " before; their logs say crop false.");
    }
  }

  private static void labels(BenchmarkName name, List<String> warnings) {
    if (token(name, NameComponent.UNCERTAINTY, "U75")) {
      warnings.add(
          "U75 stood for two assignments in the logs: three runs of 2020-09-06 put Edema, Lung"
              + " Opacity, Consolidation, Pneumothorax and Pleural Effusion to 1.");
    }
    Optional<String> classes = name.token(NameComponent.CLASSES);
    boolean upsampled = name.token(NameComponent.UPSAMPLED).isPresent();
    if (upsampled && name.text().contains("NoAug_UZEROES") && classes.equals(Optional.of("N12"))) {
      warnings.add(
          "The logged run of this name was upsampled with the factors of 5 classes; its rerun is"
              + " named ...Upsampled12.");
    }
    Set<String> unknown = Set.copyOf(name.unknown());
    if (unknown.contains("Upsampled12")) {
      warnings.add("Upsampled12 is upsampled, with the factors of 12 classes; write Upsampled.");
    }
    if (unknown.contains("N5AugAf")) {
      warnings.add("N5AugAf means N5_AugAffine: the logged run had 5 classes, affine.");
    }
    if (unknown.contains("N5D256")) {
      warnings.add("N5D256 means N5_D256; DS100 is no split of the grammar.");
    }
  }

  private static void rate(BenchmarkName name, List<String> warnings) {
    Optional<String> rate = name.token(NameComponent.LEARNING_RATE);
    if (rate.isPresent()) {
      warnings.add(
          "10 logged runs with a rate in the name (2020-08-14 to 08-21) recorded the rate of the"
              + " last epoch; history.lr has the first.");
    }
    boolean last =
        rate.equals(Optional.of("2LR4")) && name.token(NameComponent.OPTIMIZER).isEmpty();
    if (last && name.text().endsWith("_2LR4")) {
      warnings.add("The logged run named ..._DS9505_2LR4 was trained at 1e-4.");
    }
    if (rate.isEmpty()) {
      warnings.add(
          "Runs without a rate in their names began with 1e-3, but some with the rate that an"
              + " earlier run in the same process had ended with.");
    }
  }

  private static boolean token(BenchmarkName name, NameComponent component, String text) {
    return name.token(component).equals(Optional.of(text));
  }
}
