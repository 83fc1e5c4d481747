package org.thorax.model;

import java.util.List;
import java.util.Map;

/**
 * What was done to the images that a model learned from, beyond the resize; whoever asks the model
 * must do the same.
 *
 * @param cropped whether the part that a template found was cut out
 * @param transformations in words, in order
 * @param templates what the crop looked for: {@code frontal} and {@code lateral}, as far as there
 *     were such, each a grey PNG in Base64; empty when they are not known
 */
public record Preparation(
    boolean cropped, List<String> transformations, Map<String, String> templates) {
  /** Nothing but the resize. */
  public static final Preparation NONE = new Preparation(false, List.of());

  /** Copies list and map. */
  public Preparation {
    transformations = List.copyOf(transformations);
    templates = Map.copyOf(templates);
  }

  /** A crop, if there was one, by templates that are not known. */
  public Preparation(boolean cropped, List<String> transformations) {
    this(cropped, transformations, Map.of());
  }
}
