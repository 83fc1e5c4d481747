package org.thorax.formats.hdf5;

import java.util.ArrayList;
import java.util.List;

/** All records of a version 2 B-tree in order (format specification III.A.2). */
final class NameIndex {
  private static final int PREFIX_AND_CHECKSUM = 10;

  private final FileBytes file;
  private final int nodeSize;
  private final int recordSize;
  private final List<LittleEndianReader> records = new ArrayList<>();

  private NameIndex(FileBytes file, int nodeSize, int recordSize) {
    this.file = file;
    this.nodeSize = nodeSize;
    this.recordSize = recordSize;
  }

  static List<LittleEndianReader> read(FileBytes file, long address) {
    LittleEndianReader header = file.fields(address, 38).checksummed();
    header.signature("BTHD");
    header.version("B-tree", 0);
    long nodeSize = header.skip(1).u32();
    int recordSize = header.u16();
    int depth = header.u16();
    long root = header.skip(2).u64();
    int rootRecords = header.u16();
    if (nodeSize > 1 << 20 || recordSize == 0 || nodeSize < recordSize + 2 * PREFIX_AND_CHECKSUM) {
      throw file.damaged("an index with nodes of %d bytes".formatted(nodeSize));
    }
    NameIndex index = new NameIndex(file, (int) nodeSize, recordSize);
    if (rootRecords > 0) {
      index.readNode(root, rootRecords, depth);
    }
    return index.records;
  }

  private void readNode(long address, int count, int depth) {
    if (depth > 8) {
      throw file.damaged("an index of depth " + depth);
    }
    int pointerSize = depth == 0 ? 0 : 8 + countSize() + totalSize(depth - 1);
    long length =
        PREFIX_AND_CHECKSUM
            + (long) count * recordSize
            + (depth == 0 ? 0 : (count + 1L) * pointerSize);
    LittleEndianReader node = file.fields(address, length).checksummed();
    node.signature(depth == 0 ? "BTLF" : "BTIN");
    node.skip(2);
    LittleEndianReader here = node.part((long) count * recordSize);
    for (int i = 0; i < count; i++) {
      records.add(here.part(recordSize));
    }
    for (int i = 0; depth > 0 && i <= count; i++) {
      LittleEndianReader pointer = node.part(pointerSize);
      readNode(pointer.u64(), (int) pointer.unsigned(countSize()), depth - 1);
    }
  }

  /** Bytes of a number of records in one node. */
  private int countSize() {
    return bytesFor(maxRecords(0));
  }

  /** Bytes of the number of records below a node of that depth; none for a leaf. */
  private int totalSize(int depth) {
    return depth == 0 ? 0 : bytesFor(maxBelow(depth));
  }

  private long maxRecords(int depth) {
    int pointer = depth == 0 ? 0 : 8 + countSize() + totalSize(depth - 1);
    return Math.max(1, (nodeSize - PREFIX_AND_CHECKSUM - pointer) / (recordSize + pointer));
  }

  private long maxBelow(int depth) {
    long here = maxRecords(depth);
    return depth == 0 ? here : (here + 1) * maxBelow(depth - 1) + here;
  }

  static int bytesFor(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }
}
