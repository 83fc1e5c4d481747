package org.thorax.model.keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Writes the nodes of one layer: {@code <model>/<layer>/<node>}, as tf_keras names them, and {@code
 * <weight>} with {@code <weight>/Read/ReadVariableOp} for its variables. Names are set explicitly,
 * because TensorFlow Java's scopes number a prefix that is used twice.
 */
final class LayerEmission {
  private final Graph graph;
  private final String scope;
  private final Layer layer;
  private final List<Shape> inputShapes;
  private final Map<String, Output<TFloat32>> weights = new LinkedHashMap<>();
  private final List<EmittedGraph.VariableNode> variables = new ArrayList<>();
  private final List<EmittedGraph.BatchNormalizationNode> batchNormalizations = new ArrayList<>();
  private final List<EmittedGraph.DropoutNode> dropouts = new ArrayList<>();

  LayerEmission(Graph graph, String modelScope, Layer layer, List<Shape> inputShapes) {
    this.graph = graph;
    this.scope = modelScope + "/" + layer.name() + "/";
    this.layer = layer;
    this.inputShapes = inputShapes;
    layer.weights(inputShapes).forEach(this::variable);
  }

  /** The layer's name. */
  String layer() {
    return layer.name();
  }

  /** The shape of the layer's first input; it includes sizes that TensorFlow's inference loses. */
  Shape inputShape() {
    return inputShapes.get(0);
  }

  /** Whether the layer is not frozen. */
  boolean trainable() {
    return layer.trainable();
  }

  /** Whether the layer is called with {@code training=False}. */
  boolean inferenceMode() {
    return layer.inferenceMode();
  }

  /** The full name of the layer's weight. */
  String weightName(String weight) {
    return layer.name() + "/" + weight;
  }

  /** The value of the layer's weight. */
  Output<TFloat32> weight(String weight) {
    return weights.get(weightName(weight));
  }

  /** A node without attributes. */
  Output<TFloat32> op(String type, String name, Output<?>... inputs) {
    return op(type, name, node -> {}, inputs);
  }

  /** A node with one float32 output. */
  Output<TFloat32> op(
      String type, String name, Consumer<OperationBuilder> attributes, Output<?>... inputs) {
    return node(type, scope + name, attributes, inputs).output(0);
  }

  /** ConcatV2 along an axis counted from 0. */
  Output<TFloat32> concatenation(String name, List<Output<TFloat32>> inputs, int axis) {
    OperationBuilder builder = graph.opBuilder("ConcatV2", scope + name, graph.baseScope());
    builder.addInputList(inputs.toArray(new Output<?>[0]));
    return builder.addInput(integer(name + "/axis", axis)).build().output(0);
  }

  /** Inputs of one shape side by side along a new axis. */
  Output<TFloat32> stack(String name, List<Output<TFloat32>> inputs, int axis) {
    OperationBuilder builder = graph.opBuilder("Pack", scope + name, graph.baseScope());
    builder.addInputList(inputs.toArray(new Output<?>[0]));
    return builder.setAttr("axis", (long) axis).build().output(0);
  }

  /** A node with one int32 output. */
  Output<TInt32> integers(String type, String name, Output<?>... inputs) {
    return node(type, scope + name, node -> {}, inputs).output(0);
  }

  /** Two vectors as the columns of a matrix. */
  Output<TInt32> stacked(String name, Output<TInt32> first, Output<TInt32> second) {
    OperationBuilder builder = graph.opBuilder("Pack", scope + name, graph.baseScope());
    builder.addInputList(new Output<?>[] {first, second});
    return builder.setAttr("axis", 1L).build().output(0);
  }

  /** Vectors end to end. */
  Output<TInt32> joined(String name, List<Output<TInt32>> parts) {
    OperationBuilder builder = graph.opBuilder("ConcatV2", scope + name, graph.baseScope());
    builder.addInputList(parts.toArray(new Output<?>[0]));
    return builder.addInput(integer(name + "/axis", 0)).build().output(0);
  }

  /** The first {@code count} sizes of {@code x}, known at run time, followed by constant ones. */
  Output<TInt32> leadingSizes(String name, Output<TFloat32> x, int count, int... rest) {
    Output<TInt32> leading = sizes(name + "/leading", x, 0, count);
    return rest.length == 0
        ? leading
        : joined(name, List.of(leading, constant(name + "/rest", rest)));
  }

  /** Height and width of the layer's first input, {@code x}, times factors, plus pixels. */
  Output<TInt32> imageSize(
      String name, Output<TFloat32> x, HeightWidth factor, int rows, int columns) {
    Shape shape = inputShape();
    if (shape.get(1) != Shape.UNKNOWN_SIZE && shape.get(2) != Shape.UNKNOWN_SIZE) {
      return constant(
          name,
          Math.toIntExact(shape.get(1) * factor.height() + rows),
          Math.toIntExact(shape.get(2) * factor.width() + columns));
    }
    Output<TInt32> factors = constant(name + "/factor", factor.height(), factor.width());
    Output<TInt32> scaled =
        integers("Mul", name + "/mul", sizes(name + "/pixels", x, 1, 3), factors);
    return integers("AddV2", name, scaled, constant(name + "/extra", rows, columns));
  }

