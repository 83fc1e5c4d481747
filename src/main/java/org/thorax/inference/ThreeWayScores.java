package org.thorax.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.data.ThreeWayLabels;
import org.thorax.model.Model;
import org.thorax.model.NodeDefs;

/**
 * Converts a model with three outputs per class (U-MultiClass, Irvin et al. 2019) to one score per
 * class: p(positive) / (p(positive) + p(negative)), computed in the graph; 0.5 if both are 0.
 */
public final class ThreeWayScores {
  private static final String PREFIX = "three_way/";

  private ThreeWayScores() {}

  /** The model with one score per class; other models are returned unchanged. */
  public static Model of(Model model) {
    Optional<List<String>> classes = ThreeWayLabels.classes(model.contract().classNames());
    if (classes.isEmpty() || model.flat().output().rank() != 2) {
      return model;
    }
    List<String> names = classes.get();
    return new Model(
        model
            .flat()
            .extended(
                nodes(model.flat().output().tensor(), names.size()),
                List.of(),
                PREFIX + "scores",
                2,
                names.size()),
        model.contract().withClassNames(names),
        model.weights(),
        model.remarks());
  }

  private static List<NodeDef> nodes(String outputs, int classes) {
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(NodeDefs.constant(PREFIX + "shape", List.of(3L), -1, classes, 3));
    nodes.add(
        NodeDefs.of("Reshape", PREFIX + "ways", outputs, PREFIX + "shape")
            .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
            .putAttr("Tshape", NodeDefs.type(DataType.DT_INT32))
            .build());
    nodes.add(NodeDefs.constant(PREFIX + "axis", List.of(), 2));
    nodes.add(way(nodes, "positive", 0));
    nodes.add(way(nodes, "negative", 1));
    nodes.add(NodeDefs.floats("AddV2", PREFIX + "both", PREFIX + "positive", PREFIX + "negative"));
    nodes.add(NodeDefs.constant(PREFIX + "least", List.of(), Float.MIN_NORMAL));
    nodes.add(NodeDefs.floats("Maximum", PREFIX + "divisor", PREFIX + "both", PREFIX + "least"));
    nodes.add(
        NodeDefs.floats("RealDiv", PREFIX + "share", PREFIX + "positive", PREFIX + "divisor"));
    nodes.add(NodeDefs.constant(PREFIX + "zero", List.of(), 0f));
    nodes.add(NodeDefs.constant(PREFIX + "half", List.of(), 0.5f));
    nodes.add(NodeDefs.floats("Greater", PREFIX + "known", PREFIX + "both", PREFIX + "zero"));
    nodes.add(
        NodeDefs.floats(
            "SelectV2", PREFIX + "scores", PREFIX + "known", PREFIX + "share", PREFIX + "half"));
    return nodes;
  }

  private static NodeDef way(List<NodeDef> nodes, String name, int place) {
    nodes.add(NodeDefs.constant(PREFIX + name + "/place", List.of(), place));
    return NodeDefs.of(
            "GatherV2", PREFIX + name, PREFIX + "ways", PREFIX + name + "/place", PREFIX + "axis")
        .putAttr("Tparams", NodeDefs.type(DataType.DT_FLOAT))
        .putAttr("Tindices", NodeDefs.type(DataType.DT_INT32))
        .putAttr("Taxis", NodeDefs.type(DataType.DT_INT32))
        .build();
  }
}
