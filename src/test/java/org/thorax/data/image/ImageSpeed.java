package org.thorax.data.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Images per second and thread; run by hand: {@code ImageSpeed FILE}. */
final class ImageSpeed {
  private ImageSpeed() {}

  /** Decodes and resizes the file given, five seconds with warming up. */
  public static void main(String[] arguments) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(arguments[0]));
    Resize resize = new Resize(256, 256, Filter.BICUBIC);
    GreyImage decoded = ImageDecoder.decode(bytes, "speed");
    for (int round = 0; round < 4; round++) {
      System.out.printf(
          "decode %.0f/s, resize %.0f/s, both %.0f/s%n",
          perSecond(() -> ImageDecoder.decode(bytes, "speed")),
          perSecond(() -> resize.apply(decoded)),
          perSecond(() -> resize.apply(ImageDecoder.decode(bytes, "speed"))));
    }
  }

  private static double perSecond(Runnable work) {
    long start = System.nanoTime();
    int done = 0;
    while (System.nanoTime() - start < 1_000_000_000L) {
      work.run();
      done++;
    }
    return done * 1e9 / (System.nanoTime() - start);
  }
}
