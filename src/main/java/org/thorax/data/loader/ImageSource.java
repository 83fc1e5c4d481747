package org.thorax.data.loader;

import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;

/** Provides the images of samples in the network's size; thread-safe. */
@FunctionalInterface
public interface ImageSource {
  /**
   * The image of a sample.
   *
   * @param sample its index, from 0
   * @throws ThoraxException naming the file if it is missing or damaged; another exception stops
   *     the stream under every policy
   */
  GreyImage image(int sample);
}
