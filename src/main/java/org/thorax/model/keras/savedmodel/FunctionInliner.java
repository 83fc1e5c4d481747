package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.thorax.FileException;
import org.thorax.model.FlatGraph;

/**
 * Inlines every called function, because TensorFlow's gradients stop at calls. Control edges are
 * removed: a network in inference mode has no side effects whose order could matter. For a
 * condition on a constant (Keras' learning phase), the chosen branch is inlined; functions of other
 * conditions and of loops stay functions.
 */
final class FunctionInliner {
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final int DEEPEST_NESTING = 64;
  private static final int MAX_OUTPUTS = 64;

  /** The unused output of a Switch on a constant. */
  private static final String DEAD = "";

  private final OpArguments arguments;
  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final Map<String, NodeDef> flat = new LinkedHashMap<>();
  private final ConstantChoice choice = new ConstantChoice(flat);
  private final boolean switches;
  private final NodeOrder order;
  private final String where;

  FunctionInliner(GraphDef graph, OpArguments arguments, String where) {
    this.arguments = arguments;
    this.where = where;
    this.switches = graph.getNodeList().stream().anyMatch(node -> node.getOp().equals("Switch"));
    this.order = new NodeOrder(switches, where);
    graph.getLibrary().getFunctionList().forEach(f -> functions.put(f.getSignature().getName(), f));
  }

  /** The functions of the graph, to keep those that conditions and loops name. */
  RetainedFunctions keptFunctions() {
    return new RetainedFunctions(functions, arguments, where);
  }

  /** The meaning of names inside a function: its arguments, and the outputs of its calls. */
  private record Scope(
      String path,
      Map<String, String> arguments,
      Map<String, String> names,
      Map<String, List<String>> calls) {
    Scope(String path, Map<String, String> arguments) {
      this(path, arguments, new HashMap<>(), new HashMap<>());
    }
  }

  /**
   * Flattens everything that {@code output} depends on.
   *
   * @param output tensor name in the graph's top level
   * @return the flat nodes in topological order, and the flat name of {@code output}
   */
  Flattened flatten(GraphDef graph, String output) {
    Scope top = new Scope("", Map.of());
    for (NodeDef node : order.sorted(graph.getNodeList(), List.of(FlatGraph.producer(output)))) {
      add(node, top, 0);
    }
    return new Flattened(List.copyOf(flat.values()), topLevel(output, top));
  }

  /** Flat nodes and the requested tensor. */
  record Flattened(List<NodeDef> nodes, String output) {}

  private void add(NodeDef node, Scope scope, int depth) {
    if (CALLS.contains(node.getOp()) || functions.containsKey(node.getOp())) {
      scope.calls().put(node.getName(), call(node, scope, depth));
      return;
    }
    if (switches && addSwitched(node, scope)) {
      return;
    }
    Optional<String> branch = choice.branch(node, input -> resolve(input, scope));
    if (branch.isPresent()) {
      List<String> inputs = node.getInputList().subList(1, node.getInputCount());
      NodeDef call = node.toBuilder().clearInput().addAllInput(inputs).build();
      scope.calls().put(node.getName(), call(call, branch.get(), scope, depth));
      return;
    }
    if (!arguments.knows(node.getOp())) {
      throw new FileException(
          "Op "
              + node.getOp()
              + " (node "
              + node.getName()
              + ") of "
              + where
              + " is not part of TensorFlow 2.18;"
              + " save the model without custom ops.");
    }
    NodeDef.Builder inlined =
        node.toBuilder().setName(freeName(node.getName(), scope)).clearInput().clearDevice();
    for (String input : node.getInputList()) {
      if (!input.startsWith("^")) {
        inlined.addInput(resolve(input, scope));
      }
    }
    node.getAttrMap().keySet().stream()
        .filter(key -> key.startsWith("_"))
        .forEach(inlined::removeAttr);
    scope.names().put(node.getName(), inlined.getName());
    flat.put(inlined.getName(), inlined.build());
  }

  /**
   * TensorFlow 1's conditions: a Switch on a constant passes its data on, nodes behind its other
   * output are dead, and a Merge takes the live input.
   *
   * @return whether nothing has to be added any more
   */
  private boolean addSwitched(NodeDef node, Scope scope) {
    List<String> data = new ArrayList<>();
    boolean dead = false;
    for (String input : node.getInputList()) {
      String tensor =
          input.startsWith("^") ? topLevel(input.substring(1), scope) : resolve(input, scope);
      dead |= tensor.equals(DEAD);
      if (!input.startsWith("^")) {
        data.add(tensor);
      }
    }
    List<String> live = data.stream().filter(tensor -> !tensor.equals(DEAD)).toList();
    if (node.getOp().equals("Merge") && live.size() == 1) {
      scope.calls().put(node.getName(), List.of(live.get(0), DEAD));
    } else if (node.getOp().equals("Switch") && !dead && choice.flag(data.get(1)).isPresent()) {
      boolean taken = choice.flag(data.get(1)).get();
      scope
          .calls()
          .put(node.getName(), List.of(taken ? DEAD : data.get(0), taken ? data.get(0) : DEAD));
    } else if (dead && !node.getOp().equals("Merge")) {
      scope.calls().put(node.getName(), Collections.nCopies(MAX_OUTPUTS, DEAD));
    } else if (Set.of("Switch", "Merge").contains(node.getOp())) {
      throw new FileException(
          "Node %s (%s) of %s is a condition of TensorFlow 1 that depends on the input, which cannot be read here; save the model with TensorFlow 2."
              .formatted(node.getName(), node.getOp(), where));
    } else {
      return false;
    }
    return true;
  }

