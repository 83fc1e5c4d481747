package org.thorax.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.NodeDefs;

/** The input of every learner on top of the members: their concatenated probabilities. */
final class MetaNodes {
  /** (batch, members x classes). */
  static final String SIDE_BY_SIDE = "ensemble/side_by_side";

  /** The constant 1: the axis of columns. */
  static final String AXIS = "ensemble/axis";

  private MetaNodes() {}

  static NodeDef axis() {
    return NodeDefs.constant(AXIS, List.of(), 1);
  }

  static NodeDef sideBySide(List<String> probabilities) {
    List<String> inputs = new ArrayList<>(probabilities);
    inputs.add(AXIS);
    return NodeDefs.of("ConcatV2", SIDE_BY_SIDE, inputs.toArray(String[]::new))
        .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
        .putAttr("Tidx", NodeDefs.type(DataType.DT_INT32))
        .putAttr("N", NodeDefs.count(probabilities.size()))
        .build();
  }
}
