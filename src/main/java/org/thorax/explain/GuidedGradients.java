package org.thorax.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.types.TUint8;
import org.thorax.explain.FeatureGradients.Row;
import org.thorax.explain.FeatureLayers.FeatureLayer;
import org.thorax.model.Values;

/**
 * Guided gradients with respect to the image. Their graph differs from the network's, so it is
 * built on first use, and kept until the gradient of another tensor is needed.
 */
final class GuidedGradients implements AutoCloseable {
  private static final int ROWS = 16;

  private final Function<String, GradientGraph> made;
  private final int height;
  private final int width;
  private final int channels;
  private GradientGraph graph;
  private String tensor;

  /**
   * @param made builds a graph of the guided gradient of a tensor
   */
  GuidedGradients(Function<String, GradientGraph> made, int height, int width, int channels) {
    this.made = made;
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /** The gradients of single classes: one (height, width, channels) per row. */
  List<Grid> ofClasses(String of, byte[] bytes, List<Row> rows, int classes) {
    List<Grid> gradients = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += ROWS) {
      List<Row> part = rows.subList(from, Math.min(rows.size(), from + ROWS));
      byte[] images = FeatureGradients.repeated(bytes, part, height * width);
      gradients.addAll(run(of, images, FeatureGradients.chosen(part, classes)));
    }
    return gradients;
  }

  /** The gradient of a layer's whole output, as in the original project: one per image. */
  List<Grid> ofLayer(FeatureLayer layer, byte[] bytes) {
    int size = height * width;
    int images = bytes.length / size;
    List<Grid> gradients = new ArrayList<>();
    for (int from = 0; from < images; from += ROWS) {
      int count = Math.min(ROWS, images - from);
      float[] ones = new float[count * layer.height() * layer.width() * layer.channels()];
      Arrays.fill(ones, 1f);
      List<Long> shape =
          List.of(
              (long) count, (long) layer.height(), (long) layer.width(), (long) layer.channels());
      byte[] part = Arrays.copyOfRange(bytes, from * size, (from + count) * size);
      gradients.addAll(run(layer.tensor(), part, new Values(shape, ones)));
    }
    return gradients;
  }

  private synchronized List<Grid> run(String of, byte[] bytes, Values outer) {
    if (!of.equals(tensor)) {
      close();
      graph = made.apply(of);
      tensor = of;
    }
    try (TUint8 grey =
        GradientGraph.greyBytes(bytes, bytes.length / (height * width), height, width)) {
      Values found = graph.guided(grey, outer);
      List<Grid> gradients = new ArrayList<>();
      for (int i = 0; i < found.batch(); i++) {
        gradients.add(new Grid(height, width, channels, found.item(i)));
      }
      return gradients;
    }
  }

  @Override
  public synchronized void close() {
    if (graph != null) {
      graph.close();
      graph = null;
      tensor = null;
    }
  }
}
