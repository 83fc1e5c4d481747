package org.thorax.network;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.types.TFloat32;

/**
 * The values of a float32 tensor, copied out of TensorFlow's memory.
 *
 * @param shape sizes
 * @param values in C order; not copied again
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
public record Values(List<Long> shape, float[] values) {
  /** Checks that the sizes agree. */
  public Values {
    shape = List.copyOf(shape);
    if (shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(values.length + " values are no tensor of " + shape);
    }
  }

  /** A copy of a tensor's values. */
  static Values of(Tensor tensor) {
    return new Values(
        Arrays.stream(tensor.shape().asArray()).boxed().toList(), Network.floats(tensor));
  }

  /** A tensor of these values; the caller closes it. */
  public TFloat32 tensor() {
    return Network.tensor(shape, values);
  }

  /** The size of the first axis. */
  public int batch() {
    return Math.toIntExact(shape.get(0));
  }

  /** The values of one item of the batch. */
  public float[] item(int index) {
    int size = values.length / batch();
    return Arrays.copyOfRange(values, index * size, (index + 1) * size);
  }
}
