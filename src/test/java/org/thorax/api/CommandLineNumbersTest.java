package org.thorax.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thorax.app.cli.CommandLineRun;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.app.cli.TrainedRun;
import org.thorax.data.image.Augmentation;
import org.thorax.experiment.config.LossName;
import org.thorax.model.Device;
import org.thorax.model.Scaling;
import org.thorax.training.callback.History;
import org.thorax.training.optimizer.Adam;

/** The API gives the numbers of {@code thorax} for the same seed and settings. */
class CommandLineNumbersTest {
  private static final String BENCHMARK = "Chexpert_BCE_E2_B8_C0_N2_AugAffine_D32_1LR3_Adam";
  private static final ClassifierOptions CPU = ClassifierOptions.DEFAULT.with(Device.CPU);

  @TempDir private static Path work;
  private static SmallPhantom phantom;
  private static SplitDataset data;

  @BeforeAll
  static void trainOnTheCommandLine() {
    phantom = SmallPhantom.in(work.resolve("phantom"));
    phantom.train(BENCHMARK, work, SmallPhantom.withTiny()).succeeds();
    data =
        Dataset.chexpert(phantom.folder())
            .classes(SmallPhantom.CLASSES.split(",", -1))
            .split(6122156);
  }

  @Test
  void trainingGivesTheHistoryAndThePredictionsOfTheTrainCommand() throws IOException {
    try (Classifier model =
        Classifier.onBackbone(SmallPhantom.tiny(), data.classes(), CPU.with(Scaling.TF))) {
      History history =
          Training.of(model)
              .epochs(2)
              .batchSize(8)
              .imageSize(32)
              .optimizer(Adam.of(1e-3))
              .loss(LossName.CUSTOM_BINARY_CROSSENTROPY)
              .augment(new Augmentation(List.of(Augmentation.Step.AFFINE)))
              .fit(data);

      assertThat(history.values()).isEqualTo(loggedHistory());
      assertThat(probabilities(model.predict(data.test().images())))
          .isEqualTo(commandLinePredictions(data.test().images()));
    }
  }

  @Test
  void evaluatingGivesTheFiguresOfTheEvaluateCommand() throws IOException {
    Path trained = SmallPhantom.savedModel(work);
    try (Classifier model = Classifier.open(trained, CPU)) {
      Evaluation evaluation = model.evaluate(data.test());

      JsonNode expected = json("evaluate", trained, "--data", phantom.folder(), "--json");
      assertThat(evaluation.size()).isEqualTo(data.test().size());
      List<Double> aucs = new ArrayList<>();
      expected.path("classes").forEach(row -> aucs.add(row.path("auc").asDouble(Double.NaN)));
      assertThat(evaluation.classes()).extracting(ClassEvaluation::auc).isEqualTo(aucs);
      assertThat(new ObjectMapper().<JsonNode>valueToTree(evaluation.kerasMetrics()))
          .isEqualTo(expected.path("keras_metrics"));
    }
  }

  private static Map<String, List<Double>> loggedHistory() throws IOException {
    return new ObjectMapper()
        .convertValue(
            new TrainedRun(work).entries().get(0).path("history"), new TypeReference<>() {});
  }

  private static List<List<Float>> probabilities(List<Prediction> predictions) {
    return predictions.stream().map(Prediction::probabilities).toList();
  }

  private static List<List<Float>> commandLinePredictions(List<Path> images) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("predict", SmallPhantom.savedModel(work)));
    arguments.addAll(images);
    arguments.addAll(List.of("--json", "--device", "cpu"));
    List<List<Float>> all = new ArrayList<>();
    for (JsonNode image : json(arguments.toArray())) {
      List<Float> row = new ArrayList<>();
      image.path("probabilities").forEach(value -> row.add(Float.parseFloat(value.asText())));
      all.add(row);
    }
    return all;
  }

  private static JsonNode json(Object... arguments) throws IOException {
    return new ObjectMapper().readTree(CommandLineRun.thorax(arguments).out());
  }
}
