package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.thorax.app.cli.SmallPhantom.BENCHMARK;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.experiment.run.NetworkSource;
import org.thorax.model.keras.applications.Architecture;

/** What {@code thorax train} starts from: a backbone, an architecture, a model that was trained. */
class TrainedNetworkTest {
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Test
  void aFrozenBackboneKeepsEveryWeight() throws IOException {
    phantom.train(work.resolve("frozen"), "--freeze-backbone").succeeds();
    phantom.train(work.resolve("free")).succeeds();
    Map<String, float[]> before = TrainedRun.variables(SmallPhantom.tiny());
    Map<String, float[]> frozen = new TrainedRun(work.resolve("frozen")).variables();
    Map<String, float[]> free = new TrainedRun(work.resolve("free")).variables();
    assertThat(before).hasSize(12);
    before.forEach(
        (name, values) -> {
          assertThat(frozen.get(name)).as(name).isEqualTo(values);
          assertThat(free.get(name)).as(name).isNotEqualTo(values);
        });
    assertThat(frozen.get("dense/kernel")).isNotEqualTo(free.get("dense/kernel"));
  }

  @Test
  void aFrozenBackboneOfACompleteModelKeepsEveryWeightToo() throws IOException {
    phantom.train(work.resolve("first")).succeeds();
    Path first = SmallPhantom.savedModel(work.resolve("first"));
    phantom
        .train(BENCHMARK, work.resolve("second"), "--model", first, "--freeze-backbone")
        .succeeds();
    Map<String, float[]> before = TrainedRun.variables(first);
    Map<String, float[]> after = new TrainedRun(work.resolve("second")).variables();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach(
        (name, values) -> {
          if (name.startsWith("dense")) {
            assertThat(after.get(name)).as(name).isNotEqualTo(values);
          } else {
            assertThat(after.get(name)).as(name).isEqualTo(values);
          }
        });
  }

  @Test
  void trainingGoesOnFromACompleteModel() throws IOException {
    phantom.train(work.resolve("first")).succeeds();
    Path first = SmallPhantom.savedModel(work.resolve("first"));
    String barely = BENCHMARK.replace("1LR3", "1LR9").replace("Adam", "SGD");
    Path second = work.resolve("second");
    CommandLineRun run =
        phantom.train(barely, second, "--model", first, "--steps-per-epoch", "1").succeeds();
    assertThat(run.out()).contains("SGD starts over: the model was trained by Adam");
    Map<String, float[]> before = TrainedRun.variables(first);
    // A step of rate 1e-9 leaves the weights where the first run brought them.
    new TrainedRun(second)
        .variables()
        .forEach(
            (name, values) -> {
              if (name.endsWith("kernel")) {
                assertThat(values).as(name).containsExactly(before.get(name), within(1e-6f));
              }
            });
  }

  @Test
  void theOptimizerGoesOnFromThoraxsFolderAndFromItsKerasFileAlike() throws IOException {
    phantom.train(work.resolve("first")).succeeds();
    Path first = SmallPhantom.savedModel(work.resolve("first"));
    Path file = first.resolveSibling(first.getFileName() + ".h5");
    Path second = work.resolve("second");
    Path third = work.resolve("third");
    CommandLineRun fromFolder = phantom.train(BENCHMARK, second, "--model", first).succeeds();
    CommandLineRun fromFile =
        phantom.train(BENCHMARK, third, "--model", file, "--scaling", "tf").succeeds();
    int steps = new TrainedRun(work.resolve("first")).losses().size();
    for (CommandLineRun run : List.of(fromFolder, fromFile)) {
      assertThat(run.out())
          .contains("Adam continues after the " + steps + " updates that the model has seen");
    }
    assertThat(new TrainedRun(third).losses()).isEqualTo(new TrainedRun(second).losses());
    Path frozen = work.resolve("frozen");
    assertThat(phantom.train(BENCHMARK, frozen, "--model", first, "--freeze-backbone").out())
        .contains("Adam starts over", "layers were frozen");
  }

  @Test
  void aModelOfThoraxBringsItsScalingAndItsClassesAreChecked() throws IOException {
    phantom.train(work.resolve("first")).succeeds();
    Path first = SmallPhantom.savedModel(work.resolve("first"));
    String three = BENCHMARK.replace("N2", "N3");
    phantom
        .train(three, work, "--model", first, "--classes", "Edema,Lung Opacity,Pleural Effusion")
        .failsSaying("3 outputs", "found 2 outputs");
    phantom
        .train(BENCHMARK, work, "--model", first, "--classes", "Lung Opacity,Pleural Effusion")
        .failsSaying("Pleural Effusion, Lung Opacity", "Lung Opacity, Pleural Effusion");
  }

  @Test
  void withoutImageNetWeightsItRefusesAndSaysHowToGetThem() {
    assumeThat(Path.of("keras-weights/Xception")).doesNotExist();
    phantom
        .train(BENCHMARK, work, "--architecture", "Xception")
        .failsSaying(
            "ImageNet weights of Xception in keras-weights/Xception, found none",
            "'thorax backbone fetch Xception'",
            "--weights none");
    assertThat(work.resolve("models")).doesNotExist();
  }

  @Test
  void anArchitectureStartsFromRandomWeightsOnlyWhereTheyAreAskedFor() {
    Path weights = work.resolve("keras-weights");
    NetworkSource fetched = NetworkSource.ofArchitecture(Architecture.XCEPTION, weights, false);
    assertThatThrownBy(() -> fetched.open(List.of("A"), 1, 1)).hasMessageContaining("found none");
    NetworkSource random = NetworkSource.ofArchitecture(Architecture.XCEPTION, weights, true);
    assertThatCode(random::require).doesNotThrowAnyException();
    assertThat(random.describe()).isEqualTo("Xception with random weights");
    assertThat(fetched.describe()).isEqualTo("backbone " + weights.resolve("Xception"));
  }
}
