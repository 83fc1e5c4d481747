package org.thorax.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.thorax.ThoraxException;
import org.thorax.data.loader.Batch;
import org.thorax.model.Network;
import org.thorax.model.OptimizerState;
import org.thorax.model.Values;
import org.thorax.model.Variable;
import org.thorax.training.callback.LossScale;
import org.thorax.training.loss.Loss;
import org.thorax.training.optimizer.Optimizer;

/**
 * A training step in TensorFlow: forward pass in training mode, loss, gradients, the updates of the
 * optimizer and of the moving statistics; and an evaluation step in inference mode on the same
 * variables. The network owns the memory.
 */
public final class TrainingStep {
  private static final String WEIGHT = "weight/";
  private static final String LOSS = "loss/";

  /** Output of a step with a scaled loss: whether its gradients are finite. */
  private static final int FINITE = 2;

  private static final String LOSS_SCALE = "loss_scale";

  private final Network network;
  private final Optimizer optimizer;
  private final StepGraph graph;
  private final boolean countsUnlabelled;
  private Optional<LossScale> lossScale;
  private long step;
  private long unlabelled;
  private OptionalDouble rate = OptionalDouble.empty();

  /**
   * The result of a step.
   *
   * @param loss of the batch, before the update
   * @param probabilities batch x classes, before the update
   */
  @SuppressWarnings("ArrayRecordComponent") // One owner, read once.
  public record Outcome(float loss, float[] probabilities) {}

  /** A step with a new optimizer state. */
  public TrainingStep(Network network, Loss loss, Optimizer optimizer) {
    this(network, loss, optimizer, Optional.empty());
  }

  /**
   * Adds loss, gradients and updates to a network that was made for training, and starts its
   * session.
   *
   * @param state the optimizer state to continue with; it must have the same optimizer and
   *     variables
   */
  public TrainingStep(
      Network network, Loss loss, Optimizer optimizer, Optional<OptimizerState> state) {
    this(network, loss, optimizer, state, LossScale.KERAS);
  }

  /** A step with the loss scale of the first step, if the precision has one. */
  TrainingStep(
      Network network,
      Loss loss,
      Optimizer optimizer,
      Optional<OptimizerState> state,
      LossScale start) {
    this.network = network;
    this.optimizer = optimizer;
    this.countsUnlabelled = loss.masks() && loss.outputsPerClass() == 1;
    graph = new StepGraph(network, loss, optimizer);
    lossScale = graph.scaled().map(scaled -> start);
    network.session();
    state.ifPresentOrElse(known -> graph.slots().assign(known.values()), graph.slots()::setToStart);
    graph.lossVariables().setToZero();
    step = state.map(OptimizerState::iterations).orElse(0L);
  }

  /**
   * The optimizer and its current state, read in one run.
   *
   * @param rate learning rate of the next updates
   */
  public OptimizerState optimizerState(double rate) {
    return new OptimizerState(
        optimizer.config(rate), step, network.graph().trainable(), graph.slots().values());
  }

  /** The current weights, moving statistics and optimizer state by name. */
  Map<String, float[]> snapshot() {
    Map<String, float[]> arrays = weights();
    OptimizerState.SlotValues values = graph.slots().values();
    for (String slot : optimizer.slots()) {
      for (Variable variable : network.graph().trainable()) {
        arrays.put(slotName(slot, variable), values.of(slot, variable));
      }
    }
    graph.lossVariables().snapshot().forEach((name, own) -> arrays.put(LOSS + name, own));
    lossScale.ifPresent(scale -> arrays.put(LOSS_SCALE, scale.state()));
    return arrays;
  }

