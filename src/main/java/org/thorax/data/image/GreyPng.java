package org.thorax.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG with one 8-bit grey channel, which {@link ImageDecoder} reads without loss. */
public final class GreyPng {
  private GreyPng() {}

  /** Writes the image; does not close {@code out}. */
  public static void write(GreyImage image, OutputStream out) throws IOException {
    int width = image.width();
    int height = image.height();
    BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setDataElements(0, 0, width, height, image.pixels());
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(grey, "png", stream);
    }
  }
}
