package org.thorax.serve;

import java.io.IOException;
import java.io.InputStream;
import org.thorax.ThoraxException;
import org.thorax.image.GreyImage;
import org.thorax.image.ImageDecoder;

/** An image that a client sends as the body of its request. */
final class Upload {
  /** How much of a refused body is read, so that its sender gets to read the answer. */
  private static final long MOST_DRAINED = 64 << 20;

  private Upload() {}

  /**
   * The bytes of the body.
   *
   * @throws Problem 413 when there are more than {@code most}, 422 when there is none
   */
  static byte[] bytes(Exchange exchange, int most) throws IOException {
    byte[] bytes = exchange.body().readNBytes(most + 1);
    if (bytes.length > most) {
      throw tooLarge(most);
    }
    if (bytes.length == 0) {
      throw new Problem(
          422, "Expected the image as the body of the request, found nothing; choose a file.");
    }
    return bytes;
  }

  /**
   * Decodes an image.
   *
   * @throws Problem 422 when it is none or claims too many pixels
   */
  static GreyImage decoded(byte[] bytes, long mostPixels) {
    try {
      return ImageDecoder.decode(bytes, "that was sent", mostPixels);
    } catch (ThoraxException e) {
      throw new Problem(422, e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new Problem(503, "No memory for an image of this size at the moment.", 5);
    }
  }

  static Problem tooLarge(int most) {
    return new Problem(
        413, "An image has at most " + (most >> 20) + " MB here; send a smaller one.");
  }

  /** Reads on without keeping anything: a client that still sends does not read an answer. */
  static void drain(Exchange exchange) {
    byte[] buffer = new byte[1 << 16];
    try {
      if (exchange.claimedLength().orElse(0) > MOST_DRAINED) {
        return;
      }
      InputStream body = exchange.body();
      long read = 0;
      int count = body.read(buffer);
      while (count >= 0 && read < MOST_DRAINED) {
        read += count;
        count = body.read(buffer);
      }
    } catch (IOException | RuntimeException e) {
      // The client is gone and needs no answer.
    }
  }
}
