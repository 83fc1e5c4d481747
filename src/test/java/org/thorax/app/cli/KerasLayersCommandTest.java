package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.oracle.Golden;

/** Files with Keras' preprocessing layers, as people have them. */
@Tag("shared")
class KerasLayersCommandTest {
  private static final Path FAULTS = Golden.shared("faults");

  @ParameterizedTest
  @CsvSource({
    "F04-augmentation-layers, augmented.keras, film.png, 0.49633014, 0.44036284",
    "F04-augmentation-layers, augmented.h5, film.png, 0.49633014, 0.44036284",
    "F04-augmentation-layers, augmented, film.png, 0.49633014, 0.44036284",
    "F04-augmentation-layers, resized.keras, film48.png, 0.5785693, 0.4762431",
    "F14-normalization-tfops, adapted.keras, film.png, 0.5532365, 0.47197574",
    "F14-normalization-tfops, preprocess.keras, film.png, 0.5149473, 0.49919274"
  })
  void predictGivesKerasProbabilities(
      String fault, String model, String film, double first, double second) {
    CommandLineRun run =
        CommandLineRun.thorax(
            "predict",
            FAULTS.resolve(fault).resolve(model),
            FAULTS.resolve(fault).resolve(film),
            "--scaling",
            "none",
            "--classes",
            "a,b",
            "--csv");
    assertThat(run.exit()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    String[] values = lines.get(lines.size() - 1).split(",", -1);
    assertThat(Double.parseDouble(values[values.length - 2])).isCloseTo(first, within(1e-5));
    assertThat(Double.parseDouble(values[values.length - 1])).isCloseTo(second, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"augmented.keras", "augmented.h5"})
  void aModelWithAugmentationIsTrainedWithoutIt(String name, @TempDir Path work)
      throws IOException {
    Path model = FAULTS.resolve("F04-augmentation-layers").resolve(name);
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    CommandLineRun run =
        phantom.train(
            SmallPhantom.BENCHMARK,
            work,
            "--model",
            model,
            "--scaling",
            "none",
            "--no-tensorboard");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).containsOnlyOnce("training here passes over them");
    assertThat(new TrainedRun(work).losses())
        .extracting(Double::valueOf)
        .allMatch(loss -> loss > 0 && loss < 5);
    CommandLineRun.thorax("predict", SmallPhantom.savedModel(work), phantom.images().get(0))
        .succeeds();
  }

  @Test
  void renormThatIsOffIsNoNote() {
    CommandLineRun run =
        CommandLineRun.thorax(
            "backbone", "show", FAULTS.resolve("F16-note-noise/three_norms.keras"));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("renorm", "not kept");
  }
}
