package org.thorax.model.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * Reads the output of {@code model.to_json()}, the attribute {@code model_config} of an {@code .h5}
 * file and the {@code config.json} of a {@code .keras} file. It never runs code: a Lambda or a
 * custom class is an error that names it.
 */
public final class KerasConfigReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private KerasConfigReader() {}

  /**
   * The network of a functional or sequential model.
   *
   * @throws ThoraxException naming layer and class if it cannot be built
   */
  public static KerasModelConfig read(String json) {
    JsonNode model;
    try {
      model = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ThoraxException(
          "The model's configuration is not JSON: %s.".formatted(e.getOriginalMessage()), e);
    }
    String className = LayerDefinition.className(model);
    if (!LayerDefinition.isModel(className)) {
      throw new ThoraxException(
          "The model is of class '%s'; only functional and sequential Keras models can be rebuilt, as a configuration holds no code of others."
              .formatted(className));
    }
    KerasGeneration generation = KerasGeneration.of(model);
    ModelDefinition definition = ModelDefinition.of(className, model.path("config"));
    List<String> notes = new ArrayList<>();
    GraphAssembly assembly = new GraphAssembly(new LayerReader(generation, notes));
    List<LayerTree> stored = assembly.add(definition);
    noteInferenceCalls(assembly.inferenceCalls(), generation, notes);
    LayerGraph graph = assembly.graph(definition);
    AugmentationKinds.note(graph).ifPresent(notes::add);
    Set<String> kept = graph.layers().stream().map(Layer::name).collect(Collectors.toSet());
    return new KerasModelConfig(
        graph,
        generation,
        stored.stream().map(layer -> layer.within(kept)).toList(),
        together(notes));
  }

  /** Reports a note that applies to several layers of a class once. */
  private static List<String> together(List<String> notes) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    for (String note : notes) {
      String key = note.replaceFirst("^Layer '[^']*' ", "");
      alike.computeIfAbsent(key, each -> new ArrayList<>()).add(note);
    }
    return alike.values().stream()
        .map(
            same ->
                same.size() == 1
                    ? same.get(0)
                    : same.get(0)
                        .replaceFirst("\\): ", ") and %d more: ".formatted(same.size() - 1)))
        .toList();
  }

  /** Keras 2 trains like this, too; Keras 3's fit passes its own training=True to every layer. */
  private static void noteInferenceCalls(
      List<String> layers, KerasGeneration generation, List<String> notes) {
    if (generation == KerasGeneration.KERAS_3 && !layers.isEmpty()) {
      notes.add(
          "%s called with training=False and trained in inference mode here; Keras 3's own fit overrides that."
              .formatted(
                  layers.size() == 1
                      ? layers.get(0) + " is"
                      : "%s and %d more layers are".formatted(layers.get(0), layers.size() - 1)));
    }
  }
}
