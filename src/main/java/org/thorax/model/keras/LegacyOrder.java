package org.thorax.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.thorax.model.Variable;
import org.thorax.model.keras.config.KerasGeneration;
import org.thorax.model.keras.config.LayerTree;
import org.thorax.model.keras.hdf5.ModelLayer;

/**
 * The order of a layer's weights in a legacy {@code .h5}: {@code layer.trainable_weights +
 * layer.non_trainable_weights}. In a nested model it depends on the flags that the layers had when
 * the file was written.
 *
 * @param variable of the network
 * @param name in the file unless a layer was renamed, {@code conv/kernel}
 * @param moves whether its layer would train it
 */
record LegacyOrder(Variable variable, String name, boolean moves) {

  /**
   * All weights of one top-level layer in the file's order.
   *
   * @param known the network's layers by name
   */
  static List<LegacyOrder> of(
      LayerTree layer, KerasGeneration generation, Map<String, ModelLayer> known) {
    if (generation == KerasGeneration.KERAS_2) {
      Split split = split(layer, known);
      return joined(split.trainable(), split.others());
    }
    // Keras 3 uses each variable's own flag, and in a frozen model none is trainable.
    List<LegacyOrder> all = inLayerOrder(layer, known);
    return layer.trainable()
        ? joined(only(all, LegacyOrder::moves), only(all, each -> !each.moves()))
        : all;
  }

  /** Keras 2's two lists of one layer. */
  private record Split(List<LegacyOrder> trainable, List<LegacyOrder> others) {}

  /** Keras 2 collects the two lists from every layer and every nested model. */
  private static Split split(LayerTree layer, Map<String, ModelLayer> known) {
    List<LegacyOrder> trainable = new ArrayList<>();
    List<LegacyOrder> others = new ArrayList<>();
    if (layer.nested().isEmpty()) {
      List<LegacyOrder> own = inLayerOrder(layer, known);
      trainable.addAll(only(own, LegacyOrder::moves));
      others.addAll(only(own, each -> !each.moves()));
    }
    for (LayerTree inner : layer.nested()) {
      Split parts = split(inner, known);
      trainable.addAll(parts.trainable());
      others.addAll(parts.others());
    }
    return layer.trainable()
        ? new Split(trainable, others)
        : new Split(List.of(), joined(trainable, others));
  }

  private static List<LegacyOrder> inLayerOrder(LayerTree layer, Map<String, ModelLayer> known) {
    if (!layer.nested().isEmpty()) {
      return layer.nested().stream().flatMap(each -> inLayerOrder(each, known).stream()).toList();
    }
    return layer.graphLayer().map(known::get).map(ModelLayer::variables).orElse(List.of()).stream()
        .map(variable -> of(layer, variable))
        .toList();
  }

  private static LegacyOrder of(LayerTree layer, Variable variable) {
    String weight = variable.name().substring(variable.name().lastIndexOf('/') + 1);
    boolean trainable = variable.trainable() || variable.frozen();
    return new LegacyOrder(variable, layer.name() + "/" + weight, layer.trainable() && trainable);
  }

  private static List<LegacyOrder> only(List<LegacyOrder> all, Predicate<LegacyOrder> wanted) {
    return all.stream().filter(wanted).toList();
  }

  private static List<LegacyOrder> joined(List<LegacyOrder> first, List<LegacyOrder> second) {
    List<LegacyOrder> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
