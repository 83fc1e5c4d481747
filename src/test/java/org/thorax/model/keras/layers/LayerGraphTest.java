package org.thorax.model.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.thorax.ThoraxException;

class LayerGraphTest {
  private static final InputLayer IMAGES = new InputLayer(Shape.of(UNKNOWN_SIZE, 8, 8, 3));

  @ParameterizedTest
  @CsvSource({
    "Conv2D, conv2d",
    "SeparableConv2D, separable_conv2d",
    "DepthwiseConv2D, depthwise_conv2d",
    "BatchNormalization, batch_normalization",
    "GlobalAveragePooling2D, global_average_pooling2d",
    "CustomScaleLayer, custom_scale_layer",
    "ReLU, re_lu",
    "Dense, dense"
  })
  void automaticNamesAreKerasSnakeCase(String className, String name) {
    assertThat(LayerNames.snakeCase(className)).isEqualTo(name);
  }

  @Test
  void layersComeInKerasOrderHoweverTheyAreGiven() {
    LayerGraph graph = branching();
    // Depth counts from the output; equals are ordered by a walk from the output.
    assertThat(graph.layers().stream().map(Layer::name))
        .containsExactly("in", "long_1", "long_2", "short", "long_3", "add", "out");
    for (int seed = 0; seed < 20; seed++) {
      List<Layer> shuffled = new ArrayList<>(graph.layers());
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(new LayerGraph("branching", shuffled, graph.inputs(), graph.outputs()))
          .isEqualTo(graph);
    }
  }

  @Test
  void layersThatReachNoOutputAreLeftOut() {
    List<Layer> layers = new ArrayList<>(branching().layers());
    layers.add(new Layer("aside", Activation.RELU, List.of("in"), true));

    assertThat(new LayerGraph("branching", layers, List.of("in"), List.of("out")))
        .isEqualTo(branching());
  }

  @Test
  void anInputThatReachesNoOutputIsKeptAtDepthZero() {
    List<Layer> layers = new ArrayList<>(branching().layers());
    layers.add(0, new Layer("unused", IMAGES, List.of(), true));

    LayerGraph graph = new LayerGraph("branching", layers, List.of("unused", "in"), List.of("out"));

    assertThat(graph.layers().stream().map(Layer::name)).endsWith("add", "unused", "out");
  }

  @Test
  void aFrozenModelHasNoTrainableWeights() {
    LayerGraph frozen = branching().frozen();

    assertThat(frozen.weights()).isNotEmpty().noneMatch(WeightSpec::trainable);
    assertThat(frozen.weights().stream().map(WeightSpec::name))
        .isEqualTo(branching().weights().stream().map(WeightSpec::name).toList());
  }

  @Test
  void layersAddedToAFrozenModelAreTrainable() {
    LayerGraphBuilder model = new LayerGraphBuilder(branching().frozen());
    KerasTensor x = model.apply(Conv2D.of(2, 1), model.tensor("out"));
    x = model.apply(BatchNormalization.ofDefaults(), x);
    LayerGraph graph = model.build("more", x);

    assertThat(graph.weights().stream().filter(WeightSpec::trainable).map(WeightSpec::name))
        .containsExactly(
            "conv2d/kernel",
            "conv2d/bias",
            "batch_normalization/gamma",
            "batch_normalization/beta");
    try (Graph tensorFlow = new Graph()) {
      assertThat(TensorFlowEmitter.emit(graph, tensorFlow).batchNormalizations())
          .extracting(EmittedGraph.BatchNormalizationNode::trainable)
          .containsExactly(true);
    }
  }

  @Test
  void aWeightCarriesItsRegularizer() {
    Regularizer decay = new Regularizer(0, 1e-4);
    Dense dense =
        new Dense(2, new WeightOptions(Initializer.HE_NORMAL, decay), BiasAndActivation.LINEAR);

    assertThat(dense.weights(List.of(Shape.of(UNKNOWN_SIZE, 3))))
        .containsExactly(
            new WeightSpec("kernel", Shape.of(3, 2), true, Initializer.HE_NORMAL, decay),
            new WeightSpec("bias", Shape.of(2), true, Initializer.ZEROS, Regularizer.NONE));
  }

  @Test
  void automaticNamesCountOnAfterThoseOfAModel() {
    LayerGraphBuilder first = new LayerGraphBuilder();
    KerasTensor x = first.input(8, 8, 3);
    x = first.apply(Conv2D.of(2, 1), first.apply(Conv2D.of(2, 1), x));
    LayerGraphBuilder second = new LayerGraphBuilder(first.build("first", x));

    assertThat(second.apply(Conv2D.of(2, 1), second.tensor("conv2d_1")).layer())
        .isEqualTo("conv2d_2");
    assertThat(second.input(8, 8, 3).layer()).isEqualTo("input_2");
  }

  @Test
  void aLayerThatCannotTakeItsInputIsNamed() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    KerasTensor x = model.input(8, 8, 3);

    KerasTensor vector = model.apply(new GlobalAveragePooling2D(), x);
    assertThatThrownBy(() -> model.apply("pool", MaxPooling2D.of(2, 2), vector))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll(
            "'pool' (MaxPooling2D)", "(batch, height, width, channels)", "[-1, 3]");
    assertThatThrownBy(() -> model.apply("wide", Conv2D.of(2, 9), x))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("'wide' (Conv2D)", "window of 9", "input of 8");
    assertThatThrownBy(() -> model.apply("sum", new Add(), x, model.apply(Conv2D.of(2, 1), x)))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("'sum' (Add)", "same shape");
  }

  @Test
  void aMissingLayerIsNamedWithTheLayerThatWantsIt() {
    List<Layer> layers =
        List.of(
            new Layer("in", IMAGES, List.of(), true),
            new Layer("out", Activation.RELU, List.of("gone"), true));

    assertThatThrownBy(() -> new LayerGraph("broken", layers, List.of("in"), List.of("out")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("'gone'", "'out'");
  }

  @Test
  void aCycleIsAnError() {
    List<Layer> layers =
        List.of(
            new Layer("in", IMAGES, List.of(), true),
            new Layer("a", new Add(), List.of("in", "b"), true),
            new Layer("b", Activation.RELU, List.of("a"), true));

    assertThatThrownBy(() -> new LayerGraph("broken", layers, List.of("in"), List.of("b")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("cycle");
  }

  @Test
  void twoLayersOfOneNameAreAnError() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    KerasTensor x = model.apply("twice", Conv2D.of(2, 1), model.input(8, 8, 3));

    assertThatThrownBy(() -> model.apply("twice", Activation.RELU, x))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("'twice'");
  }

  @Test
  void aModelsNameNeedNotBeATensorFlowScope() {
    try (Graph graph = new Graph()) {
      LayerGraph named =
          new LayerGraph("_my model: 1", branching().layers(), List.of("in"), List.of("out"));

      assertThat(TensorFlowEmitter.emit(named, graph).output().op().name())
          .isEqualTo("model_my_model__1/out/Relu");
    }
  }

  private static LayerGraph branching() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    KerasTensor input = model.apply("in", IMAGES);
    KerasTensor x = model.apply("long_1", Conv2D.of(4, 1), input);
    x = model.apply("long_2", Activation.RELU, x);
    x = model.apply("long_3", Activation.RELU, x);
    x = model.apply("add", new Add(), model.apply("short", Conv2D.of(4, 1), input), x);
    return model.build("branching", model.apply("out", Activation.RELU, x));
  }
}
