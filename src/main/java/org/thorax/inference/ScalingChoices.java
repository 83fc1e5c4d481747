package org.thorax.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;

/**
 * The outputs under each scaling, for a model whose scaling is unknown, so that a user who knows
 * the image can choose.
 */
public final class ScalingChoices {
  private static final int MAX_CLASSES = 4;

  private ScalingChoices() {}

  /** Whether neither the model nor the user specifies the scaling. */
  public static boolean areOpen(Model model, Predictor.Overrides given) {
    return given.scaling().isEmpty() && model.contract().scaling().isEmpty();
  }

  /**
   * A small table: one line for each scaling with the classes' outputs, the highest first.
   *
   * @param decoded the image to predict
   * @param name of the image
   * @throws ThoraxException if size or classes are unknown, too
   */
  public static List<String> table(
      Model model, Predictor.Overrides given, Supplier<GreyImage> decoded, String name) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The model does not specify how its images are scaled. For %s it would give:"
            .formatted(name));
    Optional<GreyImage> image = Optional.empty();
    for (Scaling scaling :
        List.of(
            Scaling.NONE,
            Scaling.UNIT,
            Scaling.TF,
            Scaling.TORCH,
            Scaling.CAFFE,
            Scaling.PER_IMAGE)) {
      if (!fits(scaling, model)) {
        continue;
      }
      try (Predictor predictor = new Predictor(asScores(model), with(given, scaling), Device.CPU)) {
        image = image.or(() -> Optional.of(predictor.prepared(decoded.get())));
        List<Float> outputs = predictor.probabilities(List.of(image.get())).get(0);
        lines.add(
            "  `scaling` %-9s  %s"
                .formatted(scaling.token(), highest(predictor.classNames(), outputs)));
      }
    }
    lines.add(
        "Choose the one it was trained with: ImageDataGenerator(rescale=1/255) is unit, 0..255 is none.");
    return lines;
  }

  private static boolean fits(Scaling scaling, Model model) {
    try {
      scaling.require(model.flat().input().channels());
      return true;
    } catch (ThoraxException e) {
      return false;
    }
  }

  /** Prints numbers of any size, because a wrong scaling may give any. */
  private static Model asScores(Model model) {
    return model.withContract(model.contract().withActivation(Optional.of(OutputActivation.NONE)));
  }

  private static Predictor.Overrides with(Predictor.Overrides given, Scaling scaling) {
    return new Predictor.Overrides(
        given.height(), given.width(), Optional.of(scaling), given.classNames());
  }

  private static String highest(List<String> classNames, List<Float> outputs) {
    List<Integer> order =
        IntStream.range(0, outputs.size())
            .boxed()
            .sorted((one, other) -> Float.compare(outputs.get(other), outputs.get(one)))
            .toList();
    List<String> shown = new ArrayList<>();
    for (int i : order.subList(0, Math.min(MAX_CLASSES, order.size()))) {
      shown.add(String.format(Locale.ROOT, "%s %.4f", classNames.get(i), outputs.get(i)));
    }
    return String.join(", ", shown) + (order.size() > MAX_CLASSES ? ", ..." : "");
  }
}
