package org.thorax.experiment.config;

import java.util.List;
import java.util.Objects;
import org.thorax.ConfigurationException;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.TemplateCrop;
import org.thorax.data.image.Transformation;

/**
 * What a benchmark says about images.
 *
 * @param dim side of the square input in pixels, at least 32
 * @param crop whether images are cropped by template
 * @param transformations of every resized image, in order
 * @param augmentation random changes of the training images
 */
public record ImageSettings(
    int dim, boolean crop, List<Transformation> transformations, Augmentation augmentation) {
  /** Default side of the input. */
  public static final int DEFAULT_DIM = 256;

  /** The smallest input that the backbones take. */
  private static final int SMALLEST_DIM = 32;

  /** Checks every value. */
  public ImageSettings {
    transformations = List.copyOf(transformations);
    Objects.requireNonNull(augmentation, "augmentation");
    if (dim < SMALLEST_DIM) {
      throw new ConfigurationException(
          "benchmark",
          "Image dimension must be at least %d, found %d.".formatted(SMALLEST_DIM, dim));
    }
    if (crop) {
      TemplateCrop.requireSize(dim, dim);
    }
  }
}
