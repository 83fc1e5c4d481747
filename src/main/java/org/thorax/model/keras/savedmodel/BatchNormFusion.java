package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.FlatGraph;
import org.thorax.model.NodeDefs;

/**
 * Recognises batch normalisation that was written as arithmetic, as {@code
 * tf.nn.batch_normalization} does (Keras 3's export, and Keras 2 on vectors), and puts
 * FusedBatchNormV3 in its place:
 *
 * <pre>
 *   scale = rsqrt(variance + epsilon) [* gamma]
 *   y     = x * scale + (beta - mean * scale)      or, without beta,  x * scale + (-mean) * scale
 * </pre>
 */
final class BatchNormFusion {
  private static final Set<String> TRANSPARENT =
      Set.of("Identity", "Reshape", "Cast", "Squeeze", "ExpandDims");

  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, Integer> ranks;
  private final Map<String, Long> variableSizes;
  private final List<Fused> fused = new ArrayList<>();

  /** A detected batch norm: its node, and the read ops of its statistics. */
  record Fused(String node, String mean, String variance) {}

  /**
   * The parts of one batch norm; names of reads; gamma and beta are missing if the layer has none.
   */
  private record Parts(
      String x,
      String mean,
      String variance,
      Optional<String> gamma,
      Optional<String> beta,
      float epsilon) {}

  /**
   * @param ranks rank of each node's first output
   * @param variableSizes number of values by name of the read op
   */
  BatchNormFusion(List<NodeDef> flat, Map<String, Integer> ranks, Map<String, Long> variableSizes) {
    flat.forEach(node -> nodes.put(node.getName(), node));
    this.ranks = ranks;
    this.variableSizes = variableSizes;
  }

  /** The nodes with every recognised pattern replaced, in topological order. */
  List<NodeDef> fuse() {
    List<NodeDef> result = new ArrayList<>();
    for (NodeDef node : List.copyOf(nodes.values())) {
      Optional<Parts> parts = match(node);
      if (parts.isPresent()) {
        result.addAll(replacement(node, parts.get()));
      } else {
        result.add(node);
      }
    }
    return result;
  }

  /** The replaced batch norms. */
  List<Fused> fused() {
    return List.copyOf(fused);
  }

  private Optional<Parts> match(NodeDef sum) {
    if (!isSum(sum)) {
      return Optional.empty();
    }
    return matched(sum.getInput(0), sum.getInput(1))
        .or(() -> matched(sum.getInput(1), sum.getInput(0)));
  }

  private Optional<Parts> matched(String scaled, String shift) {
    NodeDef product = nodes.get(scaled);
    if (product == null || !product.getOp().equals("Mul")) {
      return Optional.empty();
    }
    return scaledBy(product.getInput(0), product.getInput(1), shift)
        .or(() -> scaledBy(product.getInput(1), product.getInput(0), shift));
  }

  private Optional<Parts> scaledBy(String x, String scale, String shift) {
    Optional<Scale> found = scale(scale);
    Optional<Shift> moved = shift(shift, scale);
    if (found.isEmpty() || moved.isEmpty()) {
      return Optional.empty();
    }
    Parts parts =
        new Parts(
            x,
            moved.get().mean(),
            found.get().variance(),
            found.get().gamma(),
            moved.get().beta(),
            found.get().epsilon());
    int rank = ranks.getOrDefault(FlatGraph.producer(x), 0);
    return rank == 2 || rank == 4 ? Optional.of(parts) : Optional.empty();
  }

  private record Scale(String variance, Optional<String> gamma, float epsilon) {}

  private record Shift(String mean, Optional<String> beta) {}

  /** rsqrt(variance + epsilon), or that times gamma. */
  private Optional<Scale> scale(String tensor) {
    NodeDef node = nodes.get(tensor);
    if (node == null) {
      return Optional.empty();
    }
    if (node.getOp().equals("Mul")) {
      for (int side = 0; side < 2; side++) {
        Optional<Scale> inner = reciprocal(node.getInput(side));
        Optional<String> gamma = read(node.getInput(1 - side));
        if (inner.isPresent() && gamma.isPresent()) {
          return Optional.of(new Scale(inner.get().variance(), gamma, inner.get().epsilon()));
        }
      }
    }
    return reciprocal(tensor);
  }

