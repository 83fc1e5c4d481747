package org.thorax.model.keras.config;

import java.util.List;
import java.util.Locale;
import org.thorax.model.keras.layers.Cropping2D;
import org.thorax.model.keras.layers.Flatten;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.InputLayer;
import org.thorax.model.keras.layers.Permute;
import org.thorax.model.keras.layers.Reshape;
import org.thorax.model.keras.layers.UpSampling2D;
import org.thorax.model.keras.layers.ZeroPadding2D;

/** Reads and writes inputs and layers that change shapes. */
final class ShapeKinds {
  static final LayerKind<InputLayer> INPUT_LAYER =
      new LayerKind<>(InputLayer.class, ShapeKinds::inputLayer, ShapeKinds::write);

  static final LayerKind<Flatten> FLATTEN =
      new LayerKind<>(
          Flatten.class, fields -> new Flatten(), (layer, fields) -> fields.channelsLast());

  static final LayerKind<Reshape> RESHAPE =
      new LayerKind<>(
          Reshape.class,
          fields ->
              new Reshape(
                  fields.integers("target_shape").stream().map(Integer::longValue).toList()),
          (layer, fields) -> fields.integers("target_shape", layer.targetShape()));

  static final LayerKind<Permute> PERMUTE =
      new LayerKind<>(
          Permute.class,
          fields -> new Permute(fields.integers("dims")),
          (layer, fields) -> fields.integers("dims", layer.dims()));

  static final LayerKind<ZeroPadding2D> ZERO_PADDING2D =
      new LayerKind<>(
          ZeroPadding2D.class,
          fields -> {
            int[] sides = fields.border("padding");
            return new ZeroPadding2D(sides[0], sides[1], sides[2], sides[3]);
          },
          (layer, fields) ->
              fields
                  .border("padding", layer.top(), layer.bottom(), layer.left(), layer.right())
                  .channelsLast());

  static final LayerKind<Cropping2D> CROPPING2D =
      new LayerKind<>(
          Cropping2D.class,
          fields -> {
            int[] sides = fields.border("cropping");
            return new Cropping2D(sides[0], sides[1], sides[2], sides[3]);
          },
          (layer, fields) ->
              fields
                  .border("cropping", layer.top(), layer.bottom(), layer.left(), layer.right())
                  .channelsLast());

  static final LayerKind<UpSampling2D> UP_SAMPLING2D =
      new LayerKind<>(
          UpSampling2D.class,
          ShapeKinds::upSampling2D,
          (layer, fields) ->
              fields
                  .put("size", layer.size())
                  .channelsLast()
                  .put("interpolation", layer.interpolation().name().toLowerCase(Locale.ROOT)));

  static final List<LayerKind<?>> ALL =
      List.of(INPUT_LAYER, FLATTEN, RESHAPE, PERMUTE, ZERO_PADDING2D, CROPPING2D, UP_SAMPLING2D);

  private ShapeKinds() {}

  private static InputLayer inputLayer(LayerFields fields) {
    boolean sparse = fields.flag("sparse", false) || fields.flag("ragged", false);
    if (sparse) {
      throw fields.unexpected("sparse", "a dense input, false");
    }
    fields.node("optional");
    return new InputLayer(
        fields.shape(fields.isGiven("batch_shape") ? "batch_shape" : "batch_input_shape"));
  }

  private static void write(InputLayer layer, LayerFieldsWriter fields) {
    boolean second = fields.generation() == KerasGeneration.KERAS_2;
    fields.shape(second ? "batch_input_shape" : "batch_shape", layer.batchShape());
    fields.put("sparse", false);
    if (second) {
      fields.put("ragged", false);
    }
  }

  private static UpSampling2D upSampling2D(LayerFields fields) {
    String interpolation = fields.text("interpolation", "nearest").toUpperCase(Locale.ROOT);
    return switch (interpolation) {
      case "NEAREST", "BILINEAR" ->
          new UpSampling2D(
              fields.heightWidth("size", HeightWidth.of(2)),
              UpSampling2D.Method.valueOf(interpolation));
      default -> throw fields.unexpected("interpolation", "nearest or bilinear");
    };
  }
}
