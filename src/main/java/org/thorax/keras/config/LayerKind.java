package org.thorax.keras.config;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.thorax.keras.layers.LayerConfig;

/**
 * How one kind of layer is read and written.
 *
 * @param type its record, named as Keras' class
 * @param reader the record of a {@code config}
 * @param writer the record's own fields of a {@code config}
 */
record LayerKind<T extends LayerConfig>(
    Class<T> type, Function<LayerFields, T> reader, BiConsumer<T, LayerFieldsWriter> writer) {
  /** Keras' {@code class_name}. */
  String className() {
    return type.getSimpleName();
  }

  void write(LayerConfig layer, LayerFieldsWriter fields) {
    writer.accept(type.cast(layer), fields);
  }
}
