package org.thorax.model.keras.config;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.LayerConfig;
import org.thorax.model.keras.layers.ReLU;

/** Converts a layer's {@code config} to its record. */
final class LayerReader {
  /** The alternative that works for every network. */
  static final String EXPORT =
      "In Python, model.export(DIR), or model.save(DIR) in Keras 2, writes the network's graph; give DIR.";

  /** Classes that are read as another one, which computes the same. */
  private static final Map<String, Function<LayerFields, LayerConfig>> OTHER_NAMES =
      Map.of(
          "BatchNormalizationV1",
          NormalizationKinds.BATCH_NORMALIZATION.reader()::apply,
          "BatchNormalizationV2",
          NormalizationKinds.BATCH_NORMALIZATION.reader()::apply,
          "SyncBatchNormalization",
          NormalizationKinds.BATCH_NORMALIZATION.reader()::apply,
          "ThresholdedReLU",
          fields -> new ReLU(Double.POSITIVE_INFINITY, 0, fields.number("theta", 1)),
          "Identity",
          fields -> new Activation(ActivationFunction.LINEAR));

  private final KerasGeneration generation;
  private final List<String> notes;

  LayerReader(KerasGeneration generation, List<String> notes) {
    this.generation = generation;
    this.notes = notes;
  }

  LayerConfig read(LayerDefinition layer) {
    if (layer.operation().isPresent()) {
      return layer.operation().get();
    }
    Function<LayerFields, ? extends LayerConfig> reader = reader(layer);
    LayerFields fields = new LayerFields(layer.config(), generation);
    try {
      fields.requireFloat32ChannelsLast();
      LayerConfig config = reader.apply(fields);
      for (String note : fields.notes()) {
        notes.add(LayerKinds.title(layer) + ": " + note);
      }
      return config;
    } catch (IllegalArgumentException | ThoraxException e) {
      throw new ThoraxException(LayerKinds.title(layer) + ": " + e.getMessage(), e);
    }
  }

  private static Function<LayerFields, ? extends LayerConfig> reader(LayerDefinition layer) {
    if (OTHER_NAMES.containsKey(layer.className())) {
      return OTHER_NAMES.get(layer.className());
    }
    return LayerKinds.named(layer.className())
        .orElseThrow(() -> new ThoraxException(LayerKinds.title(layer) + unknown(layer)))
        .reader();
  }

  private static String unknown(LayerDefinition layer) {
    return layer.className().equals("Lambda")
        ? " holds Python code, which is never run. " + EXPORT
        : " is of a class that cannot be rebuilt. " + EXPORT;
  }
}
