package org.thorax.model.keras.savedmodel;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.tensorflow.proto.MetaGraphDef;
import org.thorax.FileException;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;

/** The variables of a SavedModel. The checkpoint is opened on first use; owns it. */
final class SavedWeights implements WeightSource {
  private final Path variables;
  private final MetaGraphDef graph;
  private final UnaryOperator<String> handleOf;
  private Map<String, String> keys;
  private TensorBundle checkpoint;

  /**
   * @param handleOf the handle's node by variable name
   */
  SavedWeights(SavedModelFiles files, UnaryOperator<String> handleOf) {
    this.variables = files.folder().resolve("variables");
    this.graph = files.metaGraph();
    this.handleOf = handleOf;
  }

  @Override
  public float[] values(Variable variable) {
    if (checkpoint == null) {
      keys = RestoreMap.of(graph);
      checkpoint = TensorBundle.open(variables);
    }
    String key = keys.get(handleOf.apply(variable.name()));
    if (key == null) {
      throw new FileException(
          "The graph beside %s does not specify where %s is restored from; it is damaged, copy or save the model again."
              .formatted(variables, variable.name()));
    }
    return checkpoint.floats(key, variable.shape());
  }

  @Override
  public void close() {
    if (checkpoint != null) {
      checkpoint.close();
      checkpoint = null;
    }
  }
}
