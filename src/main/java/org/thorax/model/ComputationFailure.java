package org.thorax.model;

import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/** Why a network cannot be computed, or differentiated. */
final class ComputationFailure {
  private ComputationFailure() {}

  /** What TensorFlow's own error means to a user. */
  static ThoraxException of(String network, RuntimeException e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    if (reason.contains("No gradient defined for op")) {
      return new ConfigurationException(
          "method",
          "The network '%s' cannot be differentiated there (%s); use `method` occlusion, or a layer behind that op."
              .formatted(network, reason.split("\\. ", 2)[0]),
          e);
    }
    return new ThoraxException(
        "The network '"
            + network
            + "' cannot be computed ("
            + reason
            + "); its graph is damaged or takes other images, copy or save the model again.",
        e);
  }
}
