package org.thorax.data.image;

import java.util.Map;
import org.bytedeco.opencv.global.opencv_imgproc;

/** The median of 3 x 3 pixels; edge pixels are repeated outside. */
public record MedianFilter() implements Transformation {
  private static final int SIZE = 3;

  @Override
  public GreyImage apply(GreyImage image) {
    return OpenCv.apply(image, (from, to) -> opencv_imgproc.medianBlur(from, to, SIZE));
  }

  @Override
  public String name() {
    return "median_filter";
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of();
  }
}
