package org.thorax.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;
import org.thorax.app.cli.SmallPhantom;
import org.thorax.data.LabelEncoding;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.image.Augmenter;
import org.thorax.explain.ClassChoice;
import org.thorax.explain.MapRequest;
import org.thorax.explain.Method;
import org.thorax.model.Device;
import org.thorax.model.Scaling;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.Scores;

class ClassifierTest {
  private static final ClassifierOptions CPU = ClassifierOptions.DEFAULT.with(Device.CPU);

  @TempDir private static Path work;
  private static Path backbone;
  private static SplitDataset data;

  /** Plain TensorFlow, its gradient derived: mean squared error. */
  private record SquaredError() implements Loss {
    @Override
    public Operand<TFloat32> of(Scores scores) {
      var tf = scores.tf();
      return scores.mean(tf.math.squaredDifference(scores.probabilities(), scores.labels()));
    }

    @Override
    public boolean masks() {
      return false;
    }
  }

  @BeforeAll
  static void drawPatients() {
    SmallPhantom phantom = SmallPhantom.in(work.resolve("phantom"));
    backbone = SmallPhantom.tiny();
    data =
        Dataset.chexpert(phantom.folder())
            .classes(SmallPhantom.CLASSES.split(",", -1))
            .split(6122156);
  }

  private static Classifier made() {
    return Classifier.onBackbone(backbone, data.classes(), CPU.with(Scaling.TF));
  }

  private static Training quick(Classifier model) {
    return Training.of(model).batchSize(8).imageSize(32);
  }

  @Test
  void aSavedClassifierPredictsWhatTheTrainedOnePredicted(@TempDir Path out) {
    List<Path> images = data.test().images();
    try (Classifier model = made()) {
      quick(model).fit(data);
      List<Prediction> predictions = model.predict(images);
      for (String name : List.of("saved", "model.h5", "model.keras")) {
        model.save(out.resolve(name));
        ClassifierOptions options = CPU.withImageSize(32).withClasses(data.classes());
        options = name.equals("saved") ? CPU : options.with(Scaling.TF);
        try (Classifier opened = Classifier.open(out.resolve(name), options)) {
          assertThat(opened.predict(images)).as(name).isEqualTo(predictions);
          assertThat(opened.classes()).isEqualTo(data.classes());
        }
      }
      assertThatThrownBy(() -> model.save(out.resolve("model.h5")))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("is there already");
    }
  }

  @Test
  void anOpenedClassifierTrainsOnFromItsOptimizersState(@TempDir Path out) {
    try (Classifier model = made()) {
      quick(model).epochs(2).fit(data);
      model.save(out.resolve("saved"));
    }
    try (Classifier model = Classifier.open(out.resolve("saved"), CPU)) {
      float before = model.predict(data.test().images().get(0)).probabilities().get(0);
      quick(model).fit(data);
      assertThat(model.predict(data.test().images().get(0)).probabilities().get(0))
          .isNotEqualTo(before);
      assertThat(model.remarks()).anyMatch(remark -> remark.contains("continues after"));
    }
  }

  @Test
  void aLossOfOnesOwnIsMinimised() {
    try (Classifier model = made()) {
      List<Double> losses =
          quick(model).epochs(4).loss(new SquaredError()).fit(data).values().get("loss");
      assertThat(losses.get(3)).isLessThan(losses.get(0)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aBuiltInLossGivenAsAnObjectIsTheNamedOne() {
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (Classifier model = made()) {
        Training training = quick(model);
        histories.add((i == 0 ? training : training.loss(new BinaryCrossentropy())).fit(data));
      }
    }
    assertThat(histories.get(1).values()).isEqualTo(histories.get(0).values());
  }

  @Test
  void anAugmentationOfOnesOwnSeesEveryTrainingImageInEveryEpoch() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Augmenter counting =
        (image, seed, epoch, sample) -> {
          seen.add(epoch + "/" + sample);
          return image;
        };
    try (Classifier model = made()) {
      quick(model).epochs(2).augment(counting).fit(data);
    }
    assertThat(seen).hasSize(2 * data.train().size()).doesNotHaveDuplicates();
  }

  @Test
  void aListenerHearsOfEveryEpoch() {
    List<Integer> epochs = new ArrayList<>();
    try (Classifier model = made()) {
      quick(model)
          .epochs(3)
          .fit(
              data,
              new Callback() {
                @Override
                public void onEpochEnd(int epoch, Map<String, Double> logs) {
                  epochs.add(epoch);
                }
              });
    }
    assertThat(epochs).containsExactly(1, 2, 3);
  }

  @Test
  void aFrozenBackboneStaysAsItIs() {
    try (Classifier model = made();
        Classifier other = made()) {
      quick(model).freezeBackbone().fit(data);
      quick(other).fit(data);
      assertThat(model.predict(data.test().images()))
          .isNotEqualTo(other.predict(data.test().images()));
    }
  }

  @Test
  void everyChosenClassHasAMapOfTheImagesSize() {
    Path image = data.test().images().get(0);
    try (Classifier model =
        Classifier.onBackbone(backbone, data.classes(), CPU.with(Scaling.TF).withImageSize(32))) {
      ExplainedImage explained =
          model.explain(image, MapRequest.of(Method.GRAD_CAM), ClassChoice.all());
      assertThat(explained.explained()).isEqualTo(data.classes());
      assertThat(explained.prediction()).isEqualTo(model.predict(image));
      assertThat(explained.map("Lung Opacity").width()).isEqualTo(32);
      assertThat(explained.overlay("Lung Opacity").getHeight()).isEqualTo(32);
      ExplainedImage top = model.explain(image, Method.OCCLUSION);
      assertThat(top.explained()).containsExactly(top.prediction().likeliest());
    }
  }

  @Test
  void patientsThatTheModelLearnedFromAreRefused() {
    try (Classifier model = made()) {
      quick(model).fit(data);
      SplitDataset other =
          Dataset.chexpert(work.resolve("phantom")).classes(data.classes()).split(1);
      assertThatThrownBy(() -> model.evaluate(other.test()))
          .isInstanceOf(ThoraxException.class)
          .hasMessageContaining("may have seen these patients");
      assertThat(model.evaluate(other.test(), Mismatch.REMARK).remarks())
          .anyMatch(remark -> remark.contains("may have seen"));
    }
  }

  @Test
  void whatDoesNotFitIsSaidBeforeTraining() {
    try (Classifier model = made()) {
      assertThatThrownBy(() -> quick(model).epochs(0).fit(data))
          .hasMessage("Epochs must be at least 1, found 0.");
      SplitDataset others =
          Dataset.chexpert(work.resolve("phantom")).classes("Edema").split(6122156);
      assertThatThrownBy(() -> quick(model).fit(others))
          .hasMessageContaining("Expected a complete model with 1 outputs, found 2 outputs");
      assertThatThrownBy(() -> quick(model).seed(-1).fit(data))
          .hasMessageContaining("Expected a seed of 0 to 4294967295, found -1");
    }
    assertThatThrownBy(
            () ->
                Dataset.chexpert(work)
                    .labels(new LabelEncoding(UncertaintyPolicy.Everywhere.UMULTICLASS)))
        .hasMessageContaining("three");
  }
}
