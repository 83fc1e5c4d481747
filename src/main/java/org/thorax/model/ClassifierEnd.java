package org.thorax.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** What the last ops of a classifier show about its outputs. */
public enum ClassifierEnd {
  /** The outputs come from a sigmoid or softmax, or a mean of these. */
  PROBABILITIES,
  /** The outputs come from a dense layer or convolution: they are logits, or scores. */
  LINEAR,
  /** The outputs are the image's pixels, moved or transformed: they are not probabilities. */
  PIXELS,
  /** Something else; only the values show whether they are probabilities. */
  OTHER;

  private static final Set<String> BOUNDED = Set.of("Sigmoid", "Softmax");
  private static final Set<String> WEIGHTED =
      Set.of("MatMul", "BatchMatMulV2", "Einsum", "Conv2D", "DepthwiseConv2dNative");
  private static final Set<String> PLACED =
      Set.of("Identity", "Reshape", "Squeeze", "ExpandDims", "Transpose", "Cast", "ConcatV2");
  private static final Set<String> COMPUTED =
      Set.of("BiasAdd", "Add", "AddV2", "AddN", "Sub", "Mul", "RealDiv", "Mean", "Max", "Maximum");
  private static final Set<String> CONSTANT = Set.of("Const", "ReadVariableOp", "VarHandleOp");

  /** The end of a network. */
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
      // A name without a node is a variable's value.
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
   * Checks that the meaning of a classifier's outputs is known.
   *
   * @param who begins the message, e.g. {@code The model}
   * @throws ThoraxException if they are logits or scores and nothing specifies which
   */
  public static void requireKnown(Model model, String who) {
    if (model.contract().activation().isEmpty() && of(model.flat()) == LINEAR) {
      throw new ConfigurationException(
          "activation",
          "%s ends in a layer without activation, so its outputs are logits or scores and no probabilities; give `activation` sigmoid (each class for itself), softmax (one of all) or none (scores as they are)."
              .formatted(who));
    }
  }

  /**
   * Checks that a classifier outputs probabilities, as far as its layers show.
   *
   * @param who begins the message, e.g. {@code The model}
   * @throws ThoraxException if it outputs logits or scores
   */
  public static void requireProbabilities(Model model, String who) {
    if (model.contract().activation().filter(OutputActivation.NONE::equals).isPresent()) {
      throw new ConfigurationException(
          "activation",
          "%s gives scores (activation none), expected probabilities here; give `activation` sigmoid or softmax."
              .formatted(who));
    }
    requireKnown(model, who);
  }
}
