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
import org.thorax.model.keras.layers.Padding;
import org.thorax.model.keras.layers.SeparableConv2D;

/** Separable convolutions with residuals (Chollet, 2017), as in Keras' xception.py. */
final class Xception {
  private static final BatchNormalization NORMALIZATION = BatchNormalization.ofDefaults();

  private final LayerGraphBuilder model = new LayerGraphBuilder();

  private Xception() {}

  /** The backbone. */
  static LayerGraph build() {
    return new Xception().layers();
  }

  private LayerGraph layers() {
    KerasTensor x = model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 3);
    x = model.apply("block1_conv1", Conv2D.of(32, 3).strides(2).withoutBias(), x);
    x = model.apply("block1_conv1_bn", NORMALIZATION, x);
    x = model.apply("block1_conv1_act", Activation.RELU, x);
    x = model.apply("block1_conv2", Conv2D.of(64, 3).withoutBias(), x);
    x = model.apply("block1_conv2_bn", NORMALIZATION, x);
    x = model.apply("block1_conv2_act", Activation.RELU, x);
    x = stepping(x, "block2", 128, 128, false);
    x = stepping(x, "block3", 256, 256, true);
    x = stepping(x, "block4", 728, 728, true);
    for (int block = 5; block <= 12; block++) {
      x = middle(x, "block" + block);
    }
    x = stepping(x, "block13", 728, 1024, true);
    x = exit(x, "block14_sepconv1", 1536);
    x = exit(x, "block14_sepconv2", 2048);
    return model.build("xception", x);
  }

  /** Two separable convolutions and a pooling, in parallel to a strided 1x1 convolution. */
  private KerasTensor stepping(
      KerasTensor input, String block, int first, int second, boolean activatedFirst) {
    Conv2D shortcut = Conv2D.of(second, 1).strides(2).padding(Padding.SAME).withoutBias();
    KerasTensor residual = model.apply(shortcut, input);
    residual = model.apply(NORMALIZATION, residual);
    KerasTensor x = input;
    if (activatedFirst) {
      x = model.apply(block + "_sepconv1_act", Activation.RELU, x);
    }
    x = separable(x, block + "_sepconv1", first);
    x = model.apply(block + "_sepconv2_act", Activation.RELU, x);
    x = separable(x, block + "_sepconv2", second);
    x = model.apply(block + "_pool", MaxPooling2D.of(3, 2).padding(Padding.SAME), x);
    return model.apply(new Add(), x, residual);
  }

  private KerasTensor middle(KerasTensor input, String block) {
    KerasTensor x = input;
    for (int i = 1; i <= 3; i++) {
      String name = block + "_sepconv" + i;
      x = model.apply(name + "_act", Activation.RELU, x);
      x = separable(x, name, 728);
    }
    return model.apply(new Add(), x, input);
  }

  private KerasTensor exit(KerasTensor input, String name, int filters) {
    return model.apply(name + "_act", Activation.RELU, separable(input, name, filters));
  }

  private KerasTensor separable(KerasTensor input, String name, int filters) {
    SeparableConv2D convolution =
        SeparableConv2D.of(filters, 3).padding(Padding.SAME).withoutBias();
    return model.apply(name + "_bn", NORMALIZATION, model.apply(name, convolution, input));
  }
}
