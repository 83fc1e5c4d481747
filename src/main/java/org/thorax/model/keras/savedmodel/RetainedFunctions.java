package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.FileException;
import org.thorax.model.FunctionLibrary;
import org.thorax.model.NodeDefs;

/**
 * The functions that stay functions because conditions and loops refer to them. They are rewritten
 * to take a variable's value and not its handle: a flat graph reads each variable once, outside of
 * them.
 */
final class RetainedFunctions {
  private static final int DEEPEST_NESTING = 64;

  /** Ops that pass their inputs on to functions, and which input is a function's first. */
  private static final Map<String, Integer> FIRST_ARGUMENT =
      Map.of(
          "If", 1,
          "StatelessIf", 1,
          "Case", 1,
          "StatelessCase", 1,
          "While", 0,
          "StatelessWhile", 0,
          "PartitionedCall", 0,
          "StatefulPartitionedCall", 0);

  private final Map<String, FunctionDef> originals;
  private final OpArguments arguments;
  private final String where;
  private final Map<String, FunctionDef> kept = new LinkedHashMap<>();

  RetainedFunctions(Map<String, FunctionDef> originals, OpArguments arguments, String where) {
    this.originals = originals;
    this.arguments = arguments;
    this.where = where;
  }

  /** Whether a node refers to functions in this graph. */
  boolean isNamedBy(NodeDef node) {
    return FunctionLibrary.named(node).stream().anyMatch(originals::containsKey);
  }

  /** The functions of the nodes that were passed to {@link #withValues}. */
  FunctionLibrary library() {
    return new FunctionLibrary(List.copyOf(kept.values()));
  }

  /**
   * A node that refers to functions, with values as inputs.
   *
   * @param shapes of the variables among its inputs, by the inputs' numbers
   */
  NodeDef withValues(NodeDef node, Map<Integer, TensorShapeProto> shapes) {
    return withValues(node, new TreeMap<>(shapes), 0);
  }

  private NodeDef withValues(NodeDef node, SortedMap<Integer, TensorShapeProto> shapes, int depth) {
    if (depth >= DEEPEST_NESTING) {
      throw new FileException(
          "The functions of %s are nested more than %d deep; the file is damaged."
              .formatted(where, DEEPEST_NESTING));
    }
    boolean called = originals.containsKey(node.getOp());
    if (!shapes.isEmpty() && !called && !FIRST_ARGUMENT.containsKey(node.getOp())) {
      throw new FileException(
          "Op %s (node %s) of %s takes a variable itself and not its value, which cannot be read here; build the layer from other ops and save the model again."
              .formatted(node.getOp(), node.getName(), where));
    }
    int first = called ? 0 : FIRST_ARGUMENT.getOrDefault(node.getOp(), 0);
    TreeMap<Integer, TensorShapeProto> ofFunction = new TreeMap<>();
    shapes.forEach((input, shape) -> ofFunction.put(input - first, shape));
    NodeDef renamed =
        FunctionLibrary.renamed(
            node,
            name -> originals.containsKey(name) ? specialised(name, ofFunction, depth) : name);
    return shapes.isEmpty() || called ? renamed : withTypes(renamed, ofFunction);
  }

  /** Lists a variable as float32, with the shape that a loop passes on. */
  private static NodeDef withTypes(NodeDef node, Map<Integer, TensorShapeProto> shapes) {
    NodeDef.Builder changed = node.toBuilder();
    String types = node.getOp().endsWith("While") ? "T" : "Tin";
    AttrValue.Builder list = node.getAttrOrThrow(types).toBuilder();
    shapes.keySet().forEach(input -> list.getListBuilder().setType(input, DataType.DT_FLOAT));
    changed.putAttr(types, list.build());
    if (types.equals("T") && node.getAttrMap().containsKey("output_shapes")) {
      AttrValue.Builder outputs = node.getAttrOrThrow("output_shapes").toBuilder();
      shapes.forEach(
          (input, shape) -> {
            if (input < outputs.getList().getShapeCount()) {
              outputs.getListBuilder().setShape(input, shape);
            }
          });
      changed.putAttr("output_shapes", outputs.build());
    }
    return changed.build();
  }

