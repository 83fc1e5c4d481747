package org.thorax.model.keras;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thorax.model.FlatGraph;
import org.thorax.model.Variable;
import org.thorax.model.keras.applications.Architecture;
import org.thorax.model.keras.applications.ClassificationHead;
import org.thorax.model.keras.hdf5.KerasWeightsFile;
import org.thorax.model.keras.hdf5.StoredLayer;
import org.thorax.model.keras.layers.LayerGraph;
import org.thorax.model.keras.layers.WeightSpec;

/** Recognises a Keras application by the shapes of its weights, if no name identifies it. */
final class KnownArchitecture {
  private static final int FEWEST = 100;
  private static final int LARGEST_HEAD = 16;
  private static final Set<String> LAST_DENSE = Set.of("dense", "dense_1");

  private KnownArchitecture() {}

  /**
   * A recognised network.
   *
   * @param architecture its backbone
   * @param graph the backbone with its head
   * @param head description of the head
   */
  record Classifier(Architecture architecture, LayerGraph graph, String head) {}

  /**
   * The application with the model's first weights; or with all its weights except a head's, if the
   * order is not Keras', as in SavedModels.
   */
  static Optional<Architecture> of(FlatGraph model) {
    List<List<Long>> shapes = model.variables().stream().map(Variable::shape).toList();
    if (shapes.size() < FEWEST) {
      return Optional.empty();
    }
    Map<Architecture, List<List<Long>>> known = new EnumMap<>(Architecture.class);
    for (Architecture architecture : Architecture.values()) {
      known.put(architecture, shapes(architecture.backbone()));
    }
    return first(known, start -> startsWith(shapes, start))
        .or(() -> first(known, all -> isAllButHead(shapes, all)));
  }

  private static Optional<Architecture> first(
      Map<Architecture, List<List<Long>>> known, Predicate<List<List<Long>>> fits) {
    return known.entrySet().stream()
        .filter(each -> fits.test(each.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isAllButHead(List<List<Long>> shapes, List<List<Long>> wanted) {
    int head = shapes.size() - wanted.size();
    if (head < 0 || head > LARGEST_HEAD) {
      return false;
    }
    Map<List<Long>, Long> counts =
        shapes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    wanted.forEach(shape -> counts.merge(shape, -1L, Long::sum));
    return counts.values().stream().allMatch(count -> count >= 0);
  }

  /**
   * The classifier that matches a weights file completely: with the head of the original project,
   * or with only a dense layer on the pooled features.
   */
  static Optional<Classifier> of(KerasWeightsFile file) {
    int classes = lastWidth(file);
    if (classes < 1) {
      return Optional.empty();
    }
    return Arrays.stream(Architecture.values())
        .flatMap(architecture -> classifiers(architecture, classes))
        .filter(found -> KerasLayers.of(found.graph()).match(file).isExact())
        .findFirst();
  }

  private static Stream<Classifier> classifiers(Architecture architecture, int classes) {
    LayerGraph backbone = architecture.backbone();
    return Stream.of(
        new Classifier(
            architecture,
            ClassificationHead.on(backbone, backbone.name(), classes),
            "the head of the original models"),
        new Classifier(
            architecture,
            ClassificationHead.withoutHidden(backbone, backbone.name(), classes),
            "a head of one dense layer"));
  }

  /** The width of the last dense layer; 0 without one. */
  private static int lastWidth(KerasWeightsFile file) {
    boolean ordered = file.kind() == KerasWeightsFile.Kind.LEGACY_WEIGHTS;
    return file.layers().stream()
        .filter(layer -> !layer.weights().isEmpty())
        .filter(layer -> ordered || LAST_DENSE.contains(layer.path()))
        .reduce((first, second) -> second)
        .map(KnownArchitecture::width)
        .orElse(0);
  }

  private static int width(StoredLayer layer) {
    List<Long> kernel = layer.weights().get(0).shape();
    return kernel.size() == 2 ? Math.toIntExact(kernel.get(1)) : 0;
  }

  private static List<List<Long>> shapes(LayerGraph graph) {
    return graph.weights().stream().map(KnownArchitecture::sizes).toList();
  }

  private static List<Long> sizes(WeightSpec weight) {
    return LayerGraphFlattener.variable(weight).shape();
  }

  private static boolean startsWith(List<List<Long>> all, List<List<Long>> start) {
    return all.size() >= start.size() && all.subList(0, start.size()).equals(start);
  }
}
