package org.thorax.network;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/**
 * What each axis of a flat graph's tensors is, followed from the image through the ops: a tensor of
 * four axes is a feature map only where they are still (batch, height, width, channels).
 */
public final class ImageAxes {
  /** What an axis can be; several in one where a Reshape put them together. */
  private static final List<String> MAP = List.of("batch", "height", "width", "channels");

  private static final String UNKNOWN = "?";
  private static final Set<String> OVER_MAPS =
      Set.of(
          "Conv2D",
          "DepthwiseConv2dNative",
          "MaxPool",
          "AvgPool",
          "FusedBatchNorm",
          "FusedBatchNormV2",
          "FusedBatchNormV3",
          "LRN",
          "ResizeBilinear",
          "ResizeNearestNeighbor",
          "ResizeBicubic",
          "ResizeArea",
          "SpaceToDepth",
          "DepthToSpace",
          "CropAndResize");
  private static final Set<String> REDUCTIONS = Set.of("Mean", "Max", "Min", "Sum", "Prod");

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, List<String>> axes = new HashMap<>();
  private final Function<String, Shape> shapes;

  /**
   * Follows the axes.
   *
   * @param topological the nodes, each after its inputs
   * @param input name of the placeholder of images
   * @param shapes of each node's first output, as far as they are known
   */
  public ImageAxes(List<NodeDef> topological, String input, Function<String, Shape> shapes) {
    this.shapes = shapes;
    for (NodeDef node : topological) {
      nodes.put(node.getName(), node);
      List<String> found = node.getName().equals(input) ? MAP : follow(node);
      if (!found.isEmpty()) {
        axes.put(node.getName(), found);
      }
    }
  }

  /** Whether a node's output is (batch, height, width, channels). */
  public boolean isMap(String node) {
    return MAP.equals(axes.get(FlatGraph.producer(node)));
  }

  /** Whether a node's output has all axes of a map, but in another order. */
  public boolean isMoved(String node) {
    List<String> found = axes.getOrDefault(FlatGraph.producer(node), List.of());
    return found.size() == MAP.size() && !found.equals(MAP) && found.containsAll(MAP);
  }

  /** The axes of the output; empty for what does not come from the image. */
  private List<String> follow(NodeDef node) {
    List<List<String>> data = new ArrayList<>();
    for (String input : node.getInputList()) {
      List<String> known = axes.get(FlatGraph.producer(input));
      if (known != null) {
        data.add(known);
      }
    }
    if (data.isEmpty()) {
      return List.of();
    }
    int rank = shapes.apply(node.getName()).numDimensions();
    if (OVER_MAPS.contains(node.getOp())) {
      return overMap(node, data.get(0));
    }
    if (REDUCTIONS.contains(node.getOp())) {
      return reduced(node, data.get(0));
    }
    return switch (node.getOp()) {
      case "Transpose" -> transposed(node, data.get(0));
      case "Reshape", "ExpandDims", "Squeeze" -> reshaped(node, data.get(0));
      case "Shape", "Size", "Rank" -> List.of();
      case "SpaceToBatchND" -> withBatch("batches", data.get(0));
      case "BatchToSpaceND" -> withBatch(MAP.get(0), data.get(0));
      case "MatMul" -> multiplied(node, data.get(0));
      case "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum", "Pack", "Unpack" ->
          unknown(rank);
      default -> alike(data, node, rank);
    };
  }

  /** Convolutions and pools see height and width where the layout says; elsewhere they mix. */
  private List<String> overMap(NodeDef node, List<String> input) {
    AttrValue format = node.getAttrMap().get("data_format");
    boolean channelsFirst = format != null && format.getS().toStringUtf8().equals("NCHW");
    List<String> wanted =
        channelsFirst ? List.of("channels", "height", "width") : MAP.subList(1, 4);
    boolean fits = input.size() == 4 && input.subList(1, 4).equals(wanted);
    return fits ? input : unknown(4);
  }

