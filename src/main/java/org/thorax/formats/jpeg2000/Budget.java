package org.thorax.formats.jpeg2000;

/** What a file of so many bytes may make: a few bytes must not claim millions of parts. */
final class Budget {
  /** Of blocks of 16 x 16 in which nothing is, one byte of a packet can tell about as many. */
  private static final int PER_BYTE = 16;

  private static final int AT_LEAST = 4096;

  private long left;

  Budget(int bytes) {
    left = AT_LEAST + (long) PER_BYTE * bytes;
  }

  /**
   * Takes some.
   *
   * @throws IllegalArgumentException when there are not so many
   */
  void take(long parts) {
    left -= parts;
    if (left < 0) {
      throw new IllegalArgumentException("JPEG 2000 of more code-blocks than its bytes can fill");
    }
  }
}
