package org.thorax.input;

import org.thorax.image.Augmentation;
import org.thorax.image.GreyImage;

/**
 * The images of a source, changed anew in every epoch.
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
