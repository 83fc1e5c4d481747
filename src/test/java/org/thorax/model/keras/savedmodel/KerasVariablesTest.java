package org.thorax.model.keras.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

class KerasVariablesTest {
  @Test
  void theSecondCopyOfAVariableHasTheFirstsName() {
    assertThat(names(List.of("conv/kernel", "conv/kernel_1"), List.of("conv/kernel_1")))
        .containsExactly("conv/kernel");
  }

  @Test
  void variablesThatShareANameKeepTheirHandles() {
    List<String> handles = List.of("mine/kernel", "mine/kernel_1", "mine/kernel_2");
    assertThat(names(handles, List.of("mine/kernel_1", "mine/kernel_2")))
        .containsExactly("mine/kernel_1", "mine/kernel_2");
  }

  private static List<String> names(List<String> handles, List<String> used) {
    GraphDef.Builder graph = GraphDef.newBuilder();
    handles.forEach(name -> graph.addNode(NodeDef.newBuilder().setName(name).setOp("VarHandleOp")));
    var variables = new KerasVariables(MetaGraphDef.newBuilder().setGraphDef(graph).build(), "x");
    return List.copyOf(variables.names(new LinkedHashSet<>(used)).values());
  }
}
