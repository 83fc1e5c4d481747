package org.thorax.model.keras.applications;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.LayerGraph;

/** The Keras applications that can be built, by their Keras names. */
public enum Architecture {
  /** Huang et al., 2017. */
  DENSENET121("DenseNet121", "torch", 32),
  /** Huang et al., 2017. */
  DENSENET169("DenseNet169", "torch", 32),
  /** He et al., 2016. */
  RESNET101V2("ResNet101V2", "tf", 32),
  /** He et al., 2016. */
  RESNET152V2("ResNet152V2", "tf", 32),
  /** Szegedy et al., 2016. */
  INCEPTIONV3("InceptionV3", "tf", 75),
  /** Szegedy et al., 2017. */
  INCEPTIONRESNETV2("InceptionResNetV2", "tf", 75),
  /** Chollet, 2017. */
  XCEPTION("Xception", "tf", 71);

  private final String kerasName;
  private final String inputScaling;
  private final int minimumSize;

  Architecture(String kerasName, String inputScaling, int minimumSize) {
    this.kerasName = kerasName;
    this.inputScaling = inputScaling;
    this.minimumSize = minimumSize;
  }

  /** The function's name in {@code keras.applications}. */
  public String kerasName() {
    return kerasName;
  }

  /** Keras' mode of {@code preprocess_input}: {@code torch} or {@code tf}. */
  public String inputScaling() {
    return inputScaling;
  }

  /** The smallest height and width Keras allows, in pixels. */
  public int minimumSize() {
    return minimumSize;
  }

  /** The backbone: {@code include_top=False}, input (batch, any, any, 3). */
  public LayerGraph backbone() {
    return switch (this) {
      case DENSENET121 -> DenseNet.of("densenet121", 6, 12, 24, 16);
      case DENSENET169 -> DenseNet.of("densenet169", 6, 12, 32, 32);
      case RESNET101V2 -> ResNetV2.of("resnet101v2", 3, 4, 23, 3);
      case RESNET152V2 -> ResNetV2.of("resnet152v2", 3, 8, 36, 3);
      case INCEPTIONV3 -> InceptionV3.build();
      case INCEPTIONRESNETV2 -> InceptionResNetV2.build();
      case XCEPTION -> Xception.build();
    };
  }

  /**
   * The architecture with this Keras name.
   *
   * @throws ThoraxException listing the known ones
   */
  public static Architecture named(String kerasName) {
    return Arrays.stream(values())
        .filter(architecture -> architecture.kerasName.equals(kerasName))
        .findFirst()
        .orElseThrow(
            () ->
                new ThoraxException(
                    "There is no architecture '%s'; known are %s."
                        .formatted(
                            kerasName,
                            Arrays.stream(values())
                                .map(Architecture::kerasName)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * The name of an architecture for the name of its Keras model, e.g. densenet121; other names are
   * unchanged.
   */
  public static String ofModelName(String modelName) {
    return Arrays.stream(values())
        .map(Architecture::kerasName)
        .filter(name -> name.equalsIgnoreCase(modelName.replace("_", "")))
        .findFirst()
        .orElse(modelName);
  }
}
