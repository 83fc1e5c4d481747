package org.thorax.formats.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Object header messages in the formats that HDF5 1.8 and later read (format specification IV.A.2).
 */
final class HeaderMessages {
  /** Keras splits longer lists of names. */
  static final int LONGEST_LIST = 64_512;

  private static final LittleEndianWriter FLOAT32 =
      new LittleEndianWriter()
          .u8(0x11, 0x20, 31, 0)
          .u32(4)
          .u16(0)
          .u16(32)
          .u8(23, 8, 0, 23)
          .u32(127);
  private static final LittleEndianWriter FLOAT64 =
      new LittleEndianWriter()
          .u8(0x11, 0x20, 63, 0)
          .u32(8)
          .u16(0)
          .u16(64)
          .u8(52, 11, 0, 52)
          .u32(1023);
  private static final LittleEndianWriter INT64 =
      new LittleEndianWriter().u8(0x10, 8, 0, 0).u32(8).u16(0).u16(64);

  /** UTF-8 of variable length, whose base type is an unsigned byte. */
  private static final LittleEndianWriter TEXT =
      new LittleEndianWriter().u8(0x19, 1, 1, 0).u32(16).u8(0x10, 0, 0, 0).u32(1).u16(0).u16(8);

  private final LittleEndianWriter bytes = new LittleEndianWriter();

  LittleEndianWriter bytes() {
    return bytes;
  }

  /** A group whose links are in its header. */
  HeaderMessages group() {
    add(ObjectHeader.LINK_INFO, new LittleEndianWriter().u8(0, 0).u64(-1).u64(-1));
    return add(0x0A, new LittleEndianWriter().u8(0, 0));
  }

  HeaderMessages link(String name, long address) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    // Flags: character set given, name length of two bytes.
    return add(
        ObjectHeader.LINK,
        new LittleEndianWriter().u8(1, 0x11, 1).u16(text.length).all(text).u64(address));
  }

  /** A data set with contiguous values. */
  HeaderMessages dataset(Hdf5Content.Values values, long address) {
    long length = values.byteCount();
    add(ObjectHeader.DATASPACE, space(values.shape()));
    add(ObjectHeader.DATATYPE, values instanceof Hdf5Content.Floats ? FLOAT32 : INT64);
    // No fill value: all values are written.
    add(0x05, new LittleEndianWriter().u8(3, 0x0A));
    return add(
        ObjectHeader.LAYOUT,
        new LittleEndianWriter().u8(3, 1).u64(length == 0 ? -1 : address).u64(length));
  }

  /** A text in the global heap. */
  HeaderMessages text(String name, int length, long heap, int index) {
    return attribute(
        name,
        TEXT,
        space(List.of()),
        new LittleEndianWriter().u32(length).u64(heap).u32(index).toArray());
  }

  /** A list of texts, in the necessary number of attributes. */
  HeaderMessages list(String name, List<String> values) {
    if (values.isEmpty()) {
      // Like Keras: numpy's empty array is of float64.
      return attribute(name, FLOAT64, space(List.of(0L)), new byte[0]);
    }
    List<byte[]> texts = values.stream().map(v -> v.getBytes(StandardCharsets.UTF_8)).toList();
    int longest = Math.max(1, texts.stream().mapToInt(text -> text.length).max().orElse(1));
    if (longest > LONGEST_LIST) {
      throw new IllegalArgumentException("a name of " + longest + " bytes in " + name);
    }
    List<List<byte[]>> parts = split(texts, longest);
    for (int i = 0; i < parts.size(); i++) {
      LittleEndianWriter data = new LittleEndianWriter();
      parts.get(i).forEach(text -> data.all(text).number(0, longest - text.length));
      LittleEndianWriter type = new LittleEndianWriter().u8(0x13, 0x11, 0, 0).u32(longest);
      attribute(
          parts.size() == 1 ? name : name + i,
          type,
          space(List.of((long) parts.get(i).size())),
          data.toArray());
    }
    return this;
  }

  /** numpy's array_split into the fewest parts that fit: the first ones are longer by one. */
  private static List<List<byte[]>> split(List<byte[]> texts, int longest) {
    int most = LONGEST_LIST / longest;
    int parts = (texts.size() + most - 1) / most;
    List<List<byte[]>> result = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < parts; i++) {
      int end = start + texts.size() / parts + (i < texts.size() % parts ? 1 : 0);
      result.add(texts.subList(start, end));
      start = end;
    }
    return result;
  }

  private HeaderMessages attribute(
      String name, LittleEndianWriter type, LittleEndianWriter space, byte[] data) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return add(
        ObjectHeader.ATTRIBUTE,
        new LittleEndianWriter()
            .u8(3, 0)
            .u16(text.length + 1)
            .u16(type.size())
            .u16(space.size())
            .u8(1)
            .all(text)
            .u8(0)
            .all(type)
            .all(space)
            .all(data));
  }

  private static LittleEndianWriter space(List<Long> shape) {
    LittleEndianWriter space =
        new LittleEndianWriter().u8(2, shape.size(), 0, shape.isEmpty() ? 0 : 1);
    shape.forEach(space::u64);
    return space;
  }

  private HeaderMessages add(int type, LittleEndianWriter body) {
    if (body.size() > 0xFFFF) {
      throw new IllegalArgumentException("a header message of " + body.size() + " bytes");
    }
    bytes.u8(type).u16(body.size()).u8(0).all(body);
    return this;
  }
}
