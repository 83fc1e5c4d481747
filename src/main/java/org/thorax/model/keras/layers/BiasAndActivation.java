package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/**
 * What convolutions and dense layers do last.
 *
 * @param useBias whether a bias is added
 * @param bias its initializer and regularizer, (output channels)
 * @param activation applied after it
 */
public record BiasAndActivation(
    boolean useBias, WeightOptions bias, ActivationFunction activation) {
  /** Keras' defaults: with bias, linear. */
  public static final BiasAndActivation LINEAR = of(ActivationFunction.LINEAR);

  /** With a bias. */
  public static BiasAndActivation of(ActivationFunction activation) {
    return new BiasAndActivation(true, WeightOptions.ZEROS, activation);
  }

  /** The same without a bias. */
  public BiasAndActivation withoutBias() {
    return new BiasAndActivation(false, bias, activation);
  }

  /** The same with an activation. */
  public BiasAndActivation activation(ActivationFunction value) {
    return new BiasAndActivation(useBias, bias, value);
  }

  /** The layer's kernels, and the bias after them. */
  List<WeightSpec> after(long channels, WeightSpec... kernels) {
    List<WeightSpec> weights = new ArrayList<>(List.of(kernels));
    if (useBias) {
      weights.add(trainable("bias", bias, channels));
    }
    return weights;
  }

  Output<TFloat32> emit(LayerEmission emission, Output<TFloat32> x) {
    Output<TFloat32> shifted =
        useBias ? emission.op("BiasAdd", "BiasAdd", x, emission.weight("bias")) : x;
    return activation.emit(emission, shifted);
  }
}
