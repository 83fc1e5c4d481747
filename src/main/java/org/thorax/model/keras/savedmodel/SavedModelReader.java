package org.thorax.model.keras.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.exceptions.TensorFlowException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.Compilation;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import org.thorax.model.TrainingLayers;
import org.thorax.model.Variable;

/**
 * Opens a SavedModel as a {@link Model}: functions inlined, batch norms fused, variables under
 * their Keras names.
 */
public final class SavedModelReader {
  private final SavedModelFiles files;
  private final KerasMetadata metadata;
  private final Optional<ModelFile> own;
  private final KerasVariables variables;
  private final List<String> remarks = new ArrayList<>();

  /**
   * Opens the SavedModel in {@code folder} for training.
   *
   * @throws ThoraxException as {@link #open}, and naming op and layer that cannot be differentiated
   */
  public static Model openForTraining(Path folder) {
    Model model = open(folder);
    GradientCheck.check(model.flat(), folder);
    return model;
  }

  /**
   * Opens the SavedModel in {@code folder} to save it again.
   *
   * @throws ThoraxException as {@link #openForTraining}, except for conditions and loops, which a
   *     note names
   */
  public static Model openForImport(Path folder) {
    Model model = open(folder);
    if (GradientCheck.onlyControlFlowIsInTheWay(model.flat())) {
      return GradientCheck.fault(model.flat(), folder).map(model::withRemark).orElse(model);
    }
    GradientCheck.check(model.flat(), folder);
    return model;
  }

  /**
   * Opens the SavedModel in {@code folder} for prediction.
   *
   * @throws ThoraxException naming the file that is missing, damaged or of another kind
   */
  public static Model open(Path folder) {
    try {
      return new SavedModelReader(folder).model();
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | NullPointerException
        | TensorFlowException
        | UnsupportedOperationException e) {
      throw new FileException(
          "The graph of "
              + folder
              + " is damaged ("
              + firstLine(e)
              + "); copy or save the model again.",
          e);
    }
  }

  /** Keras 2's compilation of the model in {@code folder} as JSON, if it was saved. */
  public static Optional<String> trainingConfig(Path folder) {
    return KerasMetadata.read(folder).trainingConfig();
  }

  private SavedModelReader(Path folder) {
    this.files = SavedModelFiles.read(folder);
    this.metadata = KerasMetadata.read(folder);
    this.own = ModelFile.read(folder);
    this.variables = new KerasVariables(files.metaGraph(), folder.toString());
  }

  private Model model() {
    String where = files.folder().toString();
    ServingSignature signature = ServingSignature.of(files.metaGraph().getSignatureDefMap(), where);
    signature.remark().ifPresent(remarks::add);
    ImageInput input = signature.image();
    TrainableGraph graph =
        TrainableGraph.of(
            files.metaGraph().getGraphDef(),
            input,
            signature.output(),
            variables,
            this::bodyName,
            where);
    FlatGraph flat = flat(graph, input, where);
    if (!graph.passedOver().isEmpty()) {
      remarks.add(
          "The layers %s change images at random; they are passed over in predictions, as in Keras' own, and in training."
              .formatted(String.join(", ", graph.passedOver())));
    }
    SavedWeights weights = new SavedWeights(files, variables::handle);
    Optional<String> kerasConfig =
        own.isPresent() ? ModelFile.kerasConfig(files.folder()) : metadata.modelConfig();
    Optional<Compilation> compilation =
        own.flatMap(file -> ModelFile.compilation(files.folder(), flat.variables()));
    return new Model(flat, contract(flat), kerasConfig, compilation, weights, remarks);
  }

  private FlatGraph flat(TrainableGraph graph, ImageInput input, String where) {
    GraphShapes shapes = graph.shapes();
    int rank = shapes.rank(graph.output());
    int outputs = shapes.lastSize(graph.output());
    if ((rank != 2 && rank != 4) || outputs < 1) {
      throw new FileException(
          "Expected an output of (batch, classes) or (batch, height, width, channels) in "
              + where
              + ", found "
              + shapes.describe(graph.output())
              + "; save the model with a fixed number of outputs.");
    }
    if (shapes.hasMovedAxes(graph.body().nodes(), TrainableGraph.INPUT, graph.output())) {
      throw new FileException(
          "Expected feature maps of (batch, height, width, channels) from %s, found their axes in another order; save the model with its channels last."
              .formatted(where));
    }
    return new FlatGraph(
        modelName(),
        graph.body(),
        new FlatGraph.Input(
            TrainableGraph.INPUT,
            input.images().height(),
            input.images().width(),
            input.images().channels()),
        new FlatGraph.Output(
            graph.output(),
            rank,
            outputs,
            shapes.lastFeatureMap(graph.body().nodes(), TrainableGraph.INPUT, graph.output())),
        own.map(file -> frozen(graph.variables(), file)).orElse(graph.variables()),
        new TrainingLayers(
            new BatchNormReader(own, metadata, variables).read(graph, remarks),
            new DropoutReader(own, metadata).read(graph.body().nodes(), remarks)));
  }

  /** Thorax' own files list the frozen variables; older ones only distinguish moving statistics. */
  private static List<Variable> frozen(List<Variable> variables, ModelFile file) {
    Set<String> moving = new HashSet<>();
    file.inTraining()
        .batchNorms()
        .forEach(norm -> moving.addAll(List.of(norm.moving().mean(), norm.moving().variance())));
    return variables.stream()
        .map(
            each -> {
              boolean frozen =
                  file.frozen()
                      .map(names -> names.contains(each.name()))
                      .orElse(!each.trainable() && !moving.contains(each.name()));
              return new Variable(each.name(), each.shape(), each.trainable() && !frozen, frozen);
            })
        .toList();
  }

  /** Thorax's own files have the network under a prefix. */
  private String bodyName(String tensor) {
    String prefix = SavedModelWriter.BODY + "/";
    return own.isPresent() && tensor.startsWith(prefix)
        ? tensor.substring(prefix.length())
        : tensor;
  }

  private String modelName() {
    return own.map(ModelFile::modelName)
        .or(metadata::modelName)
        .orElse(files.folder().toAbsolutePath().normalize().getFileName().toString());
  }

  private ModelContract contract(FlatGraph flat) {
    if (own.isPresent()) {
      return own.get().contract();
    }
    Optional<Integer> height = Optional.of(flat.input().height()).filter(size -> size > 0);
    Optional<Integer> width = Optional.of(flat.input().width()).filter(size -> size > 0);
    return new ModelContract(
        flat.name(), Scaling.ofKerasModel(flat.name()), height, width, List.of());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
