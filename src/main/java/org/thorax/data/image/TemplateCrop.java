package org.thorax.data.image;

import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.thorax.DataException;
import org.thorax.ThoraxException;

/**
 * Crops a radiograph at the position where its view's template matches best (OpenCV's {@code
 * matchTemplate} with {@code TM_CCORR_NORMED}, normalised cross-correlation). The result has the
 * requested size, not the template's; a crop window that exceeds the image is moved back inside.
 *
 * @param templates by view
 * @param width columns of the result
 * @param height rows of the result
 * @param apAsLateral whether to use the lateral template for AP radiographs, as the Python recipe
 *     did in ChestX-ray14
 */
public record TemplateCrop(
    Map<TemplateView, Template> templates, int width, int height, boolean apAsLateral) {
  /** The size of the image before the crop, relative to the result. */
  private static final double MARGIN = 1.1;

  /**
   * Checks that the template fits into the enlarged image.
   *
   * @throws ThoraxException if the result is too small
   */
  public TemplateCrop {
    templates = Map.copyOf(templates);
    requireSize(width, height);
  }

  /**
   * Checks that a template fits into the image before the crop.
   *
   * @throws ThoraxException if the result is too small
   */
  public static void requireSize(int width, int height) {
    if (Math.min(enlarged(width), enlarged(height)) < Template.SIZE) {
      throw new DataException(
          String.format(
              "Cropping by template needs images of at least 246 x 246 pixels, found %d x %d.",
              width, height));
    }
  }

  /** Each view with its own template. */
  public TemplateCrop(Map<TemplateView, Template> templates, int width, int height) {
    this(templates, width, height, false);
  }

  /**
   * The position of the best match.
   *
   * @param x column of its upper left corner
   * @param y row of its upper left corner
   * @param score normalised cross-correlation there, at most 1
   */
  public record Match(int x, int y, double score) {}

  /** The size of the image before the crop, for a result of this size. */
  static int enlarged(int size) {
    return (int) (size * MARGIN);
  }

  /** Crops an image in the size before the crop. */
  public GreyImage apply(GreyImage image, TemplateView view) {
    ImageRegion part = part(image, view);
    return image.part(part.x(), part.y(), width, height);
  }

  /** The cropped part of an image in the size before the crop. */
  ImageRegion part(GreyImage image, TemplateView view) {
    Match match = match(image, view);
    int x = Math.min(match.x(), image.width() - width);
    int y = Math.min(match.y(), image.height() - height);
    return new ImageRegion(x, y, width, height, image.width(), image.height());
  }

  /**
   * The best match of the view's template; the first one in row order.
   *
   * @throws ThoraxException if there is no template of the view
   */
  public Match match(GreyImage image, TemplateView view) {
    Template template = templates.get(view);
    if (template == null) {
      throw new DataException(
          "There is no " + view + " template; found " + templates.keySet() + ".");
    }
    try (Mat pixels = OpenCv.floats(image);
        Mat wanted = OpenCv.floats(template.pixels());
        Mat scores = new Mat();
        DoublePointer least = new DoublePointer(1);
        DoublePointer best = new DoublePointer(1);
        Point worstPlace = new Point();
        Point bestPlace = new Point()) {
      opencv_imgproc.matchTemplate(pixels, wanted, scores, opencv_imgproc.TM_CCORR_NORMED);
      opencv_core.minMaxLoc(scores, least, best, worstPlace, bestPlace, null);
      return new Match(bestPlace.x(), bestPlace.y(), best.get());
    }
  }

  /** The same text always stands for the same pixels. */
  String fingerprint() {
    StringBuilder text = new StringBuilder("crop " + width + "x" + height);
    for (TemplateView view : TemplateView.values()) {
      if (templates.containsKey(view)) {
        text.append(' ').append(view).append('=').append(templates.get(view).fingerprint());
      }
    }
    return text.append(apAsLateral ? " AP=LATERAL" : "").toString();
  }
}
