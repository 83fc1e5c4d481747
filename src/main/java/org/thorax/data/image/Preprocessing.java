package org.thorax.data.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts a decoded radiograph to the grey bytes before augmentation, in the order in which the
 * models were trained: resize (to 1.1 of the size if cropped), crop, transformations. Thread-safe.
 *
 * @param resize to the network's size, or to the size before the crop
 * @param crop by template; empty for the whole image
 * @param transformations in the order in which they are applied
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

  /** The part that matches the templates, in the network's size. */
  public static Preprocessing cropped(
      int width,
      int height,
      Map<TemplateView, Template> templates,
      List<Transformation> transformations) {
    return cropped(new TemplateCrop(templates, width, height), transformations);
  }

  /** The part that a crop selects. */
  public static Preprocessing cropped(TemplateCrop crop, List<Transformation> transformations) {
    Resize resize =
        new Resize(
            TemplateCrop.enlarged(crop.width()),
            TemplateCrop.enlarged(crop.height()),
            Filter.BICUBIC);
    return new Preprocessing(resize, Optional.of(crop), transformations);
  }

  /** Columns of the result. */
  public int width() {
    return crop.map(TemplateCrop::width).orElse(resize.width());
  }

  /** Rows of the result. */
  public int height() {
    return crop.map(TemplateCrop::height).orElse(resize.height());
  }

  /**
   * The image as the network sees it.
   *
   * @param view selects the template; not used without a crop
   */
  public GreyImage apply(GreyImage decoded, TemplateView view) {
    GreyImage resized = resize.apply(decoded);
    GreyImage image = crop.isEmpty() ? resized : crop.get().apply(resized, view);
    for (Transformation transformation : transformations) {
      image = transformation.apply(image);
    }
    return image;
  }

  /** The part of the image that {@link #apply} keeps. */
  public ImageRegion part(GreyImage decoded, TemplateView view) {
    return crop.isEmpty()
        ? ImageRegion.whole(width(), height())
        : crop.get().part(resize.apply(decoded), view);
  }

  /**
   * A text that changes whenever the pixels could change: the key of caches and prepared copies.
   */
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
