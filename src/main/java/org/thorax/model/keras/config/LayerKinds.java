package org.thorax.model.keras.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.model.keras.layers.LayerConfig;

/** All kinds of layers that can be read and written. */
final class LayerKinds {
  private static final Map<String, LayerKind<?>> BY_CLASS_NAME =
      Stream.of(
              ConvolutionKinds.ALL,
              PoolingKinds.ALL,
              NormalizationKinds.ALL,
              ActivationKinds.ALL,
              ShapeKinds.ALL,
              MergingKinds.ALL,
              DropoutKinds.ALL,
              ImageKinds.ALL,
              AugmentationKinds.ALL)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(LayerKind::className, Function.identity()));

  private LayerKinds() {}

  static Optional<LayerKind<?>> named(String className) {
    return Optional.ofNullable(BY_CLASS_NAME.get(className));
  }

  static LayerKind<?> of(LayerConfig layer) {
    return named(layer.className())
        .orElseThrow(() -> new IllegalStateException("no kind for " + layer.className()));
  }

  static String names() {
    return BY_CLASS_NAME.keySet().stream().sorted().collect(Collectors.joining(", "));
  }

  /** The beginning of messages. */
  static String title(LayerDefinition layer) {
    return "Layer '%s' (%s)".formatted(layer.name(), layer.className());
  }
}
