package org.thorax.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The numbers that a training computes in; variables are float32 in any case. As Keras' policies
 * {@code float32}, {@code mixed_float16} and {@code mixed_bfloat16}.
 */
public enum Precision {
  /** All in float32. */
  FLOAT32(DataType.DT_FLOAT),
  /** Layers in float16: 11 bits, at most 65504, so the loss is scaled. */
  FLOAT16(DataType.DT_HALF),
  /** Layers in bfloat16: 8 bits, float32's range. */
  BFLOAT16(DataType.DT_BFLOAT16);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  /** The name that users write. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of that name.
   *
   * @throws ThoraxException listing the names when there is none such
   */
  public static Precision of(String token) {
    return Arrays.stream(values())
        .filter(each -> each.token().equals(token))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "precision",
                    "Unknown precision '%s'; expected one of %s."
                        .formatted(
                            token,
                            Arrays.stream(values())
                                .map(Precision::token)
                                .collect(Collectors.joining(", ")))));
  }

  /** Whether layers are computed in other numbers than variables are kept in. */
  public boolean isMixed() {
    return this != FLOAT32;
  }

  /** Whether small gradients would become 0, and so the loss is scaled. */
  public boolean scalesLoss() {
    return this == FLOAT16;
  }

  /** TensorFlow's type of what layers compute. */
  DataType type() {
    return type;
  }
}
