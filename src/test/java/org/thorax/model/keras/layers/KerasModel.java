package org.thorax.model.keras.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.opentest4j.TestAbortedException;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.thorax.model.Device;
import org.thorax.model.DeviceSession;

/** A tf_keras model as keras_layers.py wrote it, and the comparisons with ours. */
public final class KerasModel {
  private static final Set<String> SILENT =
      Set.of("Const", "VarHandleOp", "ReadVariableOp", "Placeholder");

  private final JsonNode facts;
  private final FloatBuffer values;

  private KerasModel(JsonNode facts, FloatBuffer values) {
    this.facts = facts;
    this.values = values;
  }

  /** Reads a model of the folder. */
  public static KerasModel read(Path folder, String name) {
    try (FileChannel channel = FileChannel.open(folder.resolve(name + ".bin"))) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return new KerasModel(
          new ObjectMapper().readTree(folder.resolve(name + ".json").toFile()),
          bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Names, classes, shapes and order of layers and weights agree. */
  public void assertSameStructure(LayerGraph ours) {
    var shapes = ours.shapes();
    assertThat(ours.name()).isEqualTo(facts.get("name").asText());
    assertThat(
            ours.layers().stream()
                .map(l -> l.name() + " " + l.config().className() + shapes.get(l.name())))
        .containsExactlyElementsOf(
            rows(
                "layers",
                row -> row.get(0).asText() + " " + row.get(1).asText() + shape(row.get(2))));
    assertThat(ours.weights().stream().map(w -> w.name() + w.shape() + w.trainable()))
        .containsExactlyElementsOf(
            rows(
                "weights",
                row -> row.get(0).asText() + shape(row.get(1)) + row.get(2).asBoolean()));
    // Neither momentum nor the last digits of epsilon show in the features.
    assertThat(
            ours.layers().stream()
                .filter(layer -> layer.config() instanceof BatchNormalization)
                .map(
                    layer ->
                        settings((BatchNormalization) layer.config(), shapes.get(layer.name()))))
        .containsExactlyElementsOf(
            rows(
                "batch_normalizations",
                row ->
                    row.get(0).asInt()
                        + " "
                        + row.get(1).asDouble()
                        + " "
                        + row.get(2).asDouble()));
    assertThat(ours.parameters()).isEqualTo(facts.get("parameters").asLong());
  }

  /** The nodes that compute have tf_keras' types and names. */
  public void assertSameNodes(LayerGraph ours) {
    try (Graph graph = new Graph()) {
      TensorFlowEmitter.emit(ours, graph);
      List<String> nodes = new ArrayList<>();
      graph.operations().forEachRemaining(node -> nodes.add(node.type() + " " + node.name()));
      nodes.removeIf(node -> SILENT.contains(node.substring(0, node.indexOf(' '))));
      assertThat(nodes)
          .containsExactlyInAnyOrderElementsOf(
              rows("nodes", row -> row.get(0).asText() + " " + row.get(1).asText()));
    }
  }

  /** Initial kernels fill the range that Keras draws from, everything else begins as Keras'. */
  public void assertSameInitialRange(LayerGraph ours) {
    List<WeightSpec> weights = ours.weights();
    for (int i = 0; i < weights.size(); i++) {
      WeightSpec weight = weights.get(i);
      double limit = facts.get("weights").get(i).get(3).asDouble();
      boolean one = weight.name().endsWith("gamma") || weight.name().endsWith("moving_variance");
      double largest = 0;
      for (float value : weight.initialValues(1)) {
        largest = Math.max(largest, Math.abs(value));
      }
      if (limit == 0) {
        assertThat(largest).as(weight.name()).isEqualTo(one ? 1 : 0);
      } else {
        assertThat(largest).as(weight.name()).isBetween(0.97 * limit, limit * (1 + 1e-7));
      }
    }
  }

  /**
   * With Keras' weights, outputs and gradients agree to {@code tolerance} of their largest value.
   */
  public void assertSameValues(LayerGraph ours, double tolerance) {
    FloatBuffer rest = values.duplicate();
    float[] input = next(rest, shape(facts.get("input")));
    float[] expected = next(rest, shape(facts.get("output")));
    try (Graph graph = new Graph()) {
      assertSameValues(
          graph, TensorFlowEmitter.emit(ours, graph), rest, input, expected, tolerance);
    }
  }

  private void assertSameValues(
      Graph graph,
      EmittedGraph emitted,
      FloatBuffer rest,
      float[] input,
      float[] expected,
      double tolerance) {
    try (Session session = DeviceSession.of(Device.CPU, graph)) {
      assign(session, graph, emitted, rest);
      Output<?>[] gradients = gradients(graph, emitted);
      try (TFloat32 images = tensor(shape(facts.get("input")), input)) {
        Session.Runner runner = session.runner().feed(emitted.input(), images);
        runner.fetch(emitted.output());
        if (facts.get("gradients").asBoolean()) {
          List.of(gradients).forEach(runner::fetch);
        }
        try (Result result = run(runner)) {
          assertClose("output", (TFloat32) result.get(0), expected, tolerance);
          for (int i = 1; i < result.size(); i++) {
            TFloat32 gradient = (TFloat32) result.get(i);
            assertClose("gradient " + i, gradient, next(rest, gradient.shape()), tolerance);
          }
        }
      }
    }
  }

  /** Skips where TensorFlow runs without oneDNN, as on processors without AVX-512. */
  private static Result run(Session.Runner runner) {
    try {
      return runner.run();
    } catch (TFInvalidArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("Gradients for grouped convolutions are not")) {
        throw new TestAbortedException(
            "skipped: TensorFlow has no gradients of grouped convolutions on this processor", e);
      }
      throw e;
    }
  }

  /** The gradients of sum(output * output); fails where TensorFlow has none in C++. */
  private static Output<?>[] gradients(Graph graph, EmittedGraph emitted) {
    Ops tf = Ops.create(graph);
    Output<?> loss =
        tf.reduceSum(
                tf.math.mul(emitted.output(), emitted.output()),
                tf.range(tf.constant(0), tf.rank(emitted.output()), tf.constant(1)))
            .asOutput();
    Output<?>[] weights =
        emitted.variables().stream()
            .filter(variable -> variable.weight().trainable())
            .map(variable -> graph.output(variable.readNode() + ":0"))
            .toArray(Output<?>[]::new);
    Output<?>[] gradients = graph.addGradients(loss, weights);
    assertThat(gradients).hasSameSizeAs(weights).doesNotContainNull();
    return gradients;
  }

  private static void assign(
      Session session, Graph graph, EmittedGraph emitted, FloatBuffer values) {
    Ops tf = Ops.create(graph).withSubScope("assign");
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    for (EmittedGraph.VariableNode variable : emitted.variables()) {
      WeightSpec weight = variable.weight();
      Placeholder<TFloat32> value = tf.placeholder(TFloat32.class);
      Operation handle = graph.operationOrThrow(weight.name());
      assertThat(handle.type()).isEqualTo(VarHandleOp.OP_NAME);
      TFloat32 tensor = tensor(weight.shape(), next(values, weight.shape()));
      tensors.add(tensor);
      runner.feed(value, tensor).addTarget(tf.assignVariableOp(handle.output(0), value));
    }
    runner.run().close();
    tensors.forEach(TFloat32::close);
  }

  private static void assertClose(
      String what, TFloat32 actual, float[] expected, double tolerance) {
    assertThat(actual.shape().size()).as(what).isEqualTo(expected.length);
    float[] ours = new float[expected.length];
    actual.asRawTensor().data().asFloats().read(ours);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < ours.length; i++) {
      assertThat(ours[i]).as(what).isFinite();
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - ours[i]));
    }
    assertThat(largest).as(what).isPositive();
    assertThat(difference / largest).as(what).isLessThanOrEqualTo(tolerance);
  }

  private static float[] next(FloatBuffer values, Shape shape) {
    float[] next = new float[Math.toIntExact(shape.size())];
    values.get(next);
    return next;
  }

  private static TFloat32 tensor(Shape shape, float[] values) {
    return TFloat32.tensorOf(shape, DataBuffers.of(values));
  }

  private List<String> rows(String key, Function<JsonNode, String> text) {
    return StreamSupport.stream(facts.get(key).spliterator(), false).map(text).toList();
  }

  private static String settings(BatchNormalization layer, Shape shape) {
    int axis = layer.axis() < 0 ? shape.numDimensions() + layer.axis() : layer.axis();
    return axis + " " + layer.momentum() + " " + layer.epsilon();
  }

  private static Shape shape(JsonNode sizes) {
    return Shape.of(
        StreamSupport.stream(sizes.spliterator(), false).mapToLong(JsonNode::asLong).toArray());
  }
}
