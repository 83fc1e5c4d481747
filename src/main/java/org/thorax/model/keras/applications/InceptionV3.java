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

/** Inception version 3 (Szegedy et al., 2016), as in Keras' inception_v3.py. */
final class InceptionV3 {
  private static final BatchNormalization NORMALIZATION =
      BatchNormalization.ofDefaults().axis(3).withoutScale();

  private final LayerGraphBuilder model = new LayerGraphBuilder();

  private InceptionV3() {}

  /** The backbone. */
  static LayerGraph build() {
    return new InceptionV3().layers();
  }

  private LayerGraph layers() {
    KerasTensor x = model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 3);
    x = step(x, 32);
    x = normalized(x, Conv2D.of(32, 3));
    x = same(x, 64, 3, 3);
    x = model.apply(MaxPooling2D.of(3, 2), x);
    x = normalized(x, Conv2D.of(80, 1));
    x = normalized(x, Conv2D.of(192, 3));
    x = model.apply(MaxPooling2D.of(3, 2), x);
    x = mixed35(x, 32, "mixed0");
    x = mixed35(x, 64, "mixed1");
    x = mixed35(x, 64, "mixed2");
    x = reductionTo17(x);
    x = mixed17(x, 128, "mixed4");
    x = mixed17(x, 160, "mixed5");
    x = mixed17(x, 160, "mixed6");
    x = mixed17(x, 192, "mixed7");
    x = reductionTo8(x);
    x = mixed8(x, 0);
    x = mixed8(x, 1);
    return model.build("inception_v3", x);
  }

  private KerasTensor mixed35(KerasTensor x, int pooledFilters, String name) {
    KerasTensor branch1x1 = same(x, 64, 1, 1);
    KerasTensor branch5x5 = same(same(x, 48, 1, 1), 64, 5, 5);
    KerasTensor branch3x3 = same(same(same(x, 64, 1, 1), 96, 3, 3), 96, 3, 3);
    KerasTensor pooled = pooled(x, pooledFilters);
    return concatenate(name, branch1x1, branch5x5, branch3x3, pooled);
  }

  private KerasTensor reductionTo17(KerasTensor x) {
    KerasTensor branch3x3 = step(x, 384);
    KerasTensor twice = step(same(same(x, 64, 1, 1), 96, 3, 3), 96);
    return concatenate("mixed3", branch3x3, twice, model.apply(MaxPooling2D.of(3, 2), x));
  }

  private KerasTensor mixed17(KerasTensor x, int filters, String name) {
    KerasTensor branch1x1 = same(x, 192, 1, 1);
    KerasTensor branch7x7 = same(same(same(x, filters, 1, 1), filters, 1, 7), 192, 7, 1);
    KerasTensor twice = same(same(x, filters, 1, 1), filters, 7, 1);
    twice = same(same(same(twice, filters, 1, 7), filters, 7, 1), 192, 1, 7);
    return concatenate(name, branch1x1, branch7x7, twice, pooled(x, 192));
  }

  private KerasTensor reductionTo8(KerasTensor x) {
    KerasTensor branch3x3 = step(same(x, 192, 1, 1), 320);
    KerasTensor branch7x7 = same(same(same(x, 192, 1, 1), 192, 1, 7), 192, 7, 1);
    branch7x7 = step(branch7x7, 192);
    return concatenate("mixed8", branch3x3, branch7x7, model.apply(MaxPooling2D.of(3, 2), x));
  }

  private KerasTensor mixed8(KerasTensor x, int index) {
    KerasTensor branch1x1 = same(x, 320, 1, 1);
    KerasTensor branch3x3 = same(x, 384, 1, 1);
    KerasTensor wide = same(branch3x3, 384, 1, 3);
    KerasTensor high = same(branch3x3, 384, 3, 1);
    branch3x3 = concatenate("mixed9_" + index, wide, high);
    KerasTensor twice = same(same(x, 448, 1, 1), 384, 3, 3);
    KerasTensor twiceWide = same(twice, 384, 1, 3);
    KerasTensor twiceHigh = same(twice, 384, 3, 1);
    twice = model.apply(new Concatenate(3), twiceWide, twiceHigh);
    return concatenate("mixed" + (9 + index), branch1x1, branch3x3, twice, pooled(x, 192));
  }

  private KerasTensor pooled(KerasTensor x, int filters) {
    AveragePooling2D pooling = AveragePooling2D.of(3, 1).padding(Padding.SAME);
    return same(model.apply(pooling, x), filters, 1, 1);
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
