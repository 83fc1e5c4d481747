package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;

/** Maps arrays of a file to variables of a model. */
public final class WeightMatch {
  private static final int MAX_LISTED = 10;

  private final String file;
  private final Map<String, StoredWeight> found = new HashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> leftOver = new ArrayList<>();
  private final List<String> otherShape = new ArrayList<>();
  private final List<String> otherOrder = new ArrayList<>();
  private boolean mapsLeftOver;

  private WeightMatch(String file) {
    this.file = file;
  }

  /**
   * Keras' rule. Legacy files: the layers with weights, in order, on both sides; names are only
   * checked, because Keras numbers them anew in every process. Keras 3's files: by class and
   * number, or by the layer's name if the model's classes are unknown.
   *
   * @param model the model's layers in the order of {@code model.layers}
   */
  public static WeightMatch byPosition(KerasWeightsFile file, List<ModelLayer> model) {
    List<ModelLayer> targets = withWeights(model);
    List<StoredLayer> stored = stored(file);
    boolean legacy =
        file.kind() == KerasWeightsFile.Kind.LEGACY_MODEL
            || file.kind() == KerasWeightsFile.Kind.LEGACY_WEIGHTS;
    if (!legacy) {
      boolean classesKnown = targets.stream().noneMatch(layer -> layer.className().isEmpty());
      return classesKnown ? byPath(file, model) : byName(file, model);
    }
    WeightMatch match = new WeightMatch(file.name());
    for (int i = 0; i < Math.max(targets.size(), stored.size()); i++) {
      match.add(
          i < targets.size() ? targets.get(i) : null, i < stored.size() ? stored.get(i) : null);
      if (i < targets.size() && i < stored.size()) {
        WeightNameCheck.against(targets.get(i), stored.get(i)).ifPresent(match.otherOrder::add);
      }
    }
    return match;
  }

  /** Layers of the same name are matched; in each, the arrays in order. */
  public static WeightMatch byName(KerasWeightsFile file, List<ModelLayer> model) {
    List<ModelLayer> targets = withWeights(model);
    return pair(file, targets, targets.stream().map(ModelLayer::name).toList(), false);
  }

  /**
   * Keras 3's rule for layers with known paths, including those in nested models.
   *
   * @param places as numbered by {@link ModelLayer#paths}; in a nested model {@code
   *     functional/conv2d}
   */
  public static WeightMatch byPath(KerasWeightsFile file, Map<String, ModelLayer> places) {
    return pair(file, List.copyOf(places.values()), List.copyOf(places.keySet()), true);
  }

