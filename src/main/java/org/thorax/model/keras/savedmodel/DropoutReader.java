package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.NodeDef;
import org.thorax.model.DropoutNode;
import org.thorax.model.ModelFile;

/**
 * The places where training of a SavedModel drops values.
 *
 * @param own what Thorax wrote beside the model; empty for the models of others
 * @param metadata what Keras 2 wrote beside it
 */
record DropoutReader(Optional<ModelFile> own, KerasMetadata metadata) {
  /** Those of a graph; {@code remarks} receives notes for the user. */
  List<DropoutNode> read(List<NodeDef> nodes, List<String> remarks) {
    if (own.isPresent()) {
      return own.get().inTraining().dropouts();
    }
    List<DropoutNode> dropouts = new ArrayList<>();
    for (KerasMetadata.Layer layer : metadata.layers()) {
      if (!layer.className().contains("Dropout") || layer.inferenceMode()) {
        continue;
      }
      Optional<NodeDef> node =
          dropoutNode(nodes, layer.path()).or(() -> dropoutNode(nodes, layer.name()));
      boolean supported = Set.of("Dropout", "SpatialDropout2D").contains(layer.className());
      if (node.isPresent() && supported) {
        boolean spatial = layer.className().equals("SpatialDropout2D");
        dropouts.add(
            new DropoutNode(node.get().getName(), layer.config().path("rate").asDouble(), spatial));
      } else {
        remarks.add(
            layer.className()
                + " layer "
                + layer.name()
                + " could not be put back; it does nothing.");
      }
    }
    return dropouts;
  }

  private static Optional<NodeDef> dropoutNode(List<NodeDef> nodes, String layer) {
    return nodes.stream()
        .filter(each -> each.getOp().equals("Identity"))
        .filter(each -> ("/" + each.getName()).endsWith("/" + layer + "/Identity"))
        .findFirst();
  }
}
