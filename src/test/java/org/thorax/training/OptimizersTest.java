package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thorax.data.loader.Batch;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.Difference;
import org.thorax.oracle.KerasTraining;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.AdamW;
import org.thorax.training.optimizer.Clipping;
import org.thorax.training.optimizer.ClippingOptimizer;
import org.thorax.training.optimizer.Optimizer;
import org.thorax.training.optimizer.Pesg;
import org.thorax.training.optimizer.RmsProp;
import org.thorax.training.optimizer.Sgd;

/** Ten steps of every optimizer on a small network against tf_keras. */
@Tag("oracle")
@Tag("shared")
class OptimizersTest {
  /**
   * One of {@code train_on_batch.py}'s.
   *
   * @param name there
   */
  record Case(String name, Optimizer optimizer, float rate) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    Optimizer sgd = new Sgd();
    return List.of(
        new Case("momentum", new Sgd(0.9, false), 0.01f),
        new Case("nesterov", new Sgd(0.9, true), 0.01f),
        new Case("rmsprop", RmsProp.KERAS, 1e-4f),
        new Case("rmsprop_centered", new RmsProp(0.9, 0.5, 1e-7, true), 1e-4f),
        new Case("adamw", new AdamW(Adam.KERAS, 0.1), 1e-4f),
        new Case("clipnorm", clipped(sgd, Clipping.Kind.NORM, 0.1), 0.01f),
        new Case("clipvalue", clipped(sgd, Clipping.Kind.VALUE, 0.01), 0.01f),
        new Case("pesg", new Pesg(0.5, 0.1, 0.01, 4), 0.01f),
        new Case(
            "ema",
            Optimizer.of("Adam", Map.of("use_ema", true, "ema_momentum", 0.8, "clipnorm", 0.1)),
            1e-4f),
        // Averages that overwrite the weights are compared bit by bit in ExactStepsTest.
        new Case("global_clipnorm", clipped(Adam.KERAS, Clipping.Kind.GLOBAL_NORM, 0.1), 1e-4f));
  }

  private static Optimizer clipped(Optimizer optimizer, Clipping.Kind kind, double limit) {
    return new ClippingOptimizer(optimizer, new Clipping(kind, limit));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void tenStepsAreThoseOfKeras(Case optimizer) {
    KerasTraining keras = KerasTraining.of("small");
    KerasTraining.Run expected = keras.run(optimizer.name());
    float[] losses = new float[KerasTraining.STEPS];
    Map<String, float[]> trained = new HashMap<>();
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = TrainedSteps.network(model, Set.of())) {
      TrainingStep step = step(network, optimizer, Optional.empty());
      List<Batch> batches = keras.batches();
      for (int i = 0; i < losses.length; i++) {
        losses[i] = step.train(batches.get(i), optimizer.rate()).loss();
      }
      step.finish();
      network
          .values(network.graph().trainable())
          .forEach((variable, values) -> trained.put(variable.name(), values));
      theStateIsThere(step.optimizerState(optimizer.rate()), network.graph().trainable());
    }
    double largest =
        Arrays.stream(Difference.ofSeries(expected.losses(), losses)).max().orElseThrow();
    double weights = Difference.relativeL2(keras.byName(expected.weights()), trained);
    System.out.printf(
        "small %s against Keras: losses %.1e, weights %.1e%n", optimizer, largest, weights);
    assertThat(largest).isLessThan(1e-6);
    assertThat(weights).isLessThan(1e-6);
  }

  private static TrainingStep step(
      Network network, Case optimizer, Optional<OptimizerState> state) {
    return new TrainingStep(network, new BinaryCrossentropy(), optimizer.optimizer(), state);
  }

  private static void theStateIsThere(OptimizerState state, List<Variable> variables) {
    assertThat(state.iterations()).isEqualTo(KerasTraining.STEPS);
    for (String slot : state.config().slots()) {
      Variable last = variables.get(variables.size() - 1);
      float[] values = state.values().of(slot, last);
      assertThat(values).hasSize((int) last.size());
      if (!state.config().isPlainSgd()) {
        assertThat(values).as(slot).doesNotContain(0f);
      }
    }
  }
}
