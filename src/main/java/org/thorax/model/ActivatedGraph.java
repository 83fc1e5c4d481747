package org.thorax.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** A classifier's graph with a sigmoid or softmax added after its last layer. */
public final class ActivatedGraph {
  /** Name of the node, and of the Keras layer. */
  public static final String NAME = "output_activation";

  private ActivatedGraph() {}

  /** The graph with that activation; {@link OutputActivation#NONE} leaves it unchanged. */
  public static FlatGraph with(FlatGraph flat, OutputActivation activation) {
    if (activation == OutputActivation.NONE) {
      return flat;
    }
    NodeDef node =
        NodeDefs.of(activation.op(), NAME, flat.output().tensor())
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .build();
    return flat.extended(
        List.of(node), List.of(), NAME, flat.output().rank(), flat.output().size());
  }

  /** The graph before the activation, if it has one. */
  public static FlatGraph without(FlatGraph flat) {
    Optional<NodeDef> own = flat.node(NAME).filter(node -> flat.output().tensor().equals(NAME));
    if (own.isEmpty()) {
      return flat;
    }
    List<NodeDef> nodes = new ArrayList<>(flat.nodes());
    nodes.remove(own.get());
    return new FlatGraph(
        flat.name(),
        new FlatGraph.Body(nodes, flat.body().functions()),
        flat.input(),
        flat.output().replaced(own.get().getInput(0), flat.output().rank(), flat.output().size()),
        flat.variables(),
        flat.inTraining());
  }
}