  private static WeightMatch byPath(KerasWeightsFile file, List<ModelLayer> model) {
    List<String> paths = ModelLayer.paths(model);
    List<ModelLayer> targets = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < model.size(); i++) {
      if (!model.get(i).variables().isEmpty()) {
        targets.add(model.get(i));
        keys.add(paths.get(i));
      }
    }
    return pair(file, targets, keys, true);
  }

  private static WeightMatch pair(
      KerasWeightsFile file, List<ModelLayer> targets, List<String> keys, boolean byPath) {
    Map<String, StoredLayer> stored = new LinkedHashMap<>();
    for (StoredLayer layer : stored(file)) {
      if (stored.put(byPath ? layer.path() : layer.name(), layer) != null) {
        throw new FileException(
            "Expected layers of different names in %s, found '%s' twice; match by position."
                .formatted(file.name(), layer.name()));
      }
    }
    WeightMatch match = new WeightMatch(file.name());
    for (int i = 0; i < targets.size(); i++) {
      match.add(targets.get(i), stored.remove(keys.get(i)));
    }
    stored.values().forEach(layer -> match.add(null, layer));
    return match;
  }

  /** Variables of the model that the file lacks. */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /** Arrays of the file that the model lacks. */
  public List<String> leftOver() {
    return List.copyOf(leftOver);
  }

  /** Pairs with different shapes. */
  public List<String> otherShape() {
    return List.copyOf(otherShape);
  }

  /** Whether model and file match completely, with the same shapes. */
  public boolean isExact() {
    return missing.isEmpty() && leftOver.isEmpty() && otherShape.isEmpty();
  }

  /**
   * The values, read one variable at a time while the file is open.
   *
   * @throws ThoraxException listing what is missing, left over and of another shape, if anything is
   */
  public WeightSource source() {
    requireOrder();
    if (!isExact()) {
      throw mismatch();
    }
    return variable -> values(variable);
  }

  /**
   * The values, with those of {@code others} for variables that the file lacks; arrays that the
   * model lacks are ignored. For a backbone's weights below a new head.
   *
   * @throws ThoraxException if a shape differs or nothing matches at all
   */
  public WeightSource source(WeightSource others) {
    requireOrder();
    if (!otherShape.isEmpty() || found.isEmpty()) {
      throw mismatch();
    }
    return variable ->
        found.containsKey(variable.name()) ? values(variable) : others.values(variable);
  }

  /**
   * The values for a model that is the file's without its head: the file has all of the model's
   * variables, and its other arrays are vectors and matrices, as in dense layers.
   *
   * @throws ThoraxException listing what is missing, left over and of another shape, otherwise
   */
  public WeightSource sourceWithoutHead() {
    requireOrder();
    if (!missing.isEmpty() || mapsLeftOver || !otherShape.isEmpty()) {
      throw mismatch();
    }
    return this::values;
  }

  private float[] values(Variable variable) {
    StoredWeight weight = found.get(variable.name());
    if (weight == null || !weight.shape().equals(variable.shape())) {
      throw new FileException(
          "Expected %s of shape %s among the weights matched in %s, found none; match them with this model."
              .formatted(variable.name(), variable.shape(), file));
    }
    return weight.floats();
  }

  private void add(ModelLayer target, StoredLayer stored) {
    List<Variable> variables = target == null ? List.of() : target.variables();
    List<StoredWeight> weights = stored == null ? List.of() : stored.weights();
    for (int i = 0; i < Math.max(variables.size(), weights.size()); i++) {
      if (i >= weights.size()) {
        missing.add(variables.get(i).name() + " " + variables.get(i).shape());
      } else if (i >= variables.size()) {
        mapsLeftOver |= weights.get(i).shape().size() > 2;
        leftOver.add(stored.name() + ": " + weights.get(i).name() + " " + weights.get(i).shape());
      } else if (!variables.get(i).shape().equals(weights.get(i).shape())) {
        otherShape.add(
            "%s %s (file: %s %s)"
                .formatted(
                    variables.get(i).name(),
                    variables.get(i).shape(),
                    weights.get(i).name(),
                    weights.get(i).shape()));
      } else {
        found.put(variables.get(i).name(), weights.get(i));
      }
    }
  }

  /**
   * Another order is distinguishable from another model only if both have the same number of
   * weights.
   */
  private void requireOrder() {
    if (!otherOrder.isEmpty() && missing.isEmpty() && leftOver.isEmpty()) {
      throw new FileException(
          "The weights in %s are in another order than their names say: %s; save the model as .keras in the Keras that made it."
              .formatted(file, otherOrder.get(0)));
    }
  }

  private ThoraxException mismatch() {
    return new FileException(
        "The weights in %s are of another model: missing %s; left over %s; of another shape %s; take the file of the same architecture and head."
            .formatted(file, list(missing), list(leftOver), list(otherShape)));
  }

  private static String list(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String first = names.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
    return names.size() + " (" + first + (names.size() > MAX_LISTED ? ", ..." : "") + ")";
  }

  private static List<ModelLayer> withWeights(List<ModelLayer> model) {
    return model.stream().filter(layer -> !layer.variables().isEmpty()).toList();
  }

  private static List<StoredLayer> stored(KerasWeightsFile file) {
    return file.layers().stream().filter(layer -> !layer.weights().isEmpty()).toList();
  }
}
