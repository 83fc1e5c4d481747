package org.thorax.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.thorax.ThoraxException;

/**
 * A network that runs: the TensorFlow graph and session of a {@link FlatGraph}, and the only owner
 * of their memory. The body stands in the graph in inference mode, and for training a second time
 * in training mode on the same variables.
 *
 * <p>Not for several threads, but for {@link #predict} and {@link #predictScaled}.
 */
public final class Network implements AutoCloseable {
  private final FlatGraph flat;
  private final Scaling scaling;
  private final Set<String> frozen;
  private final boolean training;
  private final WeightSource start;
  private final Device device;
  private Graph graph = new Graph();
  private Ops ops;
  private Session session;

  /** A network for prediction. */
  public static Network forInference(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device) {
    Network network = new Network(flat, scaling, weights, device, Set.of(), false, 0);
    try {
      network.session();
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /**
   * A network for prediction whose session starts when it is first needed, so that gradients can be
   * added and corrected before; {@code weights} are read then.
   */
  public static Network forGradients(
      FlatGraph flat, Scaling scaling, WeightSource weights, Device device) {
    return new Network(flat, scaling, weights, device, Set.of(), false, 0);
  }

  /**
   * A network for training. Its session starts when it is first needed, so that gradients can be
   * added before; {@code weights} are read then.
   *
   * @param frozen names of variables that stay as they are; their batch norms stay in inference
   *     mode
   * @param seed of dropout
   */
  public static Network forTraining(
      FlatGraph flat,
      Scaling scaling,
      WeightSource weights,
      Device device,
      Set<String> frozen,
      long seed) {
    return new Network(flat, scaling, weights, device, frozen, true, seed);
  }

  private Network(
      FlatGraph flat,
      Scaling scaling,
      WeightSource weights,
      Device device,
      Set<String> frozen,
      boolean training,
      long seed) {
    this.flat = flat;
    this.scaling = scaling;
    this.frozen = Set.copyOf(frozen);
    this.training = training;
    GraphAssembler assembler =
        new GraphAssembler(flat)
            .variables()
            .assignments()
            .scaledBytes(GraphAssembler.BYTES, GraphAssembler.IMAGES, scaling)
            .inference(GraphAssembler.INFERENCE, GraphAssembler.IMAGES);
    if (training) {
      assembler.training(GraphAssembler.TRAINING, GraphAssembler.IMAGES, this.frozen, seed);
    }
    try {
      graph.importGraphDef(assembler.build());
    } catch (TensorFlowException | IllegalArgumentException e) {
      graph.close();
      throw cannotBeComputed(e);
    }
    this.ops = Ops.create(graph);
    this.start = weights;
    this.device = device;
  }

  /** What the network is made of. */
  public FlatGraph flat() {
    return flat;
  }

  /** What happens to grey bytes before the first layer. */
  public Scaling scaling() {
    return scaling;
  }

  /** For adding losses, gradients and optimizers to the network's graph. */
  public Ops ops() {
    return ops;
  }

  /** The graph itself; it belongs to this network. */
  public Graph graph() {
    return graph;
  }

  /**
   * The session itself; it belongs to this network.
   *
   * @throws ThoraxException when the weights do not fit the network
   */
  public Session session() {
    if (session == null) {
      session = new Session(graph, device.configuration());
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
   * Adds the gradients of a tensor to the graph, before the session starts.
   *
   * <p>The graph is written down, corrected and read again: operands and operations taken before
   * are void, their names stay ({@link #tensor}).
   *
   * @param of scalar, or a tensor with {@code gradient}
   * @param gradient of the scalar by {@code of}, when that is known
   * @return one for each variable, in their order
   */
  public List<Output<TFloat32>> addGradients(
      Operand<TFloat32> of, Optional<Operand<TFloat32>> gradient, List<Variable> variables) {
    if (session != null) {
      throw new IllegalStateException("gradients are added before the session starts");
    }
    Output<?>[] by =
        variables.stream().map(variable -> read(variable).asOutput()).toArray(Output<?>[]::new);
    Output<?>[] known = gradient.map(operand -> new Output<?>[] {operand.asOutput()}).orElse(null);
    List<String> names;
    try {
      Output<?>[] found =
          graph.addGradients("gradients", new Output<?>[] {of.asOutput()}, by, known);
      names =
          Arrays.stream(found).map(output -> output.op().name() + ":" + output.index()).toList();
    } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
      // A variable that the loss does not depend on has no gradient, or one of no graph.
      throw cannotBeComputed(e);
    }
    rewrite(ReluGradients::fromOutputs);
    return names.stream().map(name -> tensor(name).asOutput()).toList();
  }

  /**
   * Adds the gradient of one tensor of the body in inference mode by another; also while the
   * session runs.
   *
   * @param prefix of the new ops, used for nothing else in the graph
   * @param of a tensor of the flat graph
   * @param outer what {@code of} is multiplied by before its sum is differentiated, of its shape
   * @param by a float tensor of the graph
   * @return the gradient, of the shape of {@code by}
   * @throws ThoraxException when an op between them has no gradient
   */
  public Operand<TFloat32> addInferenceGradient(
      String prefix, String of, Operand<TFloat32> outer, Operand<TFloat32> by) {
    try {
      return graph
          .addGradients(
              prefix,
              new Output<?>[] {inInference(of).asOutput()},
              new Output<?>[] {by.asOutput()},
              new Output<?>[] {outer.asOutput()})[0]
          .expect(TFloat32.class);
    } catch (TensorFlowException | IllegalArgumentException | IllegalStateException e) {
      throw cannotBeComputed(e);
    }
  }

  /**
   * Lets every ReLU between the ends of a gradient pass only what is positive on its way back:
   * guided backpropagation (Springenberg et al. 2015). Before the session starts; operands and
   * operations taken before are void, their names stay.
   *
   * @param prefix of the gradient's ops
   */
  public void guideGradients(String prefix) {
    rewrite(graphDef -> ReluGradients.guided(graphDef, prefix));
  }

  /** A float32 tensor of the graph by its name, e.g. {@code loss:0}. */
  public Operand<TFloat32> tensor(String name) {
    return operand(name, TFloat32.class);
  }

  /** The placeholder of grey bytes: uint8 (batch, height, width). */
  public Operand<TUint8> greyBytes() {
    return operand(GraphAssembler.BYTES, TUint8.class);
  }

  /**
   * The scaled images: float32 (batch, height, width, channels). May be fed instead of the bytes.
   */
  public Operand<TFloat32> images() {
    return operand(GraphAssembler.IMAGES, TFloat32.class);
  }

  /** The placeholder of the step: int64 scalar, the number of updates made before. */
  public Operand<TInt64> step() {
    return operand(GraphAssembler.STEP, TInt64.class);
  }

  /** A tensor of the flat graph as it is in inference mode. */
  public Operand<TFloat32> inInference(String tensor) {
    return body(GraphAssembler.INFERENCE, tensor);
  }

  /** What is known of the shape of a tensor of the flat graph, whatever its type. */
  public Shape shape(String tensor) {
    String name =
        new GraphAssembler(flat).tensor(GraphAssembler.INFERENCE, GraphAssembler.IMAGES, tensor);
    return graph.operationOrThrow(FlatGraph.producer(name)).output(index(name)).shape();
  }

  /** A tensor of the flat graph as it is in training mode. */
  public Operand<TFloat32> inTraining(String tensor) {
    if (!training) {
      throw new IllegalStateException("this network was made for inference");
    }
    return body(GraphAssembler.TRAINING, tensor);
  }

  /** The variables that an optimizer may change, in Keras' order. */
  public List<Variable> trainable() {
    return flat.variables().stream()
        .filter(variable -> variable.trainable() && !frozen.contains(variable.name()))
        .toList();
  }

  /** The value of a variable within the graph. */
  public Operand<TFloat32> read(Variable variable) {
    return operand(variable.read(), TFloat32.class);
  }

  /** The handle of a variable within the graph. */
  public Output<?> handle(Variable variable) {
    return graph.operationOrThrow(variable.name()).output(0);
  }

  /** The ops that bring the moving statistics up to date after a forward pass in training mode. */
  public List<Op> movingStatisticUpdates() {
    MovingStatistics statistics = new MovingStatistics(ops, graph);
    List<Op> updates = new ArrayList<>();
    for (BatchNorm norm : flat.batchNorms()) {
      if (!frozen.contains(norm.movingMean())) {
        updates.addAll(statistics.updates(norm));
      }
    }
    return updates;
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
   * The output in inference mode for images that are scaled already.
   *
   * @param scaled batch x height x width x channels values in C order
   */
  public float[] predictScaled(float[] scaled, int batch, int height, int width) {
    Shape shape = Shape.of(batch, height, width, flat.channels());
    try (TFloat32 images = TFloat32.tensorOf(shape, DataBuffers.of(scaled, true, false))) {
      return run(GraphAssembler.IMAGES, images);
    }
  }

  /** The present values of variables in C order, read in one run of the session. */
  public Map<Variable, float[]> values(List<Variable> variables) {
    Session.Runner runner = session().runner();
    variables.forEach(variable -> runner.fetch(variable.read()));
    Map<Variable, float[]> values = new LinkedHashMap<>();
    try (var result = runner.run()) {
      for (int i = 0; i < variables.size(); i++) {
        values.put(variables.get(i), floats(result.get(i)));
      }
    }
    return values;
  }

  /**
   * Gives every variable new values, in one run of the session.
   *
   * @throws ThoraxException when {@code weights} has none for a variable, or of another shape
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

  private void rewrite(UnaryOperator<GraphDef> change) {
    if (session != null) {
      throw new IllegalStateException("the graph is rewritten before the session starts");
    }
    GraphDef changed = change.apply(graph.toGraphDef());
    graph.close();
    graph = new Graph();
    graph.importGraphDef(changed);
    ops = Ops.create(graph);
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
    return tensor(variable.shape(), values);
  }

  /** A float32 tensor of these values in C order; the caller closes it. */
  public static TFloat32 tensor(List<Long> shape, float[] values) {
    Shape sizes = Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
    return TFloat32.tensorOf(sizes, DataBuffers.of(values, true, false));
  }

  /** The values of a float32 tensor in C order. */
  public static float[] floats(Tensor tensor) {
    TFloat32 values = (TFloat32) tensor;
    float[] copy = new float[Math.toIntExact(values.size())];
    values.asRawTensor().data().asFloats().read(copy);
    return copy;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    graph.close();
  }

  /**
   * Runs the session and copies what it fetches.
   *
   * @throws ThoraxException when the device's memory does not suffice or the graph fits no such
   *     input
   */
  public List<Values> run(Session.Runner runner) {
    try (var result = runner.run()) {
      List<Values> values = new ArrayList<>();
      for (int i = 0; i < result.size(); i++) {
        values.add(Values.of(result.get(i)));
      }
      return values;
    } catch (TFResourceExhaustedException e) {
      throw new ThoraxException(
          "Out of memory on the device; use smaller images or a smaller batch.", e);
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw cannotBeComputed(e);
    }
  }

  private float[] run(String input, Tensor tensor) {
    Operand<TFloat32> output = inInference(flat.output());
    return run(session().runner().feed(input, tensor).fetch(output)).get(0).values();
  }

  private ThoraxException cannotBeComputed(RuntimeException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    return new ThoraxException(
        "The network '"
            + flat.name()
            + "' cannot be computed ("
            + reason
            + "); its graph is damaged or takes other images, copy or save the model again.",
        e);
  }

  private Operand<TFloat32> body(String prefix, String tensor) {
    String name = new GraphAssembler(flat).tensor(prefix, GraphAssembler.IMAGES, tensor);
    return operand(name, TFloat32.class);
  }

  private <T extends TType> Operand<T> operand(String tensor, Class<T> type) {
    GraphOperation operation = graph.operationOrThrow(FlatGraph.producer(tensor));
    return operation.output(index(tensor)).expect(type);
  }

  private static int index(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(tensor.substring(colon + 1));
  }
}
