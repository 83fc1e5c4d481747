package org.thorax.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.NodeDef;

/**
 * A network as plain TensorFlow nodes in inference mode: no calls, no control edges, batch
 * normalisation fused. A node reads a variable through {@link Variable#read()}; the handles
 * themselves are not among the nodes.
 *
 * @param name the Keras model's name, e.g. {@code densenet121}
 * @param body its nodes; the input is a Placeholder among them
 * @param input the images
 * @param output what becomes of them
 * @param variables in Keras' order
 * @param inTraining the layers that compute something else in training
 */
public record FlatGraph(
    String name,
    Body body,
    Input input,
    Output output,
    List<Variable> variables,
    TrainingLayers inTraining) {
  /** Copies the variables. */
  public FlatGraph {
    variables = List.copyOf(variables);
  }

  /**
   * Nodes and what they name.
   *
   * @param nodes in topological order
   * @param functions the branches and loops that nodes name
   */
  public record Body(List<NodeDef> nodes, FunctionLibrary functions) {
    /** Copies the nodes. */
    public Body {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * The images that a network takes.
   *
   * @param name of the Placeholder, float32 of shape (batch, height, width, channels)
   * @param height in pixels, -1 when free
   * @param width in pixels, -1 when free
   * @param channels 1 or 3 for images
   */
  public record Input(String name, int height, int width, int channels) {
    /** Checks the channels. */
    public Input {
      if (channels < 1) {
        throw new IllegalArgumentException("an input has channels, found " + channels);
      }
    }
  }

  /**
   * What a network gives.
   *
   * @param tensor its name with its index unless that is 0
   * @param rank 2 for (batch, classes or features), 4 for feature maps
   * @param size number of classes, features or channels: the size of the last axis
   * @param features the last feature map (batch, height, width, channels), the output itself when
   *     its rank is 4; none for a network without feature maps
   */
  public record Output(String tensor, int rank, int size, Optional<String> features) {
    /** Checks the rank. */
    public Output {
      if (rank != 2 && rank != 4) {
        throw new IllegalArgumentException(
            "an output is a vector or a feature map, found rank " + rank);
      }
    }

    /** Another tensor from the same feature map. */
    public Output replaced(String newTensor, int newRank, int newSize) {
      return new Output(newTensor, newRank, newSize, features);
    }
  }

  /** The nodes, in topological order. */
  public List<NodeDef> nodes() {
    return body.nodes;
  }

  /** The node of that name. */
  public Optional<NodeDef> node(String wanted) {
    return body.nodes.stream().filter(node -> node.getName().equals(wanted)).findFirst();
  }

  /** The input of the final activation if the output is a Sigmoid. */
  public Optional<String> logits() {
    return node(producer(output.tensor))
        .flatMap(this::pastIdentities)
        .filter(node -> node.getOp().equals("Sigmoid"))
        .map(node -> node.getInput(0));
  }

  /** The variables that the feature map depends on: all except the head's. */
  public Set<String> backboneVariables() {
    Map<String, NodeDef> byName =
        body.nodes.stream().collect(Collectors.toMap(NodeDef::getName, Function.identity()));
    Map<String, String> reads =
        variables.stream().collect(Collectors.toMap(Variable::read, Variable::name));
    Set<String> found = new HashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    output.features.map(FlatGraph::producer).ifPresent(open::push);
    while (!open.isEmpty()) {
      String name = open.pop();
      if (!seen.add(name)) {
        continue;
      }
      if (reads.containsKey(name)) {
        found.add(reads.get(name));
      } else {
        byName.get(name).getInputList().forEach(tensor -> open.push(producer(tensor)));
      }
    }
    return found;
  }

  /** The names of all variables. */
  public Set<String> variableNames() {
    return variables.stream().map(Variable::name).collect(Collectors.toSet());
  }

  /** A copy with additional nodes and variables at the end, and another output. */
  public FlatGraph extended(
      List<NodeDef> moreNodes,
      List<Variable> moreVariables,
      String newOutput,
      int newRank,
      int newOutputs) {
    return new FlatGraph(
        name,
        new Body(Stream.concat(body.nodes.stream(), moreNodes.stream()).toList(), body.functions),
        input,
        output.replaced(newOutput, newRank, newOutputs),
        Stream.concat(variables.stream(), moreVariables.stream()).toList(),
        inTraining);
  }

  /** Number of variables that are frozen in the model's file. */
  public long frozenVariables() {
    return variables.stream().filter(Variable::frozen).count();
  }

  /** A copy with nothing frozen; layers called with {@code training=False} still are. */
  public FlatGraph unfrozen() {
    return new FlatGraph(
        name,
        body,
        input,
        output,
        variables.stream().map(Variable::unfrozen).toList(),
        inTraining.unfrozen());
  }

  /** A copy for images of one size. */
  public FlatGraph sized(int newHeight, int newWidth) {
    Input sized = new Input(input.name, newHeight, newWidth, input.channels);
    return new FlatGraph(name, body, sized, output, variables, inTraining);
  }

  /** The node that makes a tensor: its name without {@code :index}. */
  public static String producer(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? tensor : tensor.substring(0, colon);
  }

  private Optional<NodeDef> pastIdentities(NodeDef start) {
    NodeDef node = start;
    while (node.getOp().equals("Identity")) {
      Optional<NodeDef> before = node(producer(node.getInput(0)));
      if (before.isEmpty()) {
        return Optional.empty();
      }
      node = before.get();
    }
    return Optional.of(node);
  }
}
