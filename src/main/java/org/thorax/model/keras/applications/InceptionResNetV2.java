package org.thorax.model.keras.applications;

import static org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;

import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.AveragePooling2D;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.Concatenate;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.CustomScaleLayer;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;
import org.thorax.model.keras.layers.MaxPooling2D;
import org.thorax.model.keras.layers.Padding;

/** Inception with residuals (Szegedy et al., 2017), as in Keras' inception_resnet_v2.py. */
final class InceptionResNetV2 {
  private static final BatchNormalization NORMALIZATION =
      BatchNormalization.ofDefaults().axis(3).withoutScale();

  private final LayerGraphBuilder model = new LayerGraphBuilder();

  private InceptionResNetV2() {}

  /** The backbone. */
  static LayerGraph build() {
    return new InceptionResNetV2().layers();
  }

  private LayerGraph layers() {
    KerasTensor x = stem(model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 3));
    x = mixed5b(x);
    for (int i = 1; i <= 10; i++) {
      x = block35(x, "block35_" + i);
    }
    x = mixed6a(x);
    for (int i = 1; i <= 20; i++) {
      x = block17(x, "block17_" + i);
    }
    x = mixed7a(x);
    for (int i = 1; i <= 9; i++) {
      x = activated(block8(x, 0.2, "block8_" + i), "block8_" + i);
    }
    x = block8(x, 1.0, "block8_10");
    x = model.apply("conv_7b", Conv2D.of(1536, 1).padding(Padding.SAME).withoutBias(), x);
    x = model.apply("conv_7b_bn", NORMALIZATION, x);
    return model.build("inception_resnet_v2", activated(x, "conv_7b"));
  }

  private KerasTensor stem(KerasTensor input) {
    KerasTensor x = step(input, 32);
    x = normalized(x, Conv2D.of(32, 3));
    x = same(x, 64, 3, 3);
    x = model.apply(MaxPooling2D.of(3, 2), x);
    x = normalized(x, Conv2D.of(80, 1));
    x = normalized(x, Conv2D.of(192, 3));
    return model.apply(MaxPooling2D.of(3, 2), x);
  }

  private KerasTensor mixed5b(KerasTensor x) {
    KerasTensor branch0 = same(x, 96, 1, 1);
    KerasTensor branch1 = same(same(x, 48, 1, 1), 64, 5, 5);
    KerasTensor branch2 = same(same(same(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    KerasTensor pooled = model.apply(AveragePooling2D.of(3, 1).padding(Padding.SAME), x);
    return concatenate("mixed_5b", branch0, branch1, branch2, same(pooled, 64, 1, 1));
  }

  private KerasTensor block35(KerasTensor x, String name) {
    KerasTensor branch0 = same(x, 32, 1, 1);
    KerasTensor branch1 = same(same(x, 32, 1, 1), 32, 3, 3);
    KerasTensor branch2 = same(same(same(x, 32, 1, 1), 48, 3, 3), 64, 3, 3);
    return activated(residual(x, 0.17, name, branch0, branch1, branch2), name);
  }

  private KerasTensor mixed6a(KerasTensor x) {
    KerasTensor branch0 = step(x, 384);
    KerasTensor branch1 = step(same(same(x, 256, 1, 1), 256, 3, 3), 384);
    return concatenate("mixed_6a", branch0, branch1, model.apply(MaxPooling2D.of(3, 2), x));
  }

  private KerasTensor block17(KerasTensor x, String name) {
    KerasTensor branch0 = same(x, 192, 1, 1);
    KerasTensor branch1 = same(same(same(x, 128, 1, 1), 160, 1, 7), 192, 7, 1);
    return activated(residual(x, 0.1, name, branch0, branch1), name);
  }

  private KerasTensor mixed7a(KerasTensor x) {
    KerasTensor branch0 = step(same(x, 256, 1, 1), 384);
    KerasTensor branch1 = step(same(x, 256, 1, 1), 288);
    KerasTensor branch2 = step(same(same(x, 256, 1, 1), 288, 3, 3), 320);
    KerasTensor pooled = model.apply(MaxPooling2D.of(3, 2), x);
    return concatenate("mixed_7a", branch0, branch1, branch2, pooled);
  }

  private KerasTensor block8(KerasTensor x, double scale, String name) {
    KerasTensor branch0 = same(x, 192, 1, 1);
    KerasTensor branch1 = same(same(same(x, 192, 1, 1), 224, 1, 3), 256, 3, 1);
    return residual(x, scale, name, branch0, branch1);
  }

  /** Concatenates the branches, projects them to the input's channels and adds them, scaled. */
  private KerasTensor residual(KerasTensor x, double scale, String name, KerasTensor... branches) {
    KerasTensor mixed = concatenate(name + "_mixed", branches);
    Conv2D up = Conv2D.of(x.channels(), 1).padding(Padding.SAME);
    return model.apply(new CustomScaleLayer(scale), x, model.apply(name + "_conv", up, mixed));
  }

  private KerasTensor activated(KerasTensor x, String name) {
    return model.apply(name + "_ac", Activation.RELU, x);
  }

  private KerasTensor same(KerasTensor x, int filters, int height, int width) {
    return normalized(x, Conv2D.of(filters, height, width).padding(Padding.SAME));
  }

  private KerasTensor step(KerasTensor x, int filters) {
    return normalized(x, Conv2D.of(filters, 3).strides(2));
  }

  private KerasTensor normalized(KerasTensor x, Conv2D convolution) {
    KerasTensor normalized = model.apply(NORMALIZATION, model.apply(convolution.withoutBias(), x));
    return model.apply(Activation.RELU, normalized);
  }

  private KerasTensor concatenate(String name, KerasTensor... branches) {
    return model.apply(name, new Concatenate(3), branches);
  }
}
