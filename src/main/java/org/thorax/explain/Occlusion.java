package org.thorax.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Covers the patches of an image, one at a time, with the image's mean grey value and compares the
 * scores. Patches overlap by half; a pixel's value is the mean fall over the patches that cover it.
 *
 * @param side of the square patch in pixels
 */
record Occlusion(int side) {
  private static final int BATCH = 32;

  /** The default patch: an eighth of the shorter side. */
  static Occlusion of(int height, int width) {
    return new Occlusion(Math.max(1, Math.min(height, width) / 8));
  }

  /**
   * The fall of each class's score, in the size of the image.
   *
   * @param image grey bytes
   * @param scores of the uncovered image, by class
   * @param predicted from concatenated images to their concatenated scores
   */
  List<Grid> falls(
      byte[] image, int height, int width, float[] scores, Function<byte[], float[]> predicted) {
    List<int[]> corners = corners(height, width);
    double[][] sums = new double[scores.length][height * width];
    int[] covered = new int[height * width];
    byte mean = mean(image);
    for (int from = 0; from < corners.size(); from += BATCH) {
      List<int[]> part = corners.subList(from, Math.min(corners.size(), from + BATCH));
      byte[] images = new byte[part.size() * image.length];
      for (int i = 0; i < part.size(); i++) {
        System.arraycopy(image, 0, images, i * image.length, image.length);
        int offset = i * image.length;
        eachRow(
            part.get(i),
            height,
            width,
            (start, end) -> Arrays.fill(images, offset + start, offset + end, mean));
      }
      float[] found = predicted.apply(images);
      for (int i = 0; i < part.size(); i++) {
        int first = i * scores.length;
        eachRow(
            part.get(i),
            height,
            width,
            (start, end) -> {
              for (int pixel = start; pixel < end; pixel++) {
                covered[pixel]++;
                for (int c = 0; c < scores.length; c++) {
                  sums[c][pixel] += scores[c] - found[first + c];
                }
              }
            });
      }
    }
    List<Grid> falls = new ArrayList<>();
    for (double[] sum : sums) {
      float[] values = new float[sum.length];
      for (int pixel = 0; pixel < sum.length; pixel++) {
        values[pixel] = (float) (sum[pixel] / covered[pixel]);
      }
      falls.add(Grid.of(height, width, values));
    }
    return falls;
  }

  /** Upper left corners, half a patch apart, so that every pixel is covered. */
  private List<int[]> corners(int height, int width) {
    int step = Math.max(1, side / 2);
    List<int[]> corners = new ArrayList<>();
    for (int y = 0; y == 0 || y - step + side < height; y += step) {
      for (int x = 0; x == 0 || x - step + side < width; x += step) {
        corners.add(new int[] {x, y});
      }
    }
    return corners;
  }

  @FunctionalInterface
  private interface Span {
    void of(int start, int end);
  }

  private void eachRow(int[] corner, int height, int width, Span span) {
    int right = Math.min(width, corner[0] + side);
    for (int y = corner[1]; y < Math.min(height, corner[1] + side); y++) {
      span.of(y * width + corner[0], y * width + right);
    }
  }

  private static byte mean(byte[] image) {
    long sum = 0;
    for (byte pixel : image) {
      sum += pixel & 0xff;
    }
    return (byte) Math.round((double) sum / image.length);
  }
}
