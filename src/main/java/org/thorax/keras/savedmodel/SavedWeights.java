package org.thorax.keras.savedmodel;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.thorax.ThoraxException;
import org.thorax.network.Network;
import org.thorax.network.Variable;
import org.thorax.network.WeightSource;

/**
 * The variables of a SavedModel, restored by the model's own restore op (which alone knows how its
 * checkpoint is keyed). Read in one go on first use; owns the tensors that hold them.
 */
final class SavedWeights implements WeightSource, AutoCloseable {
  private final Path folder;
  private final List<Variable> variables;
  private final UnaryOperator<String> handleOf;
  private final Map<Variable, Tensor> tensors = new HashMap<>();
  private Result result;

  /**
   * @param variables all that will be asked for
   * @param handleOf the handle's node by variable name
   */
  SavedWeights(Path folder, List<Variable> variables, UnaryOperator<String> handleOf) {
    this.folder = folder;
    this.variables = variables;
    this.handleOf = handleOf;
  }

  @Override
  public float[] values(Variable variable) {
    if (result == null) {
      read();
    }
    Tensor value = tensors.get(variable);
    List<Long> found = Arrays.stream(value.shape().asArray()).boxed().toList();
    if (!variable.shape().equals(found)) {
      throw new ThoraxException(
          "Expected "
              + variable.name()
              + " of shape "
              + variable.shape()
              + " in "
              + folder.resolve("variables")
              + ", found "
              + found
              + "; graph and variables are of different models.");
    }
    return Network.floats(value);
  }

  /**
   * One run for all: every run with other fetches would make TensorFlow optimise the whole graph
   * again.
   */
  private void read() {
    try (SavedModelBundle bundle = SavedModelBundle.load(folder.toString(), "serve")) {
      Ops ops = Ops.create(bundle.graph());
      Session.Runner runner = bundle.session().runner();
      for (Variable variable : variables) {
        var handle = bundle.graph().operationOrThrow(handleOf.apply(variable.name())).output(0);
        runner.fetch(ops.readVariableOp(handle, TFloat32.class));
      }
      result = runner.run();
      for (int i = 0; i < variables.size(); i++) {
        tensors.put(variables.get(i), result.get(i));
      }
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
      throw new ThoraxException(
          "Cannot read the variables in "
              + folder.resolve("variables")
              + ": "
              + reason
              + "; they are damaged or belong to another model, copy or save it again.",
          e);
    }
  }

  @Override
  public void close() {
    if (result != null) {
      result.close();
      result = null;
    }
  }
}
