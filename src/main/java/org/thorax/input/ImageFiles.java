package org.thorax.input;

import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.image.GreyImage;
import org.thorax.image.ImageDecoder;
import org.thorax.image.Preprocessing;
import org.thorax.image.TemplateCrop;
import org.thorax.image.View;

/**
 * The images of samples, decoded and preprocessed each time they are asked for.
 *
 * @param samples whose files are read
 * @param preprocessing to the network's size
 */
public record ImageFiles(Samples samples, Preprocessing preprocessing) implements ImageSource {
  @Override
  public GreyImage image(int sample) {
    View view = view(sample);
    return preprocessing.apply(decoded(sample), view);
  }

  private GreyImage decoded(int sample) {
    try {
      return ImageDecoder.decode(samples.image(sample));
    } catch (ThoraxException e) {
      String where = samples.where(sample);
      throw where.isEmpty()
          ? e
          : new ThoraxException(e.getMessage() + " The image is that of " + where + ".", e);
    }
  }

  private View view(int sample) {
    boolean ap = samples.examination(sample).projection().equals("AP");
    if (ap && preprocessing.crop().map(TemplateCrop::apAsLateral).orElse(false)) {
      return View.LATERAL;
    }
    return switch (samples.examination(sample).view()) {
      case FRONTAL -> View.FRONTAL;
      case LATERAL -> View.LATERAL;
      case UNKNOWN -> {
        if (preprocessing.crop().isPresent()) {
          throw new ThoraxException(
              "The table does not say whether "
                  + samples.imageName(sample)
                  + " is frontal or lateral; cropping by template needs it.");
        }
        yield View.FRONTAL;
      }
    };
  }
}
