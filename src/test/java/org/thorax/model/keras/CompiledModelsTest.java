package org.thorax.model.keras;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.model.Compilation;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.OptimizerState;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.oracle.MadeOnce;
import org.thorax.oracle.Oracle;

/** How a model was compiled and its optimizer's state, through Thorax and back to Keras. */
@Tag("oracle")
class CompiledModelsTest {
  private static final Path FOLDER = Path.of("target/keras-compiled").toAbsolutePath();
  private static final List<String> OPTIMIZERS =
      List.of("adam", "amsgrad", "adamw", "sgd", "momentum", "rmsprop");

  @TempDir private Path work;

  @BeforeAll
  static void make() {
    MadeOnce.make(FOLDER.resolve("done-2"), () -> Oracle.run("compiled_models.py", "make", FOLDER));
  }

  @Test
  void aKerasFileComesBackWithItsWeightsConfigurationAndOptimizerBitForBit() {
    for (String optimizer : OPTIMIZERS) {
      Path original = FOLDER.resolve("2-" + optimizer + ".h5");
      Path once = exported(original, optimizer + "-once.h5");
      Path savedModel = savedModel(original, optimizer);
      Path served = exported(savedModel, optimizer + "-served.h5");
      List<Object> files = new ArrayList<>(List.of("same", original, once, served));
      // Keras 3 keeps no array for SGD without momentum; in Keras 2 it is there and unused.
      if (!optimizer.equals("sgd")) {
        Path archive = exported(original, optimizer + ".keras");
        files.add(exported(archive, optimizer + "-back.h5"));
      }
      String printed = Oracle.run("continue_training.py", files.toArray());
      assertThat(printed.lines().filter(line -> line.startsWith("same"))).hasSize(files.size() - 2);
      assertThat(served).hasSameBinaryContentAs(once);
      assertThat(exported(once, optimizer + "-twice.h5")).hasSameBinaryContentAs(once);
    }
  }

  @Test
  void anArchiveOfKeras3ComesBackWithTheSameOptimizer() {
    List<Object> pairs = new ArrayList<>(List.of("same3"));
    for (String optimizer : OPTIMIZERS) {
      Path original = FOLDER.resolve("3-" + optimizer + ".keras");
      pairs.add(original + "=" + exported(original, "3-" + optimizer + ".keras"));
      Path legacy = exported(original, "3-" + optimizer + ".h5");
      pairs.add(original + "=" + exported(legacy, "3-" + optimizer + "-back.keras"));
    }
    String printed = Oracle.run("continue_training.py", pairs.toArray());
    assertThat(printed.lines().filter(line -> line.startsWith("same"))).hasSize(12);
  }

  @Test
  void aLossAndAMetricOfOnesOwnDoNotStopAnything() {
    Path file = FOLDER.resolve("2-custom.h5");
    try (Model model = ModelReader.open(file)) {
      assertThat(model.remarks())
          .anySatisfy(remark -> assertThat(remark).contains("own_loss"))
          .anySatisfy(remark -> assertThat(remark).contains("own_metric"));
      Compilation compilation = model.compilation().orElseThrow();
      assertThat(compilation.loss()).isEmpty();
      assertThat(compilation.optimizer().iterations()).isEqualTo(2);
    }
    String printed =
        Oracle.run(
            "continue_training.py", "opens", exported(file, "own.h5"), exported(file, "own.keras"));
    assertThat(printed).contains("own.h5 opens after 2 steps", "own.keras opens after 2 steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2-untrained.h5", "3-untrained.keras"})
  void aModelThatWasCompiledAndNotTrainedBeginsAtStepZero(String file) {
    try (Model model = ModelReader.open(FOLDER.resolve(file))) {
      assertThat(model.remarks()).isEmpty();
      OptimizerState state = model.compilation().orElseThrow().optimizer();
      assertThat(state.config().className()).isEqualTo("Adam");
      assertThat(state.iterations()).isZero();
    }
  }

  @Test
  void frozenLayersStayFrozenAndHaveNoState() {
    Path file = FOLDER.resolve("2-frozen.h5");
    try (Model model = ModelReader.open(file)) {
      OptimizerState state = model.compilation().orElseThrow().optimizer();
      assertThat(state.variables())
          .extracting(variable -> variable.name().replaceFirst("/.*", ""))
          .containsExactly("separable", "separable", "out", "out");
    }
    Oracle.run("continue_training.py", "same", file, exported(file, "frozen.h5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "{\"optimizer_config\": 7}", "{\"optimizer\": {}}"})
  void whatIsWrongInTheTrainingConfigurationIsANoteAtMost(String json) {
    List<String> notes = new ArrayList<>();
    assertThat(org.thorax.model.keras.config.CompilationReader.read(json, notes)).isEmpty();
    assertThat(notes).hasSizeLessThan(2);
  }

  private Path exported(Path model, String name) {
    Path out = work.resolve(name);
    try (Model opened = ModelReader.open(model)) {
      KerasExport.write(
          opened.kerasConfig().orElseThrow(),
          opened.flat().variables(),
          opened.weights(),
          opened.compilation(),
          name.endsWith(".keras") ? KerasExport.Format.KERAS : KerasExport.Format.H5,
          out);
    }
    return out;
  }

  private Path savedModel(Path model, String name) {
    Path out = work.resolve(name);
    try (Model opened = ModelReader.open(model);
        Network network =
            Network.forInference(opened.flat(), Scaling.NONE, opened.weights(), Device.CPU)) {
      Optional<Compilation> compilation = opened.compilation();
      SavedModelWriter.write(network, opened.contract(), opened.kerasConfig(), compilation, out);
    }
    return out;
  }
}
