package org.thorax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thorax.keras.savedmodel.SavedModelReader;
import org.thorax.network.Model;
import org.thorax.network.Variable;
import org.thorax.oracle.Difference;
import org.thorax.oracle.KerasTraining;

/**
 * Ten steps on real radiographs against tf_keras' {@code train_on_batch}, number by number.
 *
 * <p>A deep network from random weights is chaotic: run with one and with two threads, Keras' own
 * DenseNet121 differs by 5e-2 after ten steps. So both sides run with as many threads, and what
 * agrees then agrees to the last bits or not at all.
 */
@Tag("shared")
class TrainOnBatchTest {
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"small", "DenseNet121", "DenseNet169", "Xception", "ResNet101V2", "ResNet152V2"})
  void tenStepsOfSgdAreThoseOfKeras(String name) {
    KerasTraining keras = KerasTraining.of(name);
    TrainedSteps steps = TrainedSteps.of(keras, "sgd");
    compare(keras, "sgd", steps, 1e-5, 1e-4);
    assertThat(Difference.relativeL2(keras.run("sgd").gradients(), steps.allGradients()))
        .isLessThan(1e-4);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"small", "DenseNet121", "Xception"})
  void tenStepsOfAdamAreThoseOfKeras(String name) {
    KerasTraining keras = KerasTraining.of(name);
    compare(keras, "adam", TrainedSteps.of(keras, "adam"), 1e-4, 1e-4);
  }

  @Test
  void tenStepsWithTheOriginalsOwnCrossentropyAreThoseOfKeras() {
    KerasTraining keras = KerasTraining.of("DenseNet121");
    TrainedSteps steps = TrainedSteps.of(keras, "own_loss");
    compare(keras, "own_loss", steps, 1e-6, 1e-6);
    assertThat(Difference.relativeL2(keras.run("own_loss").gradients(), steps.allGradients()))
        .isLessThan(1e-6);
  }

  /** With clipnorm 1 and LF5 over three epochs; every fifth label is -1 for CWBCE. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"small", "DenseNet121", "Xception", "ResNet101V2"})
  void threeEpochsOfWeightedLossesWithClippingAndAFallingRateAreThoseOfKeras(String name) {
    KerasTraining keras = KerasTraining.of(name);
    List<String> runs = new ArrayList<>(List.of("cwbce", "wbce"));
    if (name.equals("small")) {
      runs.add("wbce_own");
    }
    keras.make(runs);
    for (String run : runs) {
      compare(keras, run, TrainedSteps.of(keras, run), 1e-5, 1e-5);
    }
  }

  @Test
  void aFrozenBackboneIsKerasInInferenceModeAndDoesNotChange() {
    KerasTraining keras = KerasTraining.of("DenseNet121");
    TrainedSteps steps = TrainedSteps.of(keras, "frozen");
    compare(keras, "frozen", steps, 1e-5, 1e-4);
    try (Model start = SavedModelReader.open(keras.savedModel())) {
      Set<String> backbone = start.flat().backboneVariables();
      assertThat(backbone).hasSize(604);
      for (Variable variable : start.flat().variables()) {
        float[] before = start.weights().values(variable);
        float[] after =
            (variable.trainable() ? steps.trained() : steps.moving()).get(variable.name());
        assertThat(Arrays.equals(before, after))
            .as(variable.name())
            .isEqualTo(backbone.contains(variable.name()));
      }
    }
  }

  @Test
  void twoRunsWithOneSeedGiveTheSameBytes() {
    KerasTraining keras = KerasTraining.of("DenseNet121");
    TrainedSteps first = TrainedSteps.of(keras, "adam");
    TrainedSteps second = TrainedSteps.of(keras, "adam");
    assertThat(second.losses()).containsExactly(first.losses());
    assertThat(Difference.largest(first.trained(), second.trained())).isZero();
    assertThat(Difference.largest(first.moving(), second.moving())).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"InceptionV3", "InceptionResNetV2"})
  void anInceptionIsNoFurtherFromKerasThanKerasFromItself(String name) {
    KerasTraining keras = KerasTraining.of(name);
    KerasTraining.Run expected = keras.run("sgd");
    KerasTraining.Run other = keras.runWithOtherThreads("sgd");
    TrainedSteps steps = TrainedSteps.of(keras, "sgd");
    double gradients = Difference.relativeL2(expected.gradients(), steps.allGradients());
    double kerasGradients = Difference.relativeL2(expected.gradients(), other.gradients());
    double[] losses = Difference.ofSeries(expected.losses(), steps.losses());
    double[] kerasLosses = Difference.ofSeries(expected.losses(), other.losses());
    System.out.printf(
        "%s against Keras (Keras against itself): first gradients %.1e (%.1e),"
            + " second loss %.1e (%.1e), ten losses %.1e (%.1e)%n",
        name,
        gradients,
        kerasGradients,
        losses[1],
        kerasLosses[1],
        rootMeanSquare(losses),
        rootMeanSquare(kerasLosses));
    assertThat(gradients).isLessThan(1e-4);
    assertThat(losses[0]).isLessThan(1e-6);
    assertThat(losses[1]).isLessThanOrEqualTo(kerasLosses[1]);
    // Later any two runs are as far apart as any other two: of one size, by chance more or less.
    assertThat(rootMeanSquare(losses)).isLessThan(2 * rootMeanSquare(kerasLosses));
  }

  private static void compare(
      KerasTraining keras, String optimizer, TrainedSteps found, double loss, double weights) {
    KerasTraining.Run run = keras.run(optimizer);
    double[] losses = Difference.ofSeries(run.losses(), found.losses());
    Map<String, float[]> expected = keras.byName(run.weights());
    double trained = Difference.relativeL2(expected, found.trained());
    double moving = Difference.largest(expected, found.moving());
    System.out.printf(
        "%s %s against Keras: losses %.1e, weights %.1e (largest %.1e), moving statistics %.1e%n",
        keras.name(),
        optimizer,
        Arrays.stream(losses).max().orElseThrow(),
        trained,
        Difference.largest(expected, found.trained()),
        moving);
    assertThat(Arrays.stream(losses).max().orElseThrow()).isLessThan(loss);
    assertThat(trained).isLessThan(weights);
    assertThat(moving).isLessThan(weights);
  }

  private static double rootMeanSquare(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).average().orElseThrow());
  }
}