  private Optional<Scale> reciprocal(String tensor) {
    NodeDef root = nodes.get(tensor);
    NodeDef sum =
        root == null || !root.getOp().equals("Rsqrt") ? null : nodes.get(root.getInput(0));
    if (sum == null || !isSum(sum)) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      Optional<String> variance = read(sum.getInput(side));
      NodeDef epsilon = nodes.get(sum.getInput(1 - side));
      if (variance.isPresent() && epsilon != null && epsilon.getOp().equals("Const")) {
        Optional<Float> value = Constants.floatOf(epsilon);
        if (value.isPresent()) {
          return Optional.of(new Scale(variance.get(), Optional.empty(), value.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** beta - mean * scale, or (-mean) * scale. */
  private Optional<Shift> shift(String tensor, String scale) {
    NodeDef node = nodes.get(tensor);
    if (node == null) {
      return Optional.empty();
    }
    if (node.getOp().equals("Sub")) {
      Optional<String> beta = read(node.getInput(0));
      Optional<String> mean = otherFactor(nodes.get(node.getInput(1)), scale).flatMap(this::read);
      return beta.isPresent() && mean.isPresent()
          ? Optional.of(new Shift(mean.get(), beta))
          : Optional.empty();
    }
    return otherFactor(node, scale)
        .map(nodes::get)
        .filter(negated -> negated != null && negated.getOp().equals("Neg"))
        .flatMap(negated -> read(negated.getInput(0)))
        .map(mean -> new Shift(mean, Optional.empty()));
  }

  private static Optional<String> otherFactor(NodeDef product, String factor) {
    if (product == null || !product.getOp().equals("Mul")) {
      return Optional.empty();
    }
    if (product.getInput(1).equals(factor)) {
      return Optional.of(product.getInput(0));
    }
    return product.getInput(0).equals(factor) ? Optional.of(product.getInput(1)) : Optional.empty();
  }

  /** The variable read before reshapes, if there is one. */
  private Optional<String> read(String tensor) {
    String name = tensor;
    Set<String> seen = new HashSet<>();
    while (!variableSizes.containsKey(name)) {
      NodeDef node = nodes.get(name);
      if (node == null || !TRANSPARENT.contains(node.getOp()) || !seen.add(name)) {
        return Optional.empty();
      }
      name = node.getInput(0);
    }
    return Optional.of(name);
  }

  private static boolean isSum(NodeDef node) {
    return node.getOp().equals("AddV2") || node.getOp().equals("Add");
  }

  private List<NodeDef> replacement(NodeDef sum, Parts parts) {
    String name = sum.getName();
    long channels = variableSizes.get(parts.mean());
    List<NodeDef> result = new ArrayList<>();
    String gamma = parts.gamma().orElseGet(() -> constant(name + "/ones", channels, 1f, result));
    String beta = parts.beta().orElseGet(() -> constant(name + "/zeros", channels, 0f, result));
    boolean vector = ranks.get(FlatGraph.producer(parts.x())) == 2;
    String x = parts.x();
    String norm = vector ? name + "/FusedBatchNormV3" : name;
    if (vector) {
      result.add(NodeDefs.constant(name + "/map_shape", List.of(4L), -1, 1, 1, (int) channels));
      result.add(reshape(name + "/map", x, name + "/map_shape"));
      x = name + "/map";
    }
    result.add(
        NodeDefs.of("FusedBatchNormV3", norm, x, gamma, beta, parts.mean(), parts.variance())
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("U", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("epsilon", NodeDefs.number(parts.epsilon()))
            .putAttr("exponential_avg_factor", NodeDefs.number(1f))
            .putAttr("data_format", NodeDefs.text("NHWC"))
            .putAttr("is_training", NodeDefs.flag(false))
            .build());
    if (vector) {
      result.add(NodeDefs.constant(name + "/vector_shape", List.of(2L), -1, (int) channels));
      result.add(reshape(name, norm, name + "/vector_shape"));
    }
    fused.add(new Fused(norm, parts.mean(), parts.variance()));
    return result;
  }

  private static String constant(String name, long size, float value, List<NodeDef> result) {
    float[] values = new float[(int) size];
    Arrays.fill(values, value);
    result.add(NodeDefs.constant(name, List.of(size), values));
    return name;
  }

  private static NodeDef reshape(String name, String x, String shape) {
    return NodeDefs.of("Reshape", name, x, shape)
        .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
        .putAttr("Tshape", NodeDefs.type(DataType.DT_INT32))
        .build();
  }
}
