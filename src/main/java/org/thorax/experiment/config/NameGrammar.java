package org.thorax.experiment.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.data.image.AugmentationToken;
import org.thorax.model.OptimizerKind;
import org.thorax.model.keras.applications.Architecture;

/** The tokens of a benchmark's name, as the lists of what there is make them. */
final class NameGrammar {
  /** What names look like, for messages. */
  static final String PATTERN =
      "[architecture_][Fold<k>of<n>_][Chexpert|Chestxray|<own>_][Masked_]"
          + String.join("|", losses())
          + "[_L1Normed|_NoNorm|_Balanced]_E<epochs>_B<batch>[_C0|_C1][_N<classes>]"
          + optional(augmentations())
          + "[_sharp<r><a>|_hist|_gb]"
          + "[_Uzeroes|_Uones|_U<z><o>|_Uignore|_Umulticlass|_UzeroesLSR|_UonesLSR][_D<pixels>]"
          + "[_DS<tt><vv>][_<m>LR<e>][_LF<d>]"
          + optional(optimizers())
          + "[_Upsampled]";

  /** Architectures of logged runs that are not among the backbones. */
  private static final List<String> FORMER = List.of("NASNetLarge", "Guendel19", "guendel");

  private NameGrammar() {}

  static List<String> losses() {
    return LossToken.all().stream().map(LossToken::text).toList();
  }

  static List<String> augmentations() {
    return AugmentationToken.all().stream().map(AugmentationToken::text).toList();
  }

  static List<String> optimizers() {
    return Arrays.stream(OptimizerKind.values()).map(OptimizerKind::kerasName).toList();
  }

  static List<String> backbones() {
    return Architecture.names();
  }

  /** Those and the ones that only logs have. */
  static List<String> architectures() {
    return Stream.concat(backbones().stream(), FORMER.stream()).toList();
  }

  /** Every token that has no number of the user's, one of each kind that has. */
  static List<String> words() {
    List<String> words = new ArrayList<>(List.of("Chexpert", "Chestxray", "Masked"));
    words.addAll(losses());
    words.addAll(List.of("L1Normed", "NoNorm", "Balanced", "C0", "C1"));
    words.addAll(augmentations());
    words.addAll(List.of("sharp21", "hist", "gb"));
    words.addAll(List.of("Uignore", "Umulticlass", "UonesLSR", "UzeroesLSR", "Uones", "Uzeroes"));
    words.addAll(List.of("U75", "U66", "U32"));
    words.addAll(optimizers());
    words.add("Upsampled");
    words.addAll(backbones());
    return words;
  }

  private static String optional(List<String> tokens) {
    return tokens.stream().map(token -> "_" + token).collect(Collectors.joining("|", "[", "]"));
  }
}
