package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

class PredictCommandTest {
  private static final Path GREY = KerasModel.of("keras2", "grey").savedModel();

  private static SmallPhantom phantom;
  private static List<Path> images;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    images = phantom.images().subList(0, 3);
  }

  @ParameterizedTest(name = "{0} at {1} x {2}, scaled {4}")
  @CsvSource({
    "small, 64, 64, 1, tf, 'A,B'",
    "small, 64, 64, 1, none, 'A,B'",
    "grey, 32, 32, 0, tf, 'A,B,C'",
    "colour, 48, 48, 3, torch, 'A,B'",
    "colour, 40, 56, 3, tf, 'A,B'"
  })
  void aForeignModelGivesKerasProbabilitiesForTheSameFiles(
      String name, int height, int width, int channels, String scaling, String classes)
      throws IOException {
    Path model = KerasModel.of("keras2", name).savedModel();
    JsonNode found =
        json(
            predict(
                model,
                "--json",
                "--size",
                height + "x" + width,
                "--scaling",
                scaling,
                "--classes",
                classes));
    List<double[]> expected = keras(model, height, width, channels, scaling);
    assertThat(found).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(found.get(i).path("image").asText()).isEqualTo(images.get(i).toString());
      JsonNode probabilities = found.get(i).path("probabilities");
      assertThat(probabilities.fieldNames()).toIterable().containsExactly(classes.split(",", -1));
      for (int c = 0; c < expected.get(i).length; c++) {
        String className = classes.split(",", -1)[c];
        assertThat(probabilities.path(className).asDouble())
            .isCloseTo(expected.get(i)[c], within(1e-5));
      }
    }
  }

  @Test
  void tableCsvAndJsonSayTheSame() throws IOException {
    JsonNode json =
        json(predict(GREY, "--json", "--scaling", "tf", "--classes", "A,\"B\",Long one"));
    List<String> csv =
        predict(GREY, "--csv", "--scaling", "tf", "--classes", "A,B,Long one")
            .out()
            .lines()
            .toList();
    List<String> table =
        predict(GREY, "--scaling", "tf", "--classes", "A,B,Long one").out().lines().toList();
    assertThat(csv).hasSize(4).first().isEqualTo("image,A,B,Long one");
    assertThat(table).hasSize(4).first().asString().matches("image +A +B +Long one");
    for (int i = 0; i < 3; i++) {
      List<String> cells = List.of(csv.get(i + 1).split(",", -1));
      String[] row = table.get(i + 1).split(" +", -1);
      assertThat(cells.get(0)).isEqualTo(images.get(i).toString()).isEqualTo(row[0]);
      List<JsonNode> values = new ArrayList<>();
      json.get(i).path("probabilities").forEach(values::add);
      for (int c = 0; c < 3; c++) {
        double value = values.get(c).asDouble();
        assertThat(Double.parseDouble(cells.get(c + 1))).isCloseTo(value, within(1e-7));
        assertThat(Double.parseDouble(row[c + 1])).isCloseTo(value, within(5.1e-5));
      }
    }
  }

  @Test
  void theModelOfARunNeedsNoOptions() throws IOException {
    phantom.train(work).succeeds();
    CommandLineRun run = predict(SmallPhantom.savedModel(work), "--csv").succeeds();
    assertThat(run.out()).startsWith("image," + SmallPhantom.CLASSES);
  }

  @Test
  void whatTheModelDoesNotSayMustBeGiven() {
    Path colour = KerasModel.of("keras2", "colour").savedModel();
    predict(colour, "--scaling", "tf", "--classes", "A,B").failsSaying("--size");
    predict(GREY, "--classes", "A,B,C").failsSaying("--scaling torch|tf|caffe|none");
    predict(GREY, "--scaling", "tf").failsSaying("3 classes", "--classes");
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() {
    predict(GREY, "--scaling", "tf", "--classes", "A,B").failsSaying("3 outputs", "2 classes");
    predict(GREY, "--scaling", "tf", "--classes", "A,B,A").failsSaying("twice");
    predict(GREY, "--scaling", "torch", "--classes", "A,B,C").failsSaying("three channels");
    predict(GREY, "--scaling", "tf", "--classes", "A,B,C", "--size", "64")
        .failsSaying("32", "64", "--size");
  }

  @Test
  void aBadImageIsNamedAndNothingIsPrinted() throws IOException {
    Path missing = work.resolve("missing.png");
    Path text = Files.writeString(work.resolve("text.png"), "no image");
    Path cut = work.resolve("cut.jpg");
    byte[] whole = Files.readAllBytes(images.get(0));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    for (Path bad : List.of(missing, text, cut, work)) {
      CommandLineRun run =
          CommandLineRun.thorax(
              "predict", GREY, images.get(0), bad, "--scaling", "tf", "--classes", "A,B,C");
      run.failsSaying(bad);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void theWholeErrorIsShownOnlyWhenAskedFor() {
    CommandLineRun run = CommandLineRun.thorax("predict", work, "i.png", "--verbose");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.thorax.keras");
  }

  private static CommandLineRun predict(Path model, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("predict", model));
    arguments.addAll(images);
    arguments.addAll(List.of(options));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    return new ObjectMapper().readTree(run.succeeds().out());
  }

  private static List<double[]> keras(
      Path model, int height, int width, int channels, String scaling) {
    List<Object> arguments = new ArrayList<>(List.of(model, height, width, channels, scaling));
    arguments.addAll(images);
    return Oracle.run("keras_predict.py", arguments.toArray())
        .lines()
        .filter(line -> line.startsWith("probabilities "))
        .map(line -> line.substring("probabilities ".length()).split(" ", -1))
        .map(values -> Arrays.stream(values).mapToDouble(Double::parseDouble).toArray())
        .toList();
  }
}
