package org.thorax.model.keras.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.BatchNormalization;
import org.thorax.model.keras.layers.Initializer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;
import org.thorax.model.keras.layers.Regularizer;

class KerasConfigErrorTest {
  private static final String INPUT =
      "{'class_name':'InputLayer','name':'in','config':{'batch_input_shape':[null,8,8,3]}}";

  @Test
  void aLambdaIsAnErrorThatNamesItAndIsNotRun() {
    assertError(
            functional(
                layer("scale", "Lambda", "'function':['4wEAAAA=',null,null]", "in"), "scale"))
        .hasMessageContainingAll("Layer 'scale' (Lambda)", "Python code", "never run");
  }

  @Test
  void anUnknownLayerIsAnErrorThatNamesItAndTheWayOut() {
    assertError(functional(layer("mine", "Custom>Swoosh", "", "in"), "mine"))
        .hasMessageContainingAll("Layer 'mine' (Custom>Swoosh)", "model.export(DIR)");
  }

  @Test
  void anotherClassOfModelIsAnErrorThatNamesIt() {
    assertError("{'class_name':'MyModel','config':{}}").hasMessageContaining("MyModel");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Conv2D         | 'kernel_size':3                                            | filters",
        "Conv2D         | 'filters':4                                                | kernel_size",
        "Conv2D         | 'filters':4.5,'kernel_size':3                              | filters",
        "Conv2D         | 'filters':4,'kernel_size':3,'padding':'causal'             | causal",
        "Conv2D         | 'filters':4,'kernel_size':3,'data_format':'channels_first' | channels_first",
        "Conv2D         | 'filters':4,'kernel_size':3,'activation':'swoosh'          | swoosh",
        "Conv2D         | 'filters':4,'kernel_size':3,'dtype':'float16'              | float16",
        "Conv2D         | 'filters':4,'kernel_size':9                                | does not fit",
        "Conv2D         | 'filters':4,'kernel_size':3,'strides':2,'dilation_rate':2  | dilation",
        "Normalization  | 'axis':[0]                                                 | after the batch",
        "UpSampling2D   | 'interpolation':'bicubic'                                  | bicubic",
        "LayerNormalization | 'rms_scaling':true                                     | rms_scaling"
      })
  void aConfigThatCannotBeBuiltIsAnErrorThatNamesTheLayer(
      String className, String config, String found) {
    assertError(functional(layer("x", className, config, "in"), "x"))
        .hasMessageStartingWith("Layer 'x' (" + className + "): ")
        .hasMessageContaining(found);
  }

  @Test
  void aCycleIsAnError() {
    String layers = layer("a", "ReLU", "", "b") + "," + layer("b", "ReLU", "", "a");
    assertError(functional(layers, "b")).hasMessageContaining("cycle");
  }

  @Test
  void anInputThatIsNotThereIsAnError() {
    assertError(functional(layer("a", "ReLU", "", "ghost"), "a"))
        .hasMessageContainingAll("ghost", "layer 'a'");
    assertError(functional(layer("a", "ReLU", "", "in"), "ghost")).hasMessageContaining("ghost");
  }

  @Test
  void sharedWeightsAreAnErrorThatNamesTheLayer() {
    String twice =
        layer("conv", "Conv2D", "'filters':3,'kernel_size':1", "in")
            .replace("[[['in',0,0,{}]]]", "[[['in',0,0,{}]],[['conv',0,0,{}]]]");
    assertError(functional(twice, "conv"))
        .hasMessageContainingAll("'conv' (Conv2D)", "more than once");
  }

  @Test
  void aSharedModelIsAnErrorThatNamesIt() {
    String inner = config(layer("relu", "ReLU", "", "in"), "relu");
    String shared =
        "{'class_name':'Model','name':'inner','config':%s,'inbound_nodes':[[['in',0,0,{}]],[['inner',1,0,{}]]]}"
            .formatted(inner);
    assertError(functional(shared, "inner"))
        .hasMessageContainingAll("'inner' (Model)", "more than once");
  }

  @Test
  void aLongChainIsNoProblemForTheStack() {
    StringBuilder layers = new StringBuilder();
    String before = "in";
    for (int i = 0; i < 15_000; i++) {
      layers.append(i == 0 ? "" : ",").append(layer("r" + i, "ReLU", "", before));
      before = "r" + i;
    }
    assertThat(read(functional(layers.toString(), before)).graph().layers()).hasSize(15_001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{'class_name'", "[]", "{}", "{'class_name':'Model','config':{}}", "null", "''"})
  void whatIsNoModelIsAnError(String json) {
    assertError(json == null ? "" : json);
  }

  @Test
  void keras1IsAnError() {
    assertError("{'class_name':'Model','keras_version':'1.2.2','config':{}}")
        .hasMessageContaining("1.2.2");
  }

  @Test
  void oldSequentialConfigsAreListsOfLayers() {
    LayerGraph graph =
        read("{'class_name':'Sequential','config':[{'class_name':'Dense','config':{'name':'dense_1',"
                + "'batch_input_shape':[null,4],'units':2,'kernel_initializer':{'class_name':'VarianceScaling',"
                + "'config':{'scale':2.0,'mode':'fan_in','distribution':'normal'}},"
                + "'kernel_regularizer':{'class_name':'L1L2','config':{'l1':0.0,'l2':0.01}}}}]}")
            .graph();
    assertThat(graph.inputs()).containsExactly("dense_1_input");
    assertThat(graph.weights().get(0).initializer()).isEqualTo(Initializer.HE_NORMAL);
    assertThat(graph.weights().get(0).regularizer()).isEqualTo(new Regularizer(0, 0.01));
  }

  @Test
  void aBatchNormCalledWithTrainingFalseIsInInferenceModeAndTrainable() {
    String model =
        functional(layer("bn", "BatchNormalization", "", "in"), "bn")
            .replace("['in',0,0,{}]", "['in',0,0,{'training':false}]");
    assertThat(read(model).graph().layer("bn").trainable()).isTrue();
    assertThat(read(model).graph().layer("bn").inferenceMode()).isTrue();
    assertThat(read(model).notes()).isEmpty();
  }

  @Test
  void anInferenceCallThatKeras3WouldOverrideIsNoted() {
    String model =
        functional(layer("bn", "BatchNormalization", "", "in"), "bn")
            .replace("['in',0,0,{}]", "['in',0,0,{'training':false}]")
            .replaceFirst("\\{", "{'keras_version':'3.8.0',");
    assertThat(read(model).graph().layer("bn").inferenceMode()).isTrue();
    assertThat(read(model).notes())
        .singleElement()
        .asString()
        .contains("'bn' (BatchNormalization)", "training=False", "Keras 3's own fit");
  }

  @Test
  void aFrozenModelFreezesItsLayers() {
    String model =
        functional(layer("bn", "BatchNormalization", "", "in"), "bn")
            .replace("'input_layers'", "'trainable':false,'input_layers'");
    assertThat(read(model).graph().layer("bn").trainable()).isFalse();
    assertThat(read(model).graph().layer("bn").config()).isEqualTo(BatchNormalization.ofDefaults());
  }

  @Test
  void anActivationOfTheOtherKerasCannotBeWritten() {
    LayerGraphBuilder model = new LayerGraphBuilder();
    LayerGraph graph =
        model.build(
            "m",
            model.apply("gate", new Activation(ActivationFunction.HARD_SIGMOID), model.input(4)));
    assertThatThrownBy(() -> KerasConfigWriter.write(graph, KerasGeneration.KERAS_2))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContainingAll("'gate' (Activation)", "hard_sigmoid");
  }

  private static String layer(String name, String className, String config, String input) {
    return "{'class_name':'%s','name':'%s','config':{'name':'%s'%s},'inbound_nodes':[[['%s',0,0,{}]]]}"
        .formatted(className, name, name, config.isEmpty() ? "" : "," + config, input);
  }

  private static String functional(String layers, String output) {
    return "{'class_name':'Functional','config':" + config(layers, output) + "}";
  }

  private static String config(String layers, String output) {
    return "{'name':'m','layers':[%s,%s],'input_layers':[['in',0,0]],'output_layers':[['%s',0,0]]}"
        .formatted(INPUT, layers, output);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertError(String json) {
    return assertThatThrownBy(() -> read(json))
        .isInstanceOf(ThoraxException.class)
        .satisfies(error -> assertThat(List.of(error.getMessage().split("\n"))).hasSize(1));
  }

  private static KerasModelConfig read(String json) {
    return KerasConfigReader.read(json.replace('\'', '"'));
  }
}
