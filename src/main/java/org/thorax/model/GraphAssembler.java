package org.thorax.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.VersionDef;

/**
 * Builds the complete graph of a network: variables once, the scaling of grey bytes, and the
 * network's body in inference mode and, for training, a second time in training mode on the same
 * variables.
 */
final class GraphAssembler {
  /** Grey bytes (batch, height, width), uint8. */
  static final String BYTES = "grey_bytes";

  /** Scaled images (batch, height, width, channels), float32; may be fed instead of the bytes. */
  static final String IMAGES = "images";

  /** Number of previous updates, int64 scalar; dropout derives its random numbers from it. */
  static final String STEP = "step";

  /** The op that assigns every variable. */
  static final String ASSIGN_ALL = "assign/all";

  /** Prefix of the body in inference mode. */
  static final String INFERENCE = "inference";

  /** Prefix of the body in training mode. */
  static final String TRAINING = "training";

  private final FlatGraph flat;
  private final Set<String> reads;
  private final List<NodeDef> nodes = new ArrayList<>();

  GraphAssembler(FlatGraph flat) {
    this.flat = flat;
    this.reads = flat.variables().stream().map(Variable::read).collect(Collectors.toSet());
  }

  /** VarHandleOp and ReadVariableOp of every variable. */
  GraphAssembler variables() {
    for (Variable variable : flat.variables()) {
      nodes.add(
          NodeDefs.of("VarHandleOp", variable.name())
              .putAttr("dtype", NodeDefs.type(DataType.DT_FLOAT))
              .putAttr("shape", NodeDefs.shape(variable.shape()))
              .putAttr("shared_name", NodeDefs.text(variable.name()))
              .putAttr("container", NodeDefs.text(""))
              .build());
      nodes.add(
          NodeDefs.of("ReadVariableOp", variable.read(), variable.name())
              .putAttr("dtype", NodeDefs.type(DataType.DT_FLOAT))
              .build());
    }
    return this;
  }

  /** One op that assigns every variable the placeholder {@link #assigned} of its position. */
  GraphAssembler assignments() {
    NodeDef.Builder all = NodeDefs.of("NoOp", ASSIGN_ALL);
    for (int i = 0; i < flat.variables().size(); i++) {
      Variable variable = flat.variables().get(i);
      nodes.add(NodeDefs.placeholder(assigned(i), DataType.DT_FLOAT, variable.shape()));
      nodes.add(
          NodeDefs.of("AssignVariableOp", "assign/" + i, variable.name(), assigned(i))
              .putAttr("dtype", NodeDefs.type(DataType.DT_FLOAT))
              .build());
      all.addInput("^assign/" + i);
    }
    return add(all.build());
  }

  /** The placeholder of the new value of the variable at that position. */
  static String assigned(int position) {
    return "assign/" + position + "/value";
  }

  /** Converts grey bytes to scaled images. */
  GraphAssembler scaledBytes(String bytes, String images, Scaling scaling) {
    nodes.add(
        NodeDefs.placeholder(
            bytes,
            DataType.DT_UINT8,
            List.of(-1L, (long) flat.input().height(), (long) flat.input().width())));
    nodes.addAll(ScalingNodes.ofBytes(scaling, bytes, images, flat.input().channels()));
    return this;
  }

  /** A float32 placeholder for scaled images. */
  GraphAssembler imagePlaceholder(String name) {
    nodes.add(
        NodeDefs.placeholder(
            name,
            DataType.DT_FLOAT,
            List.of(
                -1L,
                (long) flat.input().height(),
                (long) flat.input().width(),
                (long) flat.input().channels())));
    return this;
  }

  /** The body as in Keras' {@code model(x, training=False)}. */
  GraphAssembler inference(String prefix, String images) {
    flat.nodes().forEach(node -> addRenamed(prefix, images, node, Function.identity()));
    return this;
  }

  /**
   * The body as in Keras' {@code model(x, training=True)}: batch statistics and dropout; but layers
   * that are frozen in the file or called with {@code training=False}, and those whose moving mean
   * is in {@code frozen}, stay in inference mode.
   */
  GraphAssembler training(String prefix, String images, TrainingMode mode) {
    int before = nodes.size();
    addTraining(prefix, images, mode.frozen(), mode.seed());
    Precision precision = mode.precision();
    if (precision.isMixed()) {
      List<NodeDef> body = nodes.subList(before, nodes.size());
      String output = FlatGraph.producer(tensor(prefix, images, flat.output().tensor()));
      List<NodeDef> mixed = MixedPrecision.of(body, prefix, output, reads, precision);
      body.clear();
      nodes.addAll(mixed);
    }
    return this;
  }

