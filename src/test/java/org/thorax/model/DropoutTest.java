package org.thorax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.KerasModel;

/** Dropout of a network that Keras saved in inference mode. Its masks are our own, not Keras'. */
class DropoutTest {
  private static final double RATE = 0.3;

  @SuppressWarnings("ArrayRecordComponent") // Never compared as values.
  private record Pass(float[] before, float[] after) {}

  @Test
  void droppedAreAsManyAsTheRateSaysAndTheMeanIsKept() {
    Pass pass = pass(7, 0, false);
    int n = pass.after().length;
    int dropped = 0;
    double before = 0;
    double after = 0;
    for (int i = 0; i < n; i++) {
      float x = pass.before()[i];
      float y = pass.after()[i];
      dropped += y == 0 ? 1 : 0;
      assertThat(y == 0 || Math.abs(y - x / (1 - RATE)) <= 1e-6 * Math.abs(y)).isTrue();
      before += Math.abs(x);
      after += Math.abs(y);
    }
    // Five standard deviations of a binomial share.
    double deviation = Math.sqrt(RATE * (1 - RATE) / n);
    assertThat((double) dropped / n).isCloseTo(RATE, within(5 * deviation));
    assertThat(after / before).isCloseTo(1, within(0.01));
  }

  @Test
  void theMaskFollowsSeedAndStep() {
    float[] mask = pass(7, 0, false).after();
    assertThat(pass(7, 0, false).after()).containsExactly(mask);
    assertThat(sharedZeros(mask, pass(7, 1, false).after())).isCloseTo(RATE, within(0.02));
    assertThat(sharedZeros(mask, pass(8, 0, false).after())).isCloseTo(RATE, within(0.02));
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    Pass pass = pass(7, 0, true);
    int channels = 8;
    int pixels = pass.after().length / 2 / channels;
    int dropped = 0;
    for (int image = 0; image < 2; image++) {
      for (int channel = 0; channel < channels; channel++) {
        int first = image * pixels * channels + channel;
        long zeros =
            IntStream.range(0, pixels)
                .filter(pixel -> pass.after()[first + pixel * channels] == 0)
                .count();
        assertThat(zeros).isIn(0L, (long) pixels);
        dropped += zeros == 0 ? 0 : 1;
      }
    }
    assertThat(dropped).isBetween(1, 15);
  }

  /** Of the values that the first pass dropped, the share that the second one dropped too. */
  private static double sharedZeros(float[] first, float[] second) {
    int[] dropped = IntStream.range(0, first.length).filter(i -> first[i] == 0).toArray();
    return (double) IntStream.of(dropped).filter(i -> second[i] == 0).count() / dropped.length;
  }

  private static Pass pass(long seed, long step, boolean spatial) {
    KerasModel keras = KerasModel.recorded("keras2", "small");
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network =
            Network.forTraining(
                withDropout(model.flat(), spatial),
                Scaling.NONE,
                model.weights(),
                Device.CPU,
                Set.of(),
                seed);
        TFloat32 images =
            TFloat32.tensorOf(Shape.of(2, 64, 64, 1), DataBuffers.of(keras.images(), true, false));
        TInt64 steps = TInt64.scalarOf(step)) {
      String after = network.flat().inTraining().dropouts().get(0).node();
      NodeDef node = network.flat().node(after).orElseThrow();
      try (var result =
          network
              .session()
              .runner()
              .feed(network.graph().images(), images)
              .feed(network.graph().step(), steps)
              .fetch(network.graph().inTraining(node.getInput(0)))
              .fetch(network.graph().inTraining(after))
              .run()) {
        return new Pass(Values.floats(result.get(0)), Values.floats(result.get(1)));
      }
    }
  }

  private static FlatGraph withDropout(FlatGraph flat, boolean spatial) {
    DropoutNode dropout =
        new DropoutNode(flat.inTraining().dropouts().get(0).node(), RATE, spatial);
    return new FlatGraph(
        flat.name(),
        flat.body(),
        flat.input(),
        flat.output(),
        flat.variables(),
        new TrainingLayers(flat.inTraining().batchNorms(), List.of(dropout)));
  }
}
