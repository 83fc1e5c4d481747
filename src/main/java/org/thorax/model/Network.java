package org.thorax.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.thorax.ThoraxException;

/**
 * A network that can run: the TensorFlow graph and session of a {@link FlatGraph}, and the only
 * owner of their memory.
 *
 * <p>Not thread-safe, except for {@link #predict} and {@link #predictScaled}.
 */
public final class Network implements AutoCloseable {
  private final FlatGraph flat;
  private final Scaling scaling;
  private final NetworkGraph graph;
  private final WeightSource start;
  private final Device device;
  private Session session;

  /** A network for prediction. */
  public static Network forInference(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device) {
    Network network = forGradients(flat, scaling, weights, device);
    try {
      network.session();
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /**
   * A network for prediction whose session starts on first use, so that gradients can be added
   * before; {@code weights} are read then.
   */
  public static Network forGradients(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device) {
    return new Network(flat, scaling, NetworkGraph.forInference(flat, scaling), weights, device);
  }

  /**
   * A network for training. Its session starts when it is first needed, so that gradients can be
   * added before; {@code weights} are read then.
   */
  public static Network forTraining(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device, TrainingMode mode) {
    return new Network(
        flat, scaling, NetworkGraph.forTraining(flat, scaling, mode), weights, device);
  }

  /** A network for training in float32. */
  public static Network forTraining(
      FlatGraph flat,
      Scaling scaling,
      WeightSource weights,
      Device device,
      Set<String> frozen,
      long seed) {
    return forTraining(
        flat, scaling, weights, device, new TrainingMode(frozen, seed, Precision.FLOAT32));
  }

  private Network(
      FlatGraph flat, Scaling scaling, NetworkGraph graph, WeightSource weights, Device device) {
    this.flat = flat;
    this.scaling = scaling;
    this.graph = graph;
    this.start = weights;
    this.device = device;
  }

  /** The graph of the network. */
  public FlatGraph flat() {
    return flat;
  }

  /** The scaling of grey bytes. */
  public Scaling scaling() {
    return scaling;
  }

  /** The graph, to add losses, gradients and optimizers; this network owns it. */
  public NetworkGraph graph() {
    return graph;
  }

  /**
   * The session; this network owns it.
   *
   * @throws ThoraxException if the weights do not fit the network
   */
  public Session session() {
    if (session == null) {
      session = graph.start(device);
      try {
        assign(start);
      } catch (RuntimeException e) {
        session.close();
        session = null;
        throw e;
      }
    }
    return session;
  }

  /**
   * The output in inference mode for grey bytes.
   *
   * @param greyBytes batch x height x width values in C order
   * @return the output in C order: batch x classes
   */
  public float[] predict(byte[] greyBytes, int batch, int height, int width) {
    try (TUint8 bytes =
        TUint8.tensorOf(Shape.of(batch, height, width), DataBuffers.of(greyBytes, true, false))) {
      return run(GraphAssembler.BYTES, bytes);
    }
  }

  /**
   * The output in inference mode for scaled images.
   *
   * @param scaled batch x height x width x channels values in C order
   */
  public float[] predictScaled(float[] scaled, int batch, int height, int width) {
    Shape shape = Shape.of(batch, height, width, flat.input().channels());
    try (TFloat32 images = TFloat32.tensorOf(shape, DataBuffers.of(scaled, true, false))) {
      return run(GraphAssembler.IMAGES, images);
    }
  }

  /** The current values of variables in C order, read in one run of the session. */
  public Map<Variable, float[]> values(List<Variable> variables) {
    Session.Runner runner = session().runner();
    variables.forEach(variable -> runner.fetch(variable.read()));
    Map<Variable, float[]> values = new LinkedHashMap<>();
    try (var result = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        values.put(variables.get(i), Values.floats(result.get(i)));
      }
    }
    return values;
  }

  /**
   * Assigns every variable in one run of the session.
   *
   * @throws ThoraxException if {@code weights} has no values for a variable, or another shape
   */
  public void assign(WeightSource weights) {
    Session.Runner runner = session().runner().addTarget(GraphAssembler.ASSIGN_ALL);
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (int i = 0; i < flat.variables().size(); i++) {
        Tensor tensor = tensor(flat.variables().get(i), weights);
        tensors.add(tensor);
        runner.feed(GraphAssembler.assigned(i), tensor);
      }
      runner.run().close();
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  private static Tensor tensor(Variable variable, WeightSource weights) {
    float[] values = weights.values(variable);
    if (values.length != variable.size()) {
      throw new ThoraxException(
          "Expected "
              + variable.size()
              + " values for "
              + variable.name()
              + " of shape "
              + variable.shape()
              + ", found "
              + values.length
              + "; the weights belong to another network.");
    }
    return Values.tensor(variable.shape(), values);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    graph.close();
  }

  /**
   * Runs the session and copies the fetched tensors.
   *
   * @throws ThoraxException if the device has too little memory or the input does not fit the graph
   */
  public List<Values> run(Session.Runner runner) {
    try {
      return DeviceFailure.explain(() -> fetch(runner));
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw ComputationFailure.of(flat.name(), e);
    }
  }

  private static List<Values> fetch(Session.Runner runner) {
    try (var result = runner.run()) {
      List<Values> values = new ArrayList<>();
      for (int i = 0; i < result.size(); i++) {
        values.add(Values.of(result.get(i)));
      }
      return values;
    }
  }

  private float[] run(String input, Tensor tensor) {
    Operand<TFloat32> output = graph.inInference(flat.output().tensor());
    return run(session().runner().feed(input, tensor).fetch(output)).get(0).values();
  }
}