  private void addTraining(String prefix, String images, Set<String> frozen, long seed) {
    nodes.add(NodeDefs.placeholder(STEP, DataType.DT_INT64, List.of()));
    Map<String, BatchNorm> switched =
        flat.inTraining().batchNorms().stream()
            .filter(norm -> norm.followsBatches() && !frozen.contains(norm.moving().mean()))
            .collect(Collectors.toMap(BatchNorm::node, Function.identity()));
    Map<String, Integer> dropped = new HashMap<>();
    for (int i = 0; i < flat.inTraining().dropouts().size(); i++) {
      dropped.put(flat.inTraining().dropouts().get(i).node(), i);
    }
    for (NodeDef node : flat.nodes()) {
      if (switched.containsKey(node.getName())) {
        addRenamed(
            prefix, images, node, renamed -> inTrainingMode(renamed, switched.get(node.getName())));
      } else if (dropped.containsKey(node.getName())) {
        int index = dropped.get(node.getName());
        addRenamed(
            prefix,
            images,
            node,
            renamed -> dropout(renamed, flat.inTraining().dropouts().get(index), seed + index));
      } else {
        addRenamed(prefix, images, node, Function.identity());
      }
    }
  }

  GraphAssembler add(NodeDef node) {
    nodes.add(node);
    return this;
  }

  /** The graph, in the version of TensorFlow 2.18. */
  GraphDef build() {
    return GraphDef.newBuilder()
        .addAllNode(nodes)
        .setLibrary(flat.body().functions().proto())
        .setVersions(VersionDef.newBuilder().setProducer(1994).setMinConsumer(12))
        .build();
  }

  /** The tensor of the body under {@code prefix}. */
  String tensor(String prefix, String images, String tensor) {
    if (FlatGraph.producer(tensor).equals(flat.input().name())) {
      return images;
    }
    return reads.contains(tensor) ? tensor : prefix + "/" + tensor;
  }

  private void addRenamed(
      String prefix, String images, NodeDef node, Function<NodeDef, NodeDef> change) {
    if (node.getName().equals(flat.input().name())) {
      return;
    }
    NodeDef.Builder renamed = node.toBuilder().setName(prefix + "/" + node.getName()).clearInput();
    node.getInputList().forEach(input -> renamed.addInput(tensor(prefix, images, input)));
    nodes.add(change.apply(renamed.build()));
  }

  private NodeDef inTrainingMode(NodeDef node, BatchNorm norm) {
    NodeDef.Builder training = node.toBuilder().putAttr("is_training", NodeDefs.flag(true));
    if (norm.besselCorrected()) {
      // Like tf_keras: the kernel mixes old and new statistics, so that both round in the same way.
      return training
          .putAttr("exponential_avg_factor", NodeDefs.number((float) (1.0 - norm.momentum())))
          .build();
    }
    nodes.add(NodeDefs.constant(node.getName() + "/empty", List.of(0L), new float[0]));
    return training
        .putAttr("exponential_avg_factor", NodeDefs.number(1f))
        .setInput(3, node.getName() + "/empty")
        .setInput(4, node.getName() + "/empty")
        .build();
  }

  private NodeDef dropout(NodeDef node, DropoutNode dropout, long seed) {
    String name = node.getName();
    String x = node.getInput(0);
    nodes.add(
        NodeDefs.of("Shape", name + "/shape", x)
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("out_type", NodeDefs.type(DataType.DT_INT32))
            .build());
    String noiseShape = name + "/shape";
    if (dropout.spatial()) {
      nodes.add(
          NodeDefs.constant(
              name + "/spatial", List.of(4L), Integer.MAX_VALUE, 1, 1, Integer.MAX_VALUE));
      nodes.add(
          NodeDefs.of("Minimum", name + "/noise_shape", name + "/shape", name + "/spatial")
              .putAttr("T", NodeDefs.type(DataType.DT_INT32))
              .build());
      noiseShape = name + "/noise_shape";
    }
    nodes.add(NodeDefs.constant(name + "/seed", seed));
    nodes.add(
        NodeDefs.of("Pack", name + "/seeds", name + "/seed", STEP)
            .putAttr("T", NodeDefs.type(DataType.DT_INT64))
            .putAttr("N", NodeDefs.count(2))
            .build());
    nodes.add(
        NodeDefs.of("StatelessRandomUniform", name + "/uniform", noiseShape, name + "/seeds")
            .putAttr("dtype", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("T", NodeDefs.type(DataType.DT_INT32))
            .putAttr("Tseed", NodeDefs.type(DataType.DT_INT64))
            .build());
    nodes.add(NodeDefs.constant(name + "/rate", List.of(), (float) dropout.rate()));
    nodes.add(NodeDefs.floats("GreaterEqual", name + "/keep", name + "/uniform", name + "/rate"));
    nodes.add(NodeDefs.constant(name + "/scale", List.of(), (float) (1 / (1 - dropout.rate()))));
    nodes.add(NodeDefs.floats("Mul", name + "/scaled", x, name + "/scale"));
    nodes.add(NodeDefs.constant(name + "/zero", List.of(), 0f));
    return NodeDefs.floats("SelectV2", name, name + "/keep", name + "/scaled", name + "/zero");
  }
}
