package org.thorax.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

class FlatGraphTest {
  private static final FunctionLibrary BRANCHES =
      new FunctionLibrary(
          List.of(
              FunctionDef.newBuilder().setSignature(OpDef.newBuilder().setName("branch")).build()));

  @Test
  void everyChangedCopyKeepsTheFunctionsOfItsConditions() {
    FlatGraph flat =
        new FlatGraph(
            "conditional",
            new FlatGraph.Body(
                List.of(NodeDef.newBuilder().setName("images").setOp("Placeholder").build()),
                BRANCHES),
            new FlatGraph.Input("images", -1, -1, 1),
            new FlatGraph.Output("images", 2, 3, Optional.empty()),
            List.of(),
            TrainingLayers.NONE);
    FlatGraph activated = ActivatedGraph.with(flat, OutputActivation.SIGMOID);
    assertThat(activated.output().tensor()).isEqualTo(ActivatedGraph.NAME);
    assertThat(
            List.of(
                flat.unfrozen(),
                flat.sized(8, 8),
                activated,
                ActivatedGraph.without(activated),
                flat.extended(List.of(), List.of(), "images", 2, 3)))
        .extracting(each -> each.body().functions())
        .containsOnly(BRANCHES);
  }
}
