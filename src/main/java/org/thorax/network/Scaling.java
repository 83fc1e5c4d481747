package org.thorax.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;

/**
 * What {@code preprocess_input} of a Keras application does to grey bytes 0..255, as one table, so
 * that training, prediction and the exported {@code serve_bytes} cannot differ in a single bit.
 */
public enum Scaling {
  /** x / 255, then minus ImageNet's mean and divided by its standard deviation, RGB (DenseNet). */
  TORCH,
  /** x / 127.5 - 1 (Inception, Xception, ResNet V2). */
  TF,
  /** BGR minus ImageNet's mean (VGG, ResNet V1). */
  CAFFE,
  /** Bytes as floats 0..255. */
  NONE;

  private static final float[] TORCH_MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] TORCH_STD = {0.229f, 0.224f, 0.225f};
  private static final float[] CAFFE_MEAN_BGR = {103.939f, 116.779f, 123.68f};

  /** The name that users write. */
  public String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scaling of that name.
   *
   * @throws ThoraxException listing the names when there is none such
   */
  public static Scaling of(String token) {
    return Arrays.stream(values())
        .filter(scaling -> scaling.token().equals(token.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "Unknown scaling '"
                        + token
                        + "'; expected one of "
                        + Arrays.stream(values())
                            .map(Scaling::token)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /**
   * The scaling that Keras documents for the application of that model name, e.g. {@code
   * densenet121}.
   */
  public static Optional<Scaling> ofKerasModel(String modelName) {
    String name = modelName.toLowerCase(Locale.ROOT);
    if (name.startsWith("densenet")) {
      return Optional.of(TORCH);
    }
    boolean tf =
        List.of(
                "inception",
                "xception",
                "resnet101v2",
                "resnet152v2",
                "resnet50v2",
                "nasnet",
                "mobilenet")
            .stream()
            .anyMatch(name::startsWith);
    if (tf) {
      return Optional.of(TF);
    }
    boolean caffe =
        List.of("vgg", "resnet50", "resnet101", "resnet152").stream().anyMatch(name::startsWith);
    return caffe ? Optional.of(CAFFE) : Optional.empty();
  }

  /**
   * The scaled value of every grey byte, as NumPy computes it in float32.
   *
   * @param channels 1 or 3
   * @return 256 x channels values, in C order
   */
  public float[] table(int channels) {
    if (channels == 1 && (this == TORCH || this == CAFFE)) {
      throw new ThoraxException(
          "Scaling '"
              + token()
              + "' is defined for three channels, but the network takes one; use tf or none.");
    }
    float[] table = new float[256 * channels];
    for (int grey = 0; grey < 256; grey++) {
      for (int channel = 0; channel < channels; channel++) {
        table[grey * channels + channel] = scaled(grey, channel);
      }
    }
    return table;
  }

  private float scaled(float grey, int channel) {
    return switch (this) {
      case TORCH -> (grey / 255f - TORCH_MEAN[channel]) / TORCH_STD[channel];
      case TF -> grey / 127.5f - 1f;
      case CAFFE -> grey - CAFFE_MEAN_BGR[channel];
      case NONE -> grey;
    };
  }
}
