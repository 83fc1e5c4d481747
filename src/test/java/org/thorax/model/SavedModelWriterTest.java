package org.thorax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.data.loader.Batch;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.KerasTraining;
import org.thorax.oracle.Oracle;
import org.thorax.training.TrainingStep;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Sgd;

/** What was trained opens in Python, and again here. */
class SavedModelWriterTest {
  private static final List<String> CLASSES = List.of("Pneumonia", "No Finding");

  @TempDir Path folder;

  @Tag("oracle")
  @Tag("shared")
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"small", "DenseNet121"})
  void aTrainedModelOpensInPythonAndHereAndTrainsOn(String name) throws IOException {
    KerasTraining keras = KerasTraining.of(name);
    List<Batch> batches = keras.batches();
    Path path = folder.resolve("model");
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model)) {
      TrainingStep step = sgd(network);
      step.train(batches.get(0), 0.01f);
      step.train(batches.get(1), 0.01f);
      SavedModelWriter.write(network, contract(model), path);
      sameInPython(network, keras, path);
      sameHere(network, step, batches, path);
    }
  }

  private void sameInPython(Network network, KerasTraining keras, Path path) throws IOException {
    Batch batch = keras.batches().get(0);
    float[] here = network.predict(batch.pixels(), batch.size(), batch.height(), batch.width());
    Oracle.run(
        "open_saved_model.py",
        path,
        keras.pixels(),
        batch.width(),
        network.scaling().token(),
        folder);
    for (String opener : List.of("saved_model", "layer")) {
      for (String signature : List.of("serving_default", "serve_bytes")) {
        float[] there = KerasModel.floats(folder.resolve(opener + "-" + signature + ".f32"));
        assertThat(there).as(opener + " " + signature).containsExactly(here, within(1e-6f));
      }
    }
    Map<Variable, float[]> values = network.values(network.flat().variables());
    assertThat(Files.readAllLines(folder.resolve("variables.txt")))
        .containsExactlyElementsOf(
            values.keySet().stream().map(variable -> variable.name() + ":0").toList());
    assertThat(FloatBuffer.wrap(KerasModel.floats(folder.resolve("variables.f32"))))
        .isEqualTo(endToEnd(values));
    assertThat(Files.readAllLines(path.resolve("assets.extra/labels.txt")))
        .containsExactlyElementsOf(CLASSES);
  }

  private static void sameHere(Network network, TrainingStep step, List<Batch> batches, Path path) {
    try (Model reopened = SavedModelReader.open(path);
        Network again = network(reopened)) {
      sameFacts(network.flat(), reopened.flat());
      assertThat(reopened.contract().classNames()).containsExactlyElementsOf(CLASSES);
      assertThat(reopened.contract().scaling()).contains(network.scaling());
      assertThat(reopened.remarks()).isEmpty();
      TrainingStep further = sgd(again);
      for (int i = 2; i < 4; i++) {
        float expected = step.train(batches.get(i), 0.01f).loss();
        assertThat(further.train(batches.get(i), 0.01f).loss()).isEqualTo(expected);
      }
      assertThat(endToEnd(again.values(again.flat().variables())))
          .isEqualTo(endToEnd(network.values(network.flat().variables())));
    }
  }

  @Test
  void momentumAndDropoutSurvive() {
    Path path = folder.resolve("model");
    try (Model model = SavedModelReader.open(KerasModel.recorded("keras2", "small").savedModel());
        Network network = network(model)) {
      assertThat(model.flat().inTraining().dropouts())
          .extracting(DropoutNode::rate)
          .containsExactly(0.3);
      SavedModelWriter.write(network, contract(model), path);
      try (Model reopened = SavedModelReader.open(path)) {
        sameFacts(model.flat(), reopened.flat());
      }
    }
  }

  private static void sameFacts(FlatGraph expected, FlatGraph found) {
    assertThat(found.name()).isEqualTo(expected.name());
    assertThat(found.variables()).containsExactlyElementsOf(expected.variables());
    assertThat(found.inTraining().batchNorms())
        .containsExactlyInAnyOrderElementsOf(expected.inTraining().batchNorms());
    assertThat(found.inTraining().dropouts())
        .containsExactlyElementsOf(expected.inTraining().dropouts());
    assertThat(found.output().features()).isEqualTo(expected.output().features());
    assertThat(found.logits()).isEqualTo(expected.logits());
    assertThat(found.backboneVariables()).isEqualTo(expected.backboneVariables());
  }

  private static Network network(Model model) {
    Scaling scaling = model.contract().scaling().orElse(Scaling.NONE);
    return Network.forTraining(model.flat(), scaling, model.weights(), Device.CPU, Set.of(), 7);
  }

  private static TrainingStep sgd(Network network) {
    return new TrainingStep(network, new BinaryCrossentropy(), new Sgd());
  }

  private static ModelContract contract(Model model) {
    Scaling scaling = model.contract().scaling().orElse(Scaling.NONE);
    return model.contract().withScaling(scaling).withClassNames(CLASSES);
  }

  private static FloatBuffer endToEnd(Map<Variable, float[]> values) {
    FloatBuffer all =
        FloatBuffer.allocate(values.values().stream().mapToInt(each -> each.length).sum());
    values.values().forEach(all::put);
    return all.flip();
  }
}
