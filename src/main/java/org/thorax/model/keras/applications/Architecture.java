package org.thorax.model.keras.applications;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.model.keras.layers.LayerGraph;

/**
 * The Keras applications that can be built, by their Keras names. Names of benchmarks, commands and
 * messages read them here: a new one is an entry and its class.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its functions have no state.
public enum Architecture {
  /** Huang et al., 2017. */
  DENSENET121(
      "DenseNet121",
      "torch",
      32,
      new PublishedFile("densenet", "densenet121", "30ee3e1110167f948a6b9946edeeb738"),
      () -> DenseNet.of("densenet121", 6, 12, 24, 16)),
  /** Huang et al., 2017. */
  DENSENET169(
      "DenseNet169",
      "torch",
      32,
      new PublishedFile("densenet", "densenet169", "b8c4d4c20dd625c148057b9ff1c1176b"),
      () -> DenseNet.of("densenet169", 6, 12, 32, 32)),
  /** He et al., 2016. */
  RESNET101V2(
      "ResNet101V2",
      "tf",
      32,
      new PublishedFile("resnet", "resnet101v2", "c0ed64b8031c3730f411d2eb4eea35b5"),
      () -> ResNetV2.of("resnet101v2", 3, 4, 23, 3)),
  /** He et al., 2016. */
  RESNET152V2(
      "ResNet152V2",
      "tf",
      32,
      new PublishedFile("resnet", "resnet152v2", "ed17cf2e0169df9d443503ef94b23b33"),
      () -> ResNetV2.of("resnet152v2", 3, 8, 36, 3)),
  /** Szegedy et al., 2016. */
  INCEPTIONV3(
      "InceptionV3",
      "tf",
      75,
      new PublishedFile("inception_v3", "inception_v3", "bcbd6486424b2319ff4ef7d526e38f63"),
      InceptionV3::build),
  /** Szegedy et al., 2017. */
  INCEPTIONRESNETV2(
      "InceptionResNetV2",
      "tf",
      75,
      new PublishedFile(
          "inception_resnet_v2", "inception_resnet_v2", "d19885ff4a710c122648d3b5c3b684e4"),
      InceptionResNetV2::build),
  /** Chollet, 2017. */
  XCEPTION(
      "Xception",
      "tf",
      71,
      new PublishedFile("xception", "xception", "b0042744bf5b25fce3cb969f33bebb97"),
      Xception::build);

  private final String kerasName;
  private final String inputScaling;
  private final int minimumSize;
  private final PublishedFile published;
  private final Supplier<LayerGraph> backbone;

  Architecture(
      String kerasName,
      String inputScaling,
      int minimumSize,
      PublishedFile published,
      Supplier<LayerGraph> backbone) {
    this.kerasName = kerasName;
    this.inputScaling = inputScaling;
    this.minimumSize = minimumSize;
    this.published = published;
    this.backbone = backbone;
  }

  /** All names, in the order of this list. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Architecture::kerasName).toList();
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
    return backbone.get();
  }

  /** The file of its ImageNet weights. */
  public PublishedFile published() {
    return published;
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
                new ConfigurationException(
                    "architecture",
                    "There is no architecture '%s'; known are %s."
                        .formatted(kerasName, String.join(", ", names()))));
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
