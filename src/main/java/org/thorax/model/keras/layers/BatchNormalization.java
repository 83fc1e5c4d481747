package org.thorax.model.keras.layers;

import static org.thorax.model.keras.layers.WeightSpec.moving;
import static org.thorax.model.keras.layers.WeightSpec.trainable;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code BatchNormalization} over the last axis (Ioffe and Szegedy, 2015): gamma (x - mean)
 * / sqrt(variance + epsilon) + beta.
 *
 * @param axis the channel axis: the last one, or -1
 * @param momentum the share of the old moving average that a training step keeps
 * @param epsilon added to the variance
 * @param center whether there is a beta
 * @param scale whether there is a gamma
 */
public record BatchNormalization(
    int axis, double momentum, double epsilon, boolean center, boolean scale)
    implements LayerConfig {

  /** Keras' defaults: momentum 0.99, epsilon 0.001, with gamma and beta. */
  public static BatchNormalization ofDefaults() {
    return new BatchNormalization(-1, 0.99, 0.001, true, true);
  }

  /** A copy over this axis. */
  public BatchNormalization axis(int value) {
    return new BatchNormalization(value, momentum, epsilon, center, scale);
  }

  /** A copy with this epsilon. */
  public BatchNormalization epsilon(double value) {
    return new BatchNormalization(axis, momentum, value, center, scale);
  }

  /** A copy without gamma. */
  public BatchNormalization withoutScale() {
    return new BatchNormalization(axis, momentum, epsilon, center, false);
  }

  /** A copy without beta. */
  public BatchNormalization withoutCenter() {
    return new BatchNormalization(axis, momentum, epsilon, false, scale);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    int rank = input.numDimensions();
    if (rank != 2 && rank != 4) {
      throw new IllegalArgumentException(
          "expected an input (batch, height, width, channels) or (batch, features), found the shape %s."
              .formatted(input));
    }
    if (axis != -1 && axis != rank - 1) {
      throw new IllegalArgumentException(
          "expected axis -1 or %d, the channels, found %d; only channels last is supported."
              .formatted(rank - 1, axis));
    }
    return input;
  }

  @Override
  public List<WeightSpec> weights(List<Shape> inputs) {
    long channels = outputShape(inputs).get(-1);
    List<WeightSpec> weights = new ArrayList<>();
    if (scale) {
      weights.add(trainable("gamma", WeightOptions.ONES, channels));
    }
    if (center) {
      weights.add(trainable("beta", WeightOptions.ZEROS, channels));
    }
    weights.add(moving("moving_mean", WeightOptions.ZEROS, channels));
    weights.add(moving("moving_variance", WeightOptions.ONES, channels));
    return weights;
  }

  @Override
  public boolean differsInTraining() {
    return true;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    Output<TFloat32> x = inputs.get(0);
    int channels = Math.toIntExact(emission.inputShape().get(-1));
    boolean vector = emission.inputShape().numDimensions() == 2;
    // FusedBatchNormV3 only takes images: a vector becomes an image of one pixel.
    Output<TFloat32> image = vector ? emission.reshape("Reshape", x, -1, 1, 1, channels) : x;
    Output<TFloat32> normalized = normalize(emission, image, channels);
    return vector ? emission.reshape("Reshape_1", normalized, -1, channels) : normalized;
  }

  private Output<TFloat32> normalize(LayerEmission emission, Output<TFloat32> image, int channels) {
    Output<TFloat32> gamma =
        scale ? emission.weight("gamma") : emission.filled("Const", 1, channels);
    Output<TFloat32> beta =
        center ? emission.weight("beta") : emission.filled("Const_1", 0, channels);
    Output<TFloat32> normalized =
        emission.op(
            "FusedBatchNormV3",
            "FusedBatchNormV3",
            node -> node.setAttr("epsilon", (float) epsilon).setAttr("is_training", false),
            image,
            gamma,
            beta,
            emission.weight("moving_mean"),
            emission.weight("moving_variance"));
    emission.report(
        new EmittedGraph.BatchNormalizationNode(
            emission.layer(),
            normalized.op().name(),
            new EmittedGraph.BatchNormalizationNode.Moving(
                emission.weightName("moving_mean"), emission.weightName("moving_variance")),
            momentum,
            emission.trainable(),
            emission.inferenceMode()));
    return normalized;
  }
}
