package org.thorax.formats.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A chunked data set, possibly compressed; assembled in memory on first use. */
final class Chunks implements Storage {
  private static final long SMALL = 64L << 20;
  private static final long MAX_COMPRESSION = 100;

  private record Chunk(long address, long size, long filterMask, List<Long> offset) {}

  private final FileBytes file;
  private final String path;
  private final Filters filters;
  private final int[] shape;
  private final int[] chunkShape;
  private final int elementSize;
  private final List<Chunk> chunks = new ArrayList<>();
  private byte[] values;

  private Chunks(
      ObjectHeader header, String path, Dataspace space, int elementSize, int[] chunkShape) {
    this.file = header.file();
    this.path = path;
    this.filters = Filters.read(header, elementSize);
    this.shape = space.shape().stream().mapToInt(Math::toIntExact).toArray();
    this.chunkShape = chunkShape;
    this.elementSize = elementSize;
  }

  static Storage read(
      ObjectHeader header,
      LittleEndianReader layout,
      int version,
      String path,
      Dataspace space,
      int elementSize) {
    FileBytes file = header.file();
    if (version == 4) {
      throw file.refused(
          "'" + path + "' is in chunks of HDF5's newest form",
          "run h5repack -l CONTI on it, or save the model with Keras");
    }
    int rank = layout.u8() - 1;
    long tree = layout.u64();
    int[] chunkShape = new int[Math.max(0, rank)];
    long chunkBytes = elementSize;
    for (int i = 0; i < rank; i++) {
      long size = layout.u32();
      chunkBytes = size == 0 || chunkBytes > (1 << 30) / size ? -1 : chunkBytes * size;
      if (chunkBytes <= 0) {
        throw file.damaged("'" + path + "' has chunks of impossible size");
      }
      chunkShape[i] = (int) size;
    }
    if (rank != space.shape().size() || rank < 1) {
      throw file.damaged("'" + path + "' has chunks of another rank");
    }
    Chunks chunks = new Chunks(header, path, space, elementSize, chunkShape);
    chunks.readTree(tree, -1);
    chunks.checkSizes(space.count() * elementSize, chunkBytes);
    return chunks;
  }

  @Override
  public void read(long start, ByteBuffer target) {
    if (values == null) {
      values =
          new byte
              [Math.multiplyExact(
                  Arrays.stream(shape).reduce(1, Math::multiplyExact), elementSize)];
      chunks.forEach(this::place);
    }
    target.put(values, (int) start, target.remaining());
  }

  /** Version 1 B-tree of type 1 (format specification III.A.1). */
  private void readTree(long address, int expectedLevel) {
    LittleEndianReader node = file.fields(address, 24);
    node.signature("TREE");
    int type = node.u8();
    int level = node.u8();
    int entries = node.u16();
    if (type != 1 || (expectedLevel >= 0 && level != expectedLevel)) {
      throw file.damaged("a tree of chunks of type %d and level %d".formatted(type, level));
    }
    int keySize = 8 + 8 * (shape.length + 1);
    LittleEndianReader children = file.fields(address + 24, (keySize + 8L) * entries);
    for (int i = 0; i < entries; i++) {
      long size = children.u32();
      long filterMask = children.u32();
      List<Long> offset = Stream.generate(children::u64).limit(shape.length).toList();
      long child = children.skip(8).u64();
      if (level > 0) {
        readTree(child, level - 1);
      } else {
        file.check(child, size);
        chunks.add(new Chunk(child, size, filterMask, offset));
      }
    }
  }

  /**
   * Nothing is allocated for missing values: all chunks must exist, and their compression must be
   * plausible.
   */
  private void checkSizes(long length, long chunkBytes) {
    long expected = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      expected *= (shape[axis] + (long) chunkShape[axis] - 1) / chunkShape[axis];
    }
    long stored = chunks.stream().mapToLong(Chunk::size).sum();
    if (chunks.size() != expected) {
      throw file.damaged("'%s' has %d of %d chunks".formatted(path, chunks.size(), expected));
    }
    long unpacked =
        Math.max(
            length,
            expected > Long.MAX_VALUE / chunkBytes ? Long.MAX_VALUE : expected * chunkBytes);
    if (unpacked > SMALL && unpacked / MAX_COMPRESSION > stored) {
      throw file.refused(
          "'%s' unfolds %d bytes to %d".formatted(path, stored, unpacked),
          "no weights are that uniform; save the model without compression");
    }
  }

  private void place(Chunk chunk) {
    int size = Arrays.stream(chunkShape).reduce(elementSize, Math::multiplyExact);
    ByteBuffer stored = ByteBuffer.allocate((int) chunk.size);
    file.read(chunk.address, stored);
    byte[] block = filters.undo(stored.array(), chunk.filterMask, size, file);
    for (int axis = 0; axis < shape.length; axis++) {
      long offset = chunk.offset.get(axis);
      if (offset < 0 || offset >= shape[axis] || offset % chunkShape[axis] != 0) {
        throw file.damaged("'" + path + "' has a chunk outside of itself");
      }
    }
    copy(block, chunk.offset, 0, 0, 0);
  }

  /** Copies row by row; rows of the chunk beyond the data set's end are padding. */
  private void copy(byte[] block, List<Long> offset, int axis, int from, int to) {
    int start = offset.get(axis).intValue();
    int count = Math.min(chunkShape[axis], shape[axis] - start);
    if (axis == shape.length - 1) {
      System.arraycopy(
          block,
          from * chunkShape[axis] * elementSize,
          values,
          (to * shape[axis] + start) * elementSize,
          count * elementSize);
      return;
    }
    for (int i = 0; i < count; i++) {
      copy(block, offset, axis + 1, from * chunkShape[axis] + i, to * shape[axis] + start + i);
    }
  }
}
