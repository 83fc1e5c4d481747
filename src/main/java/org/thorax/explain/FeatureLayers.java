package org.thorax.explain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.FlatGraph;
import org.thorax.model.ImageAxes;
import org.thorax.model.Network;

/**
 * The layers of a network whose output is a feature map with several positions, found in any graph
 * by what its nodes do to the image's axes.
 */
final class FeatureLayers {
  private static final int NEAR = 5;

  private final FlatGraph flat;
  private final Map<String, FeatureLayer> byPath = new LinkedHashMap<>();
  private final Optional<FeatureLayer> last;

  /**
   * A layer.
   *
   * @param name its path in the graph, with Keras' name as the last part
   * @param tensor its output in the flat graph
   */
  record FeatureLayer(String name, String tensor, int height, int width, int channels) {
    private String shortName() {
      return name.substring(name.indexOf('/') + 1);
    }
  }

  /** The layers of a network whose images have a fixed size. */
  FeatureLayers(Network network) {
    this.flat = network.flat();
    ImageAxes axes =
        new ImageAxes(flat.nodes(), flat.input().name(), name -> network.graph().shape(name));
    Map<String, FeatureLayer> byTensor = new HashMap<>();
    for (NodeDef node : flat.nodes()) {
      layerOf(node, network, axes)
          .ifPresent(
              layer -> {
                // A layer's output is its last op: the activation, not the convolution.
                byPath.put(layer.name(), layer);
                byTensor.put(layer.tensor(), layer);
              });
    }
    this.last = nearestToOutput(byTensor);
  }

  private static Optional<FeatureLayer> layerOf(NodeDef node, Network network, ImageAxes axes) {
    boolean isInput = node.getName().equals(network.flat().input().name());
    int slash = node.getName().lastIndexOf('/');
    if (isInput || node.getOp().equals("Identity") || slash < 0) {
      return Optional.empty();
    }
    if (!axes.isMap(node.getName())) {
      return Optional.empty();
    }
    Shape shape = network.graph().shape(node.getName());
    if (shape.numDimensions() != 4 || shape.get(3) < 2 || shape.get(1) * shape.get(2) < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new FeatureLayer(
            node.getName().substring(0, slash),
            node.getName(),
            (int) shape.get(1),
            (int) shape.get(2),
            (int) shape.get(3)));
  }

  private Optional<FeatureLayer> nearestToOutput(Map<String, FeatureLayer> byTensor) {
    Map<String, NodeDef> nodes =
        flat.nodes().stream().collect(Collectors.toMap(NodeDef::getName, node -> node));
    Deque<String> open = new ArrayDeque<>(List.of(FlatGraph.producer(flat.output().tensor())));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.poll();
      if (!seen.add(name) || !nodes.containsKey(name)) {
        continue;
      }
      if (byTensor.containsKey(name)) {
        return Optional.of(byTensor.get(name));
      }
      if (!nodes.get(name).getOp().equals("Shape")) {
        nodes.get(name).getInputList().forEach(input -> open.add(FlatGraph.producer(input)));
      }
    }
    return Optional.empty();
  }

  /** The last layer of each larger size of feature map, smallest first. */
  List<String> finer(int least) {
    Map<Integer, String> bySize = new TreeMap<>();
    byPath.values().stream()
        .filter(layer -> Math.min(layer.height(), layer.width()) >= least)
        .forEach(layer -> bySize.put(layer.height() * layer.width(), layer.shortName()));
    return bySize.values().stream().limit(2).toList();
  }

  /** All layers, from the image to the output. */
  List<FeatureLayer> all() {
    return List.copyOf(byPath.values());
  }

  /**
   * The last feature map before the output becomes a vector.
   *
   * @throws ThoraxException if the network has none
   */
  FeatureLayer last() {
    return last.orElseThrow(
        () ->
            new ConfigurationException(
                "method",
                "The network '"
                    + flat.name()
                    + "' has no feature map at this image size; use larger images or `method` occlusion."));
  }

  /**
   * The layer of that name.
   *
   * @throws ThoraxException naming similar ones if there is none, and all if there are several
   */
  FeatureLayer find(String wanted) {
    List<FeatureLayer> found = candidates(wanted);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "layer",
          "Expected `layer` with a feature map of '%s', found '%s', which is none; near it: %s."
              .formatted(flat.name(), wanted, names(near(wanted))));
    }
    throw new ThoraxException(
        "The name '%s' fits several layers; give one of %s."
            .formatted(wanted, found.stream().map(FeatureLayer::name).sorted().toList()));
  }

  /** Whether there is a layer of that name, or several. */
  boolean has(String wanted) {
    return !candidates(wanted).isEmpty();
  }

  private List<FeatureLayer> candidates(String wanted) {
    if (byPath.containsKey(wanted)) {
      return List.of(byPath.get(wanted));
    }
    List<FeatureLayer> found =
        byPath.values().stream().filter(layer -> layer.shortName().equals(wanted)).toList();
    if (found.isEmpty()) {
      found = matching(name -> ("/" + name).endsWith("/" + wanted));
    }
    if (found.isEmpty()) {
      // Keras 3's exports count each layer's calls, and put ops of a layer in separate scopes.
      found = matching(name -> ("/" + name).endsWith("/" + wanted + "_1"));
    }
    if (found.isEmpty()) {
      found =
          matching(
              name ->
                  ("/" + name).contains("/" + wanted + "/")
                      || ("/" + name).contains("/" + wanted + "_1/"));
    }
    return found;
  }

  private List<FeatureLayer> matching(Predicate<String> fits) {
    return byPath.values().stream().filter(layer -> fits.test(layer.name())).toList();
  }

  private static String names(List<FeatureLayer> layers) {
    return layers.stream().map(FeatureLayer::shortName).collect(Collectors.joining(", "));
  }

  private List<FeatureLayer> near(String wanted) {
    List<FeatureLayer> sorted = new ArrayList<>(byPath.values());
    sorted.sort(Comparator.comparingInt(layer -> distance(layer.shortName(), wanted)));
    return sorted.subList(0, Math.min(NEAR, sorted.size()));
  }

  /** Levenshtein distance, ignoring case. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
