package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.AveragePooling2D;
import org.thorax.model.keras.layers.GlobalAveragePooling2D;
import org.thorax.model.keras.layers.GlobalMaxPooling2D;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.MaxPooling2D;
import org.thorax.model.keras.layers.SlidingWindow;

/** Reads and writes pooling layers. */
final class PoolingKinds {
  static final LayerKind<MaxPooling2D> MAX_POOLING2D =
      new LayerKind<>(
          MaxPooling2D.class,
          fields -> new MaxPooling2D(window(fields)),
          (layer, fields) -> write(fields, layer.window()));

  static final LayerKind<AveragePooling2D> AVERAGE_POOLING2D =
      new LayerKind<>(
          AveragePooling2D.class,
          fields -> new AveragePooling2D(window(fields)),
          (layer, fields) -> write(fields, layer.window()));

  static final LayerKind<GlobalAveragePooling2D> GLOBAL_AVERAGE_POOLING2D =
      new LayerKind<>(
          GlobalAveragePooling2D.class,
          fields -> new GlobalAveragePooling2D(fields.flag("keepdims", false)),
          (layer, fields) -> fields.channelsLast().put("keepdims", layer.keepDimensions()));

  static final LayerKind<GlobalMaxPooling2D> GLOBAL_MAX_POOLING2D =
      new LayerKind<>(
          GlobalMaxPooling2D.class,
          fields -> new GlobalMaxPooling2D(fields.flag("keepdims", false)),
          (layer, fields) -> fields.channelsLast().put("keepdims", layer.keepDimensions()));

  static final List<LayerKind<?>> ALL =
      List.of(MAX_POOLING2D, AVERAGE_POOLING2D, GLOBAL_AVERAGE_POOLING2D, GLOBAL_MAX_POOLING2D);

  private PoolingKinds() {}

  private static SlidingWindow window(LayerFields fields) {
    HeightWidth size = fields.heightWidth("pool_size", HeightWidth.of(2));
    return SlidingWindow.of(size, fields.heightWidth("strides", size)).padding(fields.padding());
  }

  private static void write(LayerFieldsWriter fields, SlidingWindow window) {
    fields
        .put("pool_size", window.size())
        .padding(window.padding())
        .put("strides", window.strides());
  }
}
