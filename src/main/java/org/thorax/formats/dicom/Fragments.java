package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The fragments of compressed pixel data. */
final class Fragments {
  private final List<ByteBuffer> pieces = new ArrayList<>();
  private int size;

  void add(ByteBuffer piece) {
    pieces.add(piece);
    size += piece.remaining();
  }

  /** All fragments joined; never larger than the file. */
  byte[] joined() {
    ByteBuffer all = ByteBuffer.allocate(size);
    pieces.forEach(piece -> all.put(piece.duplicate()));
    return all.array();
  }
}
