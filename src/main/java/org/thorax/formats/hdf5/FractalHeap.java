package org.thorax.formats.hdf5;

import java.math.BigInteger;

/** A heap of blocks with doubling sizes (format specification III.G), without filters. */
final class FractalHeap {
  private final FileBytes file;
  private final int idSize;
  private final int offsetSize;
  private final int lengthSize;
  private final int width;
  private final long startSize;
  private final long largestDirect;
  private final long root;
  private final int rootRows;

  private FractalHeap(LittleEndianReader header) {
    file = header.file();
    header.signature("FRHP");
    header.version("fractal heap", 0);
    idSize = header.u16();
    int filters = header.u16();
    long largestManaged = header.skip(1).u32();
    width = header.skip(12 * 8).u16();
    startSize = header.u64();
    largestDirect = header.u64();
    int bits = header.u16();
    root = header.skip(2).u64();
    rootRows = header.u16();
    offsetSize = (bits + 7) / 8;
    lengthSize =
        Math.min((log2(largestDirect) + 7) / 8, NameIndex.bytesFor(Math.max(1, largestManaged)));
    boolean sound =
        powerOfTwo(startSize)
            && powerOfTwo(largestDirect)
            && powerOfTwo(width)
            && largestDirect >= startSize
            && largestDirect <= 1L << 32
            && bits <= 64
            && filters == 0;
    if (!sound) {
      throw file.refused("a fractal heap with filters or impossible sizes", "run h5repack on it");
    }
  }

  static FractalHeap read(FileBytes file, long address) {
    return new FractalHeap(file.fields(address, 146).checksummed());
  }

  int idSize() {
    return idSize;
  }

  /** The object with this heap ID. */
  LittleEndianReader object(LittleEndianReader id) {
    int flags = id.u8();
    return switch (flags >> 4 & 3) {
      case 0 -> {
        long offset = id.unsigned(offsetSize);
        long length = id.unsigned(lengthSize);
        yield file.fields(
            rootRows == 0 ? plus(root, offset) : find(root, 0, rootRows, offset, 0), length);
      }
      case 2 -> id.part((flags & 0x0F) + 1);
      default -> throw file.refused("an attribute of more than 64 KiB", "save it with Keras");
    };
  }

  /**
   * The file address of heap offset {@code offset} in the indirect block at {@code address}, whose
   * first byte has the heap offset {@code start}.
   */
  private long find(long address, long start, int rows, long offset, int depth) {
    long rowStart = start;
    for (int row = 0; row < rows && row < 64; row++) {
      long blockSize = row == 0 ? startSize : startSize << (row - 1);
      long within = offset - rowStart;
      if (blockSize <= 0 || within < 0 || depth > 32) {
        break;
      }
      if (BigInteger.valueOf(blockSize).multiply(BigInteger.valueOf(width)).bitLength() > 62) {
        break;
      }
      if (within < blockSize * width) {
        long column = within / blockSize;
        long entry = address + 13 + offsetSize + 8 * ((long) row * width + column);
        long block = file.fields(entry, 8).u64();
        return blockSize <= largestDirect
            ? plus(block, within % blockSize)
            : find(block, rowStart + column * blockSize, rowsOf(blockSize), offset, depth + 1);
      }
      rowStart += blockSize * width;
    }
    throw file.damaged("a heap without the offset " + offset);
  }

  private int rowsOf(long blockSize) {
    return log2(blockSize) - log2(startSize * width) + 1;
  }

  private long plus(long address, long offset) {
    file.check(address, offset < 0 ? -1 : 0);
    file.check(address, offset);
    return address + offset;
  }

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, value));
  }

  private static boolean powerOfTwo(long value) {
    return value > 0 && Long.bitCount(value) == 1;
  }
}
