package org.thorax.formats.jpeg2000;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A codestream with one component (ITU T.800, annex A), alone or in a JP2 file. */
public final class GreyCodestream {
  private static final int START = 0xff4f;
  private static final int SIZES = 0xff51;
  private static final int TILE_PART = 0xff90;
  private static final int DATA = 0xff93;
  private static final int END = 0xffd9;
  private static final int TILE_PART_HEADER = 14;
  private static final int MOST = 1 << 30;

  /** One sample for each place of the grid, across and along. */
  private static final int SPACING = 0x0101;

  /** The length and name of a JP2 file's first box (annex I). */
  private static final long JP2 = 0x0000000c6a502020L;

  private static final int CODESTREAM_BOX = 0x6a703263;

  /** Samples of an even image that a byte can stand for, with room. */
  private static final long MAX_SAMPLES_PER_BYTE = 8192;

  private final byte[] file;
  private final ByteBuffer in;
  private final Area area;
  private final Area firstTile;
  private final int precision;
  private final boolean signed;
  private final Parameters parameters = new Parameters();

  private GreyCodestream(byte[] file, ByteBuffer in) {
    this.file = file;
    this.in = in;
    int start = in.getShort() & 0xffff;
    int sizes = in.getShort() & 0xffff;
    if (start != START || sizes != SIZES) {
      throw new IllegalArgumentException("compressed pixels that are no JPEG 2000");
    }
    int end = in.position() + (in.getShort() & 0xffff);
    in.getShort();
    int right = size();
    int bottom = size();
    area = new Area(size(), size(), right, bottom);
    int width = size();
    int height = size();
    int left = size();
    int top = size();
    firstTile = new Area(left, top, left + width, top + height);
    int components = in.getShort() & 0xffff;
    int depth = in.get() & 0xff;
    int spacing = in.getShort();
    signed = depth >= 0x80;
    precision = (depth & 0x7f) + 1;
    if (components != 1 || precision > 16 || spacing != SPACING) {
      throw new IllegalArgumentException(
          String.format(
              "JPEG 2000 of %d components, the first of %d bits (one of up to 16 is read)",
              components, precision));
    }
    boolean begins = left <= area.left() && top <= area.top();
    if (end > in.limit()) {
      throw new IllegalArgumentException("JPEG 2000 that is cut off");
    }
    if (area.isEmpty() || !begins || !reaches()) {
      throw new IllegalArgumentException("JPEG 2000 with tiles beside the image");
    }
    in.position(end);
  }

  private boolean reaches() {
    return firstTile.right() > area.left() && firstTile.bottom() > area.top();
  }

  private int size() {
    int size = in.getInt();
    if (size < 0 || size > MOST) {
      throw new IllegalArgumentException("JPEG 2000 with a size of " + (size & 0xffffffffL));
    }
    return size;
  }

  /**
   * Reads the sizes.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static GreyCodestream of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    try {
      if (file.length >= 12 && in.getLong(0) == JP2) {
        skipBoxes(in);
      }
      return new GreyCodestream(file, in);
    } catch (BufferUnderflowException e) {
      throw cutOff(e);
    }
  }

  private static void skipBoxes(ByteBuffer in) {
    while (true) {
      int length = in.getInt();
      if (in.getInt() == CODESTREAM_BOX) {
        return;
      }
      if (length < 8 || length - 8 > in.remaining()) {
        throw new IllegalArgumentException("a JP2 file without a codestream");
      }
      in.position(in.position() + length - 8);
    }
  }

  Area area() {
    return area;
  }

  boolean signed() {
    return signed;
  }

  /** Columns, at least 1. */
  public int width() {
    return area.width();
  }

  /** Rows, at least 1. */
  public int height() {
    return area.height();
  }

  /** Bits of a sample, 1 to 16. */
  public int precision() {
    return precision;
  }

