package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ELU;
import org.thorax.model.keras.layers.LeakyReLU;
import org.thorax.model.keras.layers.PReLU;
import org.thorax.model.keras.layers.ReLU;
import org.thorax.model.keras.layers.Softmax;
import org.thorax.model.keras.layers.WeightOptions;

/** Reads and writes activation layers. */
final class ActivationKinds {
  static final LayerKind<Activation> ACTIVATION =
      new LayerKind<>(
          Activation.class,
          fields -> new Activation(fields.activation()),
          (layer, fields) -> fields.activation(layer.activation()));

  static final LayerKind<ReLU> RELU =
      new LayerKind<>(
          ReLU.class,
          fields ->
              new ReLU(
                  fields.number("max_value", Double.POSITIVE_INFINITY),
                  fields.number("negative_slope", 0),
                  fields.number("threshold", 0)),
          ActivationKinds::write);

  static final LayerKind<LeakyReLU> LEAKY_RELU =
      new LayerKind<>(
          LeakyReLU.class,
          fields -> new LeakyReLU(fields.number("alpha", fields.number("negative_slope", 0.3))),
          (layer, fields) ->
              fields.put(
                  fields.generation() == KerasGeneration.KERAS_2 ? "alpha" : "negative_slope",
                  layer.negativeSlope()));

  static final LayerKind<PReLU> PRELU =
      new LayerKind<>(
          PReLU.class,
          fields ->
              new PReLU(
                  fields.weight("alpha", WeightOptions.ZEROS), fields.integers("shared_axes")),
          ActivationKinds::write);

  static final LayerKind<ELU> ELU =
      new LayerKind<>(
          ELU.class,
          fields -> new ELU(fields.number("alpha", 1)),
          (layer, fields) -> fields.put("alpha", layer.alpha()));

  static final LayerKind<Softmax> SOFTMAX =
      new LayerKind<>(
          Softmax.class, ActivationKinds::softmax, (layer, fields) -> fields.axis(layer.axis()));

  static final List<LayerKind<?>> ALL = List.of(ACTIVATION, RELU, LEAKY_RELU, PRELU, ELU, SOFTMAX);

  private ActivationKinds() {}

  private static void write(ReLU layer, LayerFieldsWriter fields) {
    if (layer.maxValue() == Double.POSITIVE_INFINITY) {
      fields.none("max_value");
    } else {
      fields.put("max_value", layer.maxValue());
    }
    fields.put("negative_slope", layer.negativeSlope()).put("threshold", layer.threshold());
  }

  private static void write(PReLU layer, LayerFieldsWriter fields) {
    fields.weight("alpha", layer.alpha());
    if (layer.sharedAxes().isEmpty()) {
      fields.none("shared_axes");
    } else {
      fields.integers("shared_axes", layer.sharedAxes());
    }
  }

  private static Softmax softmax(LayerFields fields) {
    List<Integer> axes = fields.integers("axis");
    if (axes.size() > 1) {
      throw fields.unexpected("axis", "one axis");
    }
    return new Softmax(axes.isEmpty() ? -1 : axes.get(0));
  }
}
