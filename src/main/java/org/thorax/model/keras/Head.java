package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.WeightSource;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Dense;
import org.thorax.model.keras.layers.GlobalAveragePooling2D;
import org.thorax.model.keras.layers.KerasTensor;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;
import org.thorax.model.keras.layers.Reshape;
import org.thorax.model.keras.layers.Softmax;

/**
 * The classification head of the original models: global average pooling, Dense 1024 ReLU, Dense
 * classes sigmoid, with Glorot uniform kernels.
 */
public final class Head {
  private static final int UNITS = 1024;

  private Head() {}

  /**
   * A backbone with a new head.
   *
   * @param backbone with feature maps or, if it includes the pooling, vectors as output
   * @param classNames one output each
   * @param seed random seed of the head's weights
   */
  public static Model append(Model backbone, List<String> classNames, long seed) {
    return append(backbone, classNames, 1, seed);
  }

  /**
   * A backbone with a new head that has several outputs per class with a softmax over them: Dense
   * classes x outputsPerClass, Reshape, Softmax, Reshape.
   *
   * @param outputNames of all outputs, class by class
   * @param outputsPerClass 1 for a sigmoid
   */
  public static Model append(
      Model backbone, List<String> outputNames, int outputsPerClass, long seed) {
    FlatGraph flat = backbone.flat();
    Optional<LayerGraph> known = backbone.kerasConfig().flatMap(KerasConfig::read);
    LayerGraph head = layers(flat, known, outputNames.size(), outputsPerClass);
    FlatGraph emitted = LayerGraphFlattener.flatten(head);
    List<NodeDef> nodes =
        emitted.nodes().stream()
            .filter(node -> !node.getName().equals(emitted.input().name()))
            .map(node -> joined(node, emitted.input().name(), flat.output().tensor()))
            .toList();
    FlatGraph joined =
        flat.extended(nodes, emitted.variables(), emitted.output().tensor(), 2, outputNames.size());
    WeightSource headWeights = Backbone.initialWeights(head, seed);
    Set<String> ofHead = emitted.variableNames();
    WeightSource weights =
        variable ->
            ofHead.contains(variable.name())
                ? headWeights.values(variable)
                : backbone.weights().values(variable);
    ModelContract contract = backbone.contract().withClassNames(outputNames);
    return new Model(
        joined,
        contract,
        known.map(layers -> joined(layers, head)).flatMap(KerasConfig::of),
        weights.closedBy(backbone::close),
        backbone.remarks());
  }

  /** The layers of backbone and head, as one Keras model. */
  private static LayerGraph joined(LayerGraph backbone, LayerGraph head) {
    LayerGraphBuilder builder = new LayerGraphBuilder(backbone);
    KerasTensor x = builder.tensor(backbone.outputs().get(0));
    for (Layer layer : head.layers()) {
      if (!layer.inbound().isEmpty()) {
        x = builder.apply(layer.name(), layer.config(), x);
      }
    }
    return builder.build(backbone.name(), x);
  }

  private static LayerGraph layers(
      FlatGraph backbone, Optional<LayerGraph> known, int outputs, int outputsPerClass) {
    LayerGraphBuilder builder = new LayerGraphBuilder();
    Names names = new Names(backbone, known);
    KerasTensor x;
    if (backbone.output().rank() == 4) {
      // A layer graph's input is an image; with more channels it is a feature map.
      x = builder.input(-1, -1, backbone.output().size());
      x = builder.apply(names.next("global_average_pooling2d"), new GlobalAveragePooling2D(), x);
    } else {
      x = builder.input(backbone.output().size());
    }
    x = builder.apply(names.next("dense"), Dense.of(UNITS, ActivationFunction.RELU), x);
    if (outputsPerClass == 1) {
      x = builder.apply(names.next("dense"), Dense.of(outputs, ActivationFunction.SIGMOID), x);
      return builder.build("head", x);
    }
    x = builder.apply(names.next("dense"), Dense.of(outputs, ActivationFunction.LINEAR), x);
    Reshape perClass =
        new Reshape(List.of((long) outputs / outputsPerClass, (long) outputsPerClass));
    x = builder.apply(names.next("reshape"), perClass, x);
    x = builder.apply(names.next("softmax"), new Softmax(-1), x);
    x = builder.apply(names.next("reshape"), new Reshape(List.of((long) outputs)), x);
    return builder.build("head", x);
  }

  /** Keras' automatic names, numbered after those of the backbone. */
  private static final class Names {
    private final Set<String> taken = new HashSet<>();

    Names(FlatGraph backbone, Optional<LayerGraph> known) {
      known.ifPresent(graph -> graph.layers().forEach(layer -> taken.add(layer.name())));
      backbone.variables().forEach(each -> taken.add(each.name().replaceFirst("/[^/]*$", "")));
    }

    String next(String base) {
      String name = base;
      for (int i = 1; !taken.add(name); i++) {
        name = base + "_" + i;
      }
      return name;
    }
  }

  private static NodeDef joined(NodeDef node, String input, String features) {
    if (node.getInputList().stream().noneMatch(input::equals)) {
      return node;
    }
    NodeDef.Builder changed = node.toBuilder().clearInput();
    node.getInputList().forEach(each -> changed.addInput(each.equals(input) ? features : each));
    return changed.build();
  }

  /**
   * Checks that a complete model can be trained on these classes.
   *
   * @throws ThoraxException if it has another number of outputs, or the same classes in another
   *     order
   */
  public static Model complete(Model model, List<String> classNames) {
    FlatGraph flat = model.flat();
    if (flat.output().rank() != 2 || flat.output().size() != classNames.size()) {
      String found =
          flat.output().rank() == 4
              ? "feature maps (a backbone)"
              : flat.output().size() + " outputs";
      throw new ThoraxException(
          "Expected a complete model with "
              + classNames.size()
              + " outputs, found "
              + found
              + "; use `backbone` to put a new head on it, or name as many classes.");
    }
    if (flat.variables().isEmpty()) {
      throw new ConfigurationException(
          "backbone",
          "The model '%s' has no variables, its weights are constants (a frozen graph), so there is nothing to train; use `backbone` to put a new head on a network without one."
              .formatted(flat.name()));
    }
    List<String> known = model.contract().classNames();
    List<String> remarks = new ArrayList<>(model.remarks());
    if (!known.isEmpty() && !known.equals(classNames)) {
      String difference =
          "The model's classes are "
              + String.join(", ", known)
              + ", the benchmark's "
              + String.join(", ", classNames);
      if (new HashSet<>(known).equals(new HashSet<>(classNames))) {
        throw new ConfigurationException(
            "classes", difference + "; give `classes` in the model's order.");
      }
      remarks.add(difference + "; its outputs were trained on as these.");
    }
    return new Model(
        flat,
        model.contract().withClassNames(classNames),
        model.kerasConfig(),
        model.compilation(),
        model.weights(),
        remarks);
  }
}
