package org.thorax.formats.jpeg2000;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A rectangle of a subband and what packets bring for it (ITU T.800, annex B.7). */
final class CodeBlock {
  private static final int FIRST_LENGTH_BITS = 3;

  private final Area area;
  private final List<Segment> segments = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int planes;
  private int passes;
  private int lengthBits = FIRST_LENGTH_BITS;

  /** Passes that one run of the decoder reads, and their bytes. */
  record Segment(int passes, int length) {}

  CodeBlock(Area area) {
    this.area = area;
  }

  Area area() {
    return area;
  }

  int width() {
    return area.width();
  }

  int height() {
    return area.height();
  }

  boolean isIncluded() {
    return passes > 0;
  }

  /** Bit-planes that are coded. */
  int planes() {
    return planes;
  }

  void planes(int coded) {
    planes = coded;
  }

  int passes() {
    return passes;
  }

  int lengthBits() {
    return lengthBits;
  }

  void addLengthBits(int more) {
    lengthBits += more;
  }

  /** The segment that is not complete yet goes on, unless a new one begins. */
  void add(int morePasses, int length, boolean begins) {
    if (begins) {
      segments.add(new Segment(morePasses, length));
    } else {
      Segment last = segments.remove(segments.size() - 1);
      segments.add(new Segment(last.passes() + morePasses, last.length() + length));
    }
    passes += morePasses;
  }

  /** Bytes that belong to the segments, in their order. */
  void append(byte[] from, int at, int length) {
    data.write(from, at, length);
  }

  List<Segment> segments() {
    return segments;
  }

  byte[] data() {
    return data.toByteArray();
  }
}
