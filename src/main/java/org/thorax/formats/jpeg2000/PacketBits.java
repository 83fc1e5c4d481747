package org.thorax.formats.jpeg2000;

/** The bits of packet headers; after a byte of ones comes a bit that means nothing (B.10.1). */
final class PacketBits {
  private final byte[] data;
  private int at;
  private int left;
  private int current;

  PacketBits(byte[] data, int at) {
    this.data = data;
    this.at = at;
  }

  /**
   * The next bit.
   *
   * @throws IllegalArgumentException when there is none
   */
  int next() {
    if (left == 0) {
      if (at >= data.length) {
        throw new IllegalArgumentException("JPEG 2000 packets that are cut off");
      }
      left = current == 0xff ? 7 : 8;
      current = data[at++] & 0xff;
    }
    left--;
    return current >> left & 1;
  }

  int next(int bits) {
    int value = 0;
    for (int i = 0; i < bits; i++) {
      value = value << 1 | next();
    }
    return value;
  }

  /** Where the byte behind the header is. */
  int end() {
    return current == 0xff ? at + 1 : at;
  }
}
