package org.thorax.data.image;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Size;
import org.thorax.DataException;

/**
 * OpenCV's {@code GaussianBlur}; the border is reflected without repeating the edge pixel.
 *
 * @param kernelSize width of the square kernel in pixels: odd, 1 to 99
 * @param sigma in pixels; 0 lets OpenCV derive it from the size (3 is then 1/4 1/2 1/4)
 */
public record GaussianBlur(int kernelSize, double sigma) implements Transformation {
  /** Kernel 3, sigma 0. */
  public static final GaussianBlur DEFAULT = new GaussianBlur(3, 0);

  private static final int LARGEST_KERNEL = 99;

  /** Checks size and sigma. */
  public GaussianBlur {
    if (kernelSize < 1 || kernelSize > LARGEST_KERNEL || kernelSize % 2 == 0) {
      throw new DataException(
          "The Gaussian blur's kernel must be an odd size of 1 to 99, found " + kernelSize + ".");
    }
    if (!(sigma >= 0) || Double.isInfinite(sigma)) {
      throw new DataException(
          "The Gaussian blur's sigma must be at least 0 and finite, found " + sigma + ".");
    }
  }

  @Override
  public GreyImage apply(GreyImage image) {
    return OpenCv.apply(
        image,
        (from, to) -> {
          try (Size size = new Size(kernelSize, kernelSize)) {
            opencv_imgproc.GaussianBlur(from, to, size, sigma);
          }
        });
  }

  @Override
  public String name() {
    return "gaussian_blur";
  }

  /** The spelling of the size in the logs. */
  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("kernal_size", kernelSize);
    if (sigma != 0) {
      parameters.put("sigma", Transformation.plain(sigma));
    }
    return parameters;
  }
}
