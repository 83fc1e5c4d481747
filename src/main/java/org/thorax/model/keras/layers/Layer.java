package org.thorax.model.keras.layers;

import java.util.List;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;

/**
 * One layer of a functional model, called once.
 *
 * @param name Keras' layer name, may contain slashes ({@code conv1/conv})
 * @param config its kind and configuration
 * @param inbound names of its input layers, in order; empty for an input
 * @param trainable Keras' {@code trainable}: whether its trainable weights are trained; a frozen
 *     batch norm is in inference mode
 * @param inferenceMode whether it, or an outer model, is called with {@code training=False}: its
 *     weights are trained, but it computes in inference mode
 */
public record Layer(
    String name,
    LayerConfig config,
    List<String> inbound,
    boolean trainable,
    boolean inferenceMode) {
  /** A layer whose call does not set {@code training}. */
  public Layer(String name, LayerConfig config, List<String> inbound, boolean trainable) {
    this(name, config, inbound, trainable, false);
  }

  public Layer {
    if (name.isBlank()) {
      throw new ThoraxException(
          "A " + config.className() + " layer has no name; every layer of a model needs one.");
    }
    inbound = List.copyOf(inbound);
    if (inbound.isEmpty() != config instanceof InputLayer) {
      throw new ThoraxException(
          "Layer '%s' (%s) has %d inputs; an InputLayer has none and every other layer at least one."
              .formatted(name, config.className(), inbound.size()));
    }
  }

  /** A copy that is trainable or frozen. */
  public Layer withTrainable(boolean value) {
    return new Layer(name, config, inbound, value, inferenceMode);
  }

  /** A copy with another name and other input names. */
  public Layer renamed(String newName, List<String> newInbound) {
    return new Layer(newName, config, newInbound, trainable, inferenceMode);
  }

  /**
   * The output's shape.
   *
   * @throws ThoraxException naming the layer if it does not accept these inputs
   */
  public Shape outputShape(List<Shape> inputs) {
    return naming(() -> config.outputShape(inputs));
  }

  /** The weights in Keras' order with their full names, {@code <layer>/kernel}. */
  public List<WeightSpec> weights(List<Shape> inputs) {
    return naming(
        () -> config.weights(inputs).stream().map(spec -> spec.inLayer(name, trainable)).toList());
  }

  private <T> T naming(Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new ThoraxException(
          "Layer '%s' (%s): %s".formatted(name, config.className(), e.getMessage()), e);
    }
  }
}
