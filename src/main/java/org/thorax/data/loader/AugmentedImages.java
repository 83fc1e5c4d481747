package org.thorax.data.loader;

import org.thorax.data.image.Augmenter;
import org.thorax.data.image.GreyImage;

/**
 * The images of a source, augmented anew in every epoch.
 *
 * @param source the images before
 * @param augmenter the augmentation
 * @param seed of the run
 * @param epoch from 0
 */
public record AugmentedImages(ImageSource source, Augmenter augmenter, long seed, int epoch)
    implements ImageSource {
  @Override
  public GreyImage image(int sample) {
    return augmenter.apply(source.image(sample), seed, epoch, sample);
  }
}
