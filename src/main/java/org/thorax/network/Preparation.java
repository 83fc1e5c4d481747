package org.thorax.network;

import java.util.List;

/**
 * What was done to the images that a model learned from, beyond the resize; whoever asks the model
 * must do the same.
 *
 * @param cropped whether the part that a template found was cut out
 * @param transformations in words, in order
 */
public record Preparation(boolean cropped, List<String> transformations) {
  /** Nothing but the resize. */
  public static final Preparation NONE = new Preparation(false, List.of());

  /** Copies the list. */
  public Preparation {
    transformations = List.copyOf(transformations);
  }
}
