package org.thorax.data.loader;

import org.thorax.data.image.Augmenter;
import org.thorax.data.image.GreyImage;

/**
 * The images of a source, changed again in every epoch.
 *
 * @param source the images before
 * @param augmenter what changes them
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