  /** StridedSlice, for which TensorFlow infers more shapes than for Slice. */
  private Output<TInt32> sizes(String name, Output<TFloat32> x, int begin, int end) {
    Output<TInt32> shape = integers("Shape", name + "/Shape", x);
    return integers(
        "StridedSlice",
        name,
        shape,
        constant(name + "/begin", begin),
        constant(name + "/end", end),
        constant(name + "/strides", 1));
  }

  /** The axes in another order. */
  Output<TFloat32> transpose(String name, Output<TFloat32> x, int... axes) {
    return op("Transpose", name, x, constant(name + "/perm", axes));
  }

  /** A reshape to constant sizes, of which one may be -1. */
  Output<TFloat32> reshape(String name, Output<TFloat32> x, int... sizes) {
    return op("Reshape", name, x, constant(name + "/shape", sizes));
  }

  /** A constant vector. */
  Output<TInt32> constant(String name, int... values) {
    return constant(name, TInt32.vectorOf(values), DataType.DT_INT32);
  }

  /** A constant matrix. */
  Output<TInt32> constant(String name, int[][] values) {
    return constant(name, TInt32.tensorOf(StdArrays.ndCopyOf(values)), DataType.DT_INT32);
  }

  /** A constant whole number. */
  private Output<TInt32> integer(String name, int value) {
    return constant(name, TInt32.scalarOf(value), DataType.DT_INT32);
  }

  /** A constant number. */
  Output<TFloat32> scalar(String name, float value) {
    return constant(name, TFloat32.scalarOf(value), DataType.DT_FLOAT);
  }

  /** A constant number for all channels, or a vector of one for each. */
  Output<TFloat32> numbers(String name, List<Double> values) {
    if (values.size() == 1) {
      return scalar(name, values.get(0).floatValue());
    }
    float[] numbers = new float[values.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i).floatValue();
    }
    return vector(name, numbers);
  }

  /** A constant vector. */
  Output<TFloat32> vector(String name, float... values) {
    return constant(name, TFloat32.vectorOf(values), DataType.DT_FLOAT);
  }

  /** A constant vector of one value. */
  Output<TFloat32> filled(String name, float value, int length) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return constant(name, TFloat32.vectorOf(values), DataType.DT_FLOAT);
  }

  /** The float32 placeholder of an input layer, outside the model's scope as Keras' is. */
  Output<TFloat32> placeholder(Shape shape) {
    return node(
            "Placeholder",
            layer.name(),
            node -> node.setAttr("dtype", DataType.DT_FLOAT).setAttr("shape", shape))
        .output(0);
  }

  void report(EmittedGraph.BatchNormalizationNode batchNormalization) {
    batchNormalizations.add(batchNormalization);
  }

  /** The position of a dropout, unless the layer is called with {@code training=False}. */
  void report(EmittedGraph.DropoutNode dropout) {
    if (!layer.inferenceMode()) {
      dropouts.add(dropout);
    }
  }

  List<EmittedGraph.VariableNode> variables() {
    return variables;
  }

  List<EmittedGraph.BatchNormalizationNode> batchNormalizations() {
    return batchNormalizations;
  }

  List<EmittedGraph.DropoutNode> dropouts() {
    return dropouts;
  }

  private void variable(WeightSpec spec) {
    String name = spec.name();
    Output<?> handle =
        node(
                "VarHandleOp",
                name,
                node ->
                    node.setAttr("dtype", DataType.DT_FLOAT)
                        .setAttr("shape", spec.shape())
                        .setAttr("shared_name", name))
            .output(0);
    Operation read =
        node(
            "ReadVariableOp",
            name + "/Read/ReadVariableOp",
            node -> node.setAttr("dtype", DataType.DT_FLOAT),
            handle);
    weights.put(name, read.output(0));
    variables.add(new EmittedGraph.VariableNode(spec, read.name()));
  }

  private <T extends TType> Output<T> constant(String name, Tensor value, DataType type) {
    try (value) {
      return node(
              "Const", scope + name, node -> node.setAttr("dtype", type).setAttr("value", value))
          .output(0);
    }
  }

  private Operation node(
      String type, String name, Consumer<OperationBuilder> attributes, Output<?>... inputs) {
    OperationBuilder builder = graph.opBuilder(type, name, graph.baseScope());
    for (Output<?> input : inputs) {
      builder.addInput(input);
    }
    attributes.accept(builder);
    return builder.build();
  }
}
