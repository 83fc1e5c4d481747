package org.thorax.data.loader;

import org.thorax.data.image.Augmentation;
import org.thorax.data.image.GreyImage;

/**
 * The images of a source, changed again in every epoch.
 *
 * @param source the images before
 * @param augmentation what is changed
 * @param seed of the run
 * @param epoch from 0
 */
public record AugmentedImages(ImageSource source, Augmentation augmentation, long seed, int epoch)
    implements ImageSource {
  @Override
  public GreyImage image(int sample) {
    return augmentation.apply(source.image(sample), seed, epoch, sample);
  }
}
