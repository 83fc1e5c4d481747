package org.thorax.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thorax.input.Batch;
import org.thorax.keras.savedmodel.SavedModelReader;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.Network;
import org.thorax.network.Scaling;
import org.thorax.oracle.KerasTraining;

/**
 * What Thorax' own steps gave from Keras' start.
 *
 * @param gradients of the first step, one array for each trainable variable
 * @param losses of each step before its update
 * @param trained trainable weights by name, after the last step
 * @param moving moving statistics by name, after the last step
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
record TrainedSteps(
    List<float[]> gradients,
    float[] losses,
    Map<String, float[]> trained,
    Map<String, float[]> moving) {

  /**
   * Trains on all batches of {@code keras}.
   *
   * @param optimizer {@code sgd} (0.01), {@code adam} (1e-4), {@code frozen} (sgd of the head) or
   *     {@code own_loss} (sgd with the original project's own binary cross-entropy)
   */
  static TrainedSteps of(KerasTraining keras, String optimizer) {
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, frozen(model, optimizer))) {
      Loss loss =
          optimizer.equals("own_loss") ? Loss.CUSTOM_BINARY_CROSSENTROPY : Loss.BINARY_CROSSENTROPY;
      boolean sgd = !optimizer.equals("adam");
      TrainingStep step =
          new TrainingStep(network, loss, sgd ? new Optimizer.Sgd() : Optimizer.Adam.KERAS);
      List<Batch> batches = keras.batches();
      List<float[]> gradients = sgd ? step.gradients(batches.get(0)) : List.of();
      float[] losses = new float[batches.size()];
      for (int i = 0; i < losses.length; i++) {
        losses[i] = step.train(batches.get(i), sgd ? 0.01f : 1e-4f).loss();
      }
      Map<String, float[]> trained = new LinkedHashMap<>();
      Map<String, float[]> moving = new LinkedHashMap<>();
      network
          .values(network.flat().variables())
          .forEach((v, values) -> (v.trainable() ? trained : moving).put(v.name(), values));
      return new TrainedSteps(gradients, losses, trained, moving);
    }
  }

  private static Set<String> frozen(Model model, String optimizer) {
    return optimizer.equals("frozen") ? model.flat().backboneVariables() : Set.of();
  }

  /** The network for training with the scaling that Keras documents; {@code small} has its own. */
  static Network network(Model model, Set<String> frozen) {
    Scaling scaling = model.contract().scaling().orElse(Scaling.NONE);
    return Network.forTraining(model.flat(), scaling, model.weights(), Device.CPU, frozen, 7);
  }

  /** The gradients end to end. */
  float[] allGradients() {
    int size = gradients.stream().mapToInt(each -> each.length).sum();
    java.nio.FloatBuffer all = java.nio.FloatBuffer.allocate(size);
    gradients.forEach(all::put);
    return all.array();
  }
}
