package org.thorax.image;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resizes to one target size with Pillow's pixels ({@code Image.resize(size, filter)} of mode "L"):
 * antialiased, first along the rows, then along the columns, each pass rounded to bytes. The aspect
 * ratio is not kept.
 *
 * <p>Pillow 13 starts with the columns when the height shrinks much more than the width, which
 * moves some pixels by one. This is the order of all versions before, with which the models were
 * trained.
 *
 * <p>Any number of threads may share one instance.
 */
public final class Resize {
  /** CheXpert has 249 widths or heights; beyond this many, weights are computed anew. */
  private static final int MOST_KEPT = 512;

  private static final int HALF = 1 << (Coefficients.BITS - 1);

  private final int width;
  private final int height;
  private final Filter filter;
  private final Map<Integer, Coefficients> toWidth = new ConcurrentHashMap<>();
  private final Map<Integer, Coefficients> toHeight = new ConcurrentHashMap<>();

  /** Makes the resize to {@code width} columns and {@code height} rows. */
  public Resize(int width, int height, Filter filter) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("No image has the size " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.filter = filter;
  }

  /** Columns of the results. */
  public int width() {
    return width;
  }

  /** Rows of the results. */
  public int height() {
    return height;
  }

  /** The image in the target size; the same object when it already has it. */
  public GreyImage apply(GreyImage image) {
    GreyImage wide = image.width() == width ? image : alongRows(image);
    return wide.height() == height ? wide : alongColumns(wide);
  }

  /** Four rows at a time: each weight is loaded once for four sums that do not wait for another. */
  private GreyImage alongRows(GreyImage image) {
    Coefficients c = kept(toWidth, image.width(), width);
    int rows = image.height();
    byte[] target = new byte[width * rows];
    int[][] four = new int[4][image.width()];
    for (int y = 0; y < rows; y += 4) {
      for (int i = 0; i < 4; i++) {
        // The last rows are done twice rather than in a loop of their own.
        widen(image.pixels(), Math.min(y + i, rows - 1) * image.width(), four[i]);
      }
      fourRows(c, four, target, y, rows - 1);
    }
    return new GreyImage(width, rows, target);
  }

  private void fourRows(Coefficients c, int[][] four, byte[] target, int y, int lastRow) {
    int[] weights = c.weights();
    int[] row0 = four[0];
    int[] row1 = four[1];
    int[] row2 = four[2];
    int[] row3 = four[3];
    int at0 = y * width;
    int at1 = Math.min(y + 1, lastRow) * width;
    int at2 = Math.min(y + 2, lastRow) * width;
    int at3 = Math.min(y + 3, lastRow) * width;
    for (int x = 0; x < width; x++) {
      int sum0 = HALF;
      int sum1 = HALF;
      int sum2 = HALF;
      int sum3 = HALF;
      int from = c.first()[x];
      int toWeight = x * c.stride() - from;
      int end = from + c.count()[x];
      for (int source = from; source < end; source++) {
        int weight = weights[toWeight + source];
        sum0 += row0[source] * weight;
        sum1 += row1[source] * weight;
        sum2 += row2[source] * weight;
        sum3 += row3[source] * weight;
      }
      target[at0 + x] = clip(sum0);
      target[at1 + x] = clip(sum1);
      target[at2 + x] = clip(sum2);
      target[at3 + x] = clip(sum3);
    }
  }

  /** Whole rows at a time, so that the compiler can use vector instructions. */
  private GreyImage alongColumns(GreyImage image) {
    Coefficients c = kept(toHeight, image.height(), height);
    int[] source = new int[image.pixels().length];
    widen(image.pixels(), 0, source);
    byte[] target = new byte[width * height];
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < c.count()[y]; k++) {
        addRow(source, (c.first()[y] + k) * width, c.weights()[y * c.stride() + k], sums);
      }
      for (int x = 0; x < width; x++) {
        target[y * width + x] = clip(sums[x]);
      }
    }
    return new GreyImage(width, height, target);
  }

  private static void addRow(int[] source, int offset, int weight, int[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += source[offset + x] * weight;
    }
  }

  private static void widen(byte[] pixels, int offset, int[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = pixels[offset + i] & 0xff;
    }
  }

  private static byte clip(int sum) {
    int value = sum >> Coefficients.BITS;
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  private Coefficients kept(Map<Integer, Coefficients> known, int from, int to) {
    Coefficients found = known.get(from);
    if (found != null) {
      return found;
    }
    Coefficients made = Coefficients.of(from, to, filter);
    if (known.size() < MOST_KEPT) {
      known.put(from, made);
    }
    return made;
  }
}
