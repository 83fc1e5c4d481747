package org.thorax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thorax.experiment.NetworkSource;
import org.thorax.input.Batch;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Network;
import org.thorax.network.Precision;
import org.thorax.network.Scaling;
import org.thorax.network.Variable;
import org.thorax.oracle.Difference;
import org.thorax.train.loss.BinaryCrossentropy;
import org.thorax.train.optimizer.Sgd;

/** Every op of the backbones has a kernel and a gradient in 16 bits, also on the CPU. */
@Tag("slow")
class MixedBackbonesTest {
  private static final int IMAGES = 2;

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "DENSENET121, FLOAT16",
    "DENSENET121, BFLOAT16",
    "XCEPTION, FLOAT16",
    "XCEPTION, BFLOAT16",
    "RESNET101V2, FLOAT16",
    "RESNET101V2, BFLOAT16",
    "INCEPTIONV3, BFLOAT16"
  })
  void theFirstStepThatIsNotSkippedChangesWeightsToOtherFiniteNumbers(
      Architecture architecture, Precision precision) {
    NetworkSource source = new NetworkSource.RandomBackbone(architecture);
    try (Model model = source.open(List.of("a", "b"), 1, 7).model();
        Network network =
            Network.forTraining(
                model.flat(), Scaling.TF, model.weights(), Device.CPU, Set.of(), 7, precision)) {
      TrainingStep step = new TrainingStep(network, new BinaryCrossentropy(), new Sgd());
      Map<Variable, float[]> before = network.values(network.graph().trainable());
      Batch batch = batch(Math.max(32, architecture.minimumSize()));
      do {
        assertThat(step.train(batch, 0.01f).loss()).isFinite();
      } while (step.lossScale().map(scale -> scale.skipped() == step.step()).orElse(false));
      network
          .values(network.graph().trainable())
          .forEach(
              (variable, values) ->
                  assertThat(Difference.relativeL2(before.get(variable), values))
                      .as(variable.name())
                      .isFinite()
                      .isNotZero());
    }
  }

  private static Batch batch(int size) {
    byte[] pixels = new byte[IMAGES * size * size];
    new Random(7).nextBytes(pixels);
    return new Batch(new int[] {0, 1}, size, size, pixels, 2, new float[] {0, 1, 1, 0});
  }
}
