package org.thorax.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The image input of a model. A flat graph takes (batch, height, width, channels); the graph
 * converts this to the model's own input.
 *
 * @param height in pixels, -1 if free
 * @param width in pixels, -1 if free
 * @param channels 1 or 3
 * @param layout of the model's own input
 */
public record ImagePlaceholder(int height, int width, int channels, Layout layout) {
  /** The order of an image's axes. */
  public enum Layout {
    /** (batch, height, width, channels). */
    CHANNELS_LAST,
    /** (batch, channels, height, width), as in PyTorch. */
    CHANNELS_FIRST,
    /** (batch, height, width). */
    WITHOUT_CHANNELS
  }

  /**
   * The images that an input of these sizes takes.
   *
   * @param sizes the batch's first, -1 for free ones
   * @return empty if it does not take images of 1 or 3 channels
   */
  public static Optional<ImagePlaceholder> of(List<Long> sizes) {
    if (sizes.size() == 3) {
      return Optional.of(of(sizes.get(1), sizes.get(2), 1, Layout.WITHOUT_CHANNELS));
    }
    if (sizes.size() != 4) {
      return Optional.empty();
    }
    if (isColour(sizes.get(3))) {
      return Optional.of(of(sizes.get(1), sizes.get(2), sizes.get(3), Layout.CHANNELS_LAST));
    }
    if (isColour(sizes.get(1))) {
      return Optional.of(of(sizes.get(2), sizes.get(3), sizes.get(1), Layout.CHANNELS_FIRST));
    }
    return sizes.get(3) == -1
        ? Optional.of(of(sizes.get(1), sizes.get(2), 3, Layout.CHANNELS_LAST))
        : Optional.empty();
  }

  private static ImagePlaceholder of(long height, long width, long channels, Layout layout) {
    return new ImagePlaceholder((int) height, (int) width, (int) channels, layout);
  }

  private static boolean isColour(long channels) {
    return channels == 1 || channels == 3;
  }

  /** (batch, height, width, channels). */
  public List<Long> sizes() {
    return List.of(-1L, (long) height, (long) width, (long) channels);
  }

  /**
   * The placeholder and the conversion to the model's own input.
   *
   * @param placeholder its name
   * @param tensor the name of the node with the model's own input; the placeholder's if there is no
   *     conversion
   */
  public List<NodeDef> nodes(String placeholder, String tensor) {
    List<NodeDef> nodes = new ArrayList<>();
    nodes.add(NodeDefs.placeholder(placeholder, DataType.DT_FLOAT, sizes()));
    switch (layout) {
      case CHANNELS_LAST -> {}
      case CHANNELS_FIRST -> {
        nodes.add(NodeDefs.constant(placeholder + "/channels_first", List.of(4L), 0, 3, 1, 2));
        nodes.add(
            NodeDefs.of("Transpose", tensor, placeholder, placeholder + "/channels_first")
                .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
                .putAttr("Tperm", NodeDefs.type(DataType.DT_INT32))
                .build());
      }
      case WITHOUT_CHANNELS ->
          nodes.add(
              NodeDefs.of("Squeeze", tensor, placeholder)
                  .putAttr("T", NodeDefs.type(DataType.DT_FLOAT))
                  .putAttr("squeeze_dims", NodeDefs.counts(3))
                  .build());
    }
    return nodes;
  }
}
