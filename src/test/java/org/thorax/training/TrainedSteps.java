package org.thorax.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.thorax.data.loader.Batch;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.keras.savedmodel.SavedModelReader;
import org.thorax.oracle.KerasTraining;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.loss.BinaryCrossentropy;
import org.thorax.training.loss.CustomBinaryCrossentropy;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.SampleWeighted;
import org.thorax.training.loss.WeightedBinaryCrossentropy;
import org.thorax.training.optimizer.Adam;
import org.thorax.training.optimizer.Optimizer;
import org.thorax.training.optimizer.Sgd;

/**
 * What Thorax' own steps gave from Keras' start.
 *
 * @param gradients of the first step by variable; none where they are not compared
 * @param losses of each step before its update
 * @param trained trainable weights by name, after the last step
 * @param moving moving statistics by name, after the last step
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
record TrainedSteps(
    Map<String, float[]> gradients,
    float[] losses,
    Map<String, float[]> trained,
    Map<String, float[]> moving) {

  private static final int STEPS_PER_EPOCH = 4;

  /** The runs whose gradients are compared. */
  private static final Set<String> GRADIENTS = Set.of("sgd", "own_loss");

  /** How a run of {@code train_on_batch.py} trains. */
  private record Recipe(Loss loss, Optimizer optimizer, LearningRateSchedule rate, boolean masked) {
    static Recipe of(String name) {
      Loss keras = new BinaryCrossentropy();
      Loss own = new CustomBinaryCrossentropy();
      List<Double> classWeights = List.of(6.5, 3.5);
      return switch (name) {
        case "adam" ->
            new Recipe(keras, Adam.KERAS, new LearningRateSchedule.Constant(1e-4), false);
        case "own_loss" -> sgd(own);
        case "cwbce" ->
            falling(new WeightedBinaryCrossentropy(List.of(7.0, 3.0), List.of(2.5, 7.5)), true);
        case "wbce" -> falling(new SampleWeighted(keras, classWeights), false);
        case "wbce_own" -> falling(new SampleWeighted(own, classWeights), false);
        default -> sgd(keras);
      };
    }

    private static Recipe sgd(Loss loss) {
      return new Recipe(loss, new Sgd(), new LearningRateSchedule.Constant(0.01), false);
    }

    private static Recipe falling(Loss loss, boolean masked) {
      return new Recipe(
          loss,
          Optimizer.of("SGD", Map.of("clipnorm", 1)),
          new LearningRateSchedule.FactorPerEpoch(0.01, 0.5),
          masked);
    }

    /** Every fifth label from the third on is -1. */
    private Batch prepared(Batch batch) {
      if (!masked) {
        return batch;
      }
      float[] labels = batch.labels().clone();
      int before = batch.samples()[0] * batch.classes();
      for (int i = 0; i < labels.length; i++) {
        if ((before + i) % 5 == 2) {
          labels[i] = -1;
        }
      }
      return new Batch(
          batch.samples(), batch.height(), batch.width(), batch.pixels(), batch.classes(), labels);
    }
  }

  /**
   * Trains on all batches of {@code keras}.
   *
   * @param run one of {@code train_on_batch.py}'s
   */
  static TrainedSteps of(KerasTraining keras, String run) {
    Recipe recipe = Recipe.of(run);
    try (Model model = SavedModelReader.open(keras.savedModel());
        Network network = network(model, frozen(model, run))) {
      TrainingStep step = new TrainingStep(network, recipe.loss(), recipe.optimizer());
      List<Batch> batches = keras.batches().stream().map(recipe::prepared).toList();
      Map<String, float[]> gradients = new LinkedHashMap<>();
      if (GRADIENTS.contains(run)) {
        List<float[]> found = step.gradients(batches.get(0));
        for (int i = 0; i < found.size(); i++) {
          gradients.put(network.graph().trainable().get(i).name(), found.get(i));
        }
      }
      float[] losses = new float[batches.size()];
      for (int i = 0; i < losses.length; i++) {
        double rate = recipe.rate().at(i / STEPS_PER_EPOCH, i % STEPS_PER_EPOCH, STEPS_PER_EPOCH);
        losses[i] = step.train(batches.get(i), (float) rate).loss();
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
}
