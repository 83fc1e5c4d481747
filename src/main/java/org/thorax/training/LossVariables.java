package org.thorax.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.thorax.model.Network;
import org.thorax.model.Values;
import org.thorax.training.loss.Loss;
import org.thorax.training.loss.Scores;

/** The variables of a loss in the graph: one value for each output of the network. */
final class LossVariables {
  private final Network network;
  private final Loss loss;

  /** The variables that {@link #add} added to the graph. */
  LossVariables(Network network, Loss loss) {
    this.network = network;
    this.loss = loss;
  }

  /** Adds them to a graph that has no gradients yet. */
  static void add(Network network, Loss loss) {
    for (String name : loss.variables()) {
      VarHandleOp handle =
          network
              .graph()
              .ops()
              .withName(handle(name))
              .varHandleOp(TFloat32.class, shape(network), VarHandleOp.sharedName(handle(name)));
      network.graph().ops().withName(handle(name) + "_read").readVariableOp(handle, TFloat32.class);
    }
  }

  /** Their values in the graph. */
  static List<Operand<TFloat32>> values(Network network, Loss loss) {
    return loss.variables().stream()
        .map(name -> network.graph().tensor(handle(name) + "_read:0"))
        .toList();
  }

  List<Operand<TFloat32>> values() {
    return values(network, loss);
  }

  /** The ops that update them. */
  List<Op> updates(Scores scores, Operand<TFloat32> learningRate) {
    List<Operand<TFloat32>> updated = loss.updated(scores, learningRate);
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < updated.size(); i++) {
      updates.add(assign(loss.variables().get(i), updated.get(i)));
    }
    return updates;
  }

  /** Sets them to their initial values. */
  void setToZero() {
    assign(name -> new float[network.flat().output().size()]);
  }

  /** Their values by name, to continue from. */
  Map<String, float[]> snapshot() {
    Map<String, float[]> snapshot = new LinkedHashMap<>();
    if (!loss.variables().isEmpty()) {
      Session.Runner runner = network.session().runner();
      values().forEach(runner::fetch);
      try (var result = runner.run()) {
        for (int i = 0; i < loss.variables().size(); i++) {
          snapshot.put(loss.variables().get(i), Values.floats(result.get(i)));
        }
      }
    }
    return snapshot;
  }

  /** Restores the values of a {@link #snapshot}. */
  void assign(Function<String, float[]> values) {
    if (loss.variables().isEmpty()) {
      return;
    }
    Ops tf = network.graph().ops();
    Session.Runner runner = network.session().runner();
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (String name : loss.variables()) {
        Operand<TFloat32> value = tf.placeholder(TFloat32.class);
        Tensor tensor =
            Values.tensor(List.of((long) network.flat().output().size()), values.apply(name));
        tensors.add(tensor);
        runner.feed(value, tensor).addTarget(assign(name, value));
      }
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private Op assign(String name, Operand<TFloat32> value) {
    return network.graph().ops().assignVariableOp(network.graph().handle(handle(name)), value);
  }

  private static String handle(String name) {
    return "loss_variable_" + name;
  }

  private static Shape shape(Network network) {
    return Shape.of(network.flat().output().size());
  }
}