  /** The name of the function that takes the values of these variables. */
  private String specialised(String name, SortedMap<Integer, TensorShapeProto> values, int depth) {
    String numbers = String.join("_", values.keySet().stream().map(String::valueOf).toList());
    String special = values.isEmpty() ? name : name + "_with_values_" + numbers;
    if (!kept.containsKey(special)) {
      FunctionDef original = originals.get(name);
      if (!values.isEmpty() && values.lastKey() >= original.getSignature().getInputArgCount()) {
        throw new FileException(
            "Function %s of %s takes %d inputs, found more; the file is damaged."
                .formatted(name, where, original.getSignature().getInputArgCount()));
      }
      kept.put(special, original);
      kept.put(special, new Body(original, values, depth).rewritten(special));
    }
    return special;
  }

  /** A function that is being rewritten. */
  private final class Body {
    private final FunctionDef original;
    private final int depth;

    /** The tensors that were handles and are now values, with their shapes. */
    private final Map<String, TensorShapeProto> values = new HashMap<>();

    private final Set<Integer> valueArguments;

    Body(FunctionDef original, SortedMap<Integer, TensorShapeProto> arguments, int depth) {
      this.original = original;
      this.depth = depth;
      this.valueArguments = new TreeSet<>(arguments.keySet());
      arguments.forEach(
          (number, shape) ->
              values.put(original.getSignature().getInputArg(number).getName(), shape));
    }

    FunctionDef rewritten(String name) {
      original.getNodeDefList().forEach(this::requireKnown);
      findValues();
      FunctionDef.Builder changed = original.toBuilder().clearNodeDef();
      changed.getSignatureBuilder().setName(name);
      Set<String> reads = new HashSet<>();
      for (NodeDef node : original.getNodeDefList()) {
        NodeDef written = rewritten(node);
        if (node.getOp().equals("ReadVariableOp") && written.getOp().equals("Identity")) {
          reads.add(node.getName() + ":value:0");
        }
        changed.addNodeDef(written);
      }
      for (NodeDef.Builder node : changed.getNodeDefBuilderList()) {
        List<String> inputs = new ArrayList<>(node.getInputList());
        node.clearInput();
        inputs.forEach(input -> node.addInput(afterRead(input, reads)));
      }
      Map<String, String> returned = new HashMap<>(original.getRetMap());
      returned.replaceAll((output, tensor) -> afterRead(tensor, reads));
      changed.putAllRet(returned);
      withArguments(changed);
      return changed.build();
    }

    private String afterRead(String tensor, Set<String> reads) {
      return reads.contains(tensor) ? tensor.replace(":value:0", ":output:0") : tensor;
    }

    private void withArguments(FunctionDef.Builder changed) {
      for (int number : valueArguments) {
        changed
            .getSignatureBuilder()
            .getInputArgBuilder(number)
            .setType(DataType.DT_FLOAT)
            .clearHandleData();
        changed.removeArgAttr(number).removeResourceArgUniqueId(number);
      }
      for (OpDef.ArgDef.Builder output : changed.getSignatureBuilder().getOutputArgBuilderList()) {
        if (values.containsKey(original.getRetMap().get(output.getName()))) {
          output.setType(DataType.DT_FLOAT).clearHandleData();
        }
      }
    }

    private void requireKnown(NodeDef node) {
      if (!arguments.knows(node.getOp()) && !originals.containsKey(node.getOp())) {
        throw new FileException(
            "Op %s (node %s) of %s is not part of TensorFlow 2.18; save the model without custom ops."
                .formatted(node.getOp(), node.getName(), where));
      }
    }

    /** Follows the values through Identity nodes and loops; the nodes may stand in any order. */
    private void findValues() {
      int before;
      do {
        before = values.size();
        for (NodeDef node : original.getNodeDefList()) {
          boolean loop = node.getOp().equals("While") || node.getOp().equals("StatelessWhile");
          for (int i = 0; i < node.getInputCount(); i++) {
            TensorShapeProto shape = values.get(node.getInput(i));
            if (shape != null && (loop || node.getOp().equals("Identity"))) {
              values.put(node.getName() + ":output:" + i, shape);
            }
          }
        }
      } while (values.size() > before);
    }

    private NodeDef rewritten(NodeDef node) {
      TreeMap<Integer, TensorShapeProto> taken = new TreeMap<>();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (values.containsKey(node.getInput(i))) {
          taken.put(i, values.get(node.getInput(i)));
        }
      }
      if (taken.isEmpty()) {
        return isNamedBy(node) || originals.containsKey(node.getOp())
            ? withValues(node, taken, depth + 1)
            : node;
      }
      return switch (node.getOp()) {
        case "ReadVariableOp", "Identity" ->
            node.toBuilder()
                .setOp("Identity")
                .clearAttr()
                .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
                .build();
        default -> withValues(node, taken, depth + 1);
      };
    }
  }
}
