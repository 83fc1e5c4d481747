package org.thorax.experiment.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.DatasetKind;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.image.AugmentationToken;
import org.thorax.model.OptimizerKind;

/**
 * What a name says, token by token, whether or not a benchmark can be made of it.
 *
 * @param tokens what stands there, in its order
 * @param omitted what does not, and what is meant then
 * @param warnings where such names did not mean in the logs what they say
 */
public record NameExplanation(List<Line> tokens, List<Line> omitted, List<String> warnings) {
  /**
   * One token.
   *
   * @param text as written; empty when it is left out
   * @param component what it stands for; {@code unknown} when for nothing
   * @param meaning in words
   */
  public record Line(String text, String component, String meaning) {}

  private static final Map<NameComponent, String> WHEN_OMITTED =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(NameComponent.DATASET, "CheXpert"),
              Map.entry(NameComponent.CROP, "no cropping"),
              Map.entry(NameComponent.CLASSES, "all classes of the data set"),
              Map.entry(NameComponent.AUGMENTATION, "none"),
              Map.entry(NameComponent.TRANSFORMATION, "none"),
              Map.entry(NameComponent.UNCERTAINTY, "uncertain labels become 0"),
              Map.entry(NameComponent.DIMENSION, "256 x 256 pixels"),
              Map.entry(
                  NameComponent.SPLIT, "64 % training, 16 % validation, 20 % test, by patient"),
              Map.entry(NameComponent.LEARNING_RATE, "1e-3"),
              Map.entry(NameComponent.LEARNING_RATE_FACTOR, "the rate stays"),
              Map.entry(NameComponent.OPTIMIZER, "Adam"),
              Map.entry(NameComponent.UPSAMPLED, "no rows repeated")));

  /** Copies the lists. */
  public NameExplanation {
    tokens = List.copyOf(tokens);
    omitted = List.copyOf(omitted);
    warnings = List.copyOf(warnings);
  }

  /** Explains a name of a benchmark or an experiment. */
  public static NameExplanation of(String text) {
    BenchmarkName name = BenchmarkName.parse(text);
    List<Line> tokens = new ArrayList<>();
    for (BenchmarkName.Token token : name.tokens()) {
      tokens.add(
          new Line(
              token.text(),
              token.component().map(NameExplanation::title).orElse("unknown"),
              token
                  .component()
                  .map(component -> meaning(component, token.text()))
                  .orElseGet(() -> known(token.text()))));
    }
    List<Line> omitted = new ArrayList<>();
    WHEN_OMITTED.forEach(
        (component, meaning) -> {
          if (name.token(component).isEmpty()) {
            omitted.add(new Line("", title(component), meaning));
          }
        });
    return new NameExplanation(tokens, omitted, NameWarnings.of(name));
  }

  private static String title(NameComponent component) {
    return component.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String meaning(NameComponent component, String token) {
    return switch (component) {
      case ARCHITECTURE ->
          token.toLowerCase(Locale.ROOT).startsWith("guendel")
              ? "the Python project's own DenseNet, which is not among the backbones"
              : "backbone";
      case RUN -> "run " + token + " of the same configuration";
      case FOLD -> "the test set is " + FoldName.fold(token) + " of the patients";
      case DATASET -> {
        DatasetName name = DatasetName.of(token);
        yield name.kind() == DatasetKind.DESCRIBED
            ? "the data set of this name: a published one, or by its dataset.yaml"
            : name.kind().title();
      }
      case MASKED -> "labels that are not mentioned are left out";
      case LOSS -> LossToken.of(token).meaning();
      case CLASS_WEIGHT ->
          switch (token) {
            case "L1Normed" -> "class weights L1-normalised, times 10";
            case "Balanced" -> "class weights that give positives and negatives the same sum";
            default -> "class weights as they are";
          };
      case EPOCHS -> token.substring(1) + " epochs at most";
      case BATCH -> "batches of " + token.substring(1);
      case CROP -> token.equals("C1") ? "cropped by template" : "no cropping";
      case CLASSES -> token.substring(1) + " classes";
      case AUGMENTATION -> AugmentationToken.of(token).meaning();
      case TRANSFORMATION -> transformation(token);
      case UNCERTAINTY -> uncertainty(token);
      case DIMENSION -> token.substring(1) + " x " + token.substring(1) + " pixels";
      case SPLIT ->
          "%d %% of patients for training, %d %% for validation, the official test set"
              .formatted(
                  Integer.parseInt(token.substring(token.length() - 4, token.length() - 2)),
                  Integer.parseInt(token.substring(token.length() - 2)));
      case LEARNING_RATE -> "initial rate " + rate(token);
      case LEARNING_RATE_FACTOR ->
          "the rate times 0.%s after every epoch".formatted(token.substring(2));
      case OPTIMIZER -> OptimizerKind.of(token).orElseThrow().meaning();
      case UPSAMPLED -> "training rows of rare classes repeated";
    };
  }

  private static String transformation(String token) {
    return switch (token) {
      case "hist" -> "histogram equalisation";
      case "gb" -> "Gaussian blur 3 x 3";
      default ->
          "unsharp mask, radius %s, amount %s".formatted(token.substring(5, 6), token.substring(6));
    };
  }

  private static String uncertainty(String token) {
    switch (token) {
      case "Uignore":
        return "uncertain labels are left out";
      case "Umulticlass":
        return "uncertain is an output of its own, three a class";
      case "UonesLSR":
        return "uncertain labels become a draw from 0.55 to 0.85";
      case "UzeroesLSR":
        return "uncertain labels become a draw from 0 to 0.3";
      default:
        break;
    }
    if (!token.matches("U\\d\\d")) {
      return "uncertain labels become "
          + (token.toLowerCase(Locale.ROOT).startsWith("uone") ? "1" : "0");
    }
    Optional<UncertaintyPolicy> agreed = ChexpertPresets.uncertainty(token);
    String ones =
        agreed.isPresent() && agreed.get() instanceof UncertaintyPolicy.ClassLists lists
            ? String.join(", ", lists.ones())
            : token.charAt(2) + " classes that no list names";
    return "uncertain labels become 1 in " + ones + ", else 0";
  }

  /** Endings that were written by hand. */
  private static String known(String token) {
    return switch (token) {
      case "Failed" -> "the run failed; it is neither published nor re-evaluated";
      case "NoFinding" -> "trained on nofinding_train.csv";
      case "NoNan" -> "labels that are not mentioned are left out, as Masked says";
      case "NoCustomMetrics" -> "only auc, precision, recall and binary_accuracy";
      case "CTCOMP" -> "for comparison with the conditional training";
      case "ValAug" -> "validation images augmented too";
      case "Upsampled12" -> "upsampled, with the factors of 12 classes";
      default ->
          token.matches("\\d+")
              ? "written behind by hand, a further run of the same name"
              : "nothing known, or a second token of its kind";
    };
  }

  private static String rate(String token) {
    int mark = token.indexOf("LR");
    BigDecimal digits = mark == 0 ? BigDecimal.ONE : new BigDecimal(token.substring(0, mark));
    return digits.movePointLeft(Integer.parseInt(token.substring(mark + 2))).toPlainString();
  }
}
