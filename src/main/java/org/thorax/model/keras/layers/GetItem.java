package org.thorax.model.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * Python's {@code x[...]}: a slice of a tensor, with steps or reversed; {@code x[..., ::-1]}
 * converts RGB to BGR.
 *
 * @param indices one per axis from the first on
 */
public record GetItem(List<Index> indices) implements LayerConfig {
  /** The kinds of indices. */
  public enum Kind {
    /** {@code start:stop:step}. */
    SLICE,
    /** One position; the axis is removed. */
    PLACE,
    /** {@code ...}: all axes between those before and after. */
    ELLIPSIS,
    /** {@code None}: a new axis of size 1. */
    NEW_AXIS
  }

  /**
   * One index.
   *
   * @param kind of the index
   * @param start of a slice, or the position; empty for the beginning
   * @param stop of a slice; empty for the end
   * @param step of a slice, not 0; 1 by default
   */
  public record Index(Kind kind, OptionalInt start, OptionalInt stop, int step) {
    public Index {
      if (step == 0) {
        throw new IllegalArgumentException("expected a slice's step other than 0, found 0.");
      }
    }

    /** The whole axis. */
    public static Index all() {
      return new Index(Kind.SLICE, OptionalInt.empty(), OptionalInt.empty(), 1);
    }

    /** An index without numbers. */
    public static Index of(Kind kind) {
      return new Index(kind, OptionalInt.empty(), OptionalInt.empty(), 1);
    }

    /** One position. */
    public static Index place(int place) {
      return new Index(Kind.PLACE, OptionalInt.of(place), OptionalInt.empty(), 1);
    }

    private boolean isAll() {
      return kind == Kind.SLICE && start.isEmpty() && stop.isEmpty() && step == 1;
    }
  }

  public GetItem {
    indices = List.copyOf(indices);
    if (indices.stream().filter(index -> index.kind() == Kind.ELLIPSIS).count() > 1) {
      throw new IllegalArgumentException("expected one ellipsis at most, found two.");
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    Shape input = Ranks.one(inputs);
    List<Index> full = full(input);
    if (!full.get(0).isAll()) {
      throw new IllegalArgumentException(
          "takes part of the batch; images of a batch must not depend on each other.");
    }
    long[] sizes = new long[full.size()];
    int count = 0;
    int axis = 0;
    for (Index index : full) {
      if (index.kind() == Kind.NEW_AXIS) {
        sizes[count++] = 1;
        continue;
      }
      long size = input.get(axis++);
      if (index.kind() == Kind.SLICE) {
        sizes[count++] = length(index, size);
      } else {
        requirePlace(index.start().getAsInt(), size);
      }
    }
    long[] kept = new long[count];
    System.arraycopy(sizes, 0, kept, 0, count);
    return Shape.of(kept);
  }

  @Override
  public Output<TFloat32> emit(LayerEmission emission, List<Output<TFloat32>> inputs) {
    List<Index> full = full(emission.inputShape());
    int[] begin = new int[full.size()];
    int[] end = new int[full.size()];
    int[] strides = new int[full.size()];
    long openBegin = 0;
    long openEnd = 0;
    long places = 0;
    long newAxes = 0;
    for (int i = 0; i < full.size(); i++) {
      Index index = full.get(i);
      long bit = 1L << i;
      begin[i] = index.start().orElse(0);
      end[i] = index.kind() == Kind.PLACE ? begin[i] + 1 : index.stop().orElse(0);
      strides[i] = index.step();
      openBegin |= index.kind() == Kind.SLICE && index.start().isEmpty() ? bit : 0;
      openEnd |= index.kind() == Kind.SLICE && index.stop().isEmpty() ? bit : 0;
      places |= index.kind() == Kind.PLACE ? bit : 0;
      newAxes |= index.kind() == Kind.NEW_AXIS ? bit : 0;
    }
    long[] masks = {openBegin, openEnd, places, newAxes};
    return emission.op(
        "StridedSlice",
        "strided_slice",
        node ->
            node.setAttr("begin_mask", masks[0])
                .setAttr("end_mask", masks[1])
                .setAttr("shrink_axis_mask", masks[2])
                .setAttr("new_axis_mask", masks[3]),
        inputs.get(0),
        emission.constant("strided_slice/stack", begin),
        emission.constant("strided_slice/stack_1", end),
        emission.constant("strided_slice/stack_2", strides));
  }

  /** One index per axis of the input, and the new axes. */
  private List<Index> full(Shape input) {
    long used =
        indices.stream()
            .filter(index -> index.kind() == Kind.SLICE || index.kind() == Kind.PLACE)
            .count();
    long missing = input.numDimensions() - used;
    if (missing < 0) {
      throw new IllegalArgumentException(
          "takes %d axes of an input of the shape %s.".formatted(used, input));
    }
    List<Index> full = new ArrayList<>();
    boolean filled = false;
    for (Index index : indices) {
      if (index.kind() == Kind.ELLIPSIS) {
        fill(full, missing);
        filled = true;
      } else {
        full.add(index);
      }
    }
    if (!filled) {
      fill(full, missing);
    }
    return full;
  }

  private static void fill(List<Index> full, long count) {
    for (long i = 0; i < count; i++) {
      full.add(Index.all());
    }
  }

  /** Like Python's {@code slice.indices}. */
  private static long length(Index index, long size) {
    if (index.isAll()) {
      return size;
    }
    if (size == Shape.UNKNOWN_SIZE) {
      return index.start().isEmpty() && index.stop().isEmpty() && index.step() == -1
          ? size
          : Shape.UNKNOWN_SIZE;
    }
    boolean forward = index.step() > 0;
    long least = forward ? 0 : -1;
    long most = forward ? size : size - 1;
    long start = bound(index.start(), size, least, most, forward ? least : most);
    long stop = bound(index.stop(), size, least, most, forward ? most : least);
    long span = forward ? stop - start : start - stop;
    long length = span <= 0 ? 0 : (span - 1) / Math.abs(index.step()) + 1;
    if (length == 0) {
      throw new IllegalArgumentException("takes nothing of an axis of size %d.".formatted(size));
    }
    return length;
  }

  private static long bound(OptionalInt given, long size, long least, long most, long missing) {
    if (given.isEmpty()) {
      return missing;
    }
    long place = given.getAsInt() < 0 ? given.getAsInt() + size : given.getAsInt();
    return Math.max(least, Math.min(most, place));
  }

  private static void requirePlace(int place, long size) {
    if (size != Shape.UNKNOWN_SIZE && (place >= size || place < -size)) {
      throw new IllegalArgumentException(
          "takes place %d of an axis of size %d.".formatted(place, size));
    }
  }
}
