package org.thorax.model.keras.applications;

import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Dense;
import org.thorax.model.keras.layers.GlobalAveragePooling2D;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;

/** The multi-label head: global average pooling, 1024 units with ReLU, one sigmoid per class. */
public final class ClassificationHead {
  private static final int UNITS = 1024;

  private ClassificationHead() {}

  /**
   * The classifier of {@code classes} findings on a backbone, with automatic layer names that
   * continue the backbone's numbering.
   *
   * @throws ThoraxException if the backbone does not have exactly one output or classes is below 1
   */
  public static LayerGraph on(LayerGraph backbone, String modelName, int classes) {
    LayerGraphBuilder model = new LayerGraphBuilder(backbone);
    KerasTensor x = pooled(model, backbone, classes);
    x = model.apply(Dense.of(UNITS, ActivationFunction.RELU), x);
    x = model.apply(Dense.of(classes, ActivationFunction.SIGMOID), x);
    return model.build(modelName, x);
  }

  /** The head without the layer of 1024 units. */
  public static LayerGraph withoutHidden(LayerGraph backbone, String modelName, int classes) {
    LayerGraphBuilder model = new LayerGraphBuilder(backbone);
    KerasTensor x = pooled(model, backbone, classes);
    return model.build(modelName, model.apply(Dense.of(classes, ActivationFunction.SIGMOID), x));
  }

  private static KerasTensor pooled(LayerGraphBuilder model, LayerGraph backbone, int classes) {
    if (backbone.outputs().size() != 1 || classes < 1) {
      throw new ThoraxException(
          "A classifier needs a backbone with one output and at least one class; '%s' has %d, and %d classes were asked for."
              .formatted(backbone.name(), backbone.outputs().size(), classes));
    }
    return model.apply(new GlobalAveragePooling2D(), model.tensor(backbone.outputs().get(0)));
  }
}
