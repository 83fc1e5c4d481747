package org.thorax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.thorax.cli.SmallPhantom.BENCHMARK;
import static org.thorax.cli.SmallPhantom.withTiny;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.experiment.NetworkSource;
import org.thorax.keras.applications.Architecture;
import org.thorax.keras.savedmodel.SavedModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Variable;

class TrainCommandTest {
  private static SmallPhantom phantom;

  @TempDir private Path work;

  @BeforeAll
  static void draw(@TempDir Path folder) {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
  }

  @Test
  void aRunLeavesItsModelItsFiguresAndItsLogEntry() throws IOException {
    CommandLineRun run = phantom.train(work).succeeds();
    Path folder = SmallPhantom.experiment(work);
    assertThat(folder).hasFileName("tiny_" + BENCHMARK);
    assertThat(names(folder))
        .contains(
            "batches.csv",
            "history.csv",
            "config.json",
            "finished.json",
            "logs",
            "predictions_probs.csv",
            "predictions_classes.csv")
        .noneMatch(name -> name.endsWith(".part") || name.equals("skipped-images.txt"));
    assertThat(run.out()).contains(SmallPhantom.savedModel(work).toString(), "epoch 1: loss");
    JsonNode entry = log(work.resolve("logs")).get(0);
    assertThat(entry.path("name").asText()).isEqualTo("tiny_" + BENCHMARK);
    assertThat(entry.path("version").asText()).isEqualTo("1");
    assertThat(run.out()).contains(entry.path("id").asText());
  }

  @Test
  void aFileAndARunLikeItTrainTheSame() throws IOException {
    Path file =
        Files.writeString(
            work.resolve("small.yaml"),
            "labels: {classes: [Pleural Effusion, Lung Opacity]}\n"
                + "images: {dim: 32}\n"
                + "objective: {loss: custom_binary_crossentropy}\n"
                + "fit: {epochs: 1, batch_size: 8}\n");
    trainLike(work.resolve("once"), file.toString(), "--set", "fit.batch_size=4").succeeds();
    Path folder = SmallPhantom.experiment(work.resolve("once"));
    // Classes of one's own are in no name, so a checksum is.
    assertThat(folder.getFileName().toString())
        .matches("tiny_Chexpert_BCE_E1_B4_C0_N2_D32_1LR3_Adam_x[0-9a-f]{6}");
    assertThat(config(work.resolve("once")).at("/configuration/fit/batch_size").asInt())
        .isEqualTo(4);
    String id = log(work.resolve("once/logs")).get(0).path("id").asText();
    trainLike(work.resolve("once"), "--like", id, "--models-dir", work.resolve("again")).succeeds();
    assertThat(log(work.resolve("once/logs")).get(1).path("test"))
        .isEqualTo(log(work.resolve("once/logs")).get(0).path("test"));
  }

  private CommandLineRun trainLike(Path place, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--data", phantom.folder(), "--device", "cpu"));
    if (!all.contains("--models-dir")) {
      all.addAll(List.of("--models-dir", place.resolve("models")));
    }
    all.addAll(List.of("--logs", place.resolve("logs")));
    all.addAll(List.of(withTiny()));
    return CommandLineRun.thorax(all.toArray());
  }

  @Test
  void twoRunsOfOneSeedWriteTheSameBytes() throws IOException {
    Path again = work.resolve("again");
    Path other = work.resolve("other");
    phantom.train(work.resolve("once"), "--seed", "5").succeeds();
    phantom.train(again, "--seed", "5").succeeds();
    phantom.train(other, "--seed", "6").succeeds();
    assertThat(weights(again))
        .isEqualTo(weights(work.resolve("once")))
        .isNotEqualTo(weights(other));
  }

  @Test
  void imagesFromTheCacheGiveTheSameBytes() throws IOException {
    phantom.train(work.resolve("without")).succeeds();
    for (String run : List.of("first", "second")) {
      phantom.train(work.resolve(run), "--cache", "--cache-dir", work.resolve("cache")).succeeds();
      assertThat(weights(work.resolve(run))).isEqualTo(weights(work.resolve("without")));
    }
    assertThat(work.resolve("cache")).isNotEmptyDirectory();
  }

