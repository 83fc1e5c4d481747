package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.data.loader.Batch;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.Variable;
import org.thorax.model.keras.ModelReader;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.Oracle;
import org.thorax.oracle.OracleSession;

/**
 * Ten steps of a tiny network equal tf_keras' in every bit, whatever the number of classes, the
 * batch (the last one is smaller), the loss and the optimizer.
 *
 * <p>Where the sizes are powers of two a product or a quotient rounds alike in any order, and
 * nothing is seen of it.
 */
@Tag("oracle")
class ExactStepsTest {
  private static final Map<String, Object> NONE = Map.of();
  private static final List<Map.Entry<String, Map<String, Object>>> OPTIMIZERS =
      List.of(
          Map.entry("SGD", NONE),
          Map.entry("Adam", NONE),
          Map.entry("SGD", Map.of("momentum", 0.9)),
          Map.entry("AdamW", Map.of("weight_decay", 0.1)),
          Map.entry("SGD", Map.of("momentum", 0.9, "nesterov", true)),
          Map.entry("RMSprop", NONE),
          Map.entry("SGD", Map.of("clipnorm", 0.1)),
          Map.entry("RMSprop", Map.of("momentum", 0.5, "centered", true)),
          Map.entry("SGD", Map.of("clipvalue", 0.01)),
          Map.entry("Adam", Map.of("global_clipnorm", 0.1)),
          Map.entry("Adam", Map.of("use_ema", true, "ema_momentum", 0.8, "clipnorm", 0.1)),
          Map.entry(
              "SGD", Map.of("use_ema", true, "ema_momentum", 0.8, "ema_overwrite_frequency", 4)));
  private static final List<String> LOSSES =
      List.of(
          "bce",
          "own",
          "wbce",
          "wbce_own",
          "cwbce",
          "cwbce masked",
          "class_weighted",
          "class_weighted masked",
          "focal",
          "focal masked",
          "three_way",
          "three_way masked");

  @TempDir private static Path work;
  private static OracleSession keras;

  @BeforeAll
  static void startKeras() {
    keras = Oracle.session("exact_steps.py");
  }

  @AfterAll
  static void stop() {
    keras.close();
  }

  /** Every loss, every optimizer, every number of classes and every batch at least once. */
  static List<ExactCase> someOfAll() {
    List<ExactCase> cases = new ArrayList<>();
    int[] classes = {3, 14, 5, 12, 1};
    int[] batches = {5, 10, 6, 32};
    for (int i = 0; i < LOSSES.size(); i++) {
      var optimizer = OPTIMIZERS.get(i);
      cases.add(
          ExactCase.of(
              LOSSES.get(i),
              classes[i % classes.length],
              batches[i % batches.length],
              optimizer.getKey(),
              optimizer.getValue()));
    }
    Map<String, Object> balanced = Map.of("gamma", 1.5, "alpha", 0.25);
    cases.add(ExactCase.of("focal", 3, 10, "SGD", NONE).with(balanced));
    // The head's bias is one number, whose updates TensorFlow does not reorder alike.
    cases.add(ExactCase.of("bce", 1, 5, "RMSprop", NONE));
    cases.add(ExactCase.of("bce", 1, 6, "AdamW", Map.of("weight_decay", 0.1)));
    cases.add(ExactCase.of("bce", 5, 6, "Adam", NONE).with(Map.of("head", "reshaped")));
    cases.add(
        ExactCase.of("bce", 3, 10, "RMSprop", NONE)
            .with(Map.of("by", "train_on_batch", "size", 32)));
    return cases;
  }

  /** Every loss with every number of classes, batches and optimizers in turns. */
  static List<ExactCase> all() {
    List<ExactCase> cases = new ArrayList<>();
    int[] batches = {6, 32, 5, 10};
    for (String loss : LOSSES) {
      for (int classes : new int[] {1, 3, 5, 12, 14}) {
        int turn = cases.size();
        var optimizer = OPTIMIZERS.get((turn + turn / OPTIMIZERS.size()) % OPTIMIZERS.size());
        cases.add(
            ExactCase.of(
                loss,
                classes,
                batches[turn % batches.length],
                optimizer.getKey(),
                optimizer.getValue()));
      }
    }
    return cases;
  }

