package org.thorax.data.loader;

import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;

/** Gives the image of a sample, in the network's size; several threads ask at once. */
@FunctionalInterface
public interface ImageSource {
  /**
   * The image of a sample.
   *
   * @param sample its index, from 0
   * @throws ThoraxException naming the file when it is missing or damaged; another exception stops
   *     the stream under every policy
   */
  GreyImage image(int sample);
}
