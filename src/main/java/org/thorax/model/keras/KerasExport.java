package org.thorax.model.keras;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.Compilation;
import org.thorax.model.OptimizerState;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;
import org.thorax.model.keras.config.CompilationWriter;
import org.thorax.model.keras.config.KerasConfigReader;
import org.thorax.model.keras.config.KerasConfigWriter;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.hdf5.KerasWeightsWriter;
import org.thorax.model.keras.hdf5.ModelLayer;
import org.thorax.model.keras.hdf5.WriterAttribute;
import org.thorax.model.keras.layers.Layer;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * Writes a network as a Keras file. Nested models are written layer by layer, and layer names
 * without slashes, which Keras 3 refuses.
 */
public final class KerasExport {
  private static final String KERAS_2 = "2.15.0";
  private static final String KERAS_3 = "3.8.0";
  private static final DateTimeFormatter SAVED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  private final LayerGraph graph;
  private final KerasWeightsWriter writer;
  private final Optional<Compilation> compilation;

  /** The format of a file. */
  public enum Format {
    /** A whole model, {@code .h5}: tf_keras and Keras 3 open it. */
    H5,
    /** A whole model, {@code .keras}: Keras 3 opens it. */
    KERAS,
    /** Only weights, {@code .weights.h5}: for {@code load_weights} of both. */
    WEIGHTS_H5
  }

  private KerasExport(
      LayerGraph graph, KerasWeightsWriter writer, Optional<Compilation> compilation) {
    this.graph = graph;
    this.writer = writer;
    this.compilation = compilation;
  }

  /** Like the other {@link #write}, without a compilation. */
  public static void write(
      String kerasConfig,
      List<Variable> variables,
      WeightSource weights,
      Format format,
      Path file) {
    write(kerasConfig, variables, weights, Optional.empty(), format, file);
  }

  /**
   * Writes a network completely or not at all.
   *
   * @param kerasConfig Keras' JSON of its layers
   * @param variables the network's, in Keras' order
   * @param weights their values
   * @param compiled loss, metrics, optimizer and its state; layers whose variables the optimizer
   *     has not changed are written as frozen, because Keras requires this to load its state. Not
   *     for files with only weights
   * @param file with the extension of its format
   * @return notes for the user, one line each
   * @throws ThoraxException if the layers do not match the network, if Keras does not have one, or
   *     if the file cannot be written
   */
  public static List<String> write(
      String kerasConfig,
      List<Variable> variables,
      WeightSource weights,
      Optional<Compilation> compiled,
      Format format,
      Path file) {
    Optional<KerasCompilation> nearest = compiled.map(KerasCompilation::nearest);
    Optional<Compilation> compilation = nearest.map(KerasCompilation::compilation);
    LayerGraph named = withoutSlashes(KerasConfigReader.read(kerasConfig).graph());
    Map<String, Variable> source = ofNetwork(named, variables);
    LayerGraph layers = asInNetwork(named, source);
    Optional<OptimizerState> state =
        compilation.map(Compilation::optimizer).filter(optimizer -> !optimizer.isFresh());
    LayerGraph graph =
        state.map(optimizer -> frozen(layers, source, optimizer.variables())).orElse(layers);
    WeightSource values = variable -> weights.values(source.get(variable.name()));
    KerasWeightsWriter writer =
        new KerasWeightsWriter(
            KerasLayers.of(graph).topLevel(),
            values,
            format == Format.WEIGHTS_H5
                ? Optional.empty()
                : state.map(optimizer -> renamed(optimizer, source)));
    new KerasExport(graph, writer, compilation).write(format, file);
    List<String> remarks = new ArrayList<>(frozenRemark(layers, graph));
    if (format != Format.WEIGHTS_H5) {
      nearest.map(KerasCompilation::remarks).ifPresent(remarks::addAll);
    }
    return remarks;
  }

  private void write(Format format, Path file) {
    switch (format) {
      case H5 -> {
        requireEnding(file, ".h5", ".hdf5");
        String config = KerasConfigWriter.write(graph, KerasGeneration.KERAS_2);
        writer.writeLegacyModel(
            file, config, compilation.map(CompilationWriter::trainingConfig), KERAS_2);
      }
      case KERAS -> {
        requireEnding(file, ".keras");
        String metadata =
            JsonNodeFactory.instance
                .objectNode()
                .put("keras_version", KERAS_3)
                .put(WriterAttribute.KEY, WriterAttribute.VALUE)
                .put("date_saved", SAVED.format(LocalDateTime.now(ZoneOffset.UTC)))
                .toString();
        String config = KerasConfigWriter.write(graph, KerasGeneration.KERAS_3);
        String compiled =
            compilation
                .map(each -> CompilationWriter.withCompileConfig(config, each))
                .orElse(config);
        writer.writeArchive(file, compiled, metadata);
      }
      case WEIGHTS_H5 -> {
        requireEnding(file, ".weights.h5");
        writer.writeWeights(file);
      }
    }
  }