  /** Losses of each step, and all weights by name after the last. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  private record Steps(float[] losses, Map<String, float[]> weights) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("someOfAll")
  void tenStepsEqualThoseOfKerasInEveryBit(ExactCase one) throws IOException {
    equal(one);
  }

  @Tag("exhaustive")
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void soDoTheyWithEveryLossAndNumberOfClasses(ExactCase one) throws IOException {
    equal(one);
  }

  private static void equal(ExactCase one) throws IOException {
    Path folder = ordered(one);
    Steps expected = ofKeras(folder);
    Steps found = ofThorax(one, folder);
    assertThat(found.losses()).containsExactly(expected.losses());
    assertThat(found.weights()).containsOnlyKeys(expected.weights().keySet());
    expected
        .weights()
        .forEach(
            (name, values) -> assertThat(found.weights().get(name)).as(name).isEqualTo(values));
  }

  /** PESG keeps the way from its reference and not the reference, so that it rounds otherwise. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("aucMargins")
  void theAucMarginWithPesgIsThatOfItsFormulaToTheLastDigits(ExactCase one) throws IOException {
    Path folder = ordered(one);
    Steps expected = ofKeras(folder);
    Steps found = ofThorax(one, folder);
    for (int i = 0; i < ExactCase.STEPS; i++) {
      assertThat(found.losses()[i]).isCloseTo(expected.losses()[i], within(1e-6f));
    }
  }

  static List<ExactCase> aucMargins() {
    Map<String, Object> arguments =
        Map.of("epoch_decay", 0.5, "weight_decay", 0.1, "clip_value", 0.01, "steps_per_stage", 4);
    return List.of(
        ExactCase.of("auc_margin", 3, 5, "PESG", arguments),
        ExactCase.of("auc_margin masked", 14, 10, "PESG", arguments));
  }

  private static Path ordered(ExactCase one) throws IOException {
    Path folder = Files.createTempDirectory(work, "case");
    String json = new ObjectMapper().writeValueAsString(one.forKeras());
    keras.lines(keras.start("train", folder, json));
    return folder;
  }

  private static Steps ofKeras(Path folder) throws IOException {
    float[] values = KerasModel.floats(folder.resolve("weights.f32"));
    Map<String, float[]> weights = new LinkedHashMap<>();
    int start = 0;
    for (String line : Files.readAllLines(folder.resolve("weights.txt"))) {
      String[] fields = line.split(" ", -1);
      int end = start + Integer.parseInt(fields[1]);
      weights.put(fields[0], Arrays.copyOfRange(values, start, end));
      start = end;
    }
    return new Steps(KerasModel.floats(folder.resolve("losses.f32")), weights);
  }

  private static Steps ofThorax(ExactCase one, Path folder) throws IOException {
    try (Model model = ModelReader.openForTraining(folder.resolve("start.h5"));
        Network network =
            Network.forTraining(
                model.flat(), Scaling.NONE, model.weights(), Device.CPU, Set.of(), 7)) {
      TrainingStep step = new TrainingStep(network, one.thoraxLoss(), one.thoraxOptimizer());
      List<Batch> batches = batches(one, folder);
      float[] losses = new float[batches.size()];
      for (int i = 0; i < losses.length; i++) {
        losses[i] = step.train(batches.get(i), ExactCase.RATE).loss();
      }
      step.finish();
      Map<String, float[]> weights = new LinkedHashMap<>();
      for (Map.Entry<Variable, float[]> each :
          network.values(network.flat().variables()).entrySet()) {
        weights.put(each.getKey().name(), each.getValue());
      }
      return new Steps(losses, weights);
    }
  }

  private static List<Batch> batches(ExactCase one, Path folder) throws IOException {
    byte[] pixels = Files.readAllBytes(folder.resolve("pixels.u8"));
    float[] labels = KerasModel.floats(folder.resolve("labels.f32"));
    int image = one.size() * one.size();
    int images = pixels.length / image;
    List<Batch> batches = new ArrayList<>();
    for (int first = 0; first < images; first += one.batch()) {
      int end = Math.min(images, first + one.batch());
      batches.add(
          new Batch(
              IntStream.range(first, end).toArray(),
              one.size(),
              one.size(),
              Arrays.copyOfRange(pixels, first * image, end * image),
              one.classes(),
              Arrays.copyOfRange(labels, first * one.classes(), end * one.classes())));
    }
    assertThat(batches).hasSize(ExactCase.STEPS);
    return batches;
  }
}
