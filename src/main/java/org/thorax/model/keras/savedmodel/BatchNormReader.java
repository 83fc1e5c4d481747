package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.BatchNorm;
import org.thorax.model.ModelFile;
import org.thorax.model.Variable;

/**
 * The batch norms of a SavedModel, and what its file or Keras' metadata say of each.
 *
 * @param own what Thorax wrote beside the model; empty for the models of others
 * @param metadata what Keras 2 wrote beside it
 * @param variables under their Keras names
 */
record BatchNormReader(Optional<ModelFile> own, KerasMetadata metadata, KerasVariables variables) {
  private static final double KERAS_MOMENTUM = 0.99;

  /** Those of a graph; {@code remarks} receives notes for the user. */
  List<BatchNorm> read(TrainableGraph graph, List<String> remarks) {
    Map<String, String> byRead =
        graph.variables().stream().collect(Collectors.toMap(Variable::read, Variable::name));
    Set<String> decomposed =
        graph.fused().stream().map(BatchNormFusion.Fused::node).collect(Collectors.toSet());
    List<BatchNorm> norms = new ArrayList<>();
    int defaults = 0;
    for (NodeDef node : graph.body().nodes()) {
      if (!node.getOp().equals("FusedBatchNormV3")) {
        continue;
      }
      String mean = byRead.get(node.getInput(3));
      String variance = byRead.get(node.getInput(4));
      if (mean == null || variance == null) {
        remarks.add(
            "Batch norm "
                + node.getName()
                + " has constant statistics and stays in inference mode.");
        continue;
      }
      Optional<BatchNorm> known = known(mean);
      Optional<KerasMetadata.Layer> described = metadata.layer(variables.owners(mean));
      Optional<Double> momentum =
          known
              .map(BatchNorm::momentum)
              .or(() -> described.flatMap(each -> each.number("momentum")));
      defaults += momentum.isPresent() ? 0 : 1;
      norms.add(
          new BatchNorm(
              node.getName(),
              new BatchNorm.Moving(mean, variance),
              momentum.orElse(KERAS_MOMENTUM),
              known.map(BatchNorm::besselCorrected).orElse(!decomposed.contains(node.getName())),
              known
                  .filter(norm -> own.flatMap(ModelFile::frozen).isPresent())
                  .map(BatchNorm::trainable)
                  .or(() -> described.map(KerasMetadata.Layer::trainable))
                  .orElseGet(() -> isTrained(graph.variables(), byRead, node, mean)),
              known
                  .map(BatchNorm::inferenceMode)
                  .orElse(described.map(KerasMetadata.Layer::inferenceMode).orElse(false))));
    }
    if (defaults > 0) {
      remarks.add(
          defaults
              + " batch norms do not specify their momentum (it is not in this kind of SavedModel);"
              + " Keras' default "
              + KERAS_MOMENTUM
              + " is used.");
    }
    return norms;
  }

  private Optional<BatchNorm> known(String mean) {
    String layer = mean.substring(0, Math.max(0, mean.lastIndexOf('/')));
    return own.flatMap(file -> file.batchNorm(layer));
  }

  /**
   * What the variables say where no one says whether a batch norm is frozen: its gamma and beta, or
   * without these the last variable before it that a layer would train.
   */
  private static boolean isTrained(
      List<Variable> all, Map<String, String> byRead, NodeDef norm, String mean) {
    Map<String, Variable> byName =
        all.stream().collect(Collectors.toMap(Variable::name, Function.identity()));
    List<Variable> own =
        Stream.of(norm.getInput(1), norm.getInput(2))
            .filter(byRead::containsKey)
            .map(read -> byName.get(byRead.get(read)))
            .toList();
    List<Variable> before =
        all.subList(0, all.indexOf(byName.get(mean))).stream()
            .filter(variable -> variable.trainable() || variable.frozen())
            .toList();
    return own.isEmpty()
        ? before.isEmpty() || before.get(before.size() - 1).trainable()
        : own.stream().anyMatch(Variable::trainable);
  }
}
