package org.thorax.model.keras.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.WordList;
import org.thorax.data.image.AugmentationToken;
import org.thorax.model.keras.layers.AugmentationLayer;
import org.thorax.model.keras.layers.GaussianDropout;
import org.thorax.model.keras.layers.GaussianNoise;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.RandomCrop;
import org.thorax.model.keras.layers.StochasticDepth;

/** Reads and writes Keras' augmentation layers, which do nothing in inference. */
final class AugmentationKinds {
  private static final List<String> AFFINE =
      List.of("height_factor", "width_factor", "fill_mode", "fill_value", "interpolation");

  /** The layers of only one Keras version; the others are in both, with the same arguments. */
  private static final List<String> OF_KERAS_2 = List.of("RandomHeight", "RandomWidth");

  private static final List<String> OF_KERAS_3 =
      List.of(
          "AugMix",
          "Equalization",
          "RandAugment",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomElasticTransform",
          "RandomErasing",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "Solarization");

  private static final List<LayerKind<?>> OF_BOTH =
      List.of(
          kind("RandomFlip", Optional.empty(), "mode"),
          kind(
              "RandomRotation",
              Optional.empty(),
              "factor",
              "fill_mode",
              "fill_value",
              "interpolation"),
          kind("RandomZoom", Optional.empty(), AFFINE.toArray(new String[0])),
          kind("RandomTranslation", Optional.empty(), AFFINE.toArray(new String[0])),
          kind("RandomContrast", Optional.empty(), "factor"),
          kind("RandomBrightness", Optional.empty(), "factor", "value_range"));

  static final List<LayerKind<?>> ALL = all();

  private AugmentationKinds() {}

  /** What Keras does in training and Thorax does not, in one line; empty if nothing is missing. */
  static Optional<String> note(LayerGraph graph) {
    List<String> left =
        graph.layers().stream()
            .map(Layer::config)
            .filter(
                config ->
                    config instanceof AugmentationLayer
                        || config instanceof RandomCrop
                        || config instanceof GaussianNoise
                        || config instanceof GaussianDropout
                        || config instanceof StochasticDepth)
            .map(config -> config.className())
            .distinct()
            .toList();
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The file's layers %s change images in Keras' training only; training here passes over them, its own augmentation is %s in the benchmark's name."
                .formatted(
                    String.join(", ", left), new WordList(AugmentationToken.ofOneStep()).and()));
  }

  private static List<LayerKind<?>> all() {
    List<LayerKind<?>> all = new ArrayList<>(OF_BOTH);
    OF_KERAS_2.forEach(name -> all.add(kind(name, Optional.of(KerasGeneration.KERAS_2))));
    OF_KERAS_3.forEach(name -> all.add(kind(name, Optional.of(KerasGeneration.KERAS_3))));
    return List.copyOf(all);
  }

  /**
   * @param alone the only Keras version that has it
   * @param arguments the arguments to keep; empty for all
   */
  private static LayerKind<AugmentationLayer> kind(
      String className, Optional<KerasGeneration> alone, String... arguments) {
    List<String> kept = List.of(arguments);
    return new LayerKind<>(
        className,
        AugmentationLayer.class,
        fields -> new AugmentationLayer(className, fields.json(kept)),
        (layer, fields) -> {
          if (alone.isPresent() && alone.get() != fields.generation()) {
            throw new IllegalArgumentException(
                "a layer of the other Keras, which %s has not.".formatted(fields.generation()));
          }
          fields.json(layer.arguments());
        });
  }
}
