package org.thorax.formats.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The elements of a deflated file (DICOM PS3.5, annex A.5). */
final class InflatedElements {
  private static final int PORTION = 1 << 16;

  private InflatedElements() {}

  /**
   * Inflates all that is left.
   *
   * @param most bytes that are inflated; a few kilobytes can claim gigabytes
   * @throws IllegalArgumentException saying what is wrong
   */
  static byte[] of(ByteBuffer deflated, long most) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] portion = new byte[PORTION];
      while (!inflater.finished()) {
        int count = inflater.inflate(portion);
        if (count == 0) {
          throw new IllegalArgumentException("deflated elements that are cut off");
        }
        all.write(portion, 0, count);
        if (all.size() > most) {
          throw new IllegalArgumentException("deflated elements of more than " + most + " bytes");
        }
      }
      return all.toByteArray();
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("deflated elements that cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }
}
