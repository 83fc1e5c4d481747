package org.thorax.model.keras.layers;

import java.util.List;
import org.tensorflow.Output;
import org.tensorflow.types.TFloat32;

/** The interpolation of {@code tf.image.resize}; Keras writes the names in lower case. */
public enum Interpolation {
  /** Bilinear: the four nearest pixels, weighted by distance. */
  BILINEAR("ResizeBilinear", "triangle"),
  /** Nearest neighbour. */
  NEAREST("ResizeNearestNeighbor", ""),
  /** Bicubic: 16 pixels. */
  BICUBIC("ResizeBicubic", "keyscubic"),
  /** The mean over the area of the pixel. */
  AREA("ResizeArea", ""),
  /** Lanczos' filter of radius 3. */
  LANCZOS3("", "lanczos3"),
  /** Lanczos' filter of radius 5. */
  LANCZOS5("", "lanczos5"),
  /** A Gaussian of radius 3 and deviation 0.5. */
  GAUSSIAN("", "gaussian"),
  /** Mitchell and Netravali's cubic filter. */
  MITCHELLCUBIC("", "mitchellcubic");

  private final String op;
  private final String kernel;

  Interpolation(String op, String kernel) {
    this.op = op;
    this.kernel = kernel;
  }

  /**
   * Resizes images like TensorFlow's resize_images_v2.
   *
   * @param from height and width of x, known
   * @param antialias whether the filter grows if images shrink; no effect for NEAREST and AREA
   */
  Output<TFloat32> emit(
      LayerEmission emission,
      Output<TFloat32> x,
      List<Long> from,
      HeightWidth to,
      boolean antialias) {
    Output<?> size = emission.constant("resize/size", to.height(), to.width());
    boolean plain = kernel.isEmpty() || (!antialias && !op.isEmpty());
    if (plain) {
      return emission.op(
          op,
          "resize/" + op,
          node -> {
            if (this != AREA) {
              node.setAttr("half_pixel_centers", true);
            }
          },
          x,
          size);
    }
    float[] scale = {(float) to.height() / from.get(0), (float) to.width() / from.get(1)};
    return emission.op(
        "ScaleAndTranslate",
        "resize/ScaleAndTranslate",
        node -> node.setAttr("kernel_type", kernel).setAttr("antialias", antialias),
        x,
        size,
        emission.vector("resize/scale", scale),
        emission.vector("resize/translation", 0, 0));
  }

  /** Whether the input size must be known in advance. */
  boolean needsSize(boolean antialias) {
    return !kernel.isEmpty() && (antialias || op.isEmpty());
  }
}
