package org.thorax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.model.Model;
import org.thorax.model.Variable;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

/** Models of the original project, taken directly by the commands. */
@Tag("oracle")
class LegacyModelTest {
  private static final int SIZE = 80;

  @TempDir private static Path folder;
  @TempDir private Path work;
  private static SmallPhantom phantom;
  private static List<Path> images;
  private static Map<String, List<double[]>> keras;

  @BeforeAll
  static void make() throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    images = phantom.images().subList(0, 2);
    List<Object> arguments = new ArrayList<>(List.of(folder, SIZE));
    arguments.addAll(images);
    keras =
        Oracle.run("keras_legacy_models.py", arguments.toArray())
            .lines()
            .filter(line -> line.startsWith("probabilities "))
            .map(line -> line.split(" ", -1))
            .collect(
                Collectors.groupingBy(
                    words -> words[1],
                    Collectors.mapping(
                        words ->
                            Arrays.stream(words).skip(2).mapToDouble(Double::valueOf).toArray(),
                        Collectors.toList())));
  }

  @Test
  void aFileOfTensorFlow21PredictsAsKerasDoes() {
    predicts("old.h5", "--classes", "A,B,C", "--scaling", "tf");
  }

  @Test
  void aCheckpointWithCustomLossAndMetricsPredictsAsKerasDoes() {
    predicts("weights.07-0.35.hdf5", "--classes", "A,B", "--size", SIZE);
  }

  @Test
  void weightsAloneOfAClassifierWithoutHiddenLayerPredictAsKerasDoes() {
    predicts("direct.h5", "--classes", "A,B", "--size", SIZE);
  }

  @Test
  void whatALegacyFileDoesNotSayIsAskedForByOption() {
    Path file = folder.resolve("direct.h5");
    CommandLineRun.thorax("predict", file, images.get(0), "--classes", "A,B").failsSaying("--size");
    CommandLineRun.thorax("predict", file, images.get(0), "--size", SIZE)
        .failsSaying("2 classes", "--classes");
    CommandLineRun run =
        CommandLineRun.thorax(
            "predict", folder.resolve("old.h5"), images.get(0), "--classes", "A,B,C");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("--scaling unit", "--scaling per-image");
  }

  @Test
  void aCheckpointIsTrainedOn() throws IOException {
    Path checkpoint = folder.resolve("weights.07-0.35.hdf5");
    String barely = "Chexpert_BCE_E1_B8_C0_N2_D80_1LR9_SGD";
    phantom.train(barely, work, "--model", checkpoint, "--steps-per-epoch", "1").succeeds();
    assertThat(SmallPhantom.experiment(work).getFileName().toString())
        .startsWith("InceptionV3_" + barely + "_x");
    try (Model before = ModelReader.open(checkpoint);
        Model after = ModelReader.open(SmallPhantom.savedModel(work))) {
      List<Variable> variables = before.flat().variables();
      // A step of rate 1e-9 leaves the weights where they were, each under its own name.
      for (int i = 0; i < variables.size(); i++) {
        if (variables.get(i).trainable()) {
          float[] expected = before.weights().values(variables.get(i));
          float[] found = after.weights().values(after.flat().variables().get(i));
          assertThat(KerasModel.relativeError(expected, found))
              .as(variables.get(i).name())
              .isLessThan(1e-6);
        }
      }
    }
  }

  @Test
  void aCheckpointIsExportedForBothKerases() throws IOException {
    for (String format : List.of("h5", "keras", "savedmodel")) {
      Path out = work.resolve(format.equals("savedmodel") ? "model" : "model." + format);
      CommandLineRun.thorax(
              "export", folder.resolve("weights.07-0.35.hdf5"), "--format", format, "--out", out)
          .succeeds();
      assertThat(Files.exists(out)).isTrue();
      predicts("weights.07-0.35.hdf5", out, "--classes", "A,B", "--size", SIZE);
    }
  }

  private void predicts(String recorded, Object... options) {
    predicts(recorded, folder.resolve(recorded), options);
  }

  private void predicts(String recorded, Path file, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("predict", file, "--csv"));
    arguments.addAll(images);
    arguments.addAll(List.of(options));
    List<String> rows =
        CommandLineRun.thorax(arguments.toArray()).succeeds().out().lines().skip(1).toList();
    assertThat(rows).hasSameSizeAs(keras.get(recorded));
    for (int i = 0; i < rows.size(); i++) {
      double[] expected = keras.get(recorded).get(i);
      String[] cells = rows.get(i).split(",", -1);
      for (int c = 0; c < expected.length; c++) {
        assertThat(Double.parseDouble(cells[c + 1])).isCloseTo(expected[c], within(1e-5));
      }
    }
  }
}
