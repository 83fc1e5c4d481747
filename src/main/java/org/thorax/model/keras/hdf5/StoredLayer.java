package org.thorax.model.keras.hdf5;

import java.util.List;
import org.thorax.ThoraxException;

/**
 * A layer of a Keras file.
 *
 * @param name the layer's name; in Keras 3's files before 3.7 the same as {@code path}
 * @param path Keras 3's path by class and number ({@code conv2d_3}); the name in legacy files
 * @param weights in Keras' order: trainable ones first; empty for a layer without weights
 */
public record StoredLayer(String name, String path, List<StoredWeight> weights) {
  /**
   * Copies the list.
   *
   * @throws ThoraxException when the name could not be one
   */
  public StoredLayer {
    if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new ThoraxException(
          "Expected a layer's name at '%s' of a Keras file, found control characters or none; copy or save the file again."
              .formatted(path));
    }
    weights = List.copyOf(weights);
  }
}
