package org.thorax.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a file at random, the same way for the same random source. */
public final class Damage {
  private static final long[] LIES = {
    0, 1, -1, 8, 0xFF, 0xFFFF, 0x7FFF_FFFFL, 0xFFFF_FFFFL, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;

  /** With this source of what to damage where. */
  public Damage(Random random) {
    this.random = random;
  }

  /** A damaged copy: cut, one part over another, false numbers, or flipped bits. */
  public byte[] of(byte[] whole) {
    byte[] bytes = whole.clone();
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> moved(bytes);
      case 2 -> lied(bytes, 1 + random.nextInt(3));
      default -> flipped(bytes, 1 + random.nextInt(8));
    };
  }

  /** A number that no size, count or address should be. */
  static long lie(Random random) {
    return LIES[random.nextInt(LIES.length)];
  }

  private byte[] flipped(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Writes a number that a size, count or address could be, at a likely place. */
  private byte[] lied(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      long lie = random.nextBoolean() ? random.nextInt(bytes.length) : lie(random);
      int place = random.nextInt(bytes.length / 8 - 1) * 8;
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      switch (random.nextInt(3)) {
        case 0 -> buffer.putLong(place, lie);
        case 1 -> buffer.putInt(place + 4, (int) lie);
        default -> buffer.putShort(place + 2 * random.nextInt(4), (short) lie);
      }
    }
    return bytes;
  }

  /** Puts one part of the file over another, so that good structures stand in wrong places. */
  private byte[] moved(byte[] bytes) {
    int length = Math.min(bytes.length / 4, 8 << random.nextInt(8));
    int from = random.nextInt((bytes.length - length) / 8) * 8;
    int to = random.nextInt((bytes.length - length) / 8) * 8;
    System.arraycopy(bytes.clone(), from, bytes, to, length);
    return bytes;
  }
}