  /** Ops that treat every place alike: the axes of what comes from the image, if that agrees. */
  private List<String> alike(List<List<String>> data, NodeDef node, int rank) {
    Set<List<String>> candidates = new HashSet<>();
    for (String input : node.getInputList()) {
      List<String> known = axes.get(FlatGraph.producer(input));
      if (known != null && !isGate(input, known, rank)) {
        candidates.add(known);
      }
    }
    if (candidates.isEmpty()) {
      candidates.addAll(data);
    }
    List<String> only = candidates.size() == 1 ? candidates.iterator().next() : List.of();
    return only.size() == rank ? only : unknown(rank);
  }

  /** One value a channel or an image, as squeeze-and-excitation multiplies with. */
  private boolean isGate(String input, List<String> known, int rank) {
    Shape shape = shapes.apply(FlatGraph.producer(input));
    return known.size() < rank
        || (shape.numDimensions() == 4
            && shape.get(1) == 1
            && shape.get(2) == 1
            && !known.equals(MAP));
  }

  /** A dense layer: over the channels when the kernel has as many rows. */
  private List<String> multiplied(NodeDef node, List<String> input) {
    NodeDef reshape = nodes.get(FlatGraph.producer(node.getInput(0)));
    boolean guessed =
        reshape != null
            && reshape.getOp().equals("Reshape")
            && shapes.apply(reshape.getName()).hasUnknownDimension();
    if (guessed) {
      Shape before = shapes.apply(FlatGraph.producer(reshape.getInput(0)));
      Shape kernel = shapes.apply(FlatGraph.producer(node.getInput(1)));
      boolean known = before.numDimensions() > 0 && kernel.numDimensions() == 2;
      if (known && kernel.get(0) >= 0 && before.get(-1) >= 0 && kernel.get(0) != before.get(-1)) {
        return unknown(2);
      }
    }
    return input.size() == 2 ? List.of(input.get(0), MAP.get(3)) : unknown(2);
  }

  private List<String> transposed(NodeDef node, List<String> input) {
    Optional<int[]> order = integers(node.getInput(1));
    if (order.isEmpty() || order.get().length != input.size()) {
      return unknown(input.size());
    }
    List<String> moved = new ArrayList<>();
    for (int axis : order.get()) {
      moved.add(axis < 0 || axis >= input.size() ? UNKNOWN : input.get(axis));
    }
    return List.copyOf(moved);
  }

  private List<String> reduced(NodeDef node, List<String> input) {
    AttrValue keep = node.getAttrMap().get("keep_dims");
    if (keep != null && keep.getB()) {
      return input;
    }
    Optional<int[]> reduced = integers(node.getInput(1));
    if (reduced.isEmpty()) {
      return unknown(shapes.apply(node.getName()).numDimensions());
    }
    Set<Integer> gone = new HashSet<>();
    for (int axis : reduced.get()) {
      gone.add(axis < 0 ? axis + input.size() : axis);
    }
    List<String> left = new ArrayList<>();
    for (int axis = 0; axis < input.size(); axis++) {
      if (!gone.contains(axis)) {
        left.add(input.get(axis));
      }
    }
    return List.copyOf(left);
  }

  /**
   * Axes that are put together or taken apart again, matched from the last to the first by how many
   * values they hold; what is left is in the batch's axis.
   */
  private List<String> reshaped(NodeDef node, List<String> input) {
    long[] from = sizes(FlatGraph.producer(node.getInput(0)));
    long[] to = sizes(node.getName());
    if (from.length != input.size() || to.length == 0) {
      return unknown(to.length);
    }
    Deque<Part> parts = new ArrayDeque<>();
    for (int axis = 0; axis < from.length; axis++) {
      parts.addAll(Part.of(input.get(axis), from[axis]));
    }
    if (parts.size() == to.length && fit(parts, to)) {
      return parts.stream().map(Part::name).toList();
    }
    if (to.length == 2 && to[0] < 0 && to[1] < 0) {
      // A dense layer over maps; where the product that follows is another one, it says so.
      String channels = parts.removeLast().name();
      return List.of(Part.joined(List.copyOf(parts)), channels);
    }
    List<String> result = new ArrayList<>();
    for (int axis = to.length - 1; axis > 0; axis--) {
      Optional<String> found = lastParts(parts, to[axis], axis == to.length - 1);
      if (found.isEmpty()) {
        return unknown(to.length);
      }
      result.add(0, found.get());
    }
    result.add(0, Part.joined(List.copyOf(parts)));
    return List.copyOf(result);
  }

