package org.thorax.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.thorax.model.Network;
import org.thorax.model.OptimizerState;
import org.thorax.model.Values;
import org.thorax.model.Variable;
import org.thorax.training.optimizer.MovingAverageOptimizer;

/**
 * The optimizer's state in the graph: one array for each slot and each trainable variable, in the
 * variable's shape. All arrays are set, and all are read, in one run of the session.
 */
final class OptimizerSlots {
  private final Network network;
  private final List<String> names;
  private final List<Variable> variables;
  private final Map<String, Map<Variable, VarHandleOp>> handles = new HashMap<>();
  private final List<Operand<TFloat32>> reads = new ArrayList<>();

  /**
   * Adds the arrays, without values yet.
   *
   * @param optimizer Keras' class
   * @param names Keras' names of the slots
   */
  OptimizerSlots(Network network, String optimizer, List<String> names) {
    this.network = network;
    this.names = List.copyOf(names);
    this.variables = network.graph().trainable();
    for (String name : names) {
      Map<Variable, VarHandleOp> ofSlot = new HashMap<>();
      for (Variable variable : variables) {
        String shared = optimizer + "/" + name + "/" + variable.name();
        ofSlot.put(
            variable,
            network
                .graph()
                .ops()
                .varHandleOp(TFloat32.class, shape(variable), VarHandleOp.sharedName(shared)));
      }
      handles.put(name, ofSlot);
    }
  }

  /** The arrays of one variable, in the order of the slots' names. */
  List<VarHandleOp> of(Variable variable) {
    return names.stream().map(name -> handles.get(name).get(variable)).toList();
  }

  /** Sets the initial state: zeros, and for moving averages the weights. */
  void setToStart() {
    Ops tf = network.graph().ops();
    List<Op> assignments = new ArrayList<>();
    for (String name : names) {
      for (Variable variable : variables) {
        int[] sizes = variable.shape().stream().mapToInt(Long::intValue).toArray();
        assignments.add(
            tf.assignVariableOp(
                handles.get(name).get(variable),
                name.equals(MovingAverageOptimizer.AVERAGE)
                    ? network.graph().read(variable)
                    : tf.fill(tf.constant(sizes), tf.constant(0f))));
      }
    }
    if (!assignments.isEmpty()) {
      network
          .session()
          .runner()
          .addTarget(tf.withControlDependencies(assignments).noOp())
          .run()
          .close();
    }
  }

  /** Sets the weights to their moving averages, if there are any. */
  void averagesToWeights() {
    Map<Variable, VarHandleOp> averages = handles.get(MovingAverageOptimizer.AVERAGE);
    if (averages != null) {
      Ops tf = network.graph().ops();
      Session.Runner runner = network.session().runner();
      averages.forEach(
          (variable, average) ->
              runner.addTarget(
                  tf.assignVariableOp(
                      network.graph().handle(variable),
                      tf.readVariableOp(average, TFloat32.class))));
      runner.run().close();
    }
  }

  /** Restores a state. */
  void assign(OptimizerState.SlotValues values) {
    Ops tf = network.graph().ops();
    Session.Runner runner = network.session().runner();
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (String name : names) {
        for (Variable variable : variables) {
          Operand<TFloat32> value =
              tf.placeholder(TFloat32.class, Placeholder.shape(shape(variable)));
          Tensor tensor = Values.tensor(variable.shape(), values.of(name, variable));
          tensors.add(tensor);
          runner.feed(value, tensor);
          runner.addTarget(tf.assignVariableOp(handles.get(name).get(variable), value));
        }
      }
      if (!tensors.isEmpty()) {
        runner.run().close();
      }
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /** The current values; zeros for a slot that the optimizer does not use. */
  OptimizerState.SlotValues values() {
    Session.Runner runner = network.session().runner();
    Map<String, Map<Variable, float[]>> values = new HashMap<>();
    reads().forEach(runner::fetch);
    if (!names.isEmpty()) {
      try (var result = runner.run()) {
        int i = 0;
        for (String name : names) {
          Map<Variable, float[]> ofSlot = new HashMap<>();
          for (Variable variable : variables) {
            ofSlot.put(variable, Values.floats(result.get(i++)));
          }
          values.put(name, ofSlot);
        }
      }
    }
    return (slot, variable) ->
        values.containsKey(slot)
            ? values.get(slot).get(variable)
            : OptimizerState.zeros(slot, variable);
  }

  /**
   * Created once, because TensorFlow optimises a session's graph again for every new op that is
   * fetched.
   */
  private List<Operand<TFloat32>> reads() {
    if (reads.isEmpty()) {
      for (String name : names) {
        for (Variable variable : variables) {
          reads.add(
              network
                  .graph()
                  .ops()
                  .readVariableOp(handles.get(name).get(variable), TFloat32.class));
        }
      }
    }
    return reads;
  }

  private static Shape shape(Variable variable) {
    return Shape.of(variable.shape().stream().mapToLong(Long::longValue).toArray());
  }
}
