package org.thorax.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;
import org.thorax.keras.config.KerasConfigReader;
import org.thorax.keras.config.KerasConfigWriter;
import org.thorax.keras.config.KerasGeneration;
import org.thorax.keras.hdf5.KerasWeightsWriter;
import org.thorax.keras.layers.Layer;
import org.thorax.keras.layers.LayerGraph;
import org.thorax.network.Variable;
import org.thorax.network.WeightSource;

/**
 * Writes a network as a file that Keras opens. Nested models are written layer by layer, and layer
 * names without slashes, which Keras 3 refuses.
 */
public final class KerasExport {
  private static final String KERAS_2 = "2.15.0";
  private static final String KERAS_3 = "3.8.0";
  private static final DateTimeFormatter SAVED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  private final LayerGraph graph;
  private final KerasWeightsWriter writer;

  /** What a file is. */
  public enum Format {
    /** A full model, {@code .h5}: tf_keras and Keras 3 open it. */
    H5,
    /** A full model, {@code .keras}: Keras 3 opens it. */
    KERAS,
    /** Weights alone, {@code .weights.h5}: {@code load_weights} of both. */
    WEIGHTS_H5
  }

  private KerasExport(LayerGraph graph, KerasWeightsWriter writer) {
    this.graph = graph;
    this.writer = writer;
  }

  /**
   * Writes a network, whole or not at all.
   *
   * @param kerasConfig Keras' JSON of its layers
   * @param variables the network's, in Keras' order
   * @param weights their values
   * @param file ends as its format wants it
   * @throws ThoraxException when the layers are not the network's, when Keras has no words for one,
   *     or when the file cannot be written
   */
  public static void write(
      String kerasConfig,
      List<Variable> variables,
      WeightSource weights,
      Format format,
      Path file) {
    LayerGraph graph = withoutSlashes(KerasConfigReader.read(kerasConfig).graph());
    KerasWeightsWriter writer =
        new KerasWeightsWriter(
            KerasLayers.of(graph).topLevel(),
            ofNetwork(graph, variables, weights),
            Optional.empty());
    new KerasExport(graph, writer).write(format, file);
  }

  private void write(Format format, Path file) {
    switch (format) {
      case H5 -> {
        requireEnding(file, ".h5", ".hdf5");
        String config = KerasConfigWriter.write(graph, KerasGeneration.KERAS_2);
        writer.writeLegacyModel(file, config, Optional.empty(), KERAS_2);
      }
      case KERAS -> {
        requireEnding(file, ".keras");
        String metadata =
            JsonNodeFactory.instance
                .objectNode()
                .put("keras_version", KERAS_3)
                .put("date_saved", SAVED.format(LocalDateTime.now(ZoneOffset.UTC)))
                .toString();
        writer.writeArchive(
            file, KerasConfigWriter.write(graph, KerasGeneration.KERAS_3), metadata);
      }
      case WEIGHTS_H5 -> {
        requireEnding(file, ".weights.h5");
        writer.writeWeights(file);
      }
    }
  }

  private static void requireEnding(Path file, String... endings) {
    for (String ending : endings) {
      if (file.toString().endsWith(ending)) {
        return;
      }
    }
    throw new ThoraxException(
        "Expected a file name that ends in %s, found %s; Keras goes by it."
            .formatted(String.join(" or ", endings), file));
  }

  /** The network's values under the names of the layers written. */
  private static WeightSource ofNetwork(
      LayerGraph graph, List<Variable> variables, WeightSource weights) {
    List<Variable> written = graph.weights().stream().map(LayerGraphFlattener::variable).toList();
    Map<String, Variable> byName =
        variables.stream()
            .collect(Collectors.toMap(each -> slashless(each.name()), Function.identity()));
    boolean named =
        written.size() == variables.size()
            && written.stream()
                .allMatch(each -> sameShape(each, byName.get(slashless(each.name()))));
    Map<String, Variable> source = new HashMap<>();
    for (int i = 0; i < written.size(); i++) {
      Variable wanted = written.get(i);
      Variable found =
          named
              ? byName.get(slashless(wanted.name()))
              : i < variables.size() ? variables.get(i) : null;
      if (written.size() != variables.size() || !sameShape(wanted, found)) {
        throw new ThoraxException(
            "The Keras layers of model '%s' are not its network's: expected %s of shape %s among its %d variables; save the model in Keras as .keras and export that."
                .formatted(graph.name(), wanted.name(), wanted.shape(), variables.size()));
      }
      source.put(wanted.name(), found);
    }
    return variable -> weights.values(source.get(variable.name()));
  }

  private static boolean sameShape(Variable one, Variable other) {
    return other != null && one.shape().equals(other.shape());
  }

  /** All slashes but the last, which divides layer and weight. */
  private static String slashless(String variable) {
    int last = variable.lastIndexOf('/');
    return last < 0
        ? variable
        : variable.substring(0, last).replace('/', '_') + variable.substring(last);
  }

  private static LayerGraph withoutSlashes(LayerGraph graph) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Layer layer : graph.layers()) {
      String plain = layer.name().replace('/', '_');
      String name = plain;
      for (int i = 1; !taken.add(name); i++) {
        name = plain + "_" + i;
      }
      names.put(layer.name(), name);
    }
    List<Layer> layers =
        graph.layers().stream()
            .map(
                layer ->
                    new Layer(
                        names.get(layer.name()),
                        layer.config(),
                        layer.inbound().stream().map(names::get).toList(),
                        layer.trainable()))
            .toList();
    return new LayerGraph(
        graph.name().replace('/', '_'),
        layers,
        graph.inputs().stream().map(names::get).toList(),
        graph.outputs().stream().map(names::get).toList());
  }
}
