package org.thorax.model.keras.applications;

import static org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;

import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.AveragePooling2D;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;
import org.thorax.model.keras.layers.MaxPooling2D;
import org.thorax.model.keras.layers.Padding;
import org.thorax.model.keras.layers.ZeroPadding2D;

/** Densely connected networks (Huang et al., 2017), as in Keras' densenet.py. */
final class DenseNet {
  private static final int GROWTH_RATE = 32;
  private static final BatchNormalization NORMALIZATION =
      BatchNormalization.ofDefaults().axis(3).epsilon(1.001e-5);

  private final LayerGraphBuilder model = new LayerGraphBuilder();

  private DenseNet() {}

  /** The backbone with these numbers of layers in the four dense blocks. */
  static LayerGraph of(String name, int... blocks) {
    return new DenseNet().build(name, blocks);
  }

  private LayerGraph build(String name, int... blocks) {
    KerasTensor input = model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 3);
    KerasTensor x = model.apply(ZeroPadding2D.of(3), input);
    x = model.apply("conv1/conv", Conv2D.of(64, 7).strides(2).withoutBias(), x);
    x = model.apply("conv1/bn", NORMALIZATION, x);
    x = model.apply("conv1/relu", Activation.RELU, x);
    x = model.apply(ZeroPadding2D.of(1), x);
    x = model.apply("pool1", MaxPooling2D.of(3, 2), x);
    for (int i = 0; i < blocks.length; i++) {
      x = denseBlock(x, blocks[i], "conv" + (i + 2));
      if (i < blocks.length - 1) {
        x = transition(x, "pool" + (i + 2));
      }
    }
    x = model.apply("bn", NORMALIZATION, x);
    x = model.apply("relu", Activation.RELU, x);
    return model.build(name, x);
  }

  private KerasTensor denseBlock(KerasTensor input, int layers, String name) {
    KerasTensor x = input;
    for (int i = 1; i <= layers; i++) {
      x = convolutions(x, name + "_block" + i);
    }
    return x;
  }

  private KerasTensor convolutions(KerasTensor input, String name) {
    KerasTensor x = model.apply(name + "_0_bn", NORMALIZATION, input);
    x = model.apply(name + "_0_relu", Activation.RELU, x);
    x = model.apply(name + "_1_conv", Conv2D.of(4 * GROWTH_RATE, 1).withoutBias(), x);
    x = model.apply(name + "_1_bn", NORMALIZATION, x);
    x = model.apply(name + "_1_relu", Activation.RELU, x);
    Conv2D growth = Conv2D.of(GROWTH_RATE, 3).padding(Padding.SAME).withoutBias();
    x = model.apply(name + "_2_conv", growth, x);
    return model.apply(name + "_concat", new Concatenate(3), input, x);
  }

  /** Halves the channels and the image. */
  private KerasTensor transition(KerasTensor input, String name) {
    KerasTensor x = model.apply(name + "_bn", NORMALIZATION, input);
    x = model.apply(name + "_relu", Activation.RELU, x);
    x = model.apply(name + "_conv", Conv2D.of(x.channels() / 2, 1).withoutBias(), x);
    return model.apply(name + "_pool", AveragePooling2D.of(2, 2), x);
  }
}