  /** The current weights and moving statistics by name. */
  Map<String, float[]> weights() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    network
        .values(network.flat().variables())
        .forEach((variable, values) -> arrays.put(WEIGHT + variable.name(), values));
    return arrays;
  }

  /** Restores a {@link #snapshot} taken after this number of updates. */
  void restore(Map<String, float[]> arrays, long iterations) {
    restoreWeights(arrays);
    graph.slots().assign((slot, variable) -> named(arrays, slotName(slot, variable)));
    graph.lossVariables().assign(name -> named(arrays, LOSS + name));
    lossScale = lossScale.map(scale -> scale.from(named(arrays, LOSS_SCALE)));
    step = iterations;
  }

  /** Restores {@link #weights}; the optimizer's state does not change. */
  void restoreWeights(Map<String, float[]> arrays) {
    network.assign(variable -> named(arrays, WEIGHT + variable.name()));
  }

  private static float[] named(Map<String, float[]> arrays, String name) {
    float[] values = arrays.get(name);
    if (values == null) {
      throw new ThoraxException(
          "The saved state has no values of " + name + "; it is of another network, start over.");
    }
    return values;
  }

  private String slotName(String slot, Variable variable) {
    return "optimizer/" + optimizer.kerasName() + "/" + slot + "/" + variable.name();
  }

  /** The number of updates so far, including those of the restored state. */
  public long step() {
    return step;
  }

  /** The learning rate of the last update; empty before the first. */
  public OptionalDouble rate() {
    return rate;
  }

  /** The scale of the next step's loss; empty in a precision that needs none. */
  public Optional<LossScale> lossScale() {
    return lossScale;
  }

  /** The number of training batches without a labelled cell: their loss is 0. */
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
        TFloat32 scaleTensor = scaleTensor();
        var result =
            scaled(
                    network
                        .session()
                        .runner()
                        .feed(network.graph().greyBytes(), bytes)
                        .feed(graph.labels(), truth)
                        .feed(graph.learningRate(), rateTensor)
                        .feed(network.graph().step(), stepTensor)
                        .fetch(graph.loss())
                        .fetch(graph.probabilities())
                        .addTarget(graph.update()),
                    scaleTensor)
                .run()) {
      // Like Keras: a skipped step counts.
      step++;
      lossScale = lossScale.map(scale -> scale.after(((TBool) result.get(FINITE)).getBoolean()));
      this.rate = OptionalDouble.of(rate);
      if (countsUnlabelled && isUnlabelled(batch)) {
        unlabelled++;
      }
      return outcome(result.get(0), result.get(1), batch.size());
    }
  }

  private TFloat32 scaleTensor() {
    return TFloat32.scalarOf(lossScale.map(LossScale::value).orElse(1f));
  }

  /**
   * The runner, which feeds the scale, if there is one, and last fetches whether gradients are
   * finite.
   */
  private Session.Runner scaled(Session.Runner runner, TFloat32 scale) {
    return graph
        .scaled()
        .map(each -> runner.feed(each.scale(), scale).fetch(each.finite()))
        .orElse(runner);
  }

  /** Ends the training: if there is a moving average of the weights, it becomes the weights. */
  public void finish() {
    graph.slots().averagesToWeights();
  }

  /** Evaluates one batch in inference mode. */
  public Outcome evaluate(Batch batch) {
    try (TUint8 bytes = bytes(batch);
        TFloat32 truth = truth(batch);
        var result =
            network
                .session()
                .runner()
                .feed(network.graph().greyBytes(), bytes)
                .feed(graph.labels(), truth)
                .fetch(graph.evaluationLoss())
                .fetch(graph.evaluationProbabilities())
                .run()) {
      return outcome(result.get(0), result.get(1), batch.size());
    }
  }

  /**
   * The gradients of the loss for one batch, one array for each trainable variable; changes
   * nothing.
   */
  public List<float[]> gradients(Batch batch) {
    var runner = network.session().runner();
    graph.gradients().forEach(runner::fetch);
    try (TUint8 bytes = bytes(batch);
        TFloat32 truth = truth(batch);
        TInt64 stepTensor = TInt64.scalarOf(step);
        TFloat32 scaleTensor = scaleTensor();
        var result =
            scaled(runner, scaleTensor)
                .feed(network.graph().greyBytes(), bytes)
                .feed(graph.labels(), truth)
                .feed(network.graph().step(), stepTensor)
                .run()) {
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < graph.gradients().size(); i++) {
        values.add(Values.floats(result.get(i)));
      }
      return values;
    }
  }

  private static Outcome outcome(
      org.tensorflow.Tensor loss, org.tensorflow.Tensor probabilities, int samples) {
    // Like Keras: a mean of one value with the weight of its samples, rounded twice.
    float weighted = ((TFloat32) loss).getFloat() * samples;
    return new Outcome(weighted / samples, Values.floats(probabilities));
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
