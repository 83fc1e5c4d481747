package org.thorax.model.keras.config;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.thorax.model.keras.layers.LayerConfig;

/**
 * How one kind of layer is read and written.
 *
 * @param className Keras' {@code class_name}
 * @param type its record
 * @param reader the record of a {@code config}
 * @param writer the record's own fields of a {@code config}
 */
record LayerKind<T extends LayerConfig>(
    String className,
    Class<T> type,
    Function<LayerFields, T> reader,
    BiConsumer<T, LayerFieldsWriter> writer) {
  /** One whose record is named as Keras' class. */
  LayerKind(
      Class<T> type, Function<LayerFields, T> reader, BiConsumer<T, LayerFieldsWriter> writer) {
    this(type.getSimpleName(), type, reader, writer);
  }

  void write(LayerConfig layer, LayerFieldsWriter fields) {
    writer.accept(type.cast(layer), fields);
  }
}
