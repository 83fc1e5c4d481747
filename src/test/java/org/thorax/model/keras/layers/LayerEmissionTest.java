package org.thorax.model.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.thorax.oracle.Oracle;

@Tag("oracle")
class LayerEmissionTest {
  @TempDir static Path folder;

  @BeforeAll
  static void runKeras() {
    Oracle.run("keras_layers.py", folder, "EveryKind", "OtherNodes");
  }

  @Test
  void everyLayerKindHasKerasNamesShapesAndOrder() {
    KerasModel.read(folder, "EveryKind").assertSameStructure(everyKind());
    KerasModel.read(folder, "OtherNodes").assertSameStructure(otherNodes());
  }

  @Test
  void nodesAreNamedAsTfKerasNamesThem() {
    KerasModel.read(folder, "EveryKind").assertSameNodes(everyKind());
  }

  @Test
  void everyLayerKindComputesKerasOutputAndGradients() {
    KerasModel.read(folder, "EveryKind").assertSameValues(everyKind(), 1e-5);
    KerasModel.read(folder, "OtherNodes").assertSameValues(otherNodes(), 1e-5);
  }

  @Test
  void batchNormalizationsAndDropoutsAreReported() {
    try (Graph graph = new Graph()) {
      EmittedGraph emitted = TensorFlowEmitter.emit(everyKind(), graph);

      assertThat(emitted.batchNormalizations())
          .containsExactly(
              new EmittedGraph.BatchNormalizationNode(
                  "batch_normalization",
                  "every_kind/batch_normalization/FusedBatchNormV3",
                  new EmittedGraph.BatchNormalizationNode.Moving(
                      "batch_normalization/moving_mean", "batch_normalization/moving_variance"),
                  0.9,
                  true,
                  false),
              new EmittedGraph.BatchNormalizationNode(
                  "batch_normalization_1",
                  "every_kind/batch_normalization_1/FusedBatchNormV3",
                  new EmittedGraph.BatchNormalizationNode.Moving(
                      "batch_normalization_1/moving_mean", "batch_normalization_1/moving_variance"),
                  0.99,
                  true,
                  false));
      assertThat(emitted.dropouts())
          .containsExactly(
              new EmittedGraph.DropoutNode("dropout", "every_kind/dropout/Identity", 0.3, false));
      assertThat(emitted.layerOutputs().get("pools/joined").op().name())
          .isEqualTo("every_kind/pools/joined/concat");
    }
  }

  private static LayerGraph everyKind() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    KerasTensor image = model.input(UNKNOWN_SIZE, UNKNOWN_SIZE, 6);
    KerasTensor x = model.apply(new ZeroPadding2D(1, 3, 2, 4), image);
    x =
        model.apply(
            new Conv2D(
                8,
                SlidingWindow.of(new HeightWidth(3, 5), new HeightWidth(2, 1))
                    .padding(Padding.SAME),
                1,
                WeightOptions.GLOROT_UNIFORM,
                BiasAndActivation.of(ActivationFunction.RELU)),
            x);
    SlidingWindow square =
        SlidingWindow.of(HeightWidth.of(3), HeightWidth.ONE).padding(Padding.SAME);
    KerasTensor y =
        model.apply(
            new SeparableConv2D(
                8,
                square,
                2,
                WeightOptions.GLOROT_UNIFORM,
                WeightOptions.GLOROT_UNIFORM,
                BiasAndActivation.of(ActivationFunction.ELU)),
            x);
    KerasTensor z =
        model.apply(
            new DepthwiseConv2D(
                square,
                1,
                WeightOptions.GLOROT_UNIFORM,
                BiasAndActivation.of(ActivationFunction.TANH)),
            x);
    z = model.apply(new BatchNormalization(-1, 0.9, 0.001, false, true), z);
    x = model.apply(new Add(), x, y, z);
    x = model.apply(new BatchNormalization(3, 0.99, 1e-5, false, false), x);
    SlidingWindow window =
        SlidingWindow.of(new HeightWidth(3, 2), new HeightWidth(2, 3)).padding(Padding.SAME);
    KerasTensor a = model.apply(new MaxPooling2D(window), x);
    KerasTensor b = model.apply(new AveragePooling2D(window), x);
    a = model.apply(new CustomScaleLayer(0.3), a, b);
    x = model.apply(new Concatenate(-1), a, b);
    KerasTensor mean = model.apply(new GlobalAveragePooling2D(), x);
    KerasTensor largest = model.apply(new GlobalMaxPooling2D(), x);
    x = model.apply("pools/joined", new Concatenate(-1), mean, largest);
    x = model.apply(new Dropout(0.3), x);
    x = model.apply(Dense.of(7, ActivationFunction.SIGMOID), x);
    x = model.apply(new Flatten(), x);
    for (String name :
        new String[] {"elu", "selu", "softplus", "exponential", "relu6", "softmax"}) {
      x = model.apply(new Activation(ActivationFunction.named(name)), x);
    }
    Dense last = new Dense(4, WeightOptions.GLOROT_UNIFORM, BiasAndActivation.LINEAR.withoutBias());
    return model.build("every_kind", model.apply(last, x));
  }

  private static LayerGraph otherNodes() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    Conv2D dilated = Conv2D.of(6, 3).dilationRate(2);
    KerasTensor x = model.input(9, 11, 4);
    x = model.apply(dilated.padding(Padding.SAME).activation(ActivationFunction.SWISH), x);
    x =
        model.apply(
            new Conv2D(
                6,
                SlidingWindow.of(new HeightWidth(1, 3), HeightWidth.ONE)
                    .dilationRate(new HeightWidth(1, 3)),
                2,
                WeightOptions.GLOROT_UNIFORM,
                BiasAndActivation.LINEAR),
            x);
    x = model.apply(new Flatten(), x);
    x = model.apply(Dense.of(5, ActivationFunction.LINEAR), x);
    x = model.apply(BatchNormalization.ofDefaults(), x);
    x = model.apply(BatchNormalization.ofDefaults().withoutScale().epsilon(1e-7), x);
    return model.build("other_nodes", model.apply(new Activation(ActivationFunction.SWISH), x));
  }
}
