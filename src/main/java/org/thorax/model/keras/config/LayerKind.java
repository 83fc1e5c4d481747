package org.thorax.model.keras.config;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.thorax.model.keras.layers.LayerConfig;

/**
 * Reads and writes one kind of layer.
 *
 * @param className Keras' {@code class_name}
 * @param type its record
 * @param reader from a {@code config} to the record
 * @param writer from the record to the fields of a {@code config}
 */
record LayerKind<T extends LayerConfig>(
    String className,
    Class<T> type,
    Function<LayerFields, T> reader,
    BiConsumer<T, LayerFieldsWriter> writer) {
  /** A kind whose record has the name of Keras' class. */
  LayerKind(
      Class<T> type, Function<LayerFields, T> reader, BiConsumer<T, LayerFieldsWriter> writer) {
    this(type.getSimpleName(), type, reader, writer);
  }

  void write(LayerConfig layer, LayerFieldsWriter fields) {
    writer.accept(type.cast(layer), fields);
  }
}
