package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** The configuration of a Keras layer, in Keras' terms. Tensors are float32 with channels last. */
public sealed interface LayerConfig
    permits InputLayer,
        Conv2D,
        DepthwiseConv2D,
        SeparableConv2D,
        BatchNormalization,
        Activation,
        ZeroPadding2D,
        MaxPooling2D,
        AveragePooling2D,
        GlobalAveragePooling2D,
        GlobalMaxPooling2D,
        Concatenate,
        Add,
        Subtract,
        Multiply,
        Average,
        Maximum,
        Minimum,
        CustomScaleLayer,
        Dense,
        Dropout,
        SpatialDropout2D,
        GaussianNoise,
        GaussianDropout,
        Flatten,
        Reshape,
        Permute,
        Cropping2D,
        UpSampling2D,
        Conv2DTranspose,
        Rescaling,
        Normalization,
        LayerNormalization,
        ReLU,
        LeakyReLU,
        PReLU,
        ELU,
        Softmax,
        Resizing,
        CenterCrop,
        RandomCrop,
        AugmentationLayer,
        StochasticDepth,
        LayerScale,
        Arithmetic,
        Reduction,
        GetItem,
        Stack {

  /** Keras' {@code class_name}: the record's name, because most kinds are named after Keras'. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * The output's shape; unknown sizes are {@link Shape#UNKNOWN_SIZE}.
   *
   * @throws IllegalArgumentException saying which input the layer does not accept
   */
  Shape outputShape(List<Shape> inputs);

  /** The weights in Keras' order, named without their layer ({@code kernel}, {@code gamma}). */
  default List<WeightSpec> weights(List<Shape> inputs) {
    return List.of();
  }

  /**
   * Whether the layer computes differently in training: Keras' {@code call} has {@code training}.
   */
  default boolean differsInTraining() {
    return false;
  }

  /** Writes the layer's nodes, in inference mode, and returns its output. */
  Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs);
}
