package org.thorax.data.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.thorax.ThoraxException;
import org.thorax.data.Labels;
import org.thorax.data.image.GreyImage;

/**
 * A batch whose images are being read. Each position is filled by one thread without a lock; the
 * stream's lock around {@link #placeDone} and {@link #complete} makes the pixels visible.
 */
final class PendingBatch {
  private final int[] samples;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final BadImage[] bad;
  private int open;

  PendingBatch(int[] samples, int height, int width) {
    this.samples = samples;
    this.height = height;
    this.width = width;
    pixels = new byte[Math.multiplyExact(samples.length, height * width)];
    bad = new BadImage[samples.length];
    open = samples.length;
  }

  /** Reads the image of a position. */
  void fill(int place, ImageSource images) {
    GreyImage image;
    try {
      image = images.image(samples[place]);
    } catch (ThoraxException e) {
      bad[place] = new BadImage(samples[place], e.getMessage());
      return;
    }
    if (image.width() != width || image.height() != height) {
      throw new IllegalStateException(
          String.format(
              "An image of %dx%d came where the network takes %dx%d",
              image.width(), image.height(), width, height));
    }
    System.arraycopy(image.pixels(), 0, pixels, place * height * width, height * width);
  }

  /** The number of positions, including bad images. */
  int places() {
    return samples.length;
  }

  /** A position is finished. */
  void placeDone() {
    open--;
  }

  boolean complete() {
    return open == 0;
  }

  boolean isBad(int place) {
    return bad[place] != null;
  }

  /** The bad images, in order. */
  List<BadImage> bad() {
    List<BadImage> found = new ArrayList<>();
    for (BadImage one : bad) {
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  /** The batch of all good positions, without gaps. */
  Batch batch(Labels labels) {
    int image = height * width;
    int good = 0;
    for (int place = 0; place < samples.length; place++) {
      if (bad[place] == null) {
        if (good < place) {
          samples[good] = samples[place];
          System.arraycopy(pixels, place * image, pixels, good * image, image);
        }
        good++;
      }
    }
    boolean all = good == samples.length;
    int[] remaining = all ? samples : Arrays.copyOf(samples, good);
    int classes = labels.classes().size();
    float[] chosen = new float[good * classes];
    for (int i = 0; i < good; i++) {
      labels.copyTo(remaining[i], chosen, i * classes);
    }
    byte[] grey = all ? pixels : Arrays.copyOf(pixels, good * image);
    return new Batch(remaining, height, width, grey, classes, chosen);
  }
}
