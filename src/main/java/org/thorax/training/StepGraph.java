package org.thorax.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.NoOp;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.Network;
import org.thorax.model.NetworkGraph;
import org.thorax.model.Variable;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.Scores;
import org.thorax.training.optimizer.Optimizer;

/**
 * The part of a network's graph for training: loss, gradients, the updates of the optimizer and of
 * the moving statistics; and the loss in inference mode.
 */
final class StepGraph {
  private final Network network;
  private final Optimizer optimizer;
  private final Operand<TFloat32> labels;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> loss;
  private final Operand<TFloat32> probabilities;
  private final Operand<TFloat32> evaluationLoss;
  private final Operand<TFloat32> evaluationProbabilities;
  private final List<Output<TFloat32>> gradients;
  private final Optional<ScaledGradients> scaled;
  private final OptimizerSlots slots;
  private final LossVariables lossVariables;
  private final Op update;

  /** Adds everything to a network that was made for training and has no session yet. */
  StepGraph(Network network, Loss loss, Optimizer optimizer) {
    this.network = network;
    this.optimizer = optimizer;
    NetworkGraph graph = network.graph();
    List<Output<TFloat32>> added = addGradients(loss);
    // The graph was read again, so its operands must be looked up by name.
    this.labels = graph.tensor("labels:0");
    this.loss = graph.tensor("loss:0");
    Ops tf = graph.ops();
    scaled =
        graph.precision().scalesLoss()
            ? Optional.of(ScaledGradients.of(graph, added))
            : Optional.empty();
    gradients = scaled.map(ScaledGradients::unscaled).orElse(added);
    learningRate = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    FlatGraph flat = network.flat();
    Operand<TFloat32> trained = graph.inTraining(flat.output().tensor());
    Operand<TFloat32> evaluated = graph.inInference(flat.output().tensor());
    probabilities = loss.scored(tf, trained);
    evaluationProbabilities = loss.scored(tf, evaluated);
    lossVariables = new LossVariables(network, loss);
    List<Operand<TFloat32>> own = lossVariables.values();
    evaluationLoss =
        loss.inEvaluation()
            .of(new Scores(tf, evaluated, flat.logits().map(graph::inInference), labels, own));
    slots = new OptimizerSlots(network, optimizer.kerasName(), optimizer.slots());
    List<Op> all = new ArrayList<>(updates());
    all.addAll(
        lossVariables.updates(
            new Scores(tf, trained, Optional.empty(), labels, own), unlessSkipped(learningRate)));
    all.addAll(graph.movingStatisticUpdates());
    NoOp together = tf.withControlDependencies(all).noOp();
    update = together;
  }

  /** Adds labels, loss and gradients. */
  private List<Output<TFloat32>> addGradients(Loss loss) {
    FlatGraph flat = network.flat();
    NetworkGraph graph = network.graph();
    Ops tf = graph.ops();
    Shape cells = Shape.of(-1, flat.output().size() / loss.outputsPerClass());
    Operand<TFloat32> truth =
        tf.withName("labels").placeholder(TFloat32.class, Placeholder.shape(cells));
    LossVariables.add(network, loss);
    Scores scores =
        new Scores(
            tf,
            graph.inTraining(flat.output().tensor()),
            flat.logits().map(graph::inTraining),
            truth,
            LossVariables.values(network, loss));
    Operand<TFloat32> scalar = tf.withName("loss").identity(loss.of(scores));
    Optional<Loss.Known> gradient = loss.gradient(scores);
    Operand<TFloat32> of = gradient.map(Loss.Known::by).orElse(scalar);
    Optional<Operand<TFloat32>> known = gradient.map(Loss.Known::gradient);
    if (graph.precision().scalesLoss()) {
      Operand<TFloat32> scale = ScaledGradients.addScale(graph);
      known = Optional.of(known.<Operand<TFloat32>>map(by -> tf.math.mul(by, scale)).orElse(scale));
    }
    return graph.addGradients(of, known, trainable());
  }

  /** A tensor for ops that a skipped step leaves out. */
  private Output<TFloat32> unlessSkipped(Operand<TFloat32> tensor) {
    return scaled
        .map(each -> each.ifFinite(network.graph().ops(), tensor))
        .orElse(tensor.asOutput());
  }

  private List<Variable> trainable() {
    List<Variable> variables = network.graph().trainable();
    if (variables.isEmpty()) {
      throw new ThoraxException("Nothing can be trained: every variable of the network is frozen.");
    }
    return variables;
  }

  private List<Op> updates() {
    NetworkGraph graph = network.graph();
    Optimizer.Rule rule = optimizer.rule(graph.ops(), learningRate, graph.step());
    List<? extends Operand<TFloat32>> prepared =
        optimizer.prepared(graph.ops(), gradients.stream().map(this::unlessSkipped).toList());
    List<Op> updates = new ArrayList<>();
    List<Variable> variables = graph.trainable();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      updates.addAll(rule.update(graph.handle(variable), prepared.get(i), slots.of(variable)));
    }
    return updates;
  }

  /** The placeholder of the labels, (batch, labels). */
  Operand<TFloat32> labels() {
    return labels;
  }

  /** The placeholder of the learning rate, scalar. */
  Operand<TFloat32> learningRate() {
    return learningRate;
  }

  /** The loss in training mode, scalar. */
  Operand<TFloat32> loss() {
    return loss;
  }

  /** The scores in training mode, (batch, labels). */
  Operand<TFloat32> probabilities() {
    return probabilities;
  }

  /** The loss in inference mode, scalar. */
  Operand<TFloat32> evaluationLoss() {
    return evaluationLoss;
  }

  /** The scores in inference mode, (batch, labels). */
  Operand<TFloat32> evaluationProbabilities() {
    return evaluationProbabilities;
  }

  /** One for each trainable variable, in their order. */
  List<Output<TFloat32>> gradients() {
    return gradients;
  }

  /** The gradients of a scaled loss; empty in a precision that needs no scale. */
  Optional<ScaledGradients> scaled() {
    return scaled;
  }

  /** The optimizer's state. */
  OptimizerSlots slots() {
    return slots;
  }

  /** The variables of the loss. */
  LossVariables lossVariables() {
    return lossVariables;
  }

  /** Everything that a step changes. */
  Op update() {
    return update;
  }
}