  /**
   * The node's own name (Keras' are unique and contain the layer), or one below the call if that is
   * taken.
   */
  private String freeName(String name, Scope scope) {
    String free = name;
    for (int i = 0; flat.containsKey(free); i++) {
      free = scope.path() + "call" + (i == 0 ? "" : "_" + i) + "/" + name;
    }
    return free;
  }

  /** Inlines one call and returns the flat tensors of its outputs. */
  private List<String> call(NodeDef call, Scope scope, int depth) {
    String name =
        call.getAttrMap().containsKey("f")
            ? call.getAttrOrThrow("f").getFunc().getName()
            : call.getOp();
    return call(call, name, scope, depth);
  }

  private List<String> call(NodeDef call, String name, Scope scope, int depth) {
    FunctionDef function = functions.get(name);
    if (function == null || depth >= DEEPEST_NESTING) {
      String fault =
          function == null ? "is missing" : "is nested more than " + DEEPEST_NESTING + " deep";
      throw new FileException(
          "Function " + name + " of " + where + " " + fault + "; the file is damaged.");
    }
    List<String> inputs =
        call.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
    if (inputs.size() != function.getSignature().getInputArgCount()) {
      throw new FileException(
          "Function "
              + name
              + " of "
              + where
              + " takes "
              + function.getSignature().getInputArgCount()
              + " inputs, found "
              + inputs.size()
              + "; the file is damaged.");
    }
    Map<String, String> bound = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      bound.put(function.getSignature().getInputArg(i).getName(), resolve(inputs.get(i), scope));
    }
    Scope inner = new Scope(scope.path() + call.getName() + "/", bound);
    List<String> returned =
        function.getSignature().getOutputArgList().stream()
            .map(argument -> function.getRetOrThrow(argument.getName()))
            .toList();
    List<String> wanted = returned.stream().map(NodeOrder::nodeOf).toList();
    for (NodeDef node : order.sorted(function.getNodeDefList(), wanted)) {
      add(substitute(node, call.getAttrMap()), inner, depth + 1);
    }
    return returned.stream().map(tensor -> resolve(tensor, inner)).toList();
  }

  private static NodeDef substitute(NodeDef node, Map<String, AttrValue> callAttributes) {
    NodeDef.Builder substituted = null;
    for (Map.Entry<String, AttrValue> attribute : node.getAttrMap().entrySet()) {
      AttrValue value = callAttributes.get(attribute.getValue().getPlaceholder());
      if (!attribute.getValue().getPlaceholder().isEmpty() && value != null) {
        substituted = substituted == null ? node.toBuilder() : substituted;
        substituted.putAttr(attribute.getKey(), value);
      }
    }
    return substituted == null ? node : substituted.build();
  }

  /**
   * The flat tensor of {@code input} in a scope: an argument, {@code node:argument:index} or {@code
   * node:1}.
   */
  private String resolve(String input, Scope scope) {
    if (scope.arguments().containsKey(input)) {
      return scope.arguments().get(input);
    }
    String[] parts = input.split(":", -1);
    if (parts.length < 3) {
      return topLevel(input, scope);
    }
    int index = Integer.parseInt(parts[2]);
    List<String> call = scope.calls().get(parts[0]);
    if (call != null) {
      return element(call, index, input);
    }
    NodeDef node = flat.get(scope.names().get(parts[0]));
    int number = node == null ? -1 : arguments.output(node, parts[1], index);
    if (number < 0) {
      throw new FileException(
          "Tensor " + input + " of " + where + " does not exist; the file is damaged.");
    }
    return tensor(node, number);
  }

  private String topLevel(String input, Scope scope) {
    String name = FlatGraph.producer(input);
    int number =
        name.length() == input.length() ? 0 : Integer.parseInt(input.substring(name.length() + 1));
    List<String> call = scope.calls().get(name);
    if (call != null) {
      return element(call, number, input);
    }
    NodeDef node = flat.get(scope.names().get(name));
    if (node == null) {
      throw new FileException(
          "Tensor " + input + " of " + where + " does not exist; the file is damaged.");
    }
    return tensor(node, number);
  }

  private String element(List<String> outputs, int index, String input) {
    if (index < 0 || index >= outputs.size()) {
      throw new FileException(
          "Tensor " + input + " of " + where + " does not exist; the file is damaged.");
    }
    return outputs.get(index);
  }

  /**
   * Handles pass through Identity nodes and loops, so that every reader refers directly to its
   * variable.
   */
  private String tensor(NodeDef node, int number) {
    AttrValue type = node.getAttrOrDefault("T", AttrValue.getDefaultInstance());
    boolean handle =
        switch (node.getOp()) {
          case "Identity" -> type.getType() == DataType.DT_RESOURCE;
          case "While", "StatelessWhile" ->
              number < Math.min(type.getList().getTypeCount(), node.getInputCount())
                  && type.getList().getType(number) == DataType.DT_RESOURCE;
          default -> false;
        };
    if (handle) {
      return node.getInput(number);
    }
    return number == 0 ? node.getName() : node.getName() + ":" + number;
  }
}
