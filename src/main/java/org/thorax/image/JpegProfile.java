package org.thorax.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The colour profile of a JPEG file, by which ImageIO would change the pixels; Pillow does not. */
final class JpegProfile {
  private static final byte[] NAME = "ICC_PROFILE".getBytes(StandardCharsets.US_ASCII);
  private static final int START_OF_SCAN = 0xda;
  private static final int APP2 = 0xe2;

  /** A segment that nobody reads. */
  private static final byte APP15 = (byte) 0xef;

  private JpegProfile() {}

  /** The file with its profile renamed to a segment nobody reads; itself when it has none. */
  static byte[] hidden(byte[] jpeg) {
    byte[] result = jpeg;
    int at = 2;
    // Each segment is 0xff, its marker and its length of two bytes, which counts itself.
    while (at + 4 < jpeg.length && (jpeg[at] & 0xff) == 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      if (marker == START_OF_SCAN) {
        break;
      }
      if (marker == APP2 && isProfile(jpeg, at + 4)) {
        result = result == jpeg ? jpeg.clone() : result;
        result[at + 1] = APP15;
      }
      int length = (jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff);
      at += 2 + Math.max(length, 2);
    }
    return result;
  }

  private static boolean isProfile(byte[] jpeg, int at) {
    int end = Math.min(at + NAME.length, jpeg.length);
    return Arrays.equals(jpeg, at, end, NAME, 0, NAME.length);
  }
}
