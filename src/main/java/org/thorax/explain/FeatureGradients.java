package org.thorax.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.types.TUint8;
import org.thorax.explain.FeatureLayers.FeatureLayer;
import org.thorax.model.Values;

/**
 * A feature map's values and the gradients of each class with respect to them.
 *
 * <p>If the output depends on the image only through the feature map, the image passes the network
 * once, and each class costs only the layers behind the map.
 */
final class FeatureGradients {
  private static final int ROWS = 32;

  private final GradientGraph graph;
  private final OutputLayer output;
  private final int height;
  private final int width;

  FeatureGradients(GradientGraph graph, OutputLayer output, int height, int width) {
    this.graph = graph;
    this.output = output;
    this.height = height;
    this.width = width;
  }

  /**
   * A class of an image.
   *
   * @param image its position in the batch
   */
  record Row(int image, int classIndex) {}

  /** Outputs, and a layer's activations, of grey images. */
  record Forward(Values outputs, Values activations, FeatureLayer layer) {
    List<Float> probabilities(int image) {
      List<Float> list = new ArrayList<>();
      for (float value : outputs.item(image)) {
        list.add(value);
      }
      return list;
    }

    Grid activations(int image) {
      return new Grid(layer.height(), layer.width(), layer.channels(), activations.item(image));
    }
  }

  Forward forward(byte[] bytes, int images, FeatureLayer layer) {
    try (TUint8 grey = GradientGraph.greyBytes(bytes, images, height, width)) {
      List<Values> values =
          graph.values(grey, List.of(graph.network().flat().output().tensor(), layer.tensor()));
      return new Forward(values.get(0), values.get(1), layer);
    }
  }

  /** One gradient per row, in their order. */
  List<Grid> gradients(byte[] bytes, Forward forward, List<Row> rows, GradientTarget target) {
    List<Grid> gradients = new ArrayList<>();
    boolean cut = output.onlyThrough(forward.layer().tensor());
    for (int from = 0; from < rows.size(); from += ROWS) {
      List<Row> part = rows.subList(from, Math.min(rows.size(), from + ROWS));
      gradients.addAll(part(bytes, forward, part, target, cut));
    }
    return gradients;
  }

  private List<Grid> part(
      byte[] bytes, Forward forward, List<Row> rows, GradientTarget target, boolean cut) {
    FeatureLayer layer = forward.layer();
    int classes = Math.toIntExact(forward.outputs().shape().get(1));
    Values outer = chosen(rows, classes);
    Values found;
    if (cut) {
      Values fed = repeated(forward.activations(), rows);
      found =
          graph.gradient(
              output.tensor(target), outer, layer.tensor(), Optional.of(fed), Optional.empty());
    } else {
      try (TUint8 grey =
          GradientGraph.greyBytes(repeated(bytes, rows), rows.size(), height, width)) {
        found =
            graph.gradient(
                output.tensor(target), outer, layer.tensor(), Optional.empty(), Optional.of(grey));
      }
    }
    List<Grid> gradients = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      gradients.add(new Grid(layer.height(), layer.width(), layer.channels(), found.item(i)));
    }
    return gradients;
  }

  /** 1 in each row at the row's class, otherwise 0. */
  static Values chosen(List<Row> rows, int classes) {
    float[] weights = new float[rows.size() * classes];
    for (int i = 0; i < rows.size(); i++) {
      weights[i * classes + rows.get(i).classIndex()] = 1;
    }
    return new Values(List.of((long) rows.size(), (long) classes), weights);
  }

  private static Values repeated(Values items, List<Row> rows) {
    int size = items.values().length / items.batch();
    float[] repeated = new float[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(items.values(), rows.get(i).image() * size, repeated, i * size, size);
    }
    List<Long> shape = new ArrayList<>(items.shape());
    shape.set(0, (long) rows.size());
    return new Values(shape, repeated);
  }

  private byte[] repeated(byte[] bytes, List<Row> rows) {
    return repeated(bytes, rows, height * width);
  }

  /** The image of each row. */
  static byte[] repeated(byte[] bytes, List<Row> rows, int size) {
    byte[] repeated = new byte[rows.size() * size];
    for (int i = 0; i < rows.size(); i++) {
      byte[] image =
          Arrays.copyOfRange(bytes, rows.get(i).image() * size, (rows.get(i).image() + 1) * size);
      System.arraycopy(image, 0, repeated, i * size, size);
    }
    return repeated;
  }
}
