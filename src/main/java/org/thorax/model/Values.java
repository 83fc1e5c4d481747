package org.thorax.model;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * The values of a float32 tensor, copied from TensorFlow's memory.
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
    return new Values(Arrays.stream(tensor.shape().asArray()).boxed().toList(), floats(tensor));
  }

  /** A tensor with these values; the caller closes it. */
  public TFloat32 tensor() {
    return tensor(shape, values);
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

  /** A float32 tensor of these values in C order; the caller closes it. */
  public static TFloat32 tensor(List<Long> shape, float[] values) {
    Shape sizes = Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
    return TFloat32.tensorOf(sizes, DataBuffers.of(values, true, false));
  }

  /** The values of a float32 tensor in C order. */
  public static float[] floats(Tensor tensor) {
    TFloat32 values = (TFloat32) tensor;
    float[] copy = new float[Math.toIntExact(values.size())];
    values.asRawTensor().data().asFloats().read(copy);
    return copy;
  }
}
