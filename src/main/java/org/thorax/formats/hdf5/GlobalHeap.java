package org.thorax.formats.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Variable-length texts (format specification III.E). */
final class GlobalHeap {
  private final FileBytes file;
  private final Map<Long, Map<Integer, LittleEndianReader>> collections = new HashMap<>();
  private long left;

  GlobalHeap(FileBytes file) {
    this.file = file;
    // A text may be referenced twice, but a few bytes must not expand to gigabytes.
    this.left = 2 * file.size();
  }

  /** The text of a reference (length, collection, index). */
  String text(LittleEndianReader reference) {
    long length = reference.u32();
    long address = reference.u64();
    int index = (int) reference.u32();
    if (length == 0) {
      return "";
    }
    LittleEndianReader object = collections.computeIfAbsent(address, this::read).get(index);
    if (object == null || object.at(0).remaining() < length) {
      throw file.damaged("a text that is not where it should be");
    }
    left -= length;
    if (left < 0) {
      throw file.damaged("the same text named over and over");
    }
    return new String(object.bytes(length), StandardCharsets.UTF_8);
  }

  private Map<Integer, LittleEndianReader> read(long address) {
    LittleEndianReader prefix = file.fields(address, 16);
    prefix.signature("GCOL");
    prefix.version("global heap", 1);
    LittleEndianReader collection = file.fields(address, prefix.skip(3).u64()).skip(16);
    Map<Integer, LittleEndianReader> objects = new HashMap<>();
    while (collection.remaining() >= 16) {
      int index = collection.u16();
      if (index == 0) {
        break;
      }
      long size = collection.skip(6).u64();
      objects.put(index, collection.part(size));
      collection.skip((int) Math.min(-size & 7, collection.remaining()));
    }
    return objects;
  }
}
