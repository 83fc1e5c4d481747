package org.thorax.data.loader;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.thorax.ConfigurationException;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.Samples;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;
import org.thorax.data.image.Preprocessing;
import org.thorax.data.image.TemplateCrop;
import org.thorax.data.image.TemplateView;

/**
 * The images of samples, decoded and preprocessed on every access.
 *
 * @param samples whose files are read
 * @param preprocessing to the network's size
 */
public record ImageFiles(Samples samples, Preprocessing preprocessing) implements ImageSource {
  @Override
  public GreyImage image(int sample) {
    TemplateView view = view(sample);
    return preprocessing.apply(decoded(sample), view);
  }

  private GreyImage decoded(int sample) {
    try {
      return ImageDecoder.decode(samples.image(sample));
    } catch (ThoraxException e) {
      String where = samples.where(sample);
      throw where.isEmpty()
          ? e
          : new DataException(e.getMessage() + " The image is that of " + where + ".", e);
    }
  }

  /**
   * Checks at the start what would fail at every image of a view.
   *
   * @throws ThoraxException if images are cropped and the template of some of them is missing
   */
  public void requireTemplates() {
    if (preprocessing.crop().isEmpty()) {
      return;
    }
    Set<TemplateView> there = preprocessing.crop().get().templates().keySet();
    for (TemplateView view : TemplateView.values()) {
      int[] needing =
          IntStream.range(0, samples.size())
              .filter(row -> !there.contains(view) && known(row).filter(view::equals).isPresent())
              .toArray();
      if (needing.length > 0) {
        throw new ConfigurationException(
            "ap-as-lateral",
            String.format(
                Locale.ROOT,
                "There is no %s template, which %,d of %,d images need (first %s); found %s. Put %1$s.png into the templates' folder%s.",
                word(view),
                needing.length,
                samples.size(),
                samples.imageName(needing[0]),
                there.stream().map(ImageFiles::word).collect(Collectors.joining(", ")),
                preprocessing.crop().get().apAsLateral()
                    ? ", of a data set that has such views, or leave out `ap-as-lateral`"
                    : "; 'thorax preprocess template DATASET' makes it"));
      }
    }
  }

  private static String word(TemplateView view) {
    return view.name().toLowerCase(Locale.ROOT);
  }

  private TemplateView view(int sample) {
    Optional<TemplateView> known = known(sample);
    if (known.isEmpty() && preprocessing.crop().isPresent()) {
      throw new DataException(
          "The table does not specify whether "
              + samples.imageName(sample)
              + " is frontal or lateral; cropping by template needs it.");
    }
    return known.orElse(TemplateView.FRONTAL);
  }

  /** The view that selects a sample's template, if the table specifies it. */
  private Optional<TemplateView> known(int sample) {
    boolean ap = samples.examination(sample).projection().equals("AP");
    if (ap && preprocessing.crop().map(TemplateCrop::apAsLateral).orElse(false)) {
      return Optional.of(TemplateView.LATERAL);
    }
    return switch (samples.examination(sample).view()) {
      case FRONTAL -> Optional.of(TemplateView.FRONTAL);
      case LATERAL -> Optional.of(TemplateView.LATERAL);
      case UNKNOWN -> Optional.empty();
    };
  }
}
