package org.thorax.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * The meaning of each axis of a flat graph's tensors, followed from the image through the ops: a
 * tensor with four axes is a feature map only if they are still (batch, height, width, channels).
 */
public final class ImageAxes {
  static final String CHANNELS = "channels";
  static final String UNKNOWN = "?";

  /** The meaning of an axis; an axis has several after a Reshape merged them. */
  private static final List<String> MAP = List.of("batch", "height", "width", CHANNELS);

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
  private final ConstantIntegers constants = new ConstantIntegers(nodes);
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

  /** The axes of the output; empty if it does not depend on the image. */
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

  /**
   * Convolutions and pools use height and width as the layout specifies; otherwise they mix axes.
   */
  private List<String> overMap(NodeDef node, List<String> input) {
    AttrValue format = node.getAttrMap().get("data_format");
    boolean channelsFirst = format != null && format.getS().toStringUtf8().equals("NCHW");
    List<String> wanted = channelsFirst ? List.of(CHANNELS, "height", "width") : MAP.subList(1, 4);
    boolean fits = input.size() == 4 && input.subList(1, 4).equals(wanted);
    return fits ? input : unknown(4);
  }

  /**
   * Ops that treat every position in the same way: the axes of the inputs from the image, if they
   * agree.
   */
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

  /** One value per channel or per image, as squeeze-and-excitation multiplies with. */
  private boolean isGate(String input, List<String> known, int rank) {
    Shape shape = shapes.apply(FlatGraph.producer(input));
    return known.size() < rank
        || (shape.numDimensions() == 4
            && shape.get(1) == 1
            && shape.get(2) == 1
            && !known.equals(MAP));
  }

  /** A dense layer: over the channels if the kernel has the same number of rows. */
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
    return input.size() == 2 ? List.of(input.get(0), CHANNELS) : unknown(2);
  }

  private List<String> transposed(NodeDef node, List<String> input) {
    Optional<int[]> order = constants.of(node.getInput(1));
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
    Optional<int[]> reduced = constants.of(node.getInput(1));
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

  private List<String> reshaped(NodeDef node, List<String> input) {
    long[] from = sizes(FlatGraph.producer(node.getInput(0)));
    long[] to = sizes(node.getName());
    if (from.length != input.size() || to.length == 0) {
      return unknown(to.length);
    }
    return new AxisParts(input, from).reshaped(to);
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
}
