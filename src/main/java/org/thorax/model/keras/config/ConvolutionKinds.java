package org.thorax.model.keras.config;

import java.util.List;
import java.util.Optional;
import org.thorax.model.keras.layers.BiasAndActivation;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.Conv2DTranspose;
import org.thorax.model.keras.layers.Dense;
import org.thorax.model.keras.layers.DepthwiseConv2D;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.SeparableConv2D;
import org.thorax.model.keras.layers.SlidingWindow;
import org.thorax.model.keras.layers.WeightOptions;

/** Reads and writes convolutions and dense layers. */
final class ConvolutionKinds {
  static final LayerKind<Conv2D> CONV2D =
      new LayerKind<>(Conv2D.class, ConvolutionKinds::conv2D, ConvolutionKinds::write);

  static final LayerKind<DepthwiseConv2D> DEPTHWISE_CONV2D =
      new LayerKind<>(
          DepthwiseConv2D.class, ConvolutionKinds::depthwiseConv2D, ConvolutionKinds::write);

  static final LayerKind<SeparableConv2D> SEPARABLE_CONV2D =
      new LayerKind<>(
          SeparableConv2D.class, ConvolutionKinds::separableConv2D, ConvolutionKinds::write);

  static final LayerKind<Conv2DTranspose> CONV2D_TRANSPOSE =
      new LayerKind<>(
          Conv2DTranspose.class, ConvolutionKinds::conv2DTranspose, ConvolutionKinds::write);

  static final LayerKind<Dense> DENSE =
      new LayerKind<>(Dense.class, ConvolutionKinds::dense, ConvolutionKinds::write);

  static final List<LayerKind<?>> ALL =
      List.of(CONV2D, DEPTHWISE_CONV2D, SEPARABLE_CONV2D, CONV2D_TRANSPOSE, DENSE);

  private ConvolutionKinds() {}

  private static Conv2D conv2D(LayerFields fields) {
    return new Conv2D(
        fields.count("filters"),
        window(fields),
        fields.integer("groups", 1),
        fields.weight("kernel", WeightOptions.GLOROT_UNIFORM),
        end(fields));
  }

  private static void write(Conv2D layer, LayerFieldsWriter fields) {
    fields.put("filters", layer.filters());
    window(fields, layer.window())
        .put("dilation_rate", layer.window().dilationRate())
        .put("groups", layer.groups());
    end(fields, layer.end(), new Kernel("kernel", layer.kernel()));
  }

  private static DepthwiseConv2D depthwiseConv2D(LayerFields fields) {
    requireOneGroup(fields);
    // tf_keras also writes the fields of the parent class Conv2D.
    fields.node("filters");
    fields.defaultWeight("kernel");
    return new DepthwiseConv2D(
        window(fields),
        fields.integer("depth_multiplier", 1),
        fields.weight("depthwise", WeightOptions.GLOROT_UNIFORM),
        end(fields));
  }

  private static void write(DepthwiseConv2D layer, LayerFieldsWriter fields) {
    depthwise(fields, layer.window(), layer.depthMultiplier());
    end(fields, layer.end(), new Kernel("depthwise", layer.depthwise()));
  }

  private static SeparableConv2D separableConv2D(LayerFields fields) {
    requireOneGroup(fields);
    fields.defaultWeight("kernel");
    return new SeparableConv2D(
        fields.count("filters"),
        window(fields),
        fields.integer("depth_multiplier", 1),
        fields.weight("depthwise", WeightOptions.GLOROT_UNIFORM),
        fields.weight("pointwise", WeightOptions.GLOROT_UNIFORM),
        end(fields));
  }

  private static void write(SeparableConv2D layer, LayerFieldsWriter fields) {
    fields.put("filters", layer.filters());
    depthwise(fields, layer.window(), layer.depthMultiplier());
    end(
        fields,
        layer.end(),
        new Kernel("depthwise", layer.depthwise()),
        new Kernel("pointwise", layer.pointwise()));
  }

  private static Conv2DTranspose conv2DTranspose(LayerFields fields) {
    requireOneGroup(fields);
    if (!fields.heightWidth("dilation_rate", HeightWidth.ONE).equals(HeightWidth.ONE)) {
      throw fields.unexpected("dilation_rate", "1");
    }
    return new Conv2DTranspose(
        fields.count("filters"),
        window(fields),
        outputPadding(fields),
        fields.weight("kernel", WeightOptions.GLOROT_UNIFORM),
        end(fields));
  }

  private static Optional<Conv2DTranspose.OutputPadding> outputPadding(LayerFields fields) {
    List<Integer> added = fields.integers("output_padding");
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(new Conv2DTranspose.OutputPadding(added.get(0), added.get(added.size() - 1)));
  }

  private static void write(Conv2DTranspose layer, LayerFieldsWriter fields) {
    window(fields.put("filters", layer.filters()), layer.window());
    end(fields, layer.end(), new Kernel("kernel", layer.kernel()));
    layer
        .outputPadding()
        .ifPresent(
            added -> fields.integers("output_padding", List.of(added.height(), added.width())));
  }

  private static Dense dense(LayerFields fields) {
    return new Dense(
        fields.count("units"), fields.weight("kernel", WeightOptions.GLOROT_UNIFORM), end(fields));
  }

  private static void write(Dense layer, LayerFieldsWriter fields) {
    end(fields.put("units", layer.units()), layer.end(), new Kernel("kernel", layer.kernel()));
  }

  private static SlidingWindow window(LayerFields fields) {
    return new SlidingWindow(
        fields.heightWidth("kernel_size"),
        fields.heightWidth("strides", HeightWidth.ONE),
        fields.padding(),
        fields.heightWidth("dilation_rate", HeightWidth.ONE));
  }

  private static LayerFieldsWriter window(LayerFieldsWriter fields, SlidingWindow window) {
    return fields
        .put("kernel_size", window.size())
        .put("strides", window.strides())
        .padding(window.padding());
  }

  private static void depthwise(
      LayerFieldsWriter fields, SlidingWindow window, int depthMultiplier) {
    window(fields, window)
        .put("depth_multiplier", depthMultiplier)
        .put("dilation_rate", window.dilationRate());
  }

  private static BiasAndActivation end(LayerFields fields) {
    return new BiasAndActivation(
        fields.flag("use_bias", true),
        fields.weight("bias", WeightOptions.ZEROS),
        fields.activation());
  }

  private static void end(LayerFieldsWriter fields, BiasAndActivation end, Kernel... kernels) {
    fields.activation(end.activation()).put("use_bias", end.useBias());
    for (Kernel kernel : kernels) {
      fields.weight(kernel.name, kernel.options);
    }
    fields.weight("bias", end.bias());
  }

  /** A kernel by its name in Keras' fields. */
  private record Kernel(String name, WeightOptions options) {}

  private static void requireOneGroup(LayerFields fields) {
    if (fields.integer("groups", 1) != 1) {
      throw fields.unexpected("groups", "1");
    }
  }
}
