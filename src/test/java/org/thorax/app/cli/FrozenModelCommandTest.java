package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.model.Model;
import org.thorax.model.keras.KerasExport;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.Golden;

/** Frozen and nested models of Keras through the command line. */
@Tag("shared")
class FrozenModelCommandTest {
  private static final Path FAULTS = Golden.shared("faults").toAbsolutePath().normalize();
  private static final Path FROZEN = FAULTS.resolve("F02-frozen-batchnorm");
  private static final Path NESTED = FAULTS.resolve("F03-nested-weight-order");
  private static final List<String> MOVING =
      List.of("bn/gamma", "bn/beta", "bn/moving_mean", "bn/moving_variance");

  @TempDir private Path work;

  @Test
  void aFrozenBatchNormStaysInInferenceModeAndOneLineSaysSo() throws IOException {
    assertThat(train(FROZEN.resolve("frozen.h5")).succeeds().out())
        .contains(
            "2 of 6 variables are frozen (trainable = False) by the network's file and stay as they are");
    TrainedRun run = new TrainedRun(work);
    // tf_keras' own.
    assertThat(Double.parseDouble(run.losses().get(0))).isCloseTo(0.65654, within(1e-5));
    assertThat(run.config().path("unfreeze").isNull()).isTrue();
    assertThat(moved(run)).containsOnly(0f);
  }

  @Test
  void whatTheFileFrozeIsTrainedWhenAskedFor() throws IOException {
    assertThat(train(FROZEN.resolve("frozen.h5"), "--unfreeze", "all").succeeds().out())
        .contains("2 of 6 variables were frozen (trainable = False)");
    TrainedRun run = new TrainedRun(work);
    assertThat(Double.parseDouble(run.losses().get(0))).isCloseTo(0.65974, within(1e-5));
    assertThat(run.config().path("unfreeze").asText()).isEqualTo("all");
    assertThat(moved(run)).doesNotContain(0f);
    train(FROZEN.resolve("frozen.h5"), "--unfreeze", "some")
        .isWrongUsageSaying("Expected --unfreeze all, found 'some'");
  }

  @Test
  void aModelOfWhichNothingWouldBeTrainedIsRefusedWithTheCure() {
    Path file = work.resolve("all-frozen.h5");
    try (Model model = ModelReader.open(FROZEN.resolve("frozen.h5"))) {
      String frozen = model.kerasConfig().orElseThrow();
      String layers = frozen.substring(frozen.indexOf("\"layers\""));
      KerasExport.write(
          frozen.replace(layers, layers.replace("\"trainable\":true", "\"trainable\":false")),
          model.flat().variables(),
          model.weights(),
          KerasExport.Format.H5,
          file);
    }
    train(file).failsSaying("All 6 variables", "are frozen", "--unfreeze all");
  }

  @ParameterizedTest
  @CsvSource({
    "silent.h5, 0.6067241, 0.3751529, 0.57518184",
    "refused.h5, 0.8508574, 0.90983295, 0.52728325"
  })
  void weightsOfNestedModelsAreWhereKerasHasThem(String file, double a, double b, double c) {
    String line =
        CommandLineRun.thorax(
                "predict",
                NESTED.resolve(file),
                NESTED.resolve("film.png"),
                "--scaling",
                "tf",
                "--classes",
                "a,b,c",
                "--csv")
            .out()
            .lines()
            .reduce((first, second) -> second)
            .orElseThrow();
    String[] cells = line.split(",", -1);
    double[] found =
        Arrays.stream(cells, cells.length - 3, cells.length)
            .mapToDouble(Double::parseDouble)
            .toArray();
    assertThat(found).containsExactly(new double[] {a, b, c}, within(1e-5));
  }

  private CommandLineRun train(Path model, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "Chexpert_BCE_E1_B64_C0_N1_D32_1LR1_SGD", "--classes", "Pneumonia"));
    arguments.addAll(
        List.of("--model", model, "--scaling", "tf", "--data", FROZEN.resolve("data")));
    arguments.addAll(List.of("--models-dir", work.resolve("models"), "--device", "cpu"));
    arguments.addAll(List.of("--logs-dir", work.resolve("logs"), "--no-shuffle"));
    arguments.add("--no-tensorboard");
    arguments.addAll(List.of(more));
    return CommandLineRun.thorax(arguments.toArray());
  }

  /** How far each array of the batch norm is from its start at most. */
  private static List<Float> moved(TrainedRun run) throws IOException {
    Map<String, float[]> after = run.variables();
    List<Float> moved = new ArrayList<>();
    try (Model start = ModelReader.open(FROZEN.resolve("frozen.h5"))) {
      start.flat().variables().stream()
          .filter(variable -> MOVING.contains(variable.name()))
          .forEach(
              variable -> {
                float[] before = start.weights().values(variable);
                float[] now = after.get(variable.name());
                float most = 0;
                for (int i = 0; i < before.length; i++) {
                  most = Math.max(most, Math.abs(now[i] - before[i]));
                }
                moved.add(most);
              });
    }
    assertThat(moved).hasSize(MOVING.size());
    return moved;
  }
}
