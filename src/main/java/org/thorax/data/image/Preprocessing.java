package org.thorax.data.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From a decoded radiograph to the grey bytes before augmentation, in the order with which the
 * models were trained: resize (to 1.1 of the size when cropped), crop, transformations. Any number
 * of threads may share one.
 *
 * @param resize to the network's size, or to the size before the crop
 * @param crop by template; empty when the whole image is taken
 * @param transformations in the order applied
 */
public record Preprocessing(
    Resize resize, Optional<TemplateCrop> crop, List<Transformation> transformations) {
  /** Copies the list. */
  public Preprocessing {
    transformations = List.copyOf(transformations);
  }

  /** The whole image in the network's size. */
  public static Preprocessing of(int width, int height, List<Transformation> transformations) {
    return new Preprocessing(
        new Resize(width, height, Filter.BICUBIC), Optional.empty(), transformations);
  }

  /** The part that the templates find, in the network's size. */
  public static Preprocessing cropped(
      int width,
      int height,
      Map<TemplateView, Template> templates,
      List<Transformation> transformations) {
    return cropped(new TemplateCrop(templates, width, height), transformations);
  }

  /** The part that a crop finds. */
  public static Preprocessing cropped(TemplateCrop crop, List<Transformation> transformations) {
    Resize resize =
        new Resize(
            TemplateCrop.enlarged(crop.width()),
            TemplateCrop.enlarged(crop.height()),
            Filter.BICUBIC);
    return new Preprocessing(resize, Optional.of(crop), transformations);
  }

  /** Columns of the results. */
  public int width() {
    return crop.map(TemplateCrop::width).orElse(resize.width());
  }

  /** Rows of the results. */
  public int height() {
    return crop.map(TemplateCrop::height).orElse(resize.height());
  }

  /**
   * The image as the network sees it.
   *
   * @param view of which the template is looked for; not used when nothing is cropped
   */
  public GreyImage apply(GreyImage decoded, TemplateView view) {
    GreyImage resized = resize.apply(decoded);
    GreyImage image = crop.isEmpty() ? resized : crop.get().apply(resized, view);
    for (Transformation transformation : transformations) {
      image = transformation.apply(image);
    }
    return image;
  }

  /** Which part of the image {@link #apply} leaves. */
  public ImageRegion part(GreyImage decoded, TemplateView view) {
    return crop.isEmpty()
        ? ImageRegion.whole(width(), height())
        : crop.get().part(resize.apply(decoded), view);
  }

  /** A line that changes whenever the pixels could: the key of caches and prepared copies. */
  public String fingerprint() {
    Stream<String> first =
        Stream.of("resize " + resize.width() + "x" + resize.height() + " bicubic");
    return Stream.of(
            first,
            crop.stream().map(TemplateCrop::fingerprint),
            transformations.stream().map(Transformation::fingerprint))
        .flatMap(steps -> steps)
        .collect(Collectors.joining("; "));
  }
}
