package org.thorax.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.thorax.ThoraxException;
import org.thorax.input.Batch;
import org.thorax.network.FlatGraph;
import org.thorax.network.Network;
import org.thorax.network.OptimizerState;
import org.thorax.network.Variable;
import org.thorax.train.loss.Loss;
import org.thorax.train.loss.Scores;

/**
 * One step of training as TensorFlow runs it: forward in training mode, loss, gradients, the
 * optimizer's update and the moving statistics; and one step of evaluation in inference mode on the
 * same variables. The network owns the memory.
 */
public final class TrainingStep {
  private static final String WEIGHT = "weight/";
  private static final String LOSS = "loss/";

  private final Network network;
  private final Operand<TFloat32> labels;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> probabilities;
  private final Operand<TFloat32> evaluationLoss;
  private final Operand<TFloat32> evaluationProbabilities;
  private final List<Output<TFloat32>> gradients;
  private final Optimizer optimizer;
  private final OptimizerSlots slots;
  private final LossVariables lossVariables;
  private final Op update;
  private final boolean countsUnlabelled;
  private long step;
  private long unlabelled;
  private OptionalDouble rate = OptionalDouble.empty();

  /**
   * What a step gives.
   *
   * @param loss of the batch, before the update
   * @param probabilities batch x classes, before the update
   */
  @SuppressWarnings("ArrayRecordComponent") // One owner, read once.
  public record Outcome(float loss, float[] probabilities) {}

  /** A step whose optimizer starts anew. */
  public TrainingStep(Network network, Loss loss, Optimizer optimizer) {
    this(network, loss, optimizer, Optional.empty());
  }

