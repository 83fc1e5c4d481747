package org.thorax.model.keras.config;

import java.util.List;
import org.thorax.model.keras.layers.Add;
import org.thorax.model.keras.layers.Average;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.Maximum;
import org.thorax.model.keras.layers.Minimum;
import org.thorax.model.keras.layers.Multiply;
import org.thorax.model.keras.layers.Subtract;

/** Reads and writes layers with several inputs. */
final class MergingKinds {
  static final LayerKind<Add> ADD =
      new LayerKind<>(Add.class, fields -> new Add(), (layer, fields) -> {});

  static final LayerKind<Subtract> SUBTRACT =
      new LayerKind<>(Subtract.class, fields -> new Subtract(), (layer, fields) -> {});

  static final LayerKind<Multiply> MULTIPLY =
      new LayerKind<>(Multiply.class, fields -> new Multiply(), (layer, fields) -> {});

  static final LayerKind<Average> AVERAGE =
      new LayerKind<>(Average.class, fields -> new Average(), (layer, fields) -> {});

  static final LayerKind<Maximum> MAXIMUM =
      new LayerKind<>(Maximum.class, fields -> new Maximum(), (layer, fields) -> {});

  static final LayerKind<Minimum> MINIMUM =
      new LayerKind<>(Minimum.class, fields -> new Minimum(), (layer, fields) -> {});

  static final LayerKind<Concatenate> CONCATENATE =
      new LayerKind<>(
          Concatenate.class,
          fields -> new Concatenate(fields.integer("axis", -1)),
          (layer, fields) -> fields.put("axis", layer.axis()));

  static final List<LayerKind<?>> ALL =
      List.of(ADD, SUBTRACT, MULTIPLY, AVERAGE, MAXIMUM, MINIMUM, CONCATENATE);

  private MergingKinds() {}
}
