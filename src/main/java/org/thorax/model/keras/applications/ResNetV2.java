package org.thorax.model.keras.applications;

import static org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;

import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.Add;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;
import org.thorax.model.keras.layers.MaxPooling2D;
import org.thorax.model.keras.layers.ZeroPadding2D;

/** Residual networks with pre-activation (He et al., 2016), as in Keras' resnet.py, stack2. */
final class ResNetV2 {
  private static final BatchNormalization NORMALIZATION =
      BatchNormalization.ofDefaults().axis(3).epsilon(1.001e-5);

  private final LayerGraphBuilder model = new LayerGraphBuilder();

  private ResNetV2() {}

  /** The backbone with these numbers of blocks in the four stacks. */
  static LayerGraph of(String name, int... blocks) {
    return new ResNetV2().build(name, blocks);
  }

  private LayerGraph build(String name, int... blocks) {
    KerasTensor input = model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 3);
    KerasTensor x = model.apply("conv1_pad", ZeroPadding2D.of(3), input);
    x = model.apply("conv1_conv", Conv2D.of(64, 7).strides(2), x);
    x = model.apply("pool1_pad", ZeroPadding2D.of(1), x);
    x = model.apply("pool1_pool", MaxPooling2D.of(3, 2), x);
    for (int i = 0; i < blocks.length; i++) {
      boolean last = i == blocks.length - 1;
      x = stack(x, 64 << i, blocks[i], last ? 1 : 2, "conv" + (i + 2));
    }
    x = model.apply("post_bn", NORMALIZATION, x);
    x = model.apply("post_relu", Activation.RELU, x);
    return model.build(name, x);
  }

  /** The first block changes the channels, the last one has the stride. */
  private KerasTensor stack(KerasTensor input, int filters, int blocks, int stride, String name) {
    KerasTensor x = block(input, filters, 1, true, name + "_block1");
    for (int i = 2; i < blocks; i++) {
      x = block(x, filters, 1, false, name + "_block" + i);
    }
    return block(x, filters, stride, false, name + "_block" + blocks);
  }

  private KerasTensor block(
      KerasTensor input, int filters, int stride, boolean convolvedShortcut, String name) {
    KerasTensor activated = model.apply(name + "_preact_bn", NORMALIZATION, input);
    activated = model.apply(name + "_preact_relu", Activation.RELU, activated);
    KerasTensor shortcut = input;
    if (convolvedShortcut) {
      Conv2D widening = Conv2D.of(4 * filters, 1).strides(stride);
      shortcut = model.apply(name + "_0_conv", widening, activated);
    } else if (stride > 1) {
      shortcut = model.apply(MaxPooling2D.of(1, stride), input);
    }
    KerasTensor x = model.apply(name + "_1_conv", Conv2D.of(filters, 1).withoutBias(), activated);
    x = model.apply(name + "_1_bn", NORMALIZATION, x);
    x = model.apply(name + "_1_relu", Activation.RELU, x);
    x = model.apply(name + "_2_pad", ZeroPadding2D.of(1), x);
    x = model.apply(name + "_2_conv", Conv2D.of(filters, 3).strides(stride).withoutBias(), x);
    x = model.apply(name + "_2_bn", NORMALIZATION, x);
    x = model.apply(name + "_2_relu", Activation.RELU, x);
    x = model.apply(name + "_3_conv", Conv2D.of(4 * filters, 1), x);
    return model.apply(name + "_out", new Add(), shortcut, x);
  }
}