  /**
   * Adds loss, gradients and updates to a network that was made for training, and starts its
   * session.
   *
   * @param state what the optimizer goes on from; it must be of the same optimizer and variables
   */
  public TrainingStep(
      Network network, Loss loss, Optimizer optimizer, Optional<OptimizerState> state) {
    this.network = network;
    this.optimizer = optimizer;
    this.countsUnlabelled = loss.masks() && loss.ways() == 1;
    FlatGraph flat = network.flat();
    Ops draft = network.ops();
    Operand<TFloat32> draftLabels =
        draft
            .withName("labels")
            .placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, flat.outputs() / loss.ways())));
    Optional<Operand<TFloat32>> logits = flat.logits().map(network::inTraining);
    LossVariables.add(network, loss);
    Scores scores =
        new Scores(
            draft,
            network.inTraining(flat.output()),
            logits,
            draftLabels,
            LossVariables.values(network, loss));
    Operand<TFloat32> draftLoss = draft.withName("loss").identity(loss.of(scores));
    Optional<Loss.Known> gradient = loss.gradient(scores);
    this.gradients =
        network.addGradients(
            gradient.map(Loss.Known::by).orElse(draftLoss),
            gradient.map(Loss.Known::gradient),
            trainable());
    // The graph was read again: its operands have to be looked up by their names.
    this.labels = network.tensor("labels:0");
    this.loss = network.tensor("loss:0");
    Ops tf = network.ops();
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Operand<TFloat32> trained = network.inTraining(flat.output());
    Operand<TFloat32> evaluated = network.inInference(flat.output());
    probabilities = loss.scored(tf, trained);
    evaluationProbabilities = loss.scored(tf, evaluated);
    lossVariables = new LossVariables(network, loss);
    List<Operand<TFloat32>> own = lossVariables.values();
    evaluationLoss =
        loss.inEvaluation()
            .of(new Scores(tf, evaluated, flat.logits().map(network::inInference), labels, own));
    slots = new OptimizerSlots(network, optimizer.kerasName(), optimizer.slots());
    List<Op> all = new ArrayList<>(updates());
    all.addAll(
        lossVariables.updates(
            new Scores(tf, trained, Optional.empty(), labels, own), learningRate));
    all.addAll(network.movingStatisticUpdates());
    update = group(tf, all);
    network.session();
    state.ifPresentOrElse(known -> slots.assign(known.values()), slots::setToStart);
    lossVariables.setToZero();
    step = state.map(OptimizerState::iterations).orElse(0L);
  }

  private List<Op> updates() {
    Optimizer.Rule rule = optimizer.rule(network.ops(), learningRate, network.step());
    List<? extends Operand<TFloat32>> prepared = optimizer.prepared(network.ops(), gradients);
    List<Op> updates = new ArrayList<>();
    List<Variable> variables = network.trainable();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      updates.addAll(rule.update(network.handle(variable), prepared.get(i), slots.of(variable)));
    }
    return updates;
  }

  /**
   * The optimizer and what it remembers now, read in one run.
   *
   * @param rate of the updates to come
   */
  public OptimizerState optimizerState(double rate) {
    return new OptimizerState(optimizer.config(rate), step, network.trainable(), slots.values());
  }

  /** All weights, moving statistics and the optimizer's arrays by name, as they are now. */
  Map<String, float[]> snapshot() {
    Map<String, float[]> arrays = weights();
    OptimizerState.SlotValues values = slots.values();
    for (String slot : optimizer.slots()) {
      for (Variable variable : network.trainable()) {
        arrays.put(slotName(slot, variable), values.of(slot, variable));
      }
    }
    lossVariables.snapshot().forEach((name, own) -> arrays.put(LOSS + name, own));
    return arrays;
  }

  /** All weights and moving statistics by name, as they are now. */
  Map<String, float[]> weights() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    network
        .values(network.flat().variables())
        .forEach((variable, values) -> arrays.put(WEIGHT + variable.name(), values));
    return arrays;
  }

  /** Goes on from a {@link #snapshot} after that many updates. */
  void restore(Map<String, float[]> arrays, long iterations) {
    restoreWeights(arrays);
    slots.assign((slot, variable) -> named(arrays, slotName(slot, variable)));
    lossVariables.assign(name -> named(arrays, LOSS + name));
    step = iterations;
  }

  /** Goes back to {@link #weights}; the optimizer stays as it is. */
  void restoreWeights(Map<String, float[]> arrays) {
    network.assign(variable -> named(arrays, WEIGHT + variable.name()));
  }

  private static float[] named(Map<String, float[]> arrays, String name) {
    float[] values = arrays.get(name);
    if (values == null) {
      throw new ThoraxException(
          "The saved state has no values of " + name + "; it is of another network, start anew.");
    }
    return values;
  }

  private String slotName(String slot, Variable variable) {
    return "optimizer/" + optimizer.kerasName() + "/" + slot + "/" + variable.name();
  }

  private List<Variable> trainable() {
    List<Variable> variables = network.trainable();
    if (variables.isEmpty()) {
      throw new ThoraxException("Nothing can be trained: every variable of the network is frozen.");
    }
    return variables;
  }

  private static Op group(Ops tf, List<Op> ops) {
    NoOp all = tf.withControlDependencies(ops).noOp();
    return all;
  }

  /** The number of updates made so far, those of the state that was gone on from included. */
  public long step() {
    return step;
  }

  /** The rate of the last update; empty before the first. */
  public OptionalDouble rate() {
    return rate;
  }

  /** The number of batches trained on in which no cell was labelled: their loss was 0. */
  public long unlabelledBatches() {
    return unlabelled;
  }

  private static boolean isUnlabelled(Batch batch) {
    for (float label : batch.labels()) {
      if (label >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Trains on one batch. */
  public Outcome train(Batch batch, float rate) {
    try (TUint8 bytes = bytes(batch);
        TFloat32 truth = truth(batch);
        TFloat32 rateTensor = TFloat32.scalarOf(rate);
        TInt64 stepTensor = TInt64.scalarOf(step);
        var result =
            network
                .session()
                .runner()
                .feed(network.greyBytes(), bytes)
                .feed(labels, truth)
                .feed(learningRate, rateTensor)
                .feed(network.step(), stepTensor)
                .fetch(loss)
                .fetch(probabilities)
                .addTarget(update)
                .run()) {
      step++;
      this.rate = OptionalDouble.of(rate);
      if (countsUnlabelled && isUnlabelled(batch)) {
        unlabelled++;
      }
      return outcome(result.get(0), result.get(1));
    }
  }

  /** Ends the training: with a moving average of the weights, that becomes the weights. */
  public void finish() {
    slots.averagesToWeights();
  }

  /** Evaluates one batch in inference mode. */
  public Outcome evaluate(Batch batch) {
    try (TUint8 bytes = bytes(batch);
        TFloat32 truth = truth(batch);
        var result =
            network
                .session()
                .runner()
                .feed(network.greyBytes(), bytes)
                .feed(labels, truth)
                .fetch(evaluationLoss)
                .fetch(evaluationProbabilities)
                .run()) {
      return outcome(result.get(0), result.get(1));
    }
  }

  /**
   * The gradients of the loss for one batch, one array for each trainable variable; changes
   * nothing.
   */
  public List<float[]> gradients(Batch batch) {
    var runner = network.session().runner();
    gradients.forEach(runner::fetch);
    try (TUint8 bytes = bytes(batch);
        TFloat32 truth = truth(batch);
        TInt64 stepTensor = TInt64.scalarOf(step);
        var result =
            runner
                .feed(network.greyBytes(), bytes)
                .feed(labels, truth)
                .feed(network.step(), stepTensor)
                .run()) {
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        values.add(Network.floats(result.get(i)));
      }
      return values;
    }
  }

  private static Outcome outcome(org.tensorflow.Tensor loss, org.tensorflow.Tensor probabilities) {
    return new Outcome(((TFloat32) loss).getFloat(), Network.floats(probabilities));
  }

  private static TUint8 bytes(Batch batch) {
    return TUint8.tensorOf(
        Shape.of(batch.size(), batch.height(), batch.width()),
        DataBuffers.of(batch.pixels(), true, false));
  }

  private static TFloat32 truth(Batch batch) {
    return TFloat32.tensorOf(
        Shape.of(batch.size(), batch.classes()), DataBuffers.of(batch.labels(), true, false));
  }
}
