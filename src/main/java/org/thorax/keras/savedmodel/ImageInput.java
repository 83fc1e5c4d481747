package org.thorax.keras.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.thorax.ThoraxException;
import org.thorax.network.FlatGraph;
import org.thorax.network.Nodes;

/**
 * The image input of a foreign model: (batch, height, width) or (batch, height, width, 1 or 3), of
 * any numeric type.
 *
 * @param tensor its name in the graph
 * @param type what the graph expects
 * @param height in pixels, -1 when free
 * @param width in pixels, -1 when free
 * @param channels 1 or 3
 * @param channelAxis false for (batch, height, width)
 */
record ImageInput(
    String tensor, DataType type, int height, int width, int channels, boolean channelAxis) {
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
    boolean withChannels = sizes.size() == 4;
    long channels = withChannels ? sizes.get(3) : 1;
    boolean image =
        (withChannels || sizes.size() == 3) && (channels == 1 || channels == 3 || channels == -1);
    if (!image || !NUMBERS.contains(input.getDtype())) {
      throw new ThoraxException(
          "Expected an image input (batch, height, width, 1 or 3 channels) in "
              + where
              + ", found "
              + input.getDtype()
              + " "
              + sizes
              + "; Thorax reads models with one image input.");
    }
    return new ImageInput(
        FlatGraph.producer(input.getName()),
        input.getDtype(),
        sizes.get(1).intValue(),
        sizes.get(2).intValue(),
        channels == 1 ? 1 : 3,
        withChannels);
  }

  /**
   * Puts a float32 placeholder of shape (batch, height, width, channels) called {@code name} in the
   * input's place.
   */
  List<NodeDef> replaceIn(List<NodeDef> nodes, String name) {
    List<NodeDef> result = new ArrayList<>();
    result.add(
        Nodes.placeholder(
            name, DataType.DT_FLOAT, List.of(-1L, (long) height, (long) width, (long) channels)));
    String last = name;
    if (!channelAxis) {
      result.add(
          Nodes.of("Squeeze", name + "/grey", last)
              .putAttr("T", Nodes.type(DataType.DT_FLOAT))
              .putAttr("squeeze_dims", Nodes.counts(3))
              .build());
      last = name + "/grey";
    }
    if (type != DataType.DT_FLOAT) {
      result.add(
          Nodes.of("Cast", name + "/cast", last)
              .putAttr("SrcT", Nodes.type(DataType.DT_FLOAT))
              .putAttr("DstT", Nodes.type(type))
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
