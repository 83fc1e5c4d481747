package org.thorax.data.loader;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.thorax.data.image.GreyImage;

/**
 * Caches images in memory, up to a number of bytes; the first ones are kept and the others are read
 * every time. The second epoch of a small dataset thus decodes nothing.
 */
public final class ImagesInMemory implements ImageSource {
  private final ImageSource source;
  private final AtomicReferenceArray<GreyImage> kept;
  private final AtomicLong bytesLeft;

  /**
   * An empty cache.
   *
   * @param source of the images
   * @param samples number of samples
   * @param bytes largest number of cached pixels; one byte each
   */
  public ImagesInMemory(ImageSource source, int samples, long bytes) {
    this.source = source;
    kept = new AtomicReferenceArray<>(samples);
    bytesLeft = new AtomicLong(bytes);
  }

  @Override
  public GreyImage image(int sample) {
    GreyImage known = kept.get(sample);
    if (known != null) {
      return known;
    }
    GreyImage read = source.image(sample);
    int size = read.pixels().length;
    if (bytesLeft.addAndGet(-size) < 0 || !kept.compareAndSet(sample, null, read)) {
      bytesLeft.addAndGet(size);
    }
    return read;
  }
}
