package org.thorax.app.serve.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.thorax.ThoraxException;
import org.thorax.data.image.GreyImage;
import org.thorax.data.image.ImageDecoder;

/** The body of a client's request. */
public final class Upload {
  /** How much of a refused body is read, so that the client reads the response. */
  private static final long MAX_DRAINED = 64 << 20;

  private static final double MIN_BYTES_PER_SECOND = 10_000;

  private Upload() {}

  /**
   * The bytes of the body.
   *
   * @param grace time after which the sender must have kept the minimum rate
   * @throws Problem 408 if it is too slow, 413 if there are more
   */
  public static byte[] bytes(Exchange exchange, int most, Duration grace) throws IOException {
    ByteArrayOutputStream read =
        new ByteArrayOutputStream((int) exchange.claimedLength().orElse(1 << 20));
    long start = System.nanoTime();
    byte[] buffer = new byte[1 << 16];
    InputStream body = exchange.body();
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      read.write(buffer, 0, count);
      if (read.size() > most) {
        throw tooLarge(most);
      }
      requirePace(read.size(), start, grace);
    }
    byte[] bytes = read.toByteArray();
    if (bytes.length == 0) {
      throw new Problem(
          422, "Expected the image as the body of the request, found nothing; choose a file.");
    }
    return bytes;
  }

  /** A client that sends single bytes must not occupy a worker for hours. */
  private static void requirePace(long bytes, long start, Duration grace) {
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds > grace.toMillis() / 1e3 && bytes < seconds * MIN_BYTES_PER_SECOND) {
      throw new Problem(408, "The upload is too slow.");
    }
  }

  /**
   * Decodes an image.
   *
   * @throws Problem 422 if it is not an image or claims too many pixels
   */
  public static GreyImage decoded(UploadedImages.File file, long maxPixels) {
    if (!ImageDecoder.isImage(file.bytes())) {
      throw new Problem(
          422,
          "The file %s is neither JPEG, PNG nor DICOM; send the image itself: curl --data-binary @film.png, or -F image=@film.png."
              .formatted(file.called()));
    }
    try {
      return ImageDecoder.decode(file.bytes(), file.called(), maxPixels);
    } catch (ThoraxException e) {
      throw new Problem(422, e.getMessage());
    } catch (OutOfMemoryError e) {
      throw new Problem(503, "No memory for an image of this size at the moment.", 5);
    }
  }

  public static Problem tooLarge(int most) {
    return new Problem(
        413, "An image has at most " + (most >> 20) + " MB here; send a smaller one.");
  }

  /** Reads and discards: a client that is still sending does not read a response. */
  static void drain(Exchange exchange, Duration most) {
    byte[] buffer = new byte[1 << 16];
    try {
      if (exchange.claimedLength().orElse(0) > MAX_DRAINED) {
        return;
      }
      InputStream body = exchange.body();
      long read = 0;
      long end = System.nanoTime() + most.toNanos();
      int count = body.read(buffer);
      while (count >= 0 && read < MAX_DRAINED && System.nanoTime() < end) {
        read += count;
        count = body.read(buffer);
      }
    } catch (IOException | RuntimeException e) {
      // The client has disconnected and needs no response.
    }
  }
}
