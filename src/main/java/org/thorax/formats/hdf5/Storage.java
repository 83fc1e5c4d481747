package org.thorax.formats.hdf5;

import java.nio.ByteBuffer;
import org.thorax.ThoraxException;

/** The position of a data set's bytes (message 0x08). */
interface Storage {
  /** Fills {@code target} with the bytes from offset {@code start} on. */
  void read(long start, ByteBuffer target);

  /**
   * The storage that a data set's header describes.
   *
   * @throws ThoraxException if the data set is larger than its stored bytes
   */
  static Storage of(ObjectHeader header, String path, Dataspace space, int elementSize) {
    FileBytes file = header.file();
    LittleEndianReader layout = header.one(ObjectHeader.LAYOUT, "layout");
    int version = layout.version("data layout", 3, 4);
    long length = space.count() * elementSize;
    int kind = layout.u8();
    if (length == 0) {
      return (start, target) -> {};
    }
    return switch (kind) {
      case 0 -> compact(layout, path, length);
      case 1 -> contiguous(layout, path, length);
      case 2 -> Chunks.read(header, layout, version, path, space, elementSize);
      case 3 ->
          throw file.refused(
              "'" + path + "' is put together from other data sets", "run h5repack on it");
      default -> throw file.damaged("'" + path + "' has layout " + kind);
    };
  }

  private static Storage compact(LittleEndianReader layout, String path, long length) {
    byte[] bytes = layout.bytes(layout.u16());
    if (bytes.length < length) {
      throw shorter(layout.file(), path, length, bytes.length);
    }
    return (start, target) -> target.put(bytes, (int) start, target.remaining());
  }

  private static Storage contiguous(LittleEndianReader layout, String path, long length) {
    FileBytes file = layout.file();
    long address = layout.u64();
    long stored = layout.u64();
    if (address == FileBytes.UNDEFINED || stored < length) {
      throw shorter(file, path, length, address == FileBytes.UNDEFINED ? 0 : stored);
    }
    file.check(address, length);
    return (start, target) -> file.read(address + start, target);
  }

  private static ThoraxException shorter(FileBytes file, String path, long expected, long found) {
    return file.damaged("'%s' should have %d bytes and has %d".formatted(path, expected, found));
  }
}