  /** Whether each axis is one part, as far as its size is known. */
  private static boolean fit(Deque<Part> parts, long[] to) {
    int axis = 0;
    for (Part part : parts) {
      if (to[axis] >= 0 && part.size() >= 0 && to[axis] != part.size()) {
        return false;
      }
      axis++;
    }
    return true;
  }

  /** Takes the last parts that together have this size; an axis of one value may be a new one. */
  private static Optional<String> lastParts(Deque<Part> parts, long size, boolean last) {
    while (size != 1 && parts.size() > 1 && parts.getLast().size() == 1) {
      parts.removeLast();
    }
    if (size == 1 && (parts.size() < 2 || parts.getLast().size() != 1)) {
      boolean grey = last && parts.stream().noneMatch(part -> part.name().equals(MAP.get(3)));
      return Optional.of(grey ? MAP.get(3) : UNKNOWN);
    }
    List<Part> taken = new ArrayList<>();
    long product = 1;
    do {
      if (parts.size() < 2) {
        return Optional.empty();
      }
      Part part = parts.removeLast();
      taken.add(0, part);
      product = part.size() < 0 ? part.size() : product * part.size();
    } while (size > 0 && product > 0 && product < size);
    return product == size ? Optional.of(Part.joined(taken)) : Optional.empty();
  }

  /** One of the axes that are in one axis, written {@code name=size} where there are several. */
  private record Part(String name, long size) {
    static List<Part> of(String axis, long size) {
      if (!axis.contains("=")) {
        return List.of(new Part(axis, size));
      }
      return Arrays.stream(axis.split(" ", -1))
          .map(each -> each.split("=", 2))
          .map(each -> new Part(each[0], Long.parseLong(each[1])))
          .toList();
    }

    static String joined(List<Part> parts) {
      return parts.size() == 1
          ? parts.get(0).name()
          : parts.stream()
              .map(part -> part.name() + "=" + part.size())
              .collect(Collectors.joining(" "));
    }
  }

  private static List<String> withBatch(String batch, List<String> input) {
    List<String> changed = new ArrayList<>(input);
    changed.set(0, batch);
    return List.copyOf(changed);
  }

  private static List<String> unknown(int rank) {
    return Collections.nCopies(Math.max(1, rank), UNKNOWN);
  }

  private long[] sizes(String node) {
    Shape shape = shapes.apply(node);
    return shape.isUnknown() ? new long[0] : shape.asArray();
  }

  /** The value of a constant, also of one that is put together from constants. */
  private Optional<int[]> integers(String tensor) {
    NodeDef node = nodes.get(FlatGraph.producer(tensor));
    if (node == null) {
      return Optional.empty();
    }
    return switch (node.getOp()) {
      case "Identity" -> integers(node.getInput(0));
      case "Const" -> integers(node.getAttrOrThrow("value").getTensor());
      case "ConcatV2" -> {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < node.getInputCount() - 1; i++) {
          Optional<int[]> part = integers(node.getInput(i));
          if (part.isEmpty()) {
            yield Optional.empty();
          }
          for (int value : part.get()) {
            all.add(value);
          }
        }
        yield Optional.of(all.stream().mapToInt(Integer::intValue).toArray());
      }
      default -> Optional.empty();
    };
  }

  private static Optional<int[]> integers(TensorProto tensor) {
    if (tensor.getDtype() != DataType.DT_INT32) {
      return Optional.empty();
    }
    if (!tensor.getTensorContent().isEmpty()) {
      IntBuffer values =
          tensor
              .getTensorContent()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN)
              .asIntBuffer();
      int[] all = new int[values.remaining()];
      values.get(all);
      return Optional.of(all);
    }
    return Optional.of(tensor.getIntValList().stream().mapToInt(Integer::intValue).toArray());
  }
}
