package org.thorax.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.Save;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.VariableDef;
import org.tensorflow.types.TString;
import org.thorax.formats.io.AtomicDirectory;

/**
 * Writes a network as a SavedModel that {@code tf.saved_model.load} and Keras' TFSMLayer open.
 * TensorFlow Java's exporter silently leaves out resource variables, so this class writes
 * variables, saver and signatures.
 *
 * <p>Signatures: {@code serving_default} with scaled float images, and {@code serve_bytes} with
 * grey bytes (batch, height, width), which scales inside.
 */
public final class SavedModelWriter {
  /** Prefix of the network's nodes in a written graph. */
  public static final String BODY = "model";

  private static final String IMAGES = "serving_default_images";
  private static final String BYTES = "serve_bytes_grey";
  private static final String SCALED = "serve_bytes_images";
  private static final String FILENAME = "save/filename";

  private final Network network;
  private final ModelContract contract;
  private final Optional<String> kerasConfig;
  private final Optional<Compilation> compilation;

  private SavedModelWriter(
      Network network,
      ModelContract contract,
      Optional<String> kerasConfig,
      Optional<Compilation> compilation) {
    this.network = network;
    this.contract = contract;
    this.kerasConfig = kerasConfig;
    this.compilation = compilation;
  }

  /**
   * Writes the network's current state into {@code folder}, completely or not at all.
   *
   * @throws org.thorax.ThoraxException if it cannot be written
   */
  public static void write(Network network, ModelContract contract, Path folder) {
    write(network, contract, Optional.empty(), Optional.empty(), folder);
  }

  /**
   * Like {@link #write(Network, ModelContract, Path)}, together with the state for further
   * training.
   *
   * @param kerasConfig Keras' JSON of the layers, saved as {@code assets.extra/keras_config.json}
   * @param compilation loss, metrics, optimizer and its state, saved in {@code
   *     assets.extra/optimizer}
   */
  public static void write(
      Network network,
      ModelContract contract,
      Optional<String> kerasConfig,
      Optional<Compilation> compilation,
      Path folder) {
    AtomicDirectory.write(folder, content(network, contract, kerasConfig, compilation));
  }

  /** Writes the files of {@link #write} into a folder that the caller creates. */
  public static AtomicDirectory.Content content(
      Network network,
      ModelContract contract,
      Optional<String> kerasConfig,
      Optional<Compilation> compilation) {
    return new SavedModelWriter(network, contract, kerasConfig, compilation)::writeTo;
  }

  private void writeTo(Path folder) throws IOException {
    FlatGraph flat = network.flat();
    boolean constant = flat.variables().isEmpty();
    if (!constant) {
      writeVariables(folder.resolve("variables"));
    }
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph
        .getMetaInfoDefBuilder()
        .addTags("serve")
        .setTensorflowVersion(TensorFlow.version())
        .setStrippedDefaultAttrs(false);
    graph.setGraphDef(assemble().build());
    if (!constant) {
      graph.setSaverDef(
          SaverDef.newBuilder()
              .setFilenameTensorName(FILENAME + ":0")
              .setSaveTensorName("save/saved:0")
              .setRestoreOpName("save/restore_all")
              .setMaxToKeep(5)
              .setVersion(SaverDef.CheckpointFormatVersion.V2));
    }
    graph.putCollectionDef("variables", collection(flat.variables()));
    graph.putCollectionDef(
        "trainable_variables",
        collection(flat.variables().stream().filter(Variable::trainable).toList()));
    graph.putSignatureDef(
        "serving_default", signature(IMAGES, DataType.DT_FLOAT, imageShape(), BODY, IMAGES));
    if (contract.scaling().isPresent()) {
      graph.putSignatureDef(
          "serve_bytes",
          signature(BYTES, DataType.DT_UINT8, imageShape().subList(0, 3), "serve_bytes", SCALED));
    }
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(graph).build();
    Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    Set<String> frozen =
        flat.variables().stream()
            .filter(Variable::frozen)
            .map(Variable::name)
            .collect(Collectors.toSet());
    new ModelFile(flat.name(), contract, flat.inTraining(), Optional.of(frozen))
        .write(folder, kerasConfig);
    if (compilation.isPresent()) {
      CompilationFile.write(folder, compilation.get());
    }
  }

