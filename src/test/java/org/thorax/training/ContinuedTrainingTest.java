package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.data.loader.Batch;
import org.thorax.model.Compilation;
import org.thorax.model.KerasObject;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.OptimizerState;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Variable;
import org.thorax.model.keras.KerasExport;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.Difference;
import org.thorax.oracle.KerasTraining;
import org.thorax.oracle.OracleSession;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Adam;

/** Five steps of Adam in one system and five in the other are ten in Keras. */
@Tag("oracle")
@Tag("shared")
class ContinuedTrainingTest {
  private static final int HALF = KerasTraining.STEPS / 2;
  private static final float RATE = 1e-4f;

  private static OracleSession goingOn;

  @TempDir private Path work;

  @BeforeAll
  static void startKeras() {
    goingOn = KerasTraining.goingOn();
  }

  @AfterAll
  static void stop() {
    goingOn.close();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"small", "DenseNet121", "Xception"})
  void fiveStepsInKerasAndFiveMoreInThoraxAreTenInKeras(String name) {
    KerasTraining keras = KerasTraining.of(name);
    float[] expected = Arrays.copyOfRange(keras.run("adam").losses(), HALF, 2 * HALF);
    try (Model model = ModelReader.openForTraining(keras.savedHalfWay());
        Network network = TrainedSteps.network(model, Set.of())) {
      OptimizerState state = model.compilation().orElseThrow().optimizer();
      assertThat(state.iterations()).isEqualTo(HALF);
      assertThat(state.config().arguments())
          .containsAllEntriesOf(Adam.KERAS.config(RATE).arguments());
      assertThat(state.config().learningRate()).isEqualTo(RATE);
      TrainingStep step = adam(network, Optional.of(state));
      report(name + ": Keras, then Thorax", expected, losses(step, keras, HALF, 2 * HALF));
      assertThat(step.step()).isEqualTo(2 * HALF);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"small", "DenseNet121", "Xception"})
  void fiveStepsInThoraxAndFiveMoreInKerasAreTenInKeras(String name) {
    KerasTraining keras = KerasTraining.of(name);
    float[] ten = keras.run("adam").losses();
    Path h5 = work.resolve("thorax.h5");
    Path archive = work.resolve("thorax.keras");
    Path savedModel = work.resolve("thorax");
    try (Model model = ModelReader.openForTraining(keras.savedModel());
        Network network = TrainedSteps.network(model, Set.of())) {
      TrainingStep step = adam(network, Optional.empty());
      float[] first = losses(step, keras, 0, HALF);
      report(name + ": Thorax", Arrays.copyOf(ten, HALF), first);
      Optional<Compilation> compilation = Optional.of(compiled(step));
      Map<Variable, float[]> values = network.values(network.flat().variables());
      for (Path file : List.of(h5, archive)) {
        KerasExport.write(
            model.kerasConfig().orElseThrow(),
            network.flat().variables(),
            values::get,
            compilation,
            file == h5 ? KerasExport.Format.H5 : KerasExport.Format.KERAS,
            file);
      }
      SavedModelWriter.write(
          network, model.contract(), model.kerasConfig(), compilation, savedModel);
    }
    float[] second = Arrays.copyOfRange(ten, HALF, 2 * HALF);
    report(name + ": Thorax, then Keras", second, keras.lossesGoingOnFrom(h5, archive, goingOn));
    // Thorax' own folder carries the same.
    try (Model model = ModelReader.openForTraining(savedModel);
        Network network = TrainedSteps.network(model, Set.of())) {
      TrainingStep step = adam(network, model.compilation().map(Compilation::optimizer));
      report(name + ": Thorax, then Thorax", second, losses(step, keras, HALF, 2 * HALF));
    }
  }

  private static TrainingStep adam(Network network, Optional<OptimizerState> state) {
    return new TrainingStep(network, new BinaryCrossentropy(), Adam.KERAS, state);
  }

  private static Compilation compiled(TrainingStep step) {
    return new Compilation(
        step.optimizerState(RATE),
        Optional.of(KerasObject.named("binary_crossentropy")),
        List.of(KerasObject.named("binary_accuracy")));
  }

  private static float[] losses(TrainingStep step, KerasTraining keras, int first, int end) {
    List<Batch> batches = keras.batches();
    float[] losses = new float[end - first];
    for (int i = first; i < end; i++) {
      losses[i - first] = step.train(batches.get(i), RATE).loss();
    }
    return losses;
  }

  private static void report(String what, float[] expected, float[] found) {
    double largest = Arrays.stream(Difference.ofSeries(expected, found)).max().orElseThrow();
    System.out.printf("%s against ten in Keras: losses %.1e%n", what, largest);
    assertThat(largest).as(what).isLessThan(1e-5);
  }
}
