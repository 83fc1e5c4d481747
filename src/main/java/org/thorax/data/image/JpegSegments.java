package org.thorax.data.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The segments of a JPEG file before its pixels.
 *
 * @param components values per pixel: 1 grey, 3 colour, 4 with black; 0 if there is no frame
 * @param pixels rows times columns of the frame; 0 if there is none
 * @param adobeTransform Adobe's colour transform (2: YCCK); -1 if it is not specified
 * @param hasProfile whether there is a colour profile
 */
record JpegSegments(int components, long pixels, int adobeTransform, boolean hasProfile) {
  private static final byte[] PROFILE = "ICC_PROFILE".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int START_OF_SCAN = 0xda;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int HEAD = 4;

  /** A segment that readers ignore. */
  private static final byte APP15 = (byte) 0xef;

  /** Receives one segment: its marker and its start. */
  @FunctionalInterface
  private interface Visitor {
    void visit(int marker, int at);
  }

  static JpegSegments of(byte[] jpeg) {
    int[] found = {0, -1, 0};
    long[] pixels = {0};
    visit(
        jpeg,
        (marker, at) -> {
          int data = at + HEAD;
          if (isFrame(marker) && data + 5 < jpeg.length) {
            found[0] = jpeg[data + 5] & 0xff;
            pixels[0] = (long) number(jpeg, data + 1) * number(jpeg, data + 3);
          } else if (marker == APP14 && startsWith(jpeg, data, ADOBE) && data + 11 < jpeg.length) {
            found[1] = jpeg[data + 11] & 0xff;
          } else if (isProfile(jpeg, marker, data)) {
            found[2] = 1;
          }
        });
    return new JpegSegments(found[0], pixels[0], found[1], found[2] == 1);
  }

  /**
   * The file with its colour profile renamed to an ignored segment, because ImageIO would apply it
   * and Pillow does not; the same array if it has none.
   */
  byte[] withoutProfile(byte[] jpeg) {
    if (!hasProfile) {
      return jpeg;
    }
    byte[] hidden = jpeg.clone();
    visit(
        jpeg,
        (marker, at) -> {
          if (isProfile(jpeg, marker, at + HEAD)) {
            hidden[at + 1] = APP15;
          }
        });
    return hidden;
  }

  private static void visit(byte[] jpeg, Visitor visitor) {
    int at = 2;
    // Each segment is 0xff, its marker and its length of two bytes, which includes the length
    // itself.
    while (at + HEAD < jpeg.length && (jpeg[at] & 0xff) == 0xff) {
      int marker = jpeg[at + 1] & 0xff;
      if (marker == START_OF_SCAN) {
        return;
      }
      visitor.visit(marker, at);
      at += 2 + Math.max(number(jpeg, at + 2), 2);
    }
  }

  private static int number(byte[] jpeg, int at) {
    return (jpeg[at] & 0xff) << 8 | (jpeg[at + 1] & 0xff);
  }

  /** SOF0 to SOF15 without the three other markers among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isProfile(byte[] jpeg, int marker, int at) {
    return marker == APP2 && startsWith(jpeg, at, PROFILE);
  }

  private static boolean startsWith(byte[] jpeg, int at, byte[] name) {
    int end = Math.min(at + name.length, jpeg.length);
    return Arrays.equals(jpeg, at, end, name, 0, name.length);
  }
}
