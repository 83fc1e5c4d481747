package org.thorax.data.image;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * Resizes to one target size with Pillow's pixels ({@code Image.resize(size, filter)} of mode "L"):
 * antialiased, first along the rows, then along the columns, each pass rounded to bytes. The aspect
 * ratio is not kept.
 *
 * <p>Pillow 13 starts with the columns if the height shrinks much more than the width, which
 * changes some pixels by one. This is the order of all earlier versions, with which the models were
 * trained.
 *
 * <p>Thread-safe.
 */
public final class Resize {
  /** CheXpert has 249 different widths or heights; beyond this number, weights are recomputed. */
  private static final int MAX_KEPT = 512;

  private static final int HALF = 1 << (Coefficients.BITS - 1);

  private static final long BOTH_HALVES = (long) HALF << 32 | HALF;

  private final int width;
  private final int height;
  private final Filter filter;
  private final Map<Integer, Coefficients> toWidth = new ConcurrentHashMap<>();
  private final Map<Integer, Coefficients> toHeight = new ConcurrentHashMap<>();

  /** A resize to {@code width} columns and {@code height} rows. */
  public Resize(int width, int height, Filter filter) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("No image has the size " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    this.filter = filter;
  }

  /** Columns of the result. */
  public int width() {
    return width;
  }

  /** Rows of the result. */
  public int height() {
    return height;
  }

  /** The image in the target size; the same object if it already has it. */
  public GreyImage apply(GreyImage image) {
    GreyImage wide = image.width() == width ? image : alongRows(image);
    return wide.height() == height ? wide : alongColumns(wide);
  }

  /**
   * Four rows at a time, two in each long: one multiplication computes both, and {@link #high}
   * removes the borrow of the low half.
   */
  private GreyImage alongRows(GreyImage image) {
    Coefficients c = kept(toWidth, image.width(), width);
    int rows = image.height();
    byte[] target = new byte[width * rows];
    long[] upper = new long[image.width()];
    long[] lower = new long[image.width()];
    // The last rows are computed twice instead of in a separate loop.
    IntUnaryOperator row = y -> Math.min(y, rows - 1);
    for (int y = 0; y < rows; y += 4) {
      pair(image, row.applyAsInt(y), row.applyAsInt(y + 1), upper);
      pair(image, row.applyAsInt(y + 2), row.applyAsInt(y + 3), lower);
      int at = y * width;
      int second = row.applyAsInt(y + 1) * width;
      int third = row.applyAsInt(y + 2) * width;
      int fourth = row.applyAsInt(y + 3) * width;
      int weight = 0;
      for (int x = 0; x < width; x++) {
        int from = c.first()[x];
        int end = from + c.taps();
        long sums = BOTH_HALVES;
        long moreSums = BOTH_HALVES;
        for (int source = from; source < end; source++, weight++) {
          sums += upper[source] * c.weights()[weight];
          moreSums += lower[source] * c.weights()[weight];
        }
        target[at + x] = clip((int) sums);
        target[second + x] = clip(high(sums));
        target[third + x] = clip((int) moreSums);
        target[fourth + x] = clip(high(moreSums));
      }
    }
    return new GreyImage(width, rows, target);
  }

  private static void pair(GreyImage image, int row, int otherRow, long[] into) {
    byte[] pixels = image.pixels();
    int at = row * into.length;
    int other = otherRow * into.length;
    for (int x = 0; x < into.length; x++) {
      into[x] = (pixels[at + x] & 0xffL) | (pixels[other + x] & 0xffL) << 32;
    }
  }

  private static int high(long sums) {
    return (int) ((sums - (int) sums) >> 32);
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
      for (int k = 0; k < c.taps(); k++) {
        addRow(source, (c.first()[y] + k) * width, c.weights()[y * c.taps() + k], sums);
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
    if (known.size() < MAX_KEPT) {
      known.put(from, made);
    }
    return made;
  }
}
