package org.thorax.formats.dicom;

/** The bits of a JPEG scan, without the zeros that follow 0xff (ITU T.81, section F.1.2.3). */
final class EntropyBits {
  private static final int FIRST_RESTART = 0xd0;
  private static final int RESTARTS = 8;

  private final byte[] file;
  private int at;
  private long bits;
  private int available;

  /** How many of the available bits are not in the file. */
  private int invented;

  private int restarts;

  EntropyBits(byte[] file, int at) {
    this.file = file;
    this.at = at;
  }

  /** The next bits, at most 16, without taking them; zeros where there are no more. */
  int ahead(int count) {
    while (available < count) {
      bits = bits << 8 | nextByte();
      available += 8;
    }
    return (int) (bits >>> (available - count)) & ((1 << count) - 1);
  }

  /**
   * Takes bits that were looked at.
   *
   * @throws IllegalArgumentException when the scan does not have them
   */
  void skip(int count) {
    available -= count;
    if (available < invented) {
      throw new IllegalArgumentException("JPEG pixels that are cut off at byte " + at);
    }
  }

  /** Takes bits, 0 to 16. */
  int next(int count) {
    int value = ahead(count);
    skip(count);
    return value;
  }

  /** A difference of this many bits, its sign in the first (ITU T.81, section F.2.2.1). */
  int signed(int count) {
    if (count == 0) {
      return 0;
    }
    int value = next(count);
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
  }

  /**
   * Goes on behind the next restart marker; they are numbered 0 to 7.
   *
   * @throws IllegalArgumentException when another comes, or none
   */
  void restart() {
    while (at + 2 < file.length && file[at] == (byte) 0xff && file[at + 1] == (byte) 0xff) {
      at++;
    }
    int wanted = FIRST_RESTART + restarts++ % RESTARTS;
    if (at + 1 >= file.length || file[at] != (byte) 0xff || (file[at + 1] & 0xff) != wanted) {
      throw new IllegalArgumentException("no JPEG restart marker at byte " + at);
    }
    at += 2;
    bits = 0;
    available = 0;
    invented = 0;
  }

  private int nextByte() {
    if (at >= file.length) {
      invented += 8;
      return 0;
    }
    int value = file[at] & 0xff;
    if (value != 0xff) {
      at++;
      return value;
    }
    if (at + 1 < file.length && file[at + 1] == 0) {
      at += 2;
      return value;
    }
    // A marker: the scan is over, or is to be restarted.
    invented += 8;
    return 0;
  }
}
