package org.thorax.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.thorax.ThoraxException;

/** What the ops at the end of a classifier say about its outputs. */
public enum ClassifierEnd {
  /** A sigmoid or softmax gives them, or a mean of such. */
  PROBABILITIES,
  /** A dense layer or convolution gives them as they are: logits, or scores. */
  LINEAR,
  /** The image itself, its pixels moved or calculated with: no probabilities. */
  PIXELS,
  /** Something else; only the numbers show whether they are probabilities. */
  OTHER;

  private static final Set<String> BOUNDED = Set.of("Sigmoid", "Softmax");
  private static final Set<String> WEIGHTED =
      Set.of("MatMul", "BatchMatMulV2", "Einsum", "Conv2D", "DepthwiseConv2dNative");
  private static final Set<String> PLACED =
      Set.of("Identity", "Reshape", "Squeeze", "ExpandDims", "Transpose", "Cast", "ConcatV2");
  private static final Set<String> COMPUTED =
      Set.of("BiasAdd", "Add", "AddV2", "AddN", "Sub", "Mul", "RealDiv", "Mean", "Max", "Maximum");
  private static final Set<String> CONSTANT = Set.of("Const", "ReadVariableOp", "VarHandleOp");

  /** What a network ends in. */
  public static ClassifierEnd of(FlatGraph flat) {
    Map<String, NodeDef> nodes = new HashMap<>();
    flat.nodes().forEach(node -> nodes.put(node.getName(), node));
    Set<ClassifierEnd> found = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(FlatGraph.producer(flat.output().tensor())));
    boolean computed = false;
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = nodes.get(name);
      // What is no node is a variable's value.
      if (node == null || !seen.add(name) || CONSTANT.contains(node.getOp())) {
        continue;
      }
      String op = node.getOp();
      if (PLACED.contains(op) || COMPUTED.contains(op)) {
        computed |= COMPUTED.contains(op);
        node.getInputList().forEach(input -> open.push(FlatGraph.producer(input)));
      } else {
        found.add(
            name.equals(flat.input().name())
                ? PIXELS
                : BOUNDED.contains(op) ? PROBABILITIES : WEIGHTED.contains(op) ? LINEAR : OTHER);
      }
    }
    if (found.size() != 1) {
      return OTHER;
    }
    ClassifierEnd end = found.iterator().next();
    return end == PROBABILITIES && computed ? OTHER : end;
  }

  /**
   * Checks that a classifier's outputs have a meaning.
   *
   * @param who begins the message, e.g. {@code The model}
   * @throws ThoraxException when they are logits or scores and nothing specifies which
   */
  public static void requireKnown(Model model, String who) {
    if (model.contract().activation().isEmpty() && of(model.flat()) == LINEAR) {
      throw new ThoraxException(
          "%s ends in a layer without activation, so its outputs are logits or scores and no probabilities; give --activation sigmoid (each class for itself), softmax (one of all) or none (scores as they are)."
              .formatted(who));
    }
  }

  /**
   * Checks that a classifier gives probabilities, as far as its layers tell.
   *
   * @param who begins the message, e.g. {@code The model}
   * @throws ThoraxException when it gives logits or scores
   */
  public static void requireProbabilities(Model model, String who) {
    if (model.contract().activation().filter(OutputActivation.NONE::equals).isPresent()) {
      throw new ThoraxException(
          "%s gives scores (activation none), expected probabilities here; give --activation sigmoid or softmax."
              .formatted(who));
    }
    requireKnown(model, who);
  }
}
