package org.thorax.model.keras.savedmodel;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.thorax.FileException;
import org.thorax.formats.io.UnexpectedFormat;

/**
 * The files of a SavedModel's folder, checked before TensorFlow reads them.
 *
 * @param folder the folder
 * @param metaGraph the graph tagged {@code serve}
 */
record SavedModelFiles(Path folder, MetaGraphDef metaGraph) {
  private static final String FIRST_SHARD = "variables.data-00000-of-00001";

  static SavedModelFiles read(Path folder) {
    Path file = folder.resolve("saved_model.pb");
    if (!Files.isDirectory(folder)) {
      throw new FileException(
          "Expected a model at "
              + folder
              + ", found "
              + (Files.exists(folder) ? "a file" : "nothing")
              + "; give an .h5, a .keras, or a SavedModel's folder, which holds saved_model.pb.");
    }
    if (!Files.isRegularFile(file)) {
      throw new FileException(
          folder
              + " is not a SavedModel: it has no saved_model.pb; save the model with Keras'"
              + " model.save(dir) or model.export(dir).");
    }
    requireItself(file);
    SavedModel model = parse(file);
    MetaGraphDef graph =
        model.getMetaGraphsList().stream()
            .filter(each -> each.getMetaInfoDef().getTagsList().contains("serve"))
            .findFirst()
            .orElseThrow(
                () ->
                    new FileException(
                        file
                            + " holds no graph tagged 'serve'; the file is damaged or was not saved for serving."));
    checkVariables(folder, graph);
    return new SavedModelFiles(folder, ReferenceVariables.asResources(graph));
  }

  /** Refuses a git-lfs pointer or a failed download. */
  private static void requireItself(Path file) {
    UnexpectedFormat.of(file)
        .ifPresent(
            what -> {
              throw new FileException(file + " " + what + ".");
            });
  }

  private static SavedModel parse(Path file) {
    try {
      return SavedModel.parseFrom(Files.readAllBytes(file));
    } catch (InvalidProtocolBufferException e) {
      throw new FileException(
          file
              + " is not a SavedModel or is damaged ("
              + e.getMessage()
              + "); copy or save it again.",
          e);
    } catch (IOException e) {
      throw new FileException(
          "Cannot read " + file + ": " + e.getMessage() + "; check read access.", e);
    }
  }

  private static void checkVariables(Path folder, MetaGraphDef graph) {
    boolean needed =
        graph.getGraphDef().getNodeList().stream().anyMatch(ReferenceVariables::isVariable);
    if (!needed) {
      return;
    }
    Path variables = folder.resolve("variables");
    for (String name : List.of("variables.index", FIRST_SHARD)) {
      Path file = variables.resolve(name);
      boolean there =
          Files.isRegularFile(file) || (name.equals(FIRST_SHARD) && isSharded(variables));
      if (!there) {
        throw new FileException(
            "Expected the model's variables in "
                + file
                + ", found no such file; copy the folder 'variables' as well.");
      }
      requireItself(file);
    }
  }

  /** Whether the values are in several files, as the index specifies. */
  private static boolean isSharded(Path variables) {
    try (Stream<Path> files = Files.list(variables)) {
      return files.anyMatch(
          file ->
              file.getFileName().toString().matches("variables\\.data-\\d{5}-of-\\d{5}")
                  && !file.getFileName().toString().endsWith("-of-00001"));
    } catch (IOException e) {
      return false;
    }
  }
}
