package org.thorax.model.keras;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
 * Opens whatever a model can be kept in: a SavedModel's folder, a full-model {@code .h5} or {@code
 * .hdf5}, a {@code .keras} archive, a file of weights alone when it is one of the original
 * project's models, and an architecture's JSON with a file of its weights.
 */
public final class ModelReader {
  private ModelReader() {}

  /**
   * Opens a model to predict.
   *
   * @param path a folder or a file; a file's kind is found by its content
   * @throws ThoraxException naming the file, and the layer where one cannot be built
   */
  public static Model open(Path path) {
    return Files.isRegularFile(path) ? file(path) : folder(path, SavedModelReader.open(path));
  }

  /**
   * Opens a model to be trained.
   *
   * @throws ThoraxException as {@link #open}, and naming op and layer where something cannot be
   *     differentiated
   */
  public static Model openForTraining(Path path) {
    // Rebuilt layers have gradients by construction.
    return Files.isRegularFile(path)
        ? file(path)
        : folder(path, SavedModelReader.openForTraining(path));
  }

  /** Thorax' own word stands; of others' models layers, weights and loss are asked. */
  private static Model folder(Path path, Model model) {
    if (ModelFile.isIn(path)) {
      return model.contract().scaling().isPresent() ? model : ModelInterpretation.byShapes(model);
    }
    Optional<KerasObject> loss =
        SavedModelReader.trainingConfig(path).flatMap(CompilationReader::loss);
    return ModelInterpretation.of(model, loss);
  }

  /**
   * Opens a model to be kept in Thorax's form: one to be trained, or one with conditions or loops
   * on the gradient's way, which can predict alone and says so.
   *
   * @throws ThoraxException as {@link #openForTraining} for all other ops
   */
  public static Model openForImport(Path path) {
    return Files.isRegularFile(path)
        ? file(path)
        : folder(path, SavedModelReader.openForImport(path));
  }

  /**
   * Opens a model whose weights may be in a file of their own.
   *
   * @param weights of an {@link ArchitectureFile}; empty for all other models
   * @throws ThoraxException as {@link #open(Path)}, and when the weights are not the layers'
   */
  public static Model open(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> open(path));
  }

  /** As {@link #openForTraining(Path)}, with weights as in {@link #open(Path, Optional)}. */
  public static Model openForTraining(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> openForTraining(path));
  }

  /** As {@link #openForImport(Path)}, with weights as in {@link #open(Path, Optional)}. */
  public static Model openForImport(Path path, Optional<Path> weights) {
    return weights.map(file -> joined(path, file)).orElseGet(() -> openForImport(path));
  }

  private static Model joined(Path architecture, Path weights) {
    String json =
        ArchitectureFile.json(architecture)
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "--weights belongs to an architecture without them, a .json file of model.to_json(); found %s: leave --weights out."
                            .formatted(architecture)));
    return opened(weights, file -> configured(file, json));
  }

  private static Model file(Path path) {
    if (ArchitectureFile.isOne(path)) {
      throw new ThoraxException(
          "%s holds a Keras architecture without weights; give their file with --weights, or make one model of both with 'thorax export %s --weights FILE --format savedmodel --out DIR'."
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
              throw new ThoraxException(path + " " + what + ".");
            });
    KerasWeightsFile file = KerasWeightsFile.open(path);
    try {
      return reader.apply(file);
    } catch (ThoraxException e) {
      file.close();
      throw e.getMessage().contains(file.name())
          ? e
          : new ThoraxException(file.name() + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      file.close();
      throw new ThoraxException(
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

  /** Where the file says how the model was compiled. */
  private static Optional<String> compiled(KerasWeightsFile file, String modelConfig) {
    boolean archive = file.kind() == KerasWeightsFile.Kind.ARCHIVE;
    return archive ? Optional.of(modelConfig) : file.trainingConfig();
  }

  /** How the model was compiled; errors there are reported as remarks. */
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
                    new ThoraxException(
                        "Expected a model in %s, found weights alone, which do not specify what network they are of; for a backbone use 'thorax backbone create ARCH --weights %s', else save the whole model in Keras."
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
        network.layers().match(file).source(),
        remarks,
        file::close);
  }
}
