package org.thorax.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;
import org.thorax.ThoraxException;

/**
 * The TensorFlow graph of a {@link FlatGraph}: the body in inference mode, for training a second
 * time in training mode on the same variables, and the gradients. Losses and optimizers are added
 * through {@link #ops}. Its network owns it.
 */
public final class NetworkGraph implements AutoCloseable {
  private final FlatGraph flat;
  private final Set<String> frozen;
  private final boolean training;
  private final Precision precision;
  private Graph graph = new Graph();
  private Ops ops;
  private boolean started;

  /** A graph for prediction. */
  static NetworkGraph forInference(FlatGraph flat, Scaling scaling) {
    return new NetworkGraph(flat, Set.of(), false, Precision.FLOAT32, inference(flat, scaling));
  }

  /** A graph for training. */
  static NetworkGraph forTraining(FlatGraph flat, Scaling scaling, TrainingMode mode) {
    return new NetworkGraph(
        flat,
        mode.frozen(),
        true,
        mode.precision(),
        inference(flat, scaling).training(GraphAssembler.TRAINING, GraphAssembler.IMAGES, mode));
  }

  private static GraphAssembler inference(FlatGraph flat, Scaling scaling) {
    return new GraphAssembler(flat)
        .variables()
        .assignments()
        .scaledBytes(GraphAssembler.BYTES, GraphAssembler.IMAGES, scaling)
        .inference(GraphAssembler.INFERENCE, GraphAssembler.IMAGES);
  }

  private NetworkGraph(
      FlatGraph flat,
      Set<String> frozen,
      boolean training,
      Precision precision,
      GraphAssembler assembler) {
    this.flat = flat;
    this.frozen = Set.copyOf(frozen);
    this.training = training;
    this.precision = precision;
    try {
      graph.importGraphDef(assembler.build());
    } catch (TensorFlowException | IllegalArgumentException e) {
      graph.close();
      throw ComputationFailure.of(flat.name(), e);
    }
    this.ops = Ops.create(graph);
  }

  /** Starts a session, which the caller closes; gradients of losses must be added before. */
  Session start(Device device) {
    started = true;
    return DeviceSession.of(device, graph);
  }

  /** Adds losses, gradients and optimizers to the network's graph. */
  public Ops ops() {
    return ops;
  }

  /**
   * Adds the gradients of a tensor to the graph, before the session starts.
   *
   * <p>The graph is exported, corrected and read again: previous operands and operations are
   * invalid, but their names stay valid ({@link #tensor}).
   *
   * @param of scalar, or a tensor with {@code gradient}
   * @param gradient of the scalar with respect to {@code of}, if it is known
   * @return one for each variable, in their order
   */
  public List<Output<TFloat32>> addGradients(
      Operand<TFloat32> of, Optional<Operand<TFloat32>> gradient, List<Variable> variables) {
    if (started) {
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
      throw ComputationFailure.of(flat.name(), e);
    }
    rewrite(ReluGradients::fromOutputs);
    return names.stream().map(name -> tensor(name).asOutput()).toList();
  }

  /**
   * Adds the gradient of one tensor of the body in inference mode with respect to another; also
   * while the session runs.
   *
   * @param prefix of the new ops, not used elsewhere in the graph
   * @param of a tensor of the flat graph
   * @param outer factor of {@code of} before its sum is differentiated, of its shape
   * @param by a float tensor of the graph
   * @return the gradient, of the shape of {@code by}
   * @throws ThoraxException if an op between them has no gradient
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
      throw ComputationFailure.of(flat.name(), e);
    }
  }

  /**
   * Rectifies the gradient at every ReLU in the backward pass: guided backpropagation (Springenberg
   * et al. 2015). Call it before the session starts; previous operands and operations are invalid,
   * but their names stay valid.
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

  /** The placeholder of the step: int64 scalar, the number of previous updates. */
  public Operand<TInt64> step() {
    return operand(GraphAssembler.STEP, TInt64.class);
  }

  /** A tensor of the flat graph in inference mode. */
  public Operand<TFloat32> inInference(String tensor) {
    return body(GraphAssembler.INFERENCE, tensor);
  }

  /** The known shape of a tensor of the flat graph, whatever its type. */
  public Shape shape(String tensor) {
    String name =
        new GraphAssembler(flat).tensor(GraphAssembler.INFERENCE, GraphAssembler.IMAGES, tensor);
    return graph.operationOrThrow(FlatGraph.producer(name)).output(index(name)).shape();
  }

  /** The precision of the body in training mode. */
  public Precision precision() {
    return precision;
  }

  /** A tensor of the flat graph in training mode, cast to float32 if necessary. */
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

  /** The handle of a variable of the network within the graph. */
  public Output<?> handle(Variable variable) {
    return handle(variable.name());
  }

  /** The handle of any variable within the graph, by the name of its op. */
  public Output<?> handle(String name) {
    return graph.operationOrThrow(name).output(0);
  }

  /** The ops that update the moving statistics after a forward pass in training mode. */
  public List<Op> movingStatisticUpdates() {
    MovingStatistics statistics = new MovingStatistics(ops, graph);
    List<Op> updates = new ArrayList<>();
    for (BatchNorm norm : flat.inTraining().batchNorms()) {
      if (norm.followsBatches() && !frozen.contains(norm.moving().mean())) {
        updates.addAll(statistics.updates(norm));
      }
    }
    return updates;
  }

  private void rewrite(UnaryOperator<GraphDef> change) {
    if (started) {
      throw new IllegalStateException("the graph is rewritten before the session starts");
    }
    GraphDef changed = change.apply(graph.toGraphDef());
    graph.close();
    graph = new Graph();
    graph.importGraphDef(changed);
    ops = Ops.create(graph);
  }

  private Operand<TFloat32> body(String prefix, String tensor) {
    String name = new GraphAssembler(flat).tensor(prefix, GraphAssembler.IMAGES, tensor);
    Output<?> output = output(name);
    return output.type().equals(TFloat32.class)
        ? output.expect(TFloat32.class)
        : ops.dtypes.cast(output, TFloat32.class);
  }

  private <T extends TType> Operand<T> operand(String tensor, Class<T> type) {
    return output(tensor).expect(type);
  }

  private Output<?> output(String tensor) {
    return graph.operationOrThrow(FlatGraph.producer(tensor)).output(index(tensor));
  }

  private static int index(String tensor) {
    int colon = tensor.lastIndexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(tensor.substring(colon + 1));
  }

  @Override
  public void close() {
    graph.close();
  }
}
