package org.thorax.model.keras;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.UnexpectedFormat;
import org.thorax.model.Compilation;
import org.thorax.model.FlatGraph;
import org.thorax.model.KerasObject;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;
import org.thorax.model.OptimizerConfig;
import org.thorax.model.OptimizerState;
import org.thorax.model.Scaling;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.config.CompilationReader;
import org.thorax.model.keras.config.KerasConfigReader;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.config.KerasModelConfig;
import org.thorax.model.keras.hdf5.KerasWeightsFile;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.savedmodel.SavedModelReader;

/**
 * Opens models in all supported formats: a SavedModel folder, a whole-model {@code .h5} or {@code
 * .hdf5}, a {@code .keras} archive, a weights file of the original project's models, and an
 * architecture's JSON with a weights file.
 */
public final class ModelReader {
  private ModelReader() {}

  /**
   * Opens a model for prediction.
   *
   * @param path a folder or a file, whose format is detected by its content
   * @throws ThoraxException naming the file, and the layer that cannot be built
   */
  public static Model open(Path path) {
    return Files.isRegularFile(path) ? file(path) : folder(path, SavedModelReader.open(path));
  }

  /**
   * Opens a model for training.
   *
   * @throws ThoraxException as {@link #open}, and naming op and layer that cannot be differentiated
   */
  public static Model openForTraining(Path path) {
    // Rebuilt layers have gradients by construction.
    return Files.isRegularFile(path)
        ? file(path)
        : folder(path, SavedModelReader.openForTraining(path));
  }

  /**
   * Thorax' metadata takes precedence; for foreign models, layers, weights and loss are examined.
   */
  private static Model folder(Path path, Model model) {
    if (ModelFile.isIn(path)) {
      return model.contract().scaling().isPresent() ? model : ModelInterpretation.byShapes(model);
    }
    Optional<KerasObject> loss =
        SavedModelReader.trainingConfig(path).flatMap(CompilationReader::loss);
    return ModelInterpretation.of(model, loss);
  }

  /**
   * Opens a model to save it in Thorax' form: a trainable model, or one with conditions or loops in
   * the gradient's path, which can only predict and has a note.
   *
   * @throws ThoraxException as {@link #openForTraining} for all other ops
   */
  public static Model openForImport(Path path) {
    return Files.isRegularFile(path)
        ? file(path)
        : folder(path, SavedModelReader.openForImport(path));
  }

