package org.thorax.explain;

import java.util.Optional;

/**
 * Which map is wanted.
 *
 * @param method how it is made
 * @param layer whose output's places are weighed; the last feature map when empty. Not used by
 *     {@link Method#OCCLUSION}; {@link Method#GUIDED_BACKPROPAGATION} then explains this layer's
 *     whole output, as the original project did, instead of a class
 * @param target what is differentiated
 * @param patch side of the square that {@link Method#OCCLUSION} covers, in pixels of the network's
 *     image; an eighth of its shorter side when empty
 */
public record MapRequest(
    Method method, Optional<String> layer, GradientTarget target, Optional<Integer> patch) {
  /** Checks the patch. */
  public MapRequest {
    if (patch.filter(side -> side < 1).isPresent()) {
      throw new IllegalArgumentException("a patch has at least one pixel, found " + patch.get());
    }
  }

  /** The method at the last feature map, of the logit. */
  public static MapRequest of(Method method) {
    return new MapRequest(method, Optional.empty(), GradientTarget.LOGIT, Optional.empty());
  }

  /** The same at a layer. */
  public MapRequest at(String layerName) {
    return new MapRequest(method, Optional.of(layerName), target, patch);
  }

  /** The same at the last feature map. */
  MapRequest atLast() {
    return new MapRequest(method, Optional.empty(), target, patch);
  }

  /** The same of another target. */
  public MapRequest of(GradientTarget other) {
    return new MapRequest(method, layer, other, patch);
  }
}
