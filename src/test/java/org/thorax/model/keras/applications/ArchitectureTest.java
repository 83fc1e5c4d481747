package org.thorax.model.keras.applications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Graph;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.KerasModel;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.TensorFlowEmitter;
import org.thorax.model.keras.layers.WeightSpec;
import org.thorax.oracle.Oracle;

@Tag("oracle")
class ArchitectureTest {
  /** All of which TensorFlow has C++ gradients. */
  private static final Set<String> PLAIN =
      Set.of(
          "Placeholder",
          "Const",
          "VarHandleOp",
          "ReadVariableOp",
          "Pad",
          "Conv2D",
          "DepthwiseConv2dNative",
          "BiasAdd",
          "FusedBatchNormV3",
          "Relu",
          "MaxPool",
          "AvgPool",
          "ConcatV2",
          "AddV2",
          "Mul");

  @TempDir static Path folder;

  @BeforeAll
  static void runKeras() {
    Stream<Object> models = Arrays.stream(Architecture.values()).map(Architecture::kerasName);
    Oracle.run("keras_layers.py", Stream.concat(Stream.of(folder, "Classifier"), models).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void aBackboneHasKerasLayersWeightsShapesAndOrder(Architecture architecture) {
    keras(architecture).assertSameStructure(architecture.backbone());
  }

  @ParameterizedTest
  @EnumSource
  void aBackboneComputesKerasFeaturesFromKerasWeights(Architecture architecture) {
    keras(architecture).assertSameValues(architecture.backbone(), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(names = {"DENSENET121", "XCEPTION"})
  void nodesAreNamedAsTfKerasNamesThem(Architecture architecture) {
    keras(architecture).assertSameNodes(architecture.backbone());
  }

  @ParameterizedTest
  @EnumSource(names = {"INCEPTIONV3", "XCEPTION"})
  void initialWeightsFillKerasRange(Architecture architecture) {
    keras(architecture).assertSameInitialRange(architecture.backbone());
  }

  @ParameterizedTest
  @EnumSource
  void aBackboneIsPlainNodesAndEachVariableIsReadOnce(Architecture architecture) {
    try (Graph graph = new Graph()) {
      LayerGraph backbone = architecture.backbone();
      TensorFlowEmitter.emit(backbone, graph);
      GraphDef definition = graph.toGraphDef();

      assertThat(definition.getNodeList().stream().map(NodeDef::getOp).distinct())
          .isSubsetOf(PLAIN);
      assertThat(definition.getLibrary().getFunctionCount()).isZero();
      List<NodeDef> reads = ofType(definition, "ReadVariableOp");
      assertThat(ofType(definition, "VarHandleOp"))
          .allMatch(node -> shared(node).equals(node.getName()))
          .extracting(NodeDef::getName)
          .containsExactlyElementsOf(backbone.weights().stream().map(WeightSpec::name).toList())
          .containsExactlyElementsOf(reads.stream().map(read -> read.getInput(0)).toList());
      assertThat(reads)
          .allMatch(read -> read.getName().equals(read.getInput(0) + "/Read/ReadVariableOp"));
    }
  }

  @Test
  void theHeadOnABackboneIsKerasClassifier() {
    LayerGraph classifier =
        ClassificationHead.on(Architecture.DENSENET121.backbone(), "classifier", 12);

    assertThat(classifier.parameters()).isEqualTo(8_099_404);
    KerasModel keras = KerasModel.read(folder, "Classifier");
    keras.assertSameStructure(classifier);
    keras.assertSameValues(classifier, 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void anArchitectureIsFoundByItsKerasName(Architecture architecture) {
    assertThat(Architecture.named(architecture.kerasName())).isEqualTo(architecture);
  }

  @Test
  void anUnknownArchitectureIsAnErrorThatListsTheKnown() {
    assertThatThrownBy(() -> Architecture.named("VGG16"))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("VGG16", "DenseNet121", "InceptionResNetV2");
  }

  private static List<NodeDef> ofType(GraphDef definition, String type) {
    return definition.getNodeList().stream().filter(node -> node.getOp().equals(type)).toList();
  }

  private static String shared(NodeDef node) {
    return node.getAttrOrThrow("shared_name").getS().toStringUtf8();
  }

  private static KerasModel keras(Architecture architecture) {
    return KerasModel.read(folder, architecture.kerasName());
  }
}
