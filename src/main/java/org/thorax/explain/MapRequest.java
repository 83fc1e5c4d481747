package org.thorax.explain;

import java.util.Optional;

/**
 * Method and layer of a map.
 *
 * @param method how to compute it
 * @param layer the layer of the feature map; if empty, the last feature map. Not used by {@link
 *     Method#OCCLUSION}; {@link Method#GUIDED_BACKPROPAGATION} then explains this layer's whole
 *     output, as the original project did, instead of a class
 * @param target what is differentiated
 * @param patch side of the square that {@link Method#OCCLUSION} covers, in pixels of the network's
 *     input; an eighth of its shorter side if empty
 */
public record MapRequest(
    Method method, Optional<String> layer, GradientTarget target, Optional<Integer> patch) {
  /** Checks the patch. */
  public MapRequest {
    if (patch.filter(side -> side < 1).isPresent()) {
      throw new IllegalArgumentException("a patch has at least one pixel, found " + patch.get());
    }
  }

  /** The method at the last feature map, for the logit. */
  public static MapRequest of(Method method) {
    return new MapRequest(method, Optional.empty(), GradientTarget.LOGIT, Optional.empty());
  }

  /** The request at another layer. */
  public MapRequest at(String layerName) {
    return new MapRequest(method, Optional.of(layerName), target, patch);
  }

  /** The request at the last feature map. */
  MapRequest atLast() {
    return new MapRequest(method, Optional.empty(), target, patch);
  }

  /** The request with another target. */
  public MapRequest of(GradientTarget other) {
    return new MapRequest(method, layer, other, patch);
  }
}
