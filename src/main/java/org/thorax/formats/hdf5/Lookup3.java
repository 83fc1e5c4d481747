package org.thorax.formats.hdf5;

/** Bob Jenkins' lookup3 hash ({@code hashlittle} with start value 0): HDF5's checksum. */
final class Lookup3 {
  private int a;
  private int b;
  private int c;

  private Lookup3(int length) {
    a = 0xdeadbeef + length;
    b = a;
    c = a;
  }

  static int hash(byte[] key) {
    if (key.length == 0) {
      return 0xdeadbeef;
    }
    Lookup3 state = new Lookup3(key.length);
    int position = 0;
    for (; key.length - position > 12; position += 12) {
      state.add(key, position);
      state.mix();
    }
    state.add(key, position);
    return state.end();
  }

  private void add(byte[] key, int position) {
    a += word(key, position);
    b += word(key, position + 4);
    c += word(key, position + 8);
  }

  /** Four bytes, with zeros beyond the end. */
  private static int word(byte[] key, int position) {
    int word = 0;
    for (int i = Math.min(key.length, position + 4) - 1; i >= position; i--) {
      word = (word << 8) | (key[i] & 0xFF);
    }
    return word;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private int end() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return c;
  }
}
