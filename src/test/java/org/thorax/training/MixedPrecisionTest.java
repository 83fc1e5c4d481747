package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thorax.data.loader.Batch;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Precision;
import org.thorax.model.Scaling;
import org.thorax.model.TrainingMode;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.Difference;
import org.thorax.oracle.Golden;
import org.thorax.oracle.KerasModel;
import org.thorax.oracle.KerasTraining;
import org.thorax.oracle.Oracle;
import org.thorax.training.callback.LossScale;
import org.thorax.training.loss.AucMargin;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Optimizer;

/** Ten steps of a small network in 16 bits against tf_keras' policies and LossScaleOptimizer. */
@Tag("oracle")
@Tag("shared")
class MixedPrecisionTest {
  private static final Path SAMPLE = Golden.shared("sample-nih").toAbsolutePath().normalize();

  /** One of {@code mixed_precision.py}'s. */
  @SuppressWarnings("ImmutableEnumChecker") // Optimizer and LossScale are records.
  enum Case {
    FLOAT16(Precision.FLOAT16, Optimizer.named("SGD"), 0.01f, new LossScale(1 << 10, 2000)),
    FLOAT16_OVERFLOWING(
        Precision.FLOAT16,
        Optimizer.of("Adam", Map.of("clipnorm", 0.1)),
        1e-4f,
        new LossScale(1 << 20, 2)),
    BFLOAT16(Precision.BFLOAT16, Optimizer.named("SGD"), 0.01f, LossScale.KERAS);

    private final Precision precision;
    private final Optimizer optimizer;
    private final float rate;
    private final LossScale start;

    Case(Precision precision, Optimizer optimizer, float rate, LossScale start) {
      this.precision = precision;
      this.optimizer = optimizer;
      this.rate = rate;
      this.start = start;
    }

    private TrainingStep step(Network network) {
      return new TrainingStep(
          network, new BinaryCrossentropy(), optimizer, Optional.empty(), start);
    }
  }

  private static KerasTraining keras;

  @BeforeAll
  static void train() {
    keras = KerasTraining.of("small");
    if (!Files.exists(keras.folder().resolve("bfloat16-weights.f32"))) {
      Oracle.run(
          "mixed_precision.py",
          SAMPLE,
          keras.folder(),
          "float16",
          "float16_overflowing",
          "bfloat16");
    }
  }

  /**
   * One rounding to 11 (8) bits is off by up to 2^-11 (2^-8) of a value. The first loss, a mean,
   * may be off by one such rounding. After that every step starts from weights whose gradients were
   * rounded in another order, so each of the ten may add as much: Keras' own run in float16 is as
   * far from that in float32.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource
  void tenStepsAreThoseOfKerasAndTheSameOnesAreSkipped(Case each) {
    List<Float> losses = new ArrayList<>();
    List<Float> scales = new ArrayList<>();
    Map<String, float[]> trained = new HashMap<>();
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, each.precision)) {
      TrainingStep step = each.step(network);
      for (Batch batch : keras.batches()) {
        losses.add(step.train(batch, each.rate).loss());
        scales.add(step.lossScale().map(LossScale::value).orElse(0f));
      }
      network
          .values(network.flat().variables())
          .forEach((variable, values) -> trained.put(variable.name(), values));
    }
    double[] off = Difference.ofSeries(of(each, "losses"), floats(losses));
    double weights = Difference.relativeL2(keras.byName(of(each, "weights")), trained);
    double largest = Arrays.stream(off).max().orElseThrow();
    System.out.printf(
        "small %s against Keras: first loss %.1e, ten losses %.1e, weights %.1e"
            + " (Keras' own from float32 with SGD %.1e)%n",
        each,
        off[0],
        largest,
        weights,
        Difference.relativeL2(keras.run("sgd").weights(), of(each, "weights")));
    double rounding = each.precision == Precision.FLOAT16 ? 0x1p-11 : 0x1p-8;
    assertThat(floats(scales)).containsExactly(of(each, "scales"));
    assertThat(off[0]).isLessThan(rounding);
    assertThat(largest).isLessThan(KerasTraining.STEPS * rounding);
    assertThat(weights).isLessThan(KerasTraining.STEPS * rounding);
    float inFloat32 = keras.run("sgd").losses()[0];
    assertThat(losses.get(0)).isNotCloseTo(inFloat32, withinPercentage(1e-3));
  }

  /** With all that an update may change: weights, arrays, averages, the loss's own variables. */
  @Test
  void aSkippedStepChangesMovingStatisticsAndNothingElse() {
    Optimizer optimizer = Optimizer.of("PESG", Map.of("use_ema", true, "clipnorm", 1));
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, Precision.FLOAT16)) {
      TrainingStep step =
          new TrainingStep(
              network,
              new AucMargin(1, List.of(0.2, 0.6)),
              optimizer,
              Optional.empty(),
              new LossScale(1 << 20, 2));
      Map<String, float[]> before = step.snapshot();
      step.train(keras.batches().get(0), 0.01f);
      assertThat(step.lossScale().orElseThrow()).isEqualTo(new LossScale(1 << 19, 2, 0, 1));
      assertThat(step.step()).isEqualTo(1);
      Map<String, float[]> skipped = step.snapshot();
      assertThat(changed(before, skipped))
          .containsExactlyInAnyOrder("moving_mean", "moving_variance", "loss_scale");
      while (step.lossScale().orElseThrow().skipped() == step.step()) {
        step.train(keras.batches().get(0), 0.01f);
      }
      assertThat(changed(skipped, step.snapshot()))
          .contains("kernel", "gamma", "bias", "a", "b", "moving_mean", "loss_scale");
    }
  }

  /** The last words of the names. */
  private static Set<String> changed(Map<String, float[]> before, Map<String, float[]> after) {
    Set<String> changed = new HashSet<>();
    before.forEach(
        (name, values) -> {
          if (!Arrays.equals(values, after.get(name))) {
            changed.add(name.replaceFirst(".*/", ""));
          }
        });
    return changed;
  }

  @Test
  void aResumedTrainingSkipsTheSameStepsAndEndsWithTheSameWeights() {
    Case each = Case.FLOAT16_OVERFLOWING;
    Map<String, float[]> halfWay;
    Map<String, float[]> undisturbed;
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, each.precision)) {
      TrainingStep step = each.step(network);
      train(step, each, 0, 6);
      halfWay = step.snapshot();
      train(step, each, 6, KerasTraining.STEPS);
      undisturbed = step.snapshot();
    }
    assertThat(halfWay.get("loss_scale")).containsExactly(32768, 1, 5);
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, each.precision)) {
      TrainingStep step = each.step(network);
      step.restore(halfWay, 6);
      train(step, each, 6, KerasTraining.STEPS);
      Map<String, float[]> resumed = step.snapshot();
      assertThat(resumed.keySet()).isEqualTo(undisturbed.keySet());
      undisturbed.forEach(
          (name, values) -> assertThat(resumed.get(name)).as(name).containsExactly(values));
    }
  }

  private static void train(TrainingStep step, Case each, int first, int end) {
    keras.batches().subList(first, end).forEach(batch -> step.train(batch, each.rate));
  }

  private static float[] of(Case each, String what) {
    String name = each.name().toLowerCase(Locale.ROOT);
    return KerasModel.floats(keras.folder().resolve(name + "-" + what + ".f32"));
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static Network network(Model model, Precision precision) {
    return Network.forTraining(
        model.flat(),
        Scaling.NONE,
        model.weights(),
        Device.CPU,
        new TrainingMode(Set.of(), 7, precision));
  }
}
