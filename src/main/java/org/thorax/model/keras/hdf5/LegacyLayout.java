package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.formats.hdf5.Hdf5Group;

/** Keras 1 and 2: names in attributes, in the model's order ({@code hdf5_format.py}). */
final class LegacyLayout {
  private static final String TOP_LEVEL = "top_level_model_weights";

  private LegacyLayout() {}

  static List<StoredLayer> layers(Hdf5Group group) {
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : names(group, "layer_names")) {
      layers.add(new StoredLayer(name, name, StoredWeight.numbers(weights(group.group(name)))));
    }
    if (group.hasGroup(TOP_LEVEL)) {
      List<StoredWeight> weights = StoredWeight.numbers(weights(group.group(TOP_LEVEL)));
      if (!weights.isEmpty()) {
        layers.add(new StoredLayer(TOP_LEVEL, TOP_LEVEL, weights));
      }
    }
    return layers;
  }

  static List<StoredWeight> weights(Hdf5Group group) {
    return names(group, "weight_names").stream()
        .map(name -> new StoredWeight(name, group.dataset(name)))
        .toList();
  }

  private static List<String> names(Hdf5Group group, String attribute) {
    return group
        .texts(attribute)
        .orElseThrow(
            () ->
                new ThoraxException(
                    "Expected the attribute '%s' at '%s' of a Keras file, found none; save it again."
                        .formatted(attribute, group.path())));
  }
}
