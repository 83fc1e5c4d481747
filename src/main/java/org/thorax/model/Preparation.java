package org.thorax.model;

import java.util.List;
import java.util.Map;

/**
 * The preparation of a model's training images, in addition to the resize; predictions must repeat
 * it.
 *
 * @param cropped whether images were cropped by template
 * @param transformations as text, in order
 * @param templates of the crop: {@code frontal} and {@code lateral}, if they exist, each a grey PNG
 *     in Base64; empty if they are unknown
 */
public record Preparation(
    boolean cropped, List<String> transformations, Map<String, String> templates) {
  /** Only the resize. */
  public static final Preparation NONE = new Preparation(false, List.of());

  /** Copies list and map. */
  public Preparation {
    transformations = List.copyOf(transformations);
    templates = Map.copyOf(templates);
  }

  /** A crop, if there was one, with unknown templates. */
  public Preparation(boolean cropped, List<String> transformations) {
    this(cropped, transformations, Map.of());
  }
}
