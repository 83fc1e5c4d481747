package org.thorax.model.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Keras' operations {@code Mean}, {@code Max}, {@code Min} and {@code Sum} over some axes.
 *
 * @param function the reduction
 * @param axes reduced, not including the batch; negative counts from the last
 * @param keepDimensions whether the axes stay with size 1
 */
public record Reduction(Function function, List<Integer> axes, boolean keepDimensions)
    implements LayerConfig {
  /** The reductions. */
  public enum Function {
    /** The mean. */
    MEAN("Mean"),
    /** The maximum. */
    MAX("Max"),
    /** The minimum. */
    MIN("Min"),
    /** The sum. */
    SUM("Sum");

    private final String op;

    Function(String op) {
      this.op = op;
    }

    /** TensorFlow's op, which is Keras 3's class as well. */
    public String op() {
      return op;
    }
  }

  public Reduction {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    List<Integer> places = places(input);
    if (places.isEmpty() || places.contains(0)) {
      throw new IllegalArgumentException(
          "expected axes after the batch, found %s.".formatted(axes.isEmpty() ? "all" : axes));
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < input.numDimensions(); axis++) {
      if (!places.contains(axis)) {
        sizes.add(input.get(axis));
      } else if (keepDimensions) {
        sizes.add(1L);
      }
    }
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    int[] places = places(emission.inputShape()).stream().mapToInt(Integer::intValue).toArray();
    return emission.op(
        function.op,
        function.op,
        node -> node.setAttr("keep_dims", keepDimensions),
        inputs.get(0),
        emission.constant(function.op + "/reduction_indices", places));
  }

  private List<Integer> places(Shape input) {
    IntStream places = axes.stream().mapToInt(axis -> Ranks.axis(axis, input));
    return places.sorted().distinct().boxed().toList();
  }
}
