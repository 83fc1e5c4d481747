package org.thorax.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.thorax.data.loader.Batch;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.KerasTraining;
import org.thorax.training.loss.AucMargin;
import org.thorax.training.optimizer.Optimizer;

@Tag("oracle")
@Tag("shared")
class ResumedStepTest {
  private static final float RATE = 0.01f;

  @Test
  void theMarginLossAndTheAveragesGoOnWhereTheyStopped() {
    KerasTraining keras = KerasTraining.of("small");
    Map<String, float[]> halfWay;
    Map<String, float[]> undisturbed;
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = TrainedSteps.network(model, Set.of())) {
      TrainingStep step = step(network);
      train(step, keras, 0, 3);
      halfWay = step.snapshot();
      train(step, keras, 3, 6);
      undisturbed = step.snapshot();
    }
    assertThat(halfWay.get("loss/a")).doesNotContain(0);
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = TrainedSteps.network(model, Set.of())) {
      TrainingStep step = step(network);
      step.restore(halfWay, 3);
      train(step, keras, 3, 6);
      Map<String, float[]> resumed = step.snapshot();
      assertThat(resumed.keySet()).isEqualTo(undisturbed.keySet());
      undisturbed.forEach(
          (name, values) -> assertThat(resumed.get(name)).as(name).containsExactly(values));
    }
  }

  private static TrainingStep step(Network network) {
    return new TrainingStep(
        network,
        new AucMargin(1, List.of(0.2, 0.6)),
        Optimizer.of("PESG", Map.of("steps_per_stage", 2, "use_ema", true)));
  }

  private static void train(TrainingStep step, KerasTraining keras, int first, int end) {
    for (Batch batch : keras.batches().subList(first, end)) {
      step.train(batch, RATE);
    }
  }
}
