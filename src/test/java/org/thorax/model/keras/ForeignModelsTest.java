package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.ThoraxException;
import org.thorax.data.image.ImageDecoder;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.oracle.ForeignModels;

@Tag("oracle")
class ForeignModelsTest {
  @TempDir private Path work;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "condition",
        "condition_of_five",
        "nested",
        "mapped",
        "loop",
        "bounded_by_a_variable",
        "loop_in_condition",
        "network_in_branch",
        "after_network",
        "called",
        "cases",
        "vectorized",
        "center_crop",
        "tf1",
        "tf1_resource",
        "tf1_grey",
        "tf1_normalized",
        "tf1_learning_phase",
        "tf1_named",
        "tf1_several",
        "frozen_graph",
        "channels_first",
        "channels_first.h5",
        "grey_channels_first",
        "grey_channels_first.h5",
        "without_channels",
        "without_channels.h5"
      })
  void itAnswersAsInPythonAlsoWhenItIsWrittenAnew(String name) {
    float[] wanted = ForeignModels.outputs(name.replace(".h5", ""));
    Path written = work.resolve("written");
    try (Model model = ModelReader.open(ForeignModels.file(name));
        Network network = network(model)) {
      assertThat(answer(network)).containsExactly(wanted, within(1e-6f));
      SavedModelWriter.write(network, model.contract().withScaling(Scaling.TF), written);
    }
    try (Model model = ModelReader.open(written);
        Network network = network(model)) {
      assertThat(answer(network)).containsExactly(wanted, within(1e-6f));
    }
    TrialRun.of(written);
  }

  @ParameterizedTest
  @CsvSource({
    "keras2.json, keras2-legacy.h5, keras2",
    "keras2.json, keras2.weights.h5, keras2",
    "quoted.json, keras2-legacy.h5, keras2",
    "keras3.json, keras3.weights.h5, keras3"
  })
  void anArchitectureIsReadWithItsWeights(String json, String weights, String name) {
    Path file = ForeignModels.file(json);
    try (Model model = ModelReader.open(file, Optional.of(ForeignModels.file(weights)));
        Network network = network(model)) {
      assertThat(answer(network)).containsExactly(ForeignModels.outputs(name), within(1e-6f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "condition_of_five, If, cond",
    "mapped, While, map",
    "loop, While, while",
    "cases, Case, switch_case",
    "after_network, StatelessWhile, map",
    "network_in_branch, If, cond"
  })
  void aConditionOnTheGradientsWayIsNamed(String name, String op, String layer) {
    Path file = ForeignModels.file(name);
    assertThatThrownBy(() -> ModelReader.openForTraining(file))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining(op + " in layer " + layer);
    try (Model model = ModelReader.openForImport(file)) {
      assertThat(model.remarks()).anyMatch(remark -> remark.contains(op + " in layer " + layer));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"condition", "center_crop", "vectorized", "tf1", "tf1_normalized"})
  void whatLiesBeforeAllVariablesDoesNotKeepAModelFromTraining(String name) {
    try (Model model = ModelReader.openForTraining(ForeignModels.file(name))) {
      assertThat(model.flat().variables()).anyMatch(Variable::trainable);
    }
  }

  @Test
  void batchNormsOfTensorFlow1AreFoundAndTheirStatisticsAreNotTrained() {
    for (String name : new String[] {"tf1_normalized", "tf1_learning_phase"}) {
      try (Model model = ModelReader.open(ForeignModels.file(name))) {
        assertThat(model.flat().inTraining().batchNorms()).hasSize(1);
        assertThat(model.flat().variables().stream().filter(each -> !each.trainable()))
            .extracting(Variable::name)
            .containsExactly("bn/moving_mean", "bn/moving_variance");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2_channels", "4_channels", "5_channels"})
  void otherNumbersOfChannelsAreRefusedAlike(String name) {
    for (String ending : new String[] {"", ".h5"}) {
      assertThatThrownBy(() -> ModelReader.open(ForeignModels.file(name + ending)))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("Expected an image input (batch, height, width, 1 or 3 channels)")
          .hasMessageContaining("32, 32, " + name.charAt(0));
    }
  }

  @Test
  void layersWithChannelsFirstAreRefused() {
    assertThatThrownBy(() -> ModelReader.open(ForeignModels.file("layers_channels_first.h5")))
        .isInstanceOf(ThoraxException.class)
        .hasMessageContaining("channels_first")
        .hasMessageContaining("build the model with channels last");
  }

  private static Network network(Model model) {
    return Network.forInference(model.flat(), Scaling.TF, model.weights(), Device.CPU);
  }

  private static float[] answer(Network network) {
    return network.predict(ImageDecoder.decode(ForeignModels.film()).pixels(), 1, 32, 32);
  }
}
