package org.thorax.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Converts a body to 16 bits like Keras' {@code mixed_float16} and {@code mixed_bfloat16}: layers
 * compute in 16 bits, variables are float32 and cast when they are read, batch norm has float32
 * statistics. Everything after the last weights, including the final activation, is float32, as
 * Keras' guide recommends. Ops that are not in {@link #OPS} stay in float32 between casts.
 */
final class MixedPrecision {
  /**
   * Ops with kernels and gradients in 16 bits on CPU and GPU, which cover the backbones and all
   * layers that Thorax builds.
   */
  private static final Set<String> OPS =
      Set.of(
          "Conv2D",
          "DepthwiseConv2dNative",
          "MatMul",
          "BiasAdd",
          "FusedBatchNormV3",
          "Relu",
          "Relu6",
          "LeakyRelu",
          "Elu",
          "Selu",
          "Softplus",
          "Tanh",
          "Sigmoid",
          "MaxPool",
          "AvgPool",
          "Mean",
          "Max",
          "Sum",
          "ConcatV2",
          "Add",
          "AddV2",
          "AddN",
          "Sub",
          "Mul",
          "RealDiv",
          "Neg",
          "Square",
          "Rsqrt",
          "Maximum",
          "Minimum",
          "Pad",
          "PadV2",
          "MirrorPad",
          "Reshape",
          "Transpose",
          "Squeeze",
          "ExpandDims",
          "Identity",
          "Shape",
          "SelectV2");

  private static final String TYPE = "T";

  private final String prefix;
  private final DataType type;
  private final Map<String, OpDef> definitions;
  private final Set<String> inFloat32;
  private final Set<String> in16Bits = new HashSet<>();
  private final Set<String> casts = new HashSet<>();
  private final List<NodeDef> nodes = new ArrayList<>();

  private MixedPrecision(String prefix, DataType type, Set<String> inFloat32) {
    this.prefix = prefix;
    this.type = type;
    this.inFloat32 = inFloat32;
    this.definitions =
        TensorFlow.registeredOpList().getOpList().stream()
            .filter(definition -> OPS.contains(definition.getName()))
            .collect(Collectors.toMap(OpDef::getName, Function.identity()));
  }

  /**
   * The body in mixed precision; nodes keep their names, casts are added.
   *
   * @param body in topological order, under {@code prefix}
   * @param output the node with the body's output
   * @param reads the names of the nodes that read variables
   */
  static List<NodeDef> of(
      List<NodeDef> body, String prefix, String output, Set<String> reads, Precision precision) {
    MixedPrecision mixed =
        new MixedPrecision(prefix, precision.type(), afterTheWeights(body, output, reads));
    body.forEach(mixed::add);
    return mixed.nodes;
  }

  /** The nodes after the last ones that read weights, up to the output. */
  private static Set<String> afterTheWeights(List<NodeDef> body, String output, Set<String> reads) {
    Map<String, NodeDef> byName = new HashMap<>();
    body.forEach(node -> byName.put(node.getName(), node));
    Set<String> after = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(output));
    while (!open.isEmpty()) {
      NodeDef node = byName.get(open.pop());
      boolean within = node != null && node.getInputList().stream().noneMatch(reads::contains);
      if (within && after.add(node.getName())) {
        node.getInputList().forEach(input -> open.push(FlatGraph.producer(input)));
      }
    }
    return after;
  }

  private void add(NodeDef node) {
    boolean converted =
        OPS.contains(node.getOp())
            && node.getAttrOrDefault(TYPE, NodeDefs.type(DataType.DT_INVALID)).getType()
                == DataType.DT_FLOAT
            && !inFloat32.contains(node.getName());
    NodeDef.Builder changed = node.toBuilder().clearInput();
    List<Boolean> typed = converted ? typedInputs(node) : List.of();
    for (int i = 0; i < node.getInputCount(); i++) {
      boolean wanted16 = converted && typed.get(i);
      changed.addInput(cast(node.getInput(i), wanted16));
    }
    if (converted) {
      changed.putAttr(TYPE, NodeDefs.type(type));
      // Only the first output of these ops has the type: batch norm's others are float32.
      if (definitions.get(node.getOp()).getOutputArg(0).getTypeAttr().equals(TYPE)) {
        in16Bits.add(node.getName());
      }
    }
    nodes.add(changed.build());
  }

  /** For each input whether it has the type of {@code T}. */
  private List<Boolean> typedInputs(NodeDef node) {
    List<Boolean> typed = new ArrayList<>();
    for (OpDef.ArgDef argument : definitions.get(node.getOp()).getInputArgList()) {
      String number = argument.getNumberAttr();
      long count = number.isEmpty() ? 1 : node.getAttrOrThrow(number).getI();
      for (long i = 0; i < count; i++) {
        typed.add(argument.getTypeAttr().equals(TYPE));
      }
    }
    return typed;
  }

  /** The tensor in 16 bits, or unchanged. */
  private String cast(String tensor, boolean wanted16) {
    String plain = tensor.endsWith(":0") ? FlatGraph.producer(tensor) : tensor;
    if (in16Bits.contains(plain) == wanted16) {
      return tensor;
    }
    String name = prefix + (wanted16 ? "/in_16_bits/" : "/in_float32/") + plain.replace(':', '_');
    if (casts.add(name)) {
      nodes.add(
          NodeDefs.of("Cast", name, tensor)
              .putAttr("SrcT", NodeDefs.type(wanted16 ? DataType.DT_FLOAT : type))
              .putAttr("DstT", NodeDefs.type(wanted16 ? type : DataType.DT_FLOAT))
              .build());
    }
    return name;
  }
}
