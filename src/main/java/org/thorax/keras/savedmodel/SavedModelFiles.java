package org.thorax.keras.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.thorax.ThoraxException;

/**
 * The parts of a SavedModel's folder, checked before TensorFlow touches them.
 *
 * @param folder the folder
 * @param metaGraph the graph tagged {@code serve}
 */
record SavedModelFiles(Path folder, MetaGraphDef metaGraph) {
  private static final String INIT = "__saved_model_init_op";

  static SavedModelFiles read(Path folder) {
    Path file = folder.resolve("saved_model.pb");
    if (!Files.isDirectory(folder)) {
      throw new ThoraxException(
          "Expected a model at "
              + folder
              + ", found "
              + (Files.exists(folder) ? "a file" : "nothing")
              + "; give an .h5, a .keras, or a SavedModel's folder, which holds saved_model.pb.");
    }
    if (!Files.isRegularFile(file)) {
      throw new ThoraxException(
          folder
              + " is not a SavedModel: it has no saved_model.pb; save the model with Keras'"
              + " model.save(dir) or model.export(dir).");
    }
    SavedModel model = parse(file);
    MetaGraphDef graph =
        model.getMetaGraphsList().stream()
            .filter(each -> each.getMetaInfoDef().getTagsList().contains("serve"))
            .findFirst()
            .orElseThrow(
                () ->
                    new ThoraxException(
                        file
                            + " holds no graph tagged 'serve'; the file is damaged or was not saved for serving."));
    checkVariables(folder, graph);
    return new SavedModelFiles(folder, graph);
  }

  /** The signature {@code serving_default}, or the only one there is. */
  SignatureDef signature() {
    var signatures = metaGraph.getSignatureDefMap();
    if (signatures.containsKey("serving_default")) {
      return signatures.get("serving_default");
    }
    var others = signatures.keySet().stream().filter(name -> !name.equals(INIT)).sorted().toList();
    if (others.size() != 1) {
      throw new ThoraxException(
          folder
              + " has no signature 'serving_default', found "
              + others
              + "; save the model with that signature.");
    }
    return signatures.get(others.get(0));
  }

  private static SavedModel parse(Path file) {
    try {
      return SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new ThoraxException(
          file
              + " is not a SavedModel or is damaged ("
              + e.getMessage()
              + "); copy or save it again.",
          e);
    } catch (IOException e) {
      throw new ThoraxException(
          "Cannot read " + file + ": " + e.getMessage() + "; check read access.", e);
    }
  }

  private static void checkVariables(Path folder, MetaGraphDef graph) {
    boolean needed =
        graph.getGraphDef().getNodeList().stream()
            .anyMatch(node -> node.getOp().equals("VarHandleOp"));
    Path index = folder.resolve("variables/variables.index");
    Path data = folder.resolve("variables/variables.data-00000-of-00001");
    for (Path file : new Path[] {index, data}) {
      if (needed && !Files.isRegularFile(file)) {
        throw new ThoraxException(
            "Expected the model's variables in "
                + file
                + ", found no such file; copy the folder 'variables' as well.");
      }
    }
  }
}