  /**
   * Opens a model with an optional separate weights file.
   *
   * @param weights of an {@link ArchitectureFile}; empty for all other models
   * @throws ThoraxException as {@link #open(Path)}, and if the weights do not fit the layers
   */
  public static Model open(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> open(path));
  }

  /** Like {@link #openForTraining(Path)}, with weights as in {@link #open(Path, Optional)}. */
  public static Model openForTraining(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> openForTraining(path));
  }

  /** Like {@link #openForImport(Path)}, with weights as in {@link #open(Path, Optional)}. */
  public static Model openForImport(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> openForImport(path));
  }

  private static Model joined(Path architecture, Path weights) {
    String json =
        ArchitectureFile.json(architecture)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "weights",
                        "`weights` belongs to an architecture without them, a .json file of model.to_json(); found %s: leave `weights` out."
                            .formatted(architecture)));
    return opened(weights, file -> configured(file, json));
  }

  private static Model file(Path path) {
    if (ArchitectureFile.isOne(path)) {
      throw new ConfigurationException(
          "weights",
          "%s holds a Keras architecture without weights; give their file with `weights`, or make one model of both with 'thorax export %s `weights` FILE `format` savedmodel `out` DIR'."
              .formatted(path, path));
    }
    return opened(
        path,
        file -> {
          Optional<String> config = file.modelConfig();
          return config.isPresent() ? configured(file, config.get()) : recognised(file);
        });
  }

  private static Model opened(Path path, Function<KerasWeightsFile, Model> reader) {
    UnexpectedFormat.ofModel(path)
        .ifPresent(
            what -> {
              throw new FileException(path + " " + what + ".");
            });
    KerasWeightsFile file = KerasWeightsFile.open(path);
    try {
      return reader.apply(file);
    } catch (ThoraxException e) {
      file.close();
      throw e instanceof FileException || e instanceof ConfigurationException
          ? e
          : new FileException(file.name() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      file.close();
      throw new FileException(
          "The model in %s cannot be rebuilt (%s); it must have one image input and one output of fixed size."
              .formatted(file.name(), e.getMessage()),
          e);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static Model configured(KerasWeightsFile file, String json) {
    KerasModelConfig config = KerasConfigReader.read(json);
    LayerGraph graph = config.graph();
    List<String> remarks = new ArrayList<>(config.notes());
    String name = Architecture.ofModelName(graph.name());
    KerasLayers layers = KerasLayers.of(config);
    Optional<Compilation> compilation = compilation(file, json, layers, remarks);
    Optional<Scaling> scaling = Scaling.ofKerasModel(graph.name());
    FlatGraph flat = LayerGraphFlattener.flattenForImages(graph, config.generation());
    Model model =
        model(
            file,
            new Layers(flat, graph, layers),
            contract(name, scaling, flat),
            compilation,
            remarks);
    return ModelInterpretation.of(model, compiled(file, json).flatMap(CompilationReader::loss));
  }

  /** The part of the file with the compilation. */
  private static Optional<String> compiled(KerasWeightsFile file, String modelConfig) {
    boolean archive = file.kind() == KerasWeightsFile.Kind.ARCHIVE;
    return archive ? Optional.of(modelConfig) : file.trainingConfig();
  }

  /** The compilation; errors are reported as notes. */
  private static Optional<Compilation> compilation(
      KerasWeightsFile file, String modelConfig, KerasLayers layers, List<String> remarks) {
    Optional<Compilation> compiled =
        compiled(file, modelConfig).flatMap(text -> CompilationReader.read(text, remarks));
    if (compiled.isEmpty() || !compiled.get().optimizer().config().isKnown()) {
      return compiled;
    }
    try {
      OptimizerConfig optimizer = compiled.get().optimizer().config();
      OptimizerState state = file.optimizerState(optimizer, layers.trainable());
      return Optional.of(compiled.get().withOptimizer(state));
    } catch (ThoraxException e) {
      remarks.add("The optimizer's state is not used: " + e.getMessage());
      return compiled;
    }
  }

  private static Model recognised(KerasWeightsFile file) {
    KnownArchitecture.Classifier found =
        KnownArchitecture.of(file)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "weights",
                        "Expected a model in %s, found weights alone, which do not specify what network they are of; for a backbone use 'thorax backbone create ARCH `weights` %s', else save the whole model in Keras."
                            .formatted(file.name(), file.name())));
    Architecture architecture = found.architecture();
    String remark =
        "The file holds weights alone; they are those of %s with %s."
            .formatted(architecture.kerasName(), found.head());
    FlatGraph flat = LayerGraphFlattener.flattenForImages(found.graph(), KerasGeneration.KERAS_2);
    return model(
        file,
        new Layers(flat, found.graph(), KerasLayers.of(found.graph())),
        contract(
            architecture.kerasName(), Optional.of(Scaling.of(architecture.inputScaling())), flat),
        Optional.empty(),
        List.of(remark));
  }

  /** A network as a graph, as Keras' layers, and as what their weights are named. */
  private record Layers(FlatGraph flat, LayerGraph graph, KerasLayers layers) {}

  private static ModelContract contract(String name, Optional<Scaling> scaling, FlatGraph flat) {
    return new ModelContract(
        name,
        scaling,
        Optional.of(flat.input().height()).filter(size -> size > 0),
        Optional.of(flat.input().width()).filter(size -> size > 0),
        List.of());
  }

  private static Model model(
      KerasWeightsFile file,
      Layers network,
      ModelContract contract,
      Optional<Compilation> compilation,
      List<String> remarks) {
    return new Model(
        network.flat(),
        contract,
        KerasConfig.of(network.graph()),
        compilation,
        network.layers().match(file).source().closedBy(file::close),
        remarks);
  }
}
