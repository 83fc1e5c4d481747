package org.thorax.data.image;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thorax.DataException;

/**
 * Sharpens: x + amount (x - blurred x), like scikit-image's {@code filters.unsharp_mask} in double
 * precision: x in 0..1, Gaussian of sigma {@code radius} truncated at 4 sigma, borders mirrored
 * with the edge pixel repeated, the result clipped and truncated to bytes.
 *
 * @param radius sigma of the Gaussian in pixels, above 0, at most 100
 * @param amount factor of the added difference, finite
 */
public record UnsharpMask(double radius, double amount) implements Transformation {
  /** Radius 1, amount 1. */
  public static final UnsharpMask DEFAULT = new UnsharpMask(1, 1);

  private static final double LARGEST_RADIUS = 100;

  /** Checks radius and amount. */
  public UnsharpMask {
    if (!(radius > 0 && radius <= LARGEST_RADIUS)) {
      throw new DataException(
          "The unsharp mask's radius must be above 0 and at most 100, found " + radius + ".");
    }
    if (!Double.isFinite(amount)) {
      throw new DataException("The unsharp mask's amount must be finite, found " + amount + ".");
    }
  }

  @Override
  public GreyImage apply(GreyImage image) {
    int width = image.width();
    int height = image.height();
    double[] weights = GaussianKernel.half(radius);
    double[] exact = new double[width * height];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = (image.pixels()[i] & 0xff) * (1 / 255.0);
    }
    double[] blurred = alongRows(alongColumns(exact, width, height, weights), width, weights);
    byte[] sharp = new byte[exact.length];
    for (int i = 0; i < sharp.length; i++) {
      double value = exact[i] + (exact[i] - blurred[i]) * amount;
      sharp[i] = (byte) (int) (Math.min(Math.max(value, 0), 1) * 255);
    }
    return new GreyImage(width, height, sharp);
  }

  private static double[] alongColumns(double[] from, int width, int height, double[] weights) {
    double[] to = new double[from.length];
    double[] sums = new double[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, 0);
      add(from, y * width, y * width, weights[0] / 2, sums);
      for (int k = weights.length - 1; k > 0; k--) {
        int above = mirrored(y - k, height) * width;
        int below = mirrored(y + k, height) * width;
        add(from, above, below, weights[k], sums);
      }
      System.arraycopy(sums, 0, to, y * width, width);
    }
    return to;
  }

  private static void add(double[] from, int above, int below, double weight, double[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += (from[above + x] + from[below + x]) * weight;
    }
  }

  private static double[] alongRows(double[] from, int width, double[] weights) {
    double[] to = new double[from.length];
    int radius = weights.length - 1;
    double[] line = new double[width + 2 * radius];
    double[] sums = new double[width];
    for (int start = 0; start < from.length; start += width) {
      for (int x = 0; x < line.length; x++) {
        line[x] = from[start + mirrored(x - radius, width)];
      }
      Arrays.fill(sums, 0);
      add(line, radius, radius, weights[0] / 2, sums);
      for (int k = radius; k > 0; k--) {
        add(line, radius - k, radius + k, weights[k], sums);
      }
      System.arraycopy(sums, 0, to, start, width);
    }
    return to;
  }

  /** SciPy's border "reflect": d c b a | a b c d | d c b a. */
  private static int mirrored(int index, int size) {
    int inPeriod = Math.floorMod(index, 2 * size);
    return inPeriod < size ? inPeriod : 2 * size - 1 - inPeriod;
  }

  @Override
  public String name() {
    return "unsharp_mask";
  }

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("radius", Transformation.plain(radius));
    parameters.put("amount", Transformation.plain(amount));
    return parameters;
  }
}
