package org.thorax.formats.hdf5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decodes deflate, shuffle and Fletcher32 (message 0x0B) in reverse order. */
final class Filters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;

  private final List<Integer> ids;
  private final int elementSize;

  private Filters(List<Integer> ids, int elementSize) {
    this.ids = ids;
    this.elementSize = elementSize;
  }

  static Filters read(ObjectHeader header, int elementSize) {
    Optional<LittleEndianReader> message = header.first(ObjectHeader.FILTERS);
    if (message.isEmpty()) {
      return new Filters(List.of(), elementSize);
    }
    LittleEndianReader fields = message.get();
    int version = fields.version("filter pipeline", 1, 2);
    int count = fields.u8();
    fields.skip(version == 1 ? 6 : 0);
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int id = fields.u16();
      int nameLength = version == 1 || id >= 256 ? fields.u16() : 0;
      int values = fields.skip(2).u16();
      int padding = version == 1 && values % 2 == 1 ? 4 : 0;
      fields.skip(version == 1 ? nameLength + 7 & ~7 : nameLength).skip(4 * values + padding);
      if (id < DEFLATE || id > FLETCHER) {
        throw header
            .file()
            .refused("it is compressed with HDF5 filter " + id, "run h5repack -f NONE on it");
      }
      ids.add(id);
    }
    return new Filters(ids, elementSize);
  }

  /**
   * @param mask a bit for each filter that was left out
   * @param size the chunk's size in bytes after decoding
   */
  byte[] undo(byte[] stored, long mask, int size, FileBytes file) {
    byte[] bytes = stored;
    for (int i = ids.size() - 1; i >= 0; i--) {
      if ((mask >> i & 1) != 0) {
        continue;
      }
      bytes =
          switch (ids.get(i)) {
            case DEFLATE -> inflate(bytes, size + 4, file);
            case SHUFFLE -> unshuffle(bytes);
            default -> Arrays.copyOf(bytes, Math.max(0, bytes.length - 4));
          };
    }
    if (bytes.length != size) {
      throw file.damaged("a chunk of %d bytes, expected %d".formatted(bytes.length, size));
    }
    return bytes;
  }

  /** At most {@code limit} bytes: a checksum of four may come after the values. */
  private static byte[] inflate(byte[] packed, int limit, FileBytes file) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] bytes = new byte[limit];
      int length = 0;
      int count;
      while ((count = inflater.inflate(bytes, length, limit - length)) > 0) {
        length += count;
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException e) {
      throw file.damaged("a compressed chunk does not unfold");
    } finally {
      inflater.end();
    }
  }

  private byte[] unshuffle(byte[] shuffled) {
    int count = shuffled.length / elementSize;
    byte[] bytes = shuffled.clone();
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < elementSize; j++) {
        bytes[i * elementSize + j] = shuffled[j * count + i];
      }
    }
    return bytes;
  }
}
