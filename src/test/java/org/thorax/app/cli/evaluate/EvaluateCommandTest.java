package org.thorax.app.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.phantom.PhantomDataset;
import org.thorax.data.phantom.PhantomSettings;

class EvaluateCommandTest {
  private static SmallPhantom phantom;
  private static Path trained;
  private static String experiment;

  @TempDir private Path out;

  @BeforeAll
  static void train(@TempDir Path folder) throws IOException {
    phantom = SmallPhantom.in(folder.resolve("phantom"));
    trained = folder;
    phantom.train(folder).succeeds();
    experiment = SmallPhantom.experiment(folder).getFileName().toString();
  }

  @Test
  void withoutABenchmarkTheModelsOwnGivesTheMetricsOfItsTraining() throws IOException {
    JsonNode json = json(evaluate("--out", out));
    JsonNode logs =
        new ObjectMapper()
            .readTree(trained.resolve("logs/unvalidated-experiment-log.json").toFile());
    JsonNode entry = logs.path("experiments").get(0);
    assertThat(json.path("benchmark").asText()).isEqualTo(SmallPhantom.NAME);
    json.path("keras_metrics")
        .properties()
        .forEach(
            metric ->
                assertThat(metric.getValue().doubleValue())
                    .as(metric.getKey())
                    .isCloseTo(
                        entry.path("test").path(metric.getKey()).doubleValue(), within(1e-6)));
    assertThat(json.path("classification_report").asText())
        .isEqualTo(entry.path("classification_report").asText());
    assertThat(json.path("thresholds_chosen_on").asText()).isEqualTo("validation");
    assertThat(Files.readString(out.resolve("index.html"))).contains("<svg");
    JsonNode written = new ObjectMapper().readTree(out.resolve("evaluation.json").toFile());
    assertThat(written).isEqualTo(json);
  }

  @Test
  void theSameClassesInAnotherOrderAreTakenInTheModels() throws IOException {
    JsonNode other =
        json(
            evaluate(
                "--benchmark",
                SmallPhantom.BENCHMARK,
                "--classes",
                "Lung Opacity,Pleural Effusion"));
    assertThat(other.path("keras_metrics")).isEqualTo(json(evaluate()).path("keras_metrics"));
  }

  @Test
  void theValidationSetsThresholdsAreSaidToBeTooGood() throws IOException {
    CommandLineRun run = evaluate("--split", "validation", "--bootstrap", "0");
    assertThat(run.err()).contains("note: Thresholds were chosen on the set");
    assertThat(new ObjectMapper().readTree(run.out()).path("set").asText()).isEqualTo("validation");
  }

  @Test
  void whatTheModelDidNotLearnIsRefusedUnlessForced() {
    String other = "Chexpert_BCE_E1_B8_C0_N2_hist_D48_1LR3_Adam";
    evaluate("--benchmark", other, "--classes", SmallPhantom.CLASSES)
        .failsSaying("32 x 32, here 48 x 48", "steps: learned with none, here hist", "--force");
    evaluate("--benchmark", SmallPhantom.BENCHMARK, "--classes", "Pneumonia,Lung Opacity")
        .failsSaying("classes: learned with Pleural Effusion, Lung Opacity, here Pneumonia");
    evaluate("--split-seed", "1")
        .failsSaying("it was trained with --split-seed 6122156 (here 1), and knows", "--force");
    evaluate("--scaling", "caffe").failsSaying("scaling: learned with tf, here caffe");
    assertThat(evaluate("--split-seed", "1", "--force").err())
        .contains("note: Forced despite a mismatch with the model's training");
    evaluate("--benchmark", "Chexpert_BCE_E1_B8_C0_N5_D32", "--force")
        .failsSaying("2 outputs", "5 classes");
  }

  @Test
  void whatDiffersFromTheTrainingIsSaid() throws IOException {
    evaluate("--test-size", "0.4", "--stratified")
        .failsSaying(
            "it was trained with --test-size 0.2 (here 0.4), no --stratified (here it is)");
    // The test set is divided off first: its patients are the same.
    assertThat(evaluate("--valid-size", "0.4", "--bootstrap", "0"))
        .matches(run -> run.exit() == 0)
        .extracting(CommandLineRun::err)
        .asString()
        .contains("--valid-size 0.2 (here 0.4), but none of the test set's patients")
        .contains("of the validation set's", "on which thresholds are chosen.");
    evaluate("--valid-size", "0.4", "--split", "validation")
        .failsSaying("--valid-size 0.2 (here 0.4), and knows", "of the validation set's");
    Path other = out.resolve("other");
    PhantomDataset.write(other, new PhantomSettings(8, 24, 0, 32));
    evaluate("--data", other).failsSaying("it was trained on another table than " + other);
    evaluate("--data", other, "--split-seed", "1")
        .failsSaying("another table than " + other + ", and with --split-seed 6122156 (here 1)");
  }

  @Test
  void wrongOptionsAreUsage() {
    evaluate("--sensitivity", "1.5").isWrongUsageSaying("--sensitivity", "1.5");
    evaluate("--thresholds", "train").isWrongUsageSaying("--thresholds validation or same");
  }

  @Test
  void aModelWhoseBenchmarkHasANameOfItsOwnIsJudgedAsTheFileBesideItSays() throws IOException {
    Path file =
        Files.writeString(
            out.resolve("mine.yaml"),
            "extends: Chexpert_BCE_E1_B8_C0_N5_D32_1LR3_Adam\nname: mine\n"
                + "labels: {classes: [Pleural Effusion, Lung Opacity]}\nsplit: {seed: 5}\n");
    List<Object> train = new ArrayList<>(List.of("train", file, "--data", phantom.folder()));
    train.addAll(List.of("--models-dir", out.resolve("models"), "--logs-dir", out.resolve("logs")));
    train.addAll(List.of(SmallPhantom.withTiny("--device", "cpu")));
    CommandLineRun.thorax(train.toArray()).succeeds();
    Path model = SmallPhantom.savedModel(out);
    Object[] evaluate = {"evaluate", model, "--data", phantom.folder(), "--bootstrap", "0"};
    CommandLineRun.thorax(evaluate).succeeds();
    Files.delete(model.resolveSibling(model.getFileName() + ".yaml"));
    CommandLineRun.thorax(evaluate).isWrongUsageSaying("'mine'", ".yaml", "--benchmark FILE.yaml");
    List<Object> named = new ArrayList<>(List.of(evaluate));
    named.addAll(List.of("--benchmark", file));
    CommandLineRun.thorax(named.toArray()).succeeds();
  }

  private static CommandLineRun evaluate(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("evaluate", experiment, "--json"));
    if (!List.of(more).contains("--data")) {
      arguments.addAll(List.of("--data", phantom.folder()));
    }
    arguments.addAll(List.of("--models-dir", trained.resolve("models")));
    arguments.addAll(List.of("--logs-dir", trained.resolve("logs"), "--device", "cpu"));
    arguments.addAll(List.of(more));
    return CommandLineRun.thorax(arguments.toArray());
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
