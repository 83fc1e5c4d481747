package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' {@code Rescaling}: scale x + offset.
 *
 * @param scale one factor, or one per channel
 * @param offset one number, or one per channel
 */
public record Rescaling(List<Double> scale, List<Double> offset) implements LayerConfig {
  public Rescaling {
    scale = List.copyOf(scale);
    offset = List.copyOf(offset);
  }

  /** The same scale and offset for all channels. */
  public static Rescaling of(double scale, double offset) {
    return new Rescaling(List.of(scale), List.of(offset));
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    Ranks.perChannel(scale, "scale", input);
    Ranks.perChannel(offset, "offset", input);
    return input;
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    boolean scales = scale.stream().anyMatch(value -> value != 1);
    boolean shifts = offset.stream().anyMatch(value -> value != 0);
    Output<TFloat32> x = inputs.get(0);
    if (scales || !shifts) {
      x = emission.op("Mul", "mul", x, emission.numbers("Cast/x", scale));
    }
    return shifts ? emission.op("AddV2", "add", x, emission.numbers("Cast_1/x", offset)) : x;
  }
}
