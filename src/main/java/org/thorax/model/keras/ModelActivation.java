package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.ActivatedGraph;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Compilation;
import org.thorax.model.FlatGraph;
import org.thorax.model.KerasObject;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.keras.layers.Activation;
import org.thorax.model.keras.layers.ActivationFunction;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.LayerGraphBuilder;

/**
 * Converts a model's logits to probabilities: the sigmoid or softmax inside its loss ({@code
 * from_logits=True}), or the one that the user specifies, becomes its last layer, so that training,
 * evaluation, explanation and export only handle probabilities.
 */
public final class ModelActivation {
  private static final String FROM_LOGITS = "from_logits";

  private ModelActivation() {}

  /** Uses the activation of its loss; a model that outputs probabilities is unchanged. */
  static Model ofLoss(Model model, OutputActivation activation, String loss) {
    FlatGraph flat = model.flat();
    boolean fits = flat.output().rank() == 2 && fits(flat, activation);
    if (!fits || ClassifierEnd.of(flat) == ClassifierEnd.PROBABILITIES) {
      return model;
    }
    String remark =
        "The outputs are logits, as the model's loss says (%s with from_logits=True); a %s makes probabilities of them (`activation` for another)."
            .formatted(loss, activation.token());
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.add(remark);
    return put(model, activation).withRemarks(remarks);
  }

  /**
   * Uses the user's activation.
   *
   * @throws ThoraxException if the model already outputs probabilities, or has one output for a
   *     softmax
   */
  public static Model asGiven(Model model, Optional<OutputActivation> given) {
    if (given.isEmpty() || given.equals(model.contract().activation())) {
      return model;
    }
    FlatGraph flat = ActivatedGraph.without(model.flat());
    OutputActivation activation = given.get();
    if (flat.output().rank() != 2) {
      throw new ConfigurationException(
          "activation",
          "`activation` belongs to a complete classifier, found a backbone; leave it out.");
    }
    if (!fits(flat, activation)) {
      throw new ConfigurationException(
          "activation", "A softmax over one output is always 1; give `activation` sigmoid for it.");
    }
    boolean certain = ClassifierEnd.of(flat) == ClassifierEnd.PROBABILITIES;
    if (certain && activation == OutputActivation.NONE) {
      return model;
    }
    if (certain) {
      throw new ConfigurationException(
          "activation",
          "The model's last layer gives probabilities already, found `activation` %s, which would be a second one; leave it out."
              .formatted(activation.token()));
    }
    return put(model, activation);
  }

  private static boolean fits(FlatGraph flat, OutputActivation activation) {
    return activation != OutputActivation.SOFTMAX || flat.output().size() > 1;
  }

  private static Model put(Model model, OutputActivation activation) {
    return new Model(
        ActivatedGraph.with(ActivatedGraph.without(model.flat()), activation),
        model.contract().withActivation(Optional.of(activation)),
        model.kerasConfig().flatMap(json -> layers(json, activation)),
        model.compilation().map(each -> activation == OutputActivation.NONE ? each : plain(each)),
        model.weights(),
        model.remarks());
  }

  private static Optional<String> layers(String json, OutputActivation activation) {
    return KerasConfig.read(json)
        .flatMap(graph -> KerasConfig.of(activated(unactivated(graph), activation)));
  }

  private static LayerGraph activated(LayerGraph graph, OutputActivation activation) {
    if (activation == OutputActivation.NONE) {
      return graph;
    }
    LayerGraphBuilder builder = new LayerGraphBuilder(graph);
    Activation layer =
        new Activation(
            activation == OutputActivation.SIGMOID
                ? ActivationFunction.SIGMOID
                : ActivationFunction.SOFTMAX);
    return builder.build(
        graph.name(),
        builder.apply(ActivatedGraph.NAME, layer, builder.tensor(graph.outputs().get(0))));
  }

  private static LayerGraph unactivated(LayerGraph graph) {
    String output = graph.outputs().get(0);
    if (!output.equals(ActivatedGraph.NAME)) {
      return graph;
    }
    Layer last = graph.layer(output);
    List<Layer> others = graph.layers().stream().filter(layer -> !layer.equals(last)).toList();
    return new LayerGraph(graph.name(), others, graph.inputs(), last.inbound());
  }

  /** Loss and metrics of probabilities. */
  private static Compilation plain(Compilation compilation) {
    return new Compilation(
        compilation.optimizer(),
        compilation.loss().map(ModelActivation::plain),
        compilation.metrics().stream().map(ModelActivation::plain).toList());
  }

  private static KerasObject plain(KerasObject object) {
    Map<String, Object> arguments = new TreeMap<>(object.arguments());
    arguments.remove(FROM_LOGITS);
    return new KerasObject(object.name(), arguments);
  }
}
