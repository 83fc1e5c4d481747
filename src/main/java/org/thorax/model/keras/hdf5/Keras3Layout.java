package org.thorax.model.keras.hdf5;

import java.util.ArrayList;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.formats.hdf5.Hdf5Group;

/**
 * Keras since 2.12: a group for each layer, named by class and count, with its arrays {@code
 * vars/0}, {@code vars/1} ... ({@code saving_lib.py}).
 */
final class Keras3Layout {
  private static final List<String> LAYERS = List.of("layers", "_layer_checkpoint_dependencies");
  private static final String ARRAYS = "vars";
  private static final int DEEPEST = 32;

  private Keras3Layout() {}

  static boolean isOne(Hdf5Group root) {
    return root.hasGroup(ARRAYS) || LAYERS.stream().anyMatch(root::hasGroup);
  }

  static List<StoredLayer> layers(Hdf5Group root) {
    List<StoredLayer> layers = new ArrayList<>();
    for (String name : LAYERS) {
      if (root.hasGroup(name)) {
        collect(root.group(name), "", layers, 0);
        return layers;
      }
    }
    return layers;
  }

  static List<StoredWeight> weights(Hdf5Group owner) {
    if (!owner.hasGroup(ARRAYS)) {
      return List.of();
    }
    Hdf5Group arrays = owner.group(ARRAYS);
    List<StoredWeight> weights = new ArrayList<>();
    for (int i = 0; i < arrays.names().size(); i++) {
      String name = Integer.toString(i);
      weights.add(new StoredWeight(name, arrays.dataset(name)));
    }
    return weights;
  }

  private static void collect(Hdf5Group group, String path, List<StoredLayer> layers, int depth) {
    if (depth > DEEPEST) {
      throw new ThoraxException(
          "Expected layers at most %d groups deep in a Keras file, found '%s'; save it again."
              .formatted(DEEPEST, group.path()));
    }
    for (String child : group.names()) {
      if (child.equals(ARRAYS) || !group.hasGroup(child)) {
        continue;
      }
      Hdf5Group layer = group.group(child);
      // A model inside a model keeps its layers below its own 'layers'.
      String childPath =
          LAYERS.contains(child) ? path : (path + "/" + child).replaceFirst("^/", "");
      if (layer.hasGroup(ARRAYS)) {
        String name = layer.group(ARRAYS).text("name").orElse(childPath);
        layers.add(new StoredLayer(name, childPath, StoredWeight.numbers(weights(layer))));
      }
      collect(layer, childPath, layers, depth + 1);
    }
  }
}
