package org.thorax.data.loader;

/**
 * A batch of images and labels.
 *
 * @param samples the samples' indices, in order; their number is the batch size
 * @param height rows of each image
 * @param width columns of each image
 * @param pixels {@code size * height * width} grey levels as unsigned bytes, image by image
 * @param classes number of labels per sample
 * @param labels {@code size * classes} encoded labels, sample by sample
 */
@SuppressWarnings("ArrayRecordComponent") // Fed to the graph as they are; never compared as values.
public record Batch(
    int[] samples, int height, int width, byte[] pixels, int classes, float[] labels) {
  /** Checks that the sizes agree. */
  public Batch {
    if (pixels.length != samples.length * height * width
        || labels.length != samples.length * classes) {
      throw new IllegalArgumentException(
          String.format(
              "%d pixels of %dx%d and %d labels of %d classes do not make %d samples",
              pixels.length, width, height, labels.length, classes, samples.length));
    }
  }

  /** Number of samples. */
  public int size() {
    return samples.length;
  }
}
