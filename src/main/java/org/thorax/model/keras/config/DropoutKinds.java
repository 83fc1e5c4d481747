package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.Dropout;
import org.thorax.model.keras.layers.GaussianDropout;
import org.thorax.model.keras.layers.GaussianNoise;
import org.thorax.model.keras.layers.SpatialDropout2D;
import org.thorax.model.keras.layers.StochasticDepth;

/** Reads and writes layers that only matter in training. */
final class DropoutKinds {
  static final LayerKind<Dropout> DROPOUT =
      new LayerKind<>(
          Dropout.class,
          fields -> new Dropout(fields.number("rate", 0)),
          (layer, fields) -> fields.put("rate", layer.rate()).none("noise_shape").none("seed"));

  static final LayerKind<SpatialDropout2D> SPATIAL_DROPOUT2D =
      new LayerKind<>(
          SpatialDropout2D.class,
          fields -> {
            // tf_keras inherits it from Dropout and does not use it.
            fields.node("noise_shape");
            return new SpatialDropout2D(fields.number("rate", 0));
          },
          (layer, fields) -> fields.put("rate", layer.rate()).channelsLast());

  static final LayerKind<GaussianNoise> GAUSSIAN_NOISE =
      new LayerKind<>(
          GaussianNoise.class,
          fields -> new GaussianNoise(fields.number("stddev", 0)),
          (layer, fields) -> fields.put("stddev", layer.stddev()));

  static final LayerKind<GaussianDropout> GAUSSIAN_DROPOUT =
      new LayerKind<>(
          GaussianDropout.class,
          fields -> new GaussianDropout(fields.number("rate", 0)),
          (layer, fields) -> fields.put("rate", layer.rate()));

  static final LayerKind<StochasticDepth> STOCHASTIC_DEPTH =
      new LayerKind<>(
          StochasticDepth.class,
          fields -> new StochasticDepth(fields.number("drop_path_rate", 0)),
          (layer, fields) -> fields.put("drop_path_rate", layer.dropPathRate()));

  static final List<LayerKind<?>> ALL =
      List.of(DROPOUT, SPATIAL_DROPOUT2D, GAUSSIAN_NOISE, GAUSSIAN_DROPOUT, STOCHASTIC_DEPTH);

  private DropoutKinds() {}
}