  private void writeVariables(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Variable> variables = network.flat().variables();
    Ops ops = network.graph().ops();
    List<Operand<?>> values = new ArrayList<>();
    variables.forEach(variable -> values.add(network.graph().read(variable)));
    String[] names = variables.stream().map(Variable::name).toArray(String[]::new);
    String[] slices = new String[names.length];
    Arrays.fill(slices, "");
    Operand<TString> prefix = ops.constant(folder.resolve("variables").toString());
    Save save = ops.train.save(prefix, ops.array(names), ops.array(slices), values);
    try {
      network.session().runner().addTarget(save).run().close();
    } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException(
          String.valueOf(e.getMessage()).lines().findFirst().orElse("variables"), e);
    }
  }

  private GraphAssembler assemble() {
    FlatGraph flat = network.flat();
    GraphAssembler assembler =
        new GraphAssembler(flat).variables().imagePlaceholder(IMAGES).inference(BODY, IMAGES);
    contract
        .scaling()
        .ifPresent(
            scaling ->
                assembler.scaledBytes(BYTES, SCALED, scaling).inference("serve_bytes", SCALED));
    if (!flat.variables().isEmpty()) {
      addInitializers(assembler);
      addSaver(assembler);
    }
    return assembler;
  }

  /**
   * Python's reader of such graphs requires an initialiser for every variable, although it never
   * runs.
   */
  private void addInitializers(GraphAssembler assembler) {
    assembler.add(NodeDefs.constant("save/zero", List.of(), 0f));
    for (Variable variable : network.flat().variables()) {
      int[] sizes = variable.shape().stream().mapToInt(Long::intValue).toArray();
      String name = variable.name() + "/Initializer";
      assembler.add(NodeDefs.constant(name + "/shape", List.of((long) sizes.length), sizes));
      assembler.add(
          NodeDefs.of("Fill", name + "/zeros", name + "/shape", "save/zero")
              .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
              .putAttr("index_type", NodeDefs.type(DataType.DT_INT32))
              .build());
      assembler.add(assignment(variable.name() + "/Assign", variable.name(), name + "/zeros"));
    }
  }

  private void addSaver(GraphAssembler assembler) {
    List<Variable> variables = network.flat().variables();
    List<String> names = variables.stream().map(Variable::name).toList();
    assembler.add(NodeDefs.placeholder(FILENAME, DataType.DT_STRING, List.of()));
    assembler.add(NodeDefs.texts("save/names", names));
    assembler.add(NodeDefs.texts("save/slices", names.stream().map(name -> "").toList()));
    AttrValue types = NodeDefs.types(DataType.DT_FLOAT, names.size());
    NodeDef.Builder save =
        NodeDefs.of("SaveV2", "save/SaveV2", FILENAME, "save/names", "save/slices");
    variables.forEach(variable -> save.addInput(variable.read()));
    assembler.add(save.putAttr("dtypes", types).build());
    assembler.add(
        NodeDefs.of("Identity", "save/saved", FILENAME, "^save/SaveV2")
            .putAttr("T", NodeDefs.type(DataType.DT_STRING))
            .build());
    assembler.add(
        NodeDefs.of("RestoreV2", "save/RestoreV2", FILENAME, "save/names", "save/slices")
            .putAttr("dtypes", types)
            .build());
    NodeDef.Builder all = NodeDefs.of("NoOp", "save/restore_all");
    for (int i = 0; i < names.size(); i++) {
      String restored = i == 0 ? "save/RestoreV2" : "save/RestoreV2:" + i;
      assembler.add(assignment("save/Assign_" + i, names.get(i), restored));
      all.addInput("^save/Assign_" + i);
    }
    assembler.add(all.build());
  }

  private static NodeDef assignment(String name, String handle, String value) {
    return NodeDefs.of("AssignVariableOp", name, handle, value)
        .putAttr("dtype", NodeDefs.type(DataType.DT_FLOAT))
        .putAttr("validate_shape", NodeDefs.flag(true))
        .build();
  }

  private static CollectionDef collection(List<Variable> variables) {
    CollectionDef.BytesList.Builder bytes = CollectionDef.BytesList.newBuilder();
    for (Variable variable : variables) {
      bytes.addValue(
          VariableDef.newBuilder()
              .setVariableName(variable.name() + ":0")
              .setInitializerName(variable.name() + "/Assign")
              .setInitialValueName(variable.name() + "/Initializer/zeros:0")
              .setSnapshotName(variable.read() + ":0")
              .setIsResource(true)
              .setTrainable(variable.trainable())
              .build()
              .toByteString());
    }
    return CollectionDef.newBuilder().setBytesList(bytes).build();
  }

  private List<Long> imageShape() {
    FlatGraph flat = network.flat();
    return List.of(
        -1L,
        (long) flat.input().height(),
        (long) flat.input().width(),
        (long) flat.input().channels());
  }

  private SignatureDef signature(
      String input, DataType type, List<Long> shape, String prefix, String images) {
    FlatGraph flat = network.flat();
    String output = new GraphAssembler(flat).tensor(prefix, images, flat.output().tensor());
    String outputName = outputName();
    List<Long> outputShape =
        flat.output().rank() == 2
            ? List.of(-1L, (long) flat.output().size())
            : List.of(-1L, -1L, -1L, (long) flat.output().size());
    return SignatureDef.newBuilder()
        .setMethodName("tensorflow/serving/predict")
        .putInputs("images", info(input, type, shape))
        .putOutputs(outputName, info(output, DataType.DT_FLOAT, outputShape))
        .build();
  }

  private String outputName() {
    if (contract.activation().isEmpty() && contract.classNames().isEmpty()) {
      return "features";
    }
    boolean scores = contract.activation().filter(OutputActivation.NONE::equals).isPresent();
    return scores ? "scores" : "probabilities";
  }

  private static TensorInfo info(String tensor, DataType type, List<Long> shape) {
    return TensorInfo.newBuilder()
        .setName(tensor.contains(":") ? tensor : tensor + ":0")
        .setDtype(type)
        .setTensorShape(NodeDefs.shapeProto(shape))
        .build();
  }
}
