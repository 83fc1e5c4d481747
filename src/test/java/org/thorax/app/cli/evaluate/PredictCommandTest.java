package org.thorax.app.cli.evaluate;

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
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;

class PredictCommandTest {
  private static final Path GREY = KerasModel.recorded("keras2", "grey").savedModel();

  private static SmallPhantom phantom;
  private static List<Path> images;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    images = phantom.images().subList(0, 3);
  }

  @Tag("oracle")
  @Test
  void foreignModelsGiveKerasProbabilitiesForTheSameFiles() throws IOException {
    List<Foreign> models =
        List.of(
            new Foreign("small", 64, 64, 1, "tf", "A,B"),
            new Foreign("small", 64, 64, 1, "none", "A,B"),
            new Foreign("odd", 16, 16, 3, "tf", "A,B"), // no gradient, which no prediction needs
            new Foreign("grey", 32, 32, 0, "tf", "A,B,C"),
            new Foreign("colour", 48, 48, 3, "torch", "A,B"),
            new Foreign("colour", 40, 56, 3, "tf", "A,B"));
    Map<String, List<double[]>> keras = keras(models);
    for (Foreign model : models) {
      JsonNode found = json(predict(model.folder(), model.options()));
      List<double[]> expected = keras.get(model.text());
      assertThat(found).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(found.get(i).path("image").asText()).isEqualTo(images.get(i).toString());
        JsonNode probabilities = found.get(i).path("probabilities");
        assertThat(probabilities.fieldNames()).toIterable().containsExactly(model.classNames());
        for (int c = 0; c < model.classNames().length; c++) {
          assertThat(probabilities.path(model.classNames()[c]).asDouble())
              .as(model.text())
              .isCloseTo(expected.get(i)[c], within(1e-5));
        }
      }
    }
  }

  /** A Keras model that says nothing about itself, and what is said in its place. */
  private record Foreign(
      String name, int height, int width, int channels, String scaling, String classes) {
    Path folder() {
      return KerasModel.of("keras2", name).savedModel();
    }

    String[] classNames() {
      return classes.split(",", -1);
    }

    Object[] options() {
      String size = height + "x" + width;
      return new Object[] {"--json", "--size", size, "--scaling", scaling, "--classes", classes};
    }

    String text() {
      return folder() + "," + height + "," + width + "," + channels + "," + scaling;
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
    Path colour = KerasModel.recorded("keras2", "colour").savedModel();
    predict(colour, "--scaling", "tf", "--classes", "A,B").failsSaying("--size");
    CommandLineRun unscaled = predict(GREY, "--classes", "A,B,C");
    assertThat(unscaled.exit()).isEqualTo(1);
    assertThat(unscaled.err()).contains("--scaling unit", "--scaling torch|tf|caffe|none");
    predict(GREY, "--scaling", "tf").failsSaying("3 classes", "--classes");
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() {
    predict(GREY, "--scaling", "tf", "--classes", "A,B").failsSaying("3 outputs", "2 classes");
    predict(GREY, "--scaling", "tf", "--classes", "A,B,A").isWrongUsageSaying("twice");
    predict(GREY, "--scaling", "tf", "--classes", "A,,B").isWrongUsageSaying("--classes");
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
    CommandLineRun run = CommandLineRun.thorax("predict", work, images.get(0), "--verbose");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.thorax.model.keras");
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

  private static Map<String, List<double[]>> keras(List<Foreign> models) {
    List<Object> arguments = new ArrayList<>(List.of(images.size()));
    arguments.addAll(images);
    models.forEach(model -> arguments.add(model.text()));
    return Oracle.run("keras_predict.py", arguments.toArray())
        .lines()
        .filter(line -> line.startsWith("probabilities "))
        .map(line -> line.split(" ", -1))
        .collect(
            Collectors.groupingBy(
                words -> words[1],
                Collectors.mapping(
                    words -> Arrays.stream(words).skip(2).mapToDouble(Double::valueOf).toArray(),
                    Collectors.toList())));
  }
}
