package org.thorax.data.image;

import java.util.Map;
import org.bytedeco.opencv.global.opencv_imgproc;

/** OpenCV's {@code equalizeHist}. */
public record HistogramEqualization() implements Transformation {
  @Override
  public GreyImage apply(GreyImage image) {
    return OpenCv.apply(image, opencv_imgproc::equalizeHist);
  }

  @Override
  public String name() {
    return "hist_equalization";
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of();
  }
}
