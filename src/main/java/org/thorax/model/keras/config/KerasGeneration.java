package org.thorax.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import org.thorax.ThoraxException;

/** The Keras version of a configuration; the same fields may mean different formulas. */
public enum KerasGeneration {
  /** Keras and tf.keras 2.0 to 2.15, tf_keras. */
  KERAS_2,
  /** Keras 3. */
  KERAS_3;

  /** By {@code keras_version} if there is one, else by the format. */
  static KerasGeneration of(JsonNode model) {
    String version = model.path("keras_version").asText("");
    if (version.startsWith("1.") || version.startsWith("0.")) {
      throw new ThoraxException(
          "The model was saved by Keras %s; Keras 2 and 3 can be read, so save it again with Keras 2."
              .formatted(version));
    }
    if (!version.isEmpty()) {
      return version.startsWith("2.") ? KERAS_2 : KERAS_3;
    }
    boolean third =
        model.findValue("keras_history") != null || model.findValue("batch_shape") != null;
    return third ? KERAS_3 : KERAS_2;
  }
}
