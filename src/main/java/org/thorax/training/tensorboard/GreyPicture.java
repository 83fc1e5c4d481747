package org.thorax.training.tensorboard;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * A grey image.
 *
 * @param width columns
 * @param height rows
 * @param pixels {@code height * width} grey levels as unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Drawn once, never compared.
public record GreyPicture(int width, int height, byte[] pixels) {
  /** Checks the size. */
  public GreyPicture {
    if (pixels.length != width * height) {
      throw new IllegalArgumentException(pixels.length + " pixels of " + width + "x" + height);
    }
  }

  /** The image as PNG. */
  byte[] png() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
