package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.CustomScaleLayer;
import org.thorax.model.keras.layers.LayerNormalization;
import org.thorax.model.keras.layers.LayerScale;
import org.thorax.model.keras.layers.Normalization;
import org.thorax.model.keras.layers.Rescaling;

/** Reads and writes normalization and scaling layers. */
final class NormalizationKinds {
  static final LayerKind<BatchNormalization> BATCH_NORMALIZATION =
      new LayerKind<>(
          BatchNormalization.class,
          NormalizationKinds::batchNormalization,
          (layer, fields) ->
              fields
                  .axis(layer.axis())
                  .put("momentum", layer.momentum())
                  .put("epsilon", layer.epsilon())
                  .put("center", layer.center())
                  .put("scale", layer.scale()));

  static final LayerKind<LayerNormalization> LAYER_NORMALIZATION =
      new LayerKind<>(
          LayerNormalization.class,
          NormalizationKinds::layerNormalization,
          (layer, fields) ->
              fields
                  .integers("axis", layer.axes())
                  .put("epsilon", layer.epsilon())
                  .put("center", layer.center())
                  .put("scale", layer.scale()));

  static final LayerKind<Normalization> NORMALIZATION =
      new LayerKind<>(
          Normalization.class, NormalizationKinds::normalization, NormalizationKinds::write);

  static final LayerKind<Rescaling> RESCALING =
      new LayerKind<>(
          Rescaling.class,
          fields ->
              new Rescaling(
                  fields.numbers("scale"),
                  fields.isGiven("offset") ? fields.numbers("offset") : List.of(0.0)),
          (layer, fields) ->
              fields.numbers("scale", layer.scale()).numbers("offset", layer.offset()));

  static final LayerKind<CustomScaleLayer> CUSTOM_SCALE_LAYER =
      new LayerKind<>(
          CustomScaleLayer.class,
          fields -> new CustomScaleLayer(fields.number("scale", 1)),
          (layer, fields) -> fields.put("scale", layer.scale()));

  static final LayerKind<LayerScale> LAYER_SCALE =
      new LayerKind<>(
          LayerScale.class,
          fields -> new LayerScale(fields.number("init_values", 1), fields.count("projection_dim")),
          (layer, fields) ->
              fields
                  .put("init_values", layer.initValues())
                  .put("projection_dim", layer.projectionDim()));

  static final List<LayerKind<?>> ALL =
      List.of(
          BATCH_NORMALIZATION,
          LAYER_NORMALIZATION,
          NORMALIZATION,
          RESCALING,
          CUSTOM_SCALE_LAYER,
          LAYER_SCALE);

  private NormalizationKinds() {}

  private static BatchNormalization batchNormalization(LayerFields fields) {
    List<Integer> axes = fields.integers("axis");
    if (axes.size() > 1) {
      throw fields.unexpected("axis", "one axis");
    }
    if (fields.flag("renorm", false)) {
      throw fields.unexpected("renorm", "false");
    }
    List.of("gamma", "beta", "moving_mean", "moving_variance").forEach(fields::defaultWeight);
    // Implementation details, without effect on the result unless renorm is set.
    List.of("fused", "virtual_batch_size", "renorm_momentum", "renorm_clipping")
        .forEach(fields::node);
    return new BatchNormalization(
        axes.isEmpty() ? -1 : axes.get(0),
        fields.number("momentum", 0.99),
        fields.number("epsilon", 0.001),
        fields.flag("center", true),
        fields.flag("scale", true));
  }

  private static LayerNormalization layerNormalization(LayerFields fields) {
    if (fields.flag("rms_scaling", false)) {
      throw fields.unexpected("rms_scaling", "false");
    }
    List.of("gamma", "beta").forEach(fields::defaultWeight);
    List<Integer> axes = fields.integers("axis");
    return new LayerNormalization(
        axes.isEmpty() ? List.of(-1) : axes,
        fields.number("epsilon", 0.001),
        fields.flag("center", true),
        fields.flag("scale", true));
  }

  private static Normalization normalization(LayerFields fields) {
    boolean given = fields.isGiven("mean") && fields.isGiven("variance");
    return new Normalization(
        fields.isGiven("axis") ? fields.integers("axis") : List.of(),
        given ? fields.numbers("mean") : List.of(),
        given ? fields.numbers("variance") : List.of(),
        fields.flag("invert", false));
  }

  private static void write(Normalization layer, LayerFieldsWriter fields) {
    if (layer.axes().isEmpty()) {
      fields.none("axis");
    } else {
      fields.integers("axis", layer.axes());
    }
    if (layer.isAdapted()) {
      fields.none("mean").none("variance");
    } else {
      fields.numbers("mean", layer.mean()).numbers("variance", layer.variance());
    }
    fields.put("invert", layer.invert());
  }
}
