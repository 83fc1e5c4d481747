package org.thorax.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.proto.DataType;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;

/**
 * The compute type of a training; variables are always float32. Like Keras' policies {@code
 * float32}, {@code mixed_float16} and {@code mixed_bfloat16}.
 */
public enum Precision {
  /** Everything in float32. */
  FLOAT32(DataType.DT_FLOAT),
  /** Layers in float16: 11 bits of precision, at most 65504, so the loss is scaled. */
  FLOAT16(DataType.DT_HALF),
  /** Layers in bfloat16: 8 bits of precision, the range of float32. */
  BFLOAT16(DataType.DT_BFLOAT16);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  /** The name on the command line. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The precision of that name.
   *
   * @throws ThoraxException listing the names if it is unknown
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

  /** Whether layers compute in another type than that of the variables. */
  public boolean isMixed() {
    return this != FLOAT32;
  }

  /** Whether small gradients would become 0, so that the loss must be scaled. */
  public boolean scalesLoss() {
    return this == FLOAT16;
  }

  /** TensorFlow's compute type of the layers. */
  DataType type() {
    return type;
  }
}