  /**
   * Decodes the samples, row by row, signed where the codestream says so. To be called once.
   *
   * @throws IllegalArgumentException saying what is wrong: damaged, cut off, or of a rare kind
   */
  public int[] samples() {
    if ((long) width() * height() > MAX_SAMPLES_PER_BYTE * file.length) {
      throw new IllegalArgumentException(
          String.format(
              "%d bytes of JPEG 2000 for %d x %d pixels", file.length, width(), height()));
    }
    try {
      return decode();
    } catch (BufferUnderflowException e) {
      throw cutOff(e);
    }
  }

  private int[] decode() {
    int marker = segments(parameters, TILE_PART);
    List<Tile> tiles = tiles();
    boolean open = false;
    while (marker == TILE_PART) {
      tilePart(tiles);
      open = in.remaining() < 2;
      marker = open ? END : in.getShort() & 0xffff;
    }
    if (marker != END) {
      throw new IllegalArgumentException("no JPEG 2000 tile at byte " + in.position());
    }
    // Without the marker of the end, every packet has to be there.
    boolean closed = !open;
    int[] image = new int[width() * height()];
    Budget budget = new Budget(file.length);
    tiles.forEach(tile -> tile.decode(image, this, closed, budget));
    return image;
  }

  /** Reads segments up to a marker, which it takes and gives. */
  private int segments(Parameters into, int last) {
    while (true) {
      int marker = in.getShort() & 0xffff;
      if (marker == last) {
        return marker;
      }
      int length = in.getShort() & 0xffff;
      if (marker < 0xff00 || length < 2 || length - 2 > in.remaining()) {
        throw new IllegalArgumentException("no JPEG 2000 segment at byte " + in.position());
      }
      ByteBuffer content = in.slice().limit(length - 2);
      into.segment(marker, content);
      in.position(in.position() + length - 2);
    }
  }

  private List<Tile> tiles() {
    int width = firstTile.width();
    int height = firstTile.height();
    long across = ((long) area.right() - firstTile.left() + width - 1) / width;
    long along = ((long) area.bottom() - firstTile.top() + height - 1) / height;
    if (across * along * TILE_PART_HEADER > file.length) {
      throw new IllegalArgumentException(
          String.format("JPEG 2000 of %d tiles in %d bytes", across * along, file.length));
    }
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < across * along; i++) {
      int left = firstTile.left() + i % (int) across * width;
      int top = firstTile.top() + i / (int) across * height;
      Area tile = new Area(left, top, left + width, top + height);
      tiles.add(new Tile(tile.common(area), parameters.ofTile()));
    }
    return tiles;
  }

  /** Reads a part behind its marker (annex A.4.2). */
  private void tilePart(List<Tile> tiles) {
    int begin = in.position() - 2;
    in.getShort();
    int number = in.getShort() & 0xffff;
    long length = in.getInt() & 0xffffffffL;
    in.getShort();
    if (number >= tiles.size()) {
      throw new IllegalArgumentException("JPEG 2000 with a tile of number " + number);
    }
    Tile tile = tiles.get(number);
    segments(tile.parameters(), DATA);
    // Without a length it is the last and goes to the marker of the end.
    long end = length == 0 ? Math.max(in.position(), lastMarker()) : begin + length;
    if (end < in.position() || end > in.limit()) {
      throw new IllegalArgumentException("JPEG 2000 pixels that are cut off");
    }
    tile.append(file, in.position(), (int) end);
    in.position((int) end);
  }

  /** Where the file's end is marked, which one byte of fill may follow; its length if nowhere. */
  private int lastMarker() {
    for (int at = file.length - 2; at >= Math.max(0, file.length - 3); at--) {
      if ((in.getShort(at) & 0xffff) == END) {
        return at;
      }
    }
    return file.length;
  }

  private static IllegalArgumentException cutOff(BufferUnderflowException cause) {
    return new IllegalArgumentException("JPEG 2000 that is cut off", cause);
  }
}