  @Test
  void withoutShufflingTheOrderIsTheTables() throws IOException {
    phantom.train(work.resolve("a"), "--no-shuffle").succeeds();
    phantom.train(work.resolve("b")).succeeds();
    assertThat(losses(work.resolve("a"))).isNotEqualTo(losses(work.resolve("b")));
    assertThat(config(work.resolve("a")).path("shuffle").asBoolean()).isFalse();
    assertThat(config(work.resolve("b")).path("shuffle").asBoolean()).isTrue();
  }

  @Test
  void anEpochEndsAfterItsSteps() throws IOException {
    String twoEpochs = BENCHMARK.replace("E1", "E2");
    phantom.train(twoEpochs, work, withTiny("--steps-per-epoch", "2")).succeeds();
    assertThat(losses(work)).hasSize(4);
    assertThat(config(work).path("steps_per_epoch").asInt()).isEqualTo(2);
  }

  @Test
  void aFrozenBackboneKeepsEveryWeight() throws IOException {
    phantom.train(work.resolve("frozen"), "--freeze-backbone").succeeds();
    phantom.train(work.resolve("free")).succeeds();
    Map<String, float[]> before = variables(SmallPhantom.tiny());
    Map<String, float[]> frozen = variables(SmallPhantom.savedModel(work.resolve("frozen")));
    Map<String, float[]> free = variables(SmallPhantom.savedModel(work.resolve("free")));
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
    Map<String, float[]> before = variables(first);
    Map<String, float[]> after = variables(SmallPhantom.savedModel(work.resolve("second")));
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
    assertThat(run.out()).contains("SGD starts anew: the model was trained by Adam");
    Map<String, float[]> before = variables(first);
    // A step of rate 1e-9 leaves the weights where the first run brought them.
    variables(SmallPhantom.savedModel(second))
        .forEach(
            (name, values) -> {
              if (name.endsWith("kernel")) {
                assertThat(values).as(name).containsExactly(before.get(name), within());
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
    int steps = losses(work.resolve("first")).size();
    for (CommandLineRun run : List.of(fromFolder, fromFile)) {
      assertThat(run.out())
          .contains("Adam goes on after the " + steps + " updates that the model has seen");
    }
    assertThat(losses(third)).isEqualTo(losses(second));
    Path frozen = work.resolve("frozen");
    assertThat(phantom.train(BENCHMARK, frozen, "--model", first, "--freeze-backbone").out())
        .contains("Adam starts anew", "layers were frozen");
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

  @Test
  void aGpuThatIsNotThereIsAnErrorAndNotASilentCpuRun() {
    assumeThat(Device.gpuIsThere()).as("there is a GPU").isFalse();
    CommandLineRun.thorax(
            "train",
            BENCHMARK,
            "--data",
            phantom.folder(),
            "--classes",
            SmallPhantom.CLASSES,
            "--backbone",
            SmallPhantom.tiny(),
            "--scaling",
            "tf",
            "--device",
            "gpu",
            "--models-dir",
            work.resolve("models"),
            "--logs-dir",
            work.resolve("logs"))
        .failsSaying("Expected a GPU", "--device cpu");
    assertThat(work.resolve("models")).doesNotExist();
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-6f);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static byte[] weights(Path work) throws IOException {
    return Files.readAllBytes(
        SmallPhantom.savedModel(work).resolve("variables/variables.data-00000-of-00001"));
  }

  private static List<String> losses(Path work) throws IOException {
    return Files.readAllLines(SmallPhantom.experiment(work).resolve("batches.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[2])
        .toList();
  }

  private static JsonNode config(Path work) throws IOException {
    return new ObjectMapper()
        .readTree(SmallPhantom.experiment(work).resolve("config.json").toFile());
  }

  private static JsonNode log(Path logs) throws IOException {
    return new ObjectMapper()
        .readTree(logs.resolve("unvalidated-experiment-log.json").toFile())
        .path("experiments");
  }

  private static Map<String, float[]> variables(Path savedModel) {
    try (Model model = SavedModelReader.open(savedModel)) {
      Map<String, float[]> values = new TreeMap<>();
      for (Variable variable : model.flat().variables()) {
        values.put(variable.name(), model.weights().values(variable));
      }
      return values;
    }
  }
}
