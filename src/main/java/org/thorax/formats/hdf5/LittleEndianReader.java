package org.thorax.formats.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cursor over little-endian fields that never leaves its bytes. */
final class LittleEndianReader {
  private final FileBytes file;
  private final ByteBuffer bytes;

  LittleEndianReader(FileBytes file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  FileBytes file() {
    return file;
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  int u8() {
    return need(1).get() & 0xFF;
  }

  int u16() {
    return need(2).getShort() & 0xFFFF;
  }

  long u32() {
    return need(4).getInt() & 0xFFFF_FFFFL;
  }

  /** An address or a length; above 2^63 it is negative and fails every later check. */
  long u64() {
    return need(8).getLong();
  }

  /** An unsigned number of one to eight bytes. */
  long unsigned(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  LittleEndianReader skip(int count) {
    need(count);
    bytes.position(bytes.position() + count);
    return this;
  }

  LittleEndianReader at(int position) {
    if (position < 0 || position > bytes.limit()) {
      throw file.damaged("a field at byte " + position + " of " + bytes.limit());
    }
    bytes.position(position);
    return this;
  }

  byte[] bytes(long count) {
    byte[] value = new byte[checked(count)];
    bytes.get(value);
    return value;
  }

  /** The next {@code count} bytes as fields of their own. */
  LittleEndianReader part(long count) {
    int length = checked(count);
    ByteBuffer slice = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + length);
    return new LittleEndianReader(file, slice);
  }

  /** Text of fixed size; ends at the first zero byte. */
  String text(long size) {
    byte[] value = bytes(size);
    int end = 0;
    while (end < value.length && value[end] != 0) {
      end++;
    }
    return new String(value, 0, end, StandardCharsets.UTF_8);
  }

  /** Text at {@code position} up to its zero byte. */
  String textAt(long position) {
    int start = (int) Math.min(Math.max(position, -1), Integer.MAX_VALUE);
    int end = at(start).position();
    while (end < bytes.limit() && bytes.get(end) != 0) {
      end++;
    }
    if (end == bytes.limit()) {
      throw file.damaged("a name without end");
    }
    return text((long) end - start);
  }

  void signature(String expected) {
    byte[] found = bytes(expected.length());
    if (!Arrays.equals(found, expected.getBytes(StandardCharsets.ISO_8859_1))) {
      throw file.damaged("a part is not the '" + expected + "' that it should be");
    }
  }

  /** Reads the version; fails for an unknown one. */
  int version(String what, int... known) {
    int found = u8();
    if (Arrays.stream(known).noneMatch(version -> version == found)) {
      throw file.refused(
          "version " + found + " of " + what + " is not known",
          "save the model with Keras, or run h5repack on the file");
    }
    return found;
  }

  /** Compares the last four bytes with the checksum of all before them. */
  LittleEndianReader checksummed() {
    byte[] all = new byte[Math.max(0, bytes.limit() - 4)];
    bytes.get(0, all);
    if (bytes.limit() < 4 || bytes.getInt(bytes.limit() - 4) != Lookup3.hash(all)) {
      throw file.damaged("a checksum differs");
    }
    return this;
  }

  private ByteBuffer need(int count) {
    checked(count);
    return bytes;
  }

  private int checked(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw file.damaged(
          "a part of %d bytes where %d are left".formatted(count, bytes.remaining()));
    }
    return (int) count;
  }
}
