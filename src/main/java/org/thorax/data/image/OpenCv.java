package org.thorax.data.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Copies grey images to OpenCV's memory and back; each call frees its memory. */
final class OpenCv {
  static {
    // The readers already use several threads; each image needs only one.
    opencv_core.setNumThreads(1);
  }

  private OpenCv() {}

  /** An OpenCV function from an 8-bit image to one of the same size. */
  @FunctionalInterface
  interface Operation {
    void apply(Mat from, Mat to);
  }

  static GreyImage apply(GreyImage image, Operation operation) {
    try (Mat from = bytes(image);
        Mat to = new Mat(image.height(), image.width(), opencv_core.CV_8UC1)) {
      operation.apply(from, to);
      byte[] pixels = new byte[image.pixels().length];
      to.data().get(pixels);
      return new GreyImage(image.width(), image.height(), pixels);
    }
  }

  /** The caller closes it. */
  static Mat floats(GreyImage image) {
    try (Mat bytes = bytes(image)) {
      Mat floats = new Mat();
      bytes.convertTo(floats, opencv_core.CV_32FC1);
      return floats;
    }
  }

  private static Mat bytes(GreyImage image) {
    Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC1);
    mat.data().put(image.pixels());
    return mat;
  }
}
