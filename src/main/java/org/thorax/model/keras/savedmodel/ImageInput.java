package org.thorax.model.keras.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.FileException;
import org.thorax.model.FlatGraph;
import org.thorax.model.ImagePlaceholder;
import org.thorax.model.NodeDefs;

/**
 * The image input of a foreign model: (batch, height, width), (batch, height, width, 1 or 3) or
 * (batch, 1 or 3, height, width), of any numeric type.
 *
 * @param tensor its name in the graph
 * @param type in the graph
 * @param images the layout of the images
 */
record ImageInput(String tensor, DataType type, ImagePlaceholder images) {
  private static final Set<DataType> NUMBERS =
      Set.of(
          DataType.DT_FLOAT,
          DataType.DT_HALF,
          DataType.DT_DOUBLE,
          DataType.DT_UINT8,
          DataType.DT_INT32);

  static ImageInput of(TensorInfo input, String where) {
    List<Long> sizes =
        input.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    Optional<ImagePlaceholder> images =
        input.getTensorShape().getUnknownRank() ? Optional.empty() : ImagePlaceholder.of(sizes);
    if (images.isEmpty() || !NUMBERS.contains(input.getDtype())) {
      throw new FileException(
          "Expected an image input (batch, height, width, 1 or 3 channels) in "
              + where
              + ", found "
              + input.getDtype()
              + " "
              + sizes
              + "; Thorax reads models with one image input.");
    }
    return new ImageInput(FlatGraph.producer(input.getName()), input.getDtype(), images.get());
  }

  /**
   * Replaces the input by a float32 placeholder of shape (batch, height, width, channels) with the
   * name {@code name}.
   */
  List<NodeDef> replaceIn(List<NodeDef> nodes, String name) {
    List<NodeDef> result = new ArrayList<>();
    boolean asTheyAre = images.layout() == ImagePlaceholder.Layout.CHANNELS_LAST;
    String last = asTheyAre ? name : name + "/own";
    result.addAll(images.nodes(name, last));
    if (type != DataType.DT_FLOAT) {
      result.add(
          NodeDefs.of("Cast", name + "/cast", last)
              .putAttr("SrcT", NodeDefs.type(DataType.DT_FLOAT))
              .putAttr("DstT", NodeDefs.type(type))
              .build());
      last = name + "/cast";
    }
    for (NodeDef node : nodes) {
      if (!node.getName().equals(tensor)) {
        NodeDef.Builder changed = node.toBuilder().clearInput();
        for (String input : node.getInputList()) {
          changed.addInput(input.equals(tensor) ? last : input);
        }
        result.add(changed.build());
      }
    }
    return result;
  }
}
