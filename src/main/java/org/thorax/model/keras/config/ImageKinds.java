package org.thorax.model.keras.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.thorax.model.keras.layers.CenterCrop;
import org.thorax.model.keras.layers.HeightWidth;
import org.thorax.model.keras.layers.Interpolation;
import org.thorax.model.keras.layers.RandomCrop;
import org.thorax.model.keras.layers.Resizing;
import org.thorax.model.keras.layers.Resizing.Fit;

/** Reads and writes layers that change the size of images. */
final class ImageKinds {
  static final LayerKind<Resizing> RESIZING =
      new LayerKind<>(Resizing.class, ImageKinds::resizing, ImageKinds::write);

  static final LayerKind<CenterCrop> CENTER_CROP =
      new LayerKind<>(
          CenterCrop.class,
          fields -> new CenterCrop(size(fields)),
          (layer, fields) ->
              fields.put("height", layer.size().height()).put("width", layer.size().width()));

  static final LayerKind<RandomCrop> RANDOM_CROP =
      new LayerKind<>(
          RandomCrop.class,
          fields -> new RandomCrop(size(fields), fields.generation() == KerasGeneration.KERAS_2),
          ImageKinds::write);

  static final List<LayerKind<?>> ALL = List.of(RESIZING, CENTER_CROP, RANDOM_CROP);

  private ImageKinds() {}

  private static HeightWidth size(LayerFields fields) {
    return new HeightWidth(fields.count("height"), fields.count("width"));
  }

  private static Resizing resizing(LayerFields fields) {
    // The layer does not have antialias before Keras 3.10.
    return resizing(fields, size(fields), fields.text("interpolation", "bilinear"));
  }

  /** The layer, or the operation with the same fields. */
  static Resizing resizing(LayerFields fields, HeightWidth size, String interpolation) {
    boolean crops = fields.flag("crop_to_aspect_ratio", false);
    boolean pads = fields.flag("pad_to_aspect_ratio", false);
    if (pads && !fields.text("fill_mode", "constant").equals("constant")) {
      throw fields.unexpected("fill_mode", "constant");
    }
    // Without padding they have no effect.
    fields.node("fill_mode");
    double fill = fields.number("fill_value", 0);
    return new Resizing(
        size,
        interpolation(interpolation),
        crops ? Fit.CROP : pads ? Fit.PAD : Fit.DISTORT,
        pads ? fill : 0,
        fields.flag("antialias", false));
  }

  static Interpolation interpolation(String name) {
    return Arrays.stream(Interpolation.values())
        .filter(each -> each.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected an interpolation of %s, found %s."
                        .formatted(
                            Arrays.toString(Interpolation.values()).toLowerCase(Locale.ROOT),
                            name)));
  }

  private static void write(Resizing layer, LayerFieldsWriter fields) {
    boolean second = fields.generation() == KerasGeneration.KERAS_2;
    if (second && layer.fit() == Fit.PAD) {
      throw new IllegalArgumentException(
          "its pad_to_aspect_ratio cannot be written for KERAS_2; take .keras.");
    }
    fields
        .put("height", layer.size().height())
        .put("width", layer.size().width())
        .put("interpolation", layer.interpolation().name().toLowerCase(Locale.ROOT))
        .put("crop_to_aspect_ratio", layer.fit() == Fit.CROP);
    if (!second) {
      fields
          .put("pad_to_aspect_ratio", layer.fit() == Fit.PAD)
          .put("fill_mode", "constant")
          .put("fill_value", layer.fillValue());
    }
  }

  private static void write(RandomCrop layer, LayerFieldsWriter fields) {
    boolean second = fields.generation() == KerasGeneration.KERAS_2;
    if (layer.resizes() != second) {
      throw new IllegalArgumentException(
          "the RandomCrop of the other Keras cannot be written for %s, whose predictions differ."
              .formatted(fields.generation()));
    }
    fields.put("height", layer.size().height()).put("width", layer.size().width()).none("seed");
  }
}
