package org.thorax.data.image;

/**
 * Changes brightness and contrast, like torchvision's {@code ColorJitter} on a grey Pillow image.
 * Its saturation and hue do not affect grey images and are left out.
 *
 * @param brightness factor of every grey level
 * @param contrast factor of every level's distance from the mean
 * @param contrastFirst whether contrast is changed first
 */
record ColorChange(double brightness, double contrast, boolean contrastFirst) {
  private static final double MAX_CHANGE = 0.1;

  /** Both factors uniform, both orders equally probable. */
  static ColorChange drawn(SampleRandom draws) {
    double brightness = draws.uniform(1 - MAX_CHANGE, 1 + MAX_CHANGE);
    double contrast = draws.uniform(1 - MAX_CHANGE, 1 + MAX_CHANGE);
    return new ColorChange(brightness, contrast, draws.uniform(0, 1) < 0.5);
  }

  GreyImage apply(GreyImage image) {
    return contrastFirst
        ? blended(contrasted(image), 0, (float) brightness)
        : contrasted(blended(image, 0, (float) brightness));
  }

  private GreyImage contrasted(GreyImage image) {
    long sum = 0;
    for (byte pixel : image.pixels()) {
      sum += pixel & 0xff;
    }
    int mean = (int) ((double) sum / image.pixels().length + 0.5);
    return blended(image, mean, (float) contrast);
  }

  /** Pillow's {@code Image.blend} of a constant grey and the image, in its single precision. */
  private static GreyImage blended(GreyImage image, int grey, float factor) {
    byte[] level = new byte[256];
    for (int v = 0; v < level.length; v++) {
      float value = grey + factor * (v - grey);
      level[v] = (byte) (int) Math.min(Math.max(value, 0), 255);
    }
    byte[] pixels = new byte[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = level[image.pixels()[i] & 0xff];
    }
    return new GreyImage(image.width(), image.height(), pixels);
  }
}