  /** The state with the names of the written layers. */
  private static OptimizerState renamed(OptimizerState state, Map<String, Variable> source) {
    Map<String, Variable> byName = new HashMap<>();
    state.variables().forEach(variable -> byName.put(variable.name(), variable));
    return new OptimizerState(
        state.config(),
        state.iterations(),
        state.variables(),
        (slot, variable) ->
            state.values().of(slot, byName.get(source.get(variable.name()).name())));
  }

  /** Freezes layers of which the network trains nothing, as they were in a frozen model. */
  private static LayerGraph asInNetwork(LayerGraph graph, Map<String, Variable> source) {
    Set<String> frozen =
        KerasLayers.of(graph).topLevel().stream()
            .filter(layer -> layer.variables().stream().anyMatch(Variable::trainable))
            .filter(
                layer ->
                    layer.variables().stream()
                        .noneMatch(each -> source.get(each.name()).trainable()))
            .map(ModelLayer::name)
            .collect(Collectors.toSet());
    List<Layer> layers =
        graph.layers().stream()
            .map(layer -> frozen.contains(layer.name()) ? layer.withTrainable(false) : layer)
            .toList();
    return new LayerGraph(graph.name(), layers, graph.inputs(), graph.outputs());
  }

  /**
   * Freezes layers whose trainable weights the optimizer has not changed, and layers with only
   * moving statistics if all layers before them are frozen.
   */
  private static LayerGraph frozen(
      LayerGraph graph, Map<String, Variable> source, List<Variable> changed) {
    Set<String> names = changed.stream().map(Variable::name).collect(Collectors.toSet());
    Map<String, ModelLayer> layers =
        KerasLayers.of(graph).topLevel().stream()
            .collect(Collectors.toMap(ModelLayer::name, Function.identity()));
    List<Layer> kept = new ArrayList<>();
    boolean someFrozen = false;
    boolean someChanged = false;
    for (Layer layer : graph.layers()) {
      List<Variable> variables = layers.get(layer.name()).variables();
      boolean trainable = variables.stream().anyMatch(Variable::trainable);
      boolean moved =
          variables.stream().anyMatch(each -> names.contains(source.get(each.name()).name()));
      boolean frozen = trainable ? !moved : !variables.isEmpty() && someFrozen && !someChanged;
      someFrozen |= frozen;
      someChanged |= moved;
      kept.add(frozen ? layer.withTrainable(false) : layer);
    }
    return new LayerGraph(graph.name(), kept, graph.inputs(), graph.outputs());
  }

  private static List<String> frozenRemark(LayerGraph before, LayerGraph after) {
    long frozen = after.layers().stream().filter(layer -> !layer.trainable()).count();
    return frozen == before.layers().stream().filter(layer -> !layer.trainable()).count()
        ? List.of()
        : List.of(
            "%d layers were frozen in training and are so in the Keras file (trainable = False)."
                .formatted(frozen));
  }

  private static void requireEnding(Path file, String... endings) {
    for (String ending : endings) {
      if (file.toString().endsWith(ending)) {
        return;
      }
    }
    throw new FileException(
        "Expected a file name that ends in %s, found %s; Keras requires it."
            .formatted(String.join(" or ", endings), file));
  }

  /** The network's variables by the names of the written weights. */
  private static Map<String, Variable> ofNetwork(LayerGraph graph, List<Variable> variables) {
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
    return source;
  }

  private static boolean sameShape(Variable one, Variable other) {
    return other != null && one.shape().equals(other.shape());
  }

  /** All slashes except the last one, which separates layer and weight. */
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
                    layer.renamed(
                        names.get(layer.name()), layer.inbound().stream().map(names::get).toList()))
            .toList();
    return new LayerGraph(
        graph.name().replace('/', '_'),
        layers,
        graph.inputs().stream().map(names::get).toList(),
        graph.outputs().stream().map(names::get).toList());
  }
}
