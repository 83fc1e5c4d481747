package org.thorax.input;

import org.thorax.data.Samples;
import org.thorax.image.GreyImage;
import org.thorax.image.ImageDecoder;
import org.thorax.image.Resize;

/**
 * The images of samples, decoded and resized each time they are asked for.
 *
 * @param samples whose files are read
 * @param resize to the network's size
 */
public record ImageFiles(Samples samples, Resize resize) implements ImageSource {
  @Override
  public GreyImage image(int sample) {
    return resize.apply(ImageDecoder.decode(samples.image(sample)));
  }
}
