package org.thorax.model.keras.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;

/** One call of a model: calls all its layers as soon as their inputs are available. */
final class ModelCalls {
  private final GraphAssembly assembly;
  private final ModelDefinition model;
  private final String scope;
  private final List<String> arguments;
  private final boolean trainable;
  private final boolean inferenceMode;
  private final Map<String, LayerDefinition> layers = new LinkedHashMap<>();

  /** The outputs of each layer's calls, as layers of the graph. */
  private final Map<String, List<List<String>>> outputs = new HashMap<>();

  private final Map<String, LayerTree> stored = new HashMap<>();

  /**
   * @param scope names of the outer models, empty for the outermost
   * @param arguments layers of the graph that are the model's inputs; empty for the outermost
   * @param trainable false if the outermost model is frozen. A frozen nested model froze its layers
   *     at that time; both Keras versions use the layers' own flags, which may have been changed
   *     since, when they load the file
   * @param inferenceMode whether the model is called with training=False
   */
  ModelCalls(
      GraphAssembly assembly,
      ModelDefinition model,
      String scope,
      List<String> arguments,
      boolean trainable,
      boolean inferenceMode) {
    this.assembly = assembly;
    this.model = model;
    this.scope = scope;
    this.arguments = arguments;
    this.trainable = trainable;
    this.inferenceMode = inferenceMode;
    model.layers().forEach(layer -> layers.put(layer.name(), layer));
  }

  /** Adds all layers to the assembly. */
  List<LayerTree> run() {
    bindInputs();
    model.layers().forEach(ModelCalls::requireOneCall);
    Deque<LayerDefinition> waiting = new ArrayDeque<>(model.layers());
    int untouched = 0;
    while (!waiting.isEmpty()) {
      LayerDefinition layer = waiting.remove();
      int before = calls(layer).size();
      callWhatCanBeCalled(layer);
      if (calls(layer).size() < layer.calls().size()) {
        waiting.add(layer);
        untouched = calls(layer).size() == before ? untouched + 1 : 0;
      } else {
        untouched = 0;
      }
      if (untouched > waiting.size()) {
        throw new ThoraxException(
            "%s waits for its own output: the layers of model '%s' form a cycle."
                .formatted(LayerKinds.title(layer), model.name()));
      }
    }
    return model.layers().stream().map(layer -> stored.get(layer.name())).toList();
  }

  /** The layer of the graph with this tensor. */
  String tensor(TensorReference reference) {
    List<List<String>> calls = outputs.get(reference.layer());
    int call = number(reference);
    if (calls == null || call < 0 || call >= calls.size()) {
      throw new ThoraxException(
          "Model '%s' names the output of call %d of layer '%s', which its configuration lacks."
              .formatted(model.name(), reference.call(), reference.layer()));
    }
    List<String> tensors = calls.get(call);
    if (reference.output() < 0 || reference.output() >= tensors.size()) {
      throw new ThoraxException(
          "Model '%s' names output %d of layer '%s', which has %d."
              .formatted(model.name(), reference.output(), reference.layer(), tensors.size()));
    }
    return tensors.get(reference.output());
  }

  private void bindInputs() {
    if (scope.isEmpty()) {
      for (LayerDefinition layer : model.layers()) {
        if (layer.isInput()) {
          String name = assembly.add(layer, layer.name(), List.of(), 0, trainable, false);
          keep(layer, List.of(name), List.of());
        }
      }
      return;
    }
    if (arguments.size() != model.inputs().size()) {
      throw new ThoraxException(
          "Model '%s' has %d inputs and is called with %d."
              .formatted(model.name(), model.inputs().size(), arguments.size()));
    }
    for (int i = 0; i < arguments.size(); i++) {
      LayerDefinition input = layer(model.inputs().get(i).layer(), "the model's inputs");
      calls(input).add(List.of(arguments.get(i)));
      stored.put(input.name(), stored(input, Optional.empty(), List.of()));
    }
  }

  private void callWhatCanBeCalled(LayerDefinition layer) {
    while (calls(layer).size() < layer.calls().size()) {
      LayerCall call = layer.calls().get(calls(layer).size());
      if (!call.inputs().stream().allMatch(input -> isThere(input, layer))) {
        return;
      }
      call(layer, call);
    }
    if (layer.calls().isEmpty() && !stored.containsKey(layer.name())) {
      // An unused input, or a layer that is never called: it does not affect the outputs.
      stored.put(layer.name(), stored(layer, Optional.empty(), List.of()));
    }
  }

  private boolean isThere(TensorReference input, LayerDefinition user) {
    LayerDefinition source = layer(input.layer(), "layer '" + user.name() + "'");
    int call = number(input);
    if (call >= Math.max(1, source.calls().size())) {
      throw new ThoraxException(
          "Layer '%s' takes the output of call %d of layer '%s', which is called %d times."
              .formatted(user.name(), input.call(), source.name(), source.calls().size()));
    }
    return call < calls(source).size();
  }

  private void call(LayerDefinition layer, LayerCall call) {
    int number = calls(layer).size();
    List<String> inputs = call.inputs().stream().map(this::tensor).toList();
    boolean inference = inferenceMode || call.inferenceMode();
    if (call.inferenceMode()) {
      assembly.calledForInference(layer);
    }
    if (layer.isModel()) {
      ModelDefinition nested = ModelDefinition.of(layer.className(), layer.config());
      String within = scope.isEmpty() ? layer.name() : scope + "_" + layer.name();
      ModelCalls calls = new ModelCalls(assembly, nested, within, inputs, trainable, inference);
      List<LayerTree> parts = calls.run();
      keep(layer, nested.outputs().stream().map(calls::tensor).toList(), parts);
    } else {
      boolean own = scope.isEmpty() && number == 0;
      String name = own ? layer.name() : assembly.uniqueName(layer.name(), scope);
      assembly.add(layer, name, inputs, number, trainable, inference);
      keep(layer, List.of(name), List.of());
    }
  }

  private static void requireOneCall(LayerDefinition layer) {
    if (layer.isModel() && layer.calls().size() > 1) {
      throw new ThoraxException(
          "%s is called more than once; nested models that are shared are not supported."
              .formatted(LayerKinds.title(layer)));
    }
  }

  private void keep(LayerDefinition layer, List<String> tensors, List<LayerTree> parts) {
    calls(layer).add(tensors);
    Optional<String> graphLayer = layer.isModel() ? Optional.empty() : Optional.of(tensors.get(0));
    stored.putIfAbsent(layer.name(), stored(layer, graphLayer, parts));
  }

  private static LayerTree stored(
      LayerDefinition layer, Optional<String> graphLayer, List<LayerTree> parts) {
    return new LayerTree(layer.name(), layer.className(), layer.trainable(), graphLayer, parts);
  }

  private List<List<String>> calls(LayerDefinition layer) {
    return outputs.computeIfAbsent(layer.name(), name -> new ArrayList<>());
  }

  private LayerDefinition layer(String name, String user) {
    LayerDefinition layer = layers.get(name);
    if (layer == null) {
      throw new ThoraxException(
          "There is no layer '%s' in model '%s', which %s names."
              .formatted(name, model.name(), user));
    }
    return layer;
  }

  /**
   * The index of a call, from 0. A nested model's only call is 1 in Keras 2, because building it
   * was call 0; 0 in Keras 3 except for {@code output_layers}; 0 for a sequential one without an
   * input.
   */
  private int number(TensorReference reference) {
    LayerDefinition source = layers.get(reference.layer());
    boolean nested = source != null && source.isModel() && source.calls().size() == 1;
    return nested && reference.call() == 1 ? 0 : reference.call();
  }
}
