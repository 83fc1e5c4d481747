package org.thorax.model.keras.config;

import java.util.List;
import java.util.Optional;
import org.thorax.model.keras.layers.Conv2D;
import org.thorax.model.keras.layers.Conv2DTranspose;
import org.thorax.model.keras.layers.Dense;
import org.thorax.model.keras.layers.DepthwiseConv2D;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.SeparableConv2D;
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
        fields.heightWidth("kernel_size"),
        fields.heightWidth("strides", HeightWidth.ONE),
        fields.padding(),
        fields.heightWidth("dilation_rate", HeightWidth.ONE),
        fields.integer("groups", 1),
        fields.activation(),
        fields.flag("use_bias", true),
        fields.weight("kernel", WeightOptions.GLOROT_UNIFORM),
        fields.weight("bias", WeightOptions.ZEROS));
  }

  private static void write(Conv2D layer, LayerFieldsWriter fields) {
    fields
        .put("filters", layer.filters())
        .put("kernel_size", layer.kernelSize())
        .put("strides", layer.strides())
        .padding(layer.padding())
        .put("dilation_rate", layer.dilationRate())
        .put("groups", layer.groups())
        .activation(layer.activation())
        .put("use_bias", layer.useBias())
        .weight("kernel", layer.kernel())
        .weight("bias", layer.bias());
  }

  private static DepthwiseConv2D depthwiseConv2D(LayerFields fields) {
    requireOneGroup(fields);
    // tf_keras also writes the fields of the parent class Conv2D.
    fields.node("filters");
    fields.defaultWeight("kernel");
    return new DepthwiseConv2D(
        fields.heightWidth("kernel_size"),
        fields.heightWidth("strides", HeightWidth.ONE),
        fields.padding(),
        fields.integer("depth_multiplier", 1),
        fields.heightWidth("dilation_rate", HeightWidth.ONE),
        fields.activation(),
        fields.flag("use_bias", true),
        fields.weight("depthwise", WeightOptions.GLOROT_UNIFORM),
        fields.weight("bias", WeightOptions.ZEROS));
  }

  private static void write(DepthwiseConv2D layer, LayerFieldsWriter fields) {
    fields
        .put("kernel_size", layer.kernelSize())
        .put("strides", layer.strides())
        .padding(layer.padding())
        .put("depth_multiplier", layer.depthMultiplier())
        .put("dilation_rate", layer.dilationRate())
        .activation(layer.activation())
        .put("use_bias", layer.useBias())
        .weight("depthwise", layer.depthwise())
        .weight("bias", layer.bias());
  }

  private static SeparableConv2D separableConv2D(LayerFields fields) {
    requireOneGroup(fields);
    fields.defaultWeight("kernel");
    return new SeparableConv2D(
        fields.count("filters"),
        fields.heightWidth("kernel_size"),
        fields.heightWidth("strides", HeightWidth.ONE),
        fields.padding(),
        fields.integer("depth_multiplier", 1),
        fields.heightWidth("dilation_rate", HeightWidth.ONE),
        fields.activation(),
        fields.flag("use_bias", true),
        fields.weight("depthwise", WeightOptions.GLOROT_UNIFORM),
        fields.weight("pointwise", WeightOptions.GLOROT_UNIFORM),
        fields.weight("bias", WeightOptions.ZEROS));
  }

  private static void write(SeparableConv2D layer, LayerFieldsWriter fields) {
    fields
        .put("filters", layer.filters())
        .put("kernel_size", layer.kernelSize())
        .put("strides", layer.strides())
        .padding(layer.padding())
        .put("depth_multiplier", layer.depthMultiplier())
        .put("dilation_rate", layer.dilationRate())
        .activation(layer.activation())
        .put("use_bias", layer.useBias())
        .weight("depthwise", layer.depthwise())
        .weight("pointwise", layer.pointwise())
        .weight("bias", layer.bias());
  }

  private static Conv2DTranspose conv2DTranspose(LayerFields fields) {
    requireOneGroup(fields);
    if (!fields.heightWidth("dilation_rate", HeightWidth.ONE).equals(HeightWidth.ONE)) {
      throw fields.unexpected("dilation_rate", "1");
    }
    return new Conv2DTranspose(
        fields.count("filters"),
        fields.heightWidth("kernel_size"),
        fields.heightWidth("strides", HeightWidth.ONE),
        fields.padding(),
        outputPadding(fields),
        fields.activation(),
        fields.flag("use_bias", true),
        fields.weight("kernel", WeightOptions.GLOROT_UNIFORM),
        fields.weight("bias", WeightOptions.ZEROS));
  }

  private static Optional<Conv2DTranspose.OutputPadding> outputPadding(LayerFields fields) {
    List<Integer> added = fields.integers("output_padding");
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(new Conv2DTranspose.OutputPadding(added.get(0), added.get(added.size() - 1)));
  }

  private static void write(Conv2DTranspose layer, LayerFieldsWriter fields) {
    fields
        .put("filters", layer.filters())
        .put("kernel_size", layer.kernelSize())
        .put("strides", layer.strides())
        .padding(layer.padding())
        .activation(layer.activation())
        .put("use_bias", layer.useBias())
        .weight("kernel", layer.kernel())
        .weight("bias", layer.bias());
    layer
        .outputPadding()
        .ifPresent(
            added -> fields.integers("output_padding", List.of(added.height(), added.width())));
  }

  private static Dense dense(LayerFields fields) {
    return new Dense(
        fields.count("units"),
        fields.activation(),
        fields.flag("use_bias", true),
        fields.weight("kernel", WeightOptions.GLOROT_UNIFORM),
        fields.weight("bias", WeightOptions.ZEROS));
  }

  private static void write(Dense layer, LayerFieldsWriter fields) {
    fields
        .put("units", layer.units())
        .activation(layer.activation())
        .put("use_bias", layer.useBias())
        .weight("kernel", layer.kernel())
        .weight("bias", layer.bias());
  }

  private static void requireOneGroup(LayerFields fields) {
    if (fields.integer("groups", 1) != 1) {
      throw fields.unexpected("groups", "1");
    }
  }
}
