package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * Reads the elements of a file one after the other (DICOM PS3.5, section 7). Copies nothing: values
 * are views of the file's bytes.
 */
final class DicomDataSetReader {
  private static final int PREAMBLE = 128;
  private static final int META_GROUP = 0x0002;
  private static final int IMAGE_GROUP = 0x0028;

  /** Of a deflated file, what its elements may take beside the pixels. */
  private static final long BESIDE_PIXELS = 1 << 24;

  private static final int ITEM = 0xfffee000;
  private static final int ITEM_END = 0xfffee00d;
  private static final int SEQUENCE_END = 0xfffee0dd;
  private static final long UNDEFINED = 0xffffffffL;
  private static final int DEEPEST = 16;

  /** Value representations whose length has four bytes. */
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  /** Value representations that may have fragments, as compressed pixels do. */
  private static final Set<String> PIECES = Set.of("OB", "OW");

  private final ByteBuffer in;
  private final String name;
  private boolean explicit = true;
  private boolean pixelWords;

  private DicomDataSetReader(ByteBuffer file, String name) {
    in = file.order(ByteOrder.LITTLE_ENDIAN);
    this.name = name;
  }

  /**
   * The pixel data of a file and their description.
   *
   * @param syntax how the rest is written
   * @param elements of the file itself, of the group 0028, and those that say whose film it is; the
   *     pixel data unless they are fragments
   * @param fragments the pixel data's pieces behind the offset table, when they are in pieces
   * @param pixelWords whether the pixel data are written as words, not bytes
   */
  record Content(
      TransferSyntax syntax, DicomDataSet elements, Fragments fragments, boolean pixelWords) {}

  static boolean isDicom(byte[] file) {
    return file.length >= PREAMBLE + 4
        && new String(file, PREAMBLE, 4, StandardCharsets.ISO_8859_1).equals("DICM");
  }

  /**
   * Reads a file up to its pixel data.
   *
   * @param maxPixels of a deflated file no more is inflated than so many pixels may take
   * @throws ThoraxException naming the file when it is damaged or of an unknown syntax
   */
  static Content read(byte[] file, String name, long maxPixels) {
    DicomDataSetReader outer = new DicomDataSetReader(ByteBuffer.wrap(file), name);
    outer.in.position(PREAMBLE + 4);
    DicomDataSet elements = new DicomDataSet();
    TransferSyntax syntax = outer.meta(elements);
    DicomDataSetReader reader =
        syntax == TransferSyntax.DEFLATED ? outer.inflated(2 * maxPixels + BESIDE_PIXELS) : outer;
    reader.explicit = syntax.explicit();
    reader.in.order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Fragments fragments = new Fragments();
    while (reader.in.hasRemaining() && reader.element(elements, fragments, 0)) {
      // The pixel data end it.
    }
    return new Content(syntax, elements, fragments, reader.pixelWords);
  }

  /**
   * Reads the elements before the pixel data of a file, or of its begin.
   *
   * @throws ThoraxException naming the file when it is damaged, cut off before, or of an unknown
   *     syntax
   */
  static DicomDataSet header(byte[] file, String name) {
    DicomDataSetReader outer = new DicomDataSetReader(ByteBuffer.wrap(file), name);
    outer.in.position(PREAMBLE + 4);
    DicomDataSet elements = new DicomDataSet();
    TransferSyntax syntax = outer.meta(elements);
    DicomDataSetReader reader =
        syntax == TransferSyntax.DEFLATED
            ? outer.inflated(2 * DicomImage.MAX_PIXELS + BESIDE_PIXELS)
            : outer;
    reader.explicit = syntax.explicit();
    reader.in.order(syntax.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    while (reader.in.remaining() >= 2
        && (reader.in.getShort(reader.in.position()) & 0xffff) <= IMAGE_GROUP) {
      reader.element(elements, new Fragments(), 0);
    }
    return elements;
  }

  private DicomDataSetReader inflated(long most) {
    try {
      return new DicomDataSetReader(ByteBuffer.wrap(InflatedElements.of(in, most)), name);
    } catch (IllegalArgumentException e) {
      throw fault(e.getMessage());
    }
  }

  /** What kind of object a file says it holds; empty when it does not say so at its begin. */
  static Optional<String> sopClass(byte[] begin) {
    DicomDataSetReader reader = new DicomDataSetReader(ByteBuffer.wrap(begin), "");
    reader.in.position(PREAMBLE + 4);
    DicomDataSet meta = new DicomDataSet();
    try {
      reader.readMeta(meta);
    } catch (ThoraxException e) {
      // Truncated; what was read before is valid.
    }
    return meta.text(Tags.FILE_SOP_CLASS);
  }

  private void readMeta(DicomDataSet meta) {
    while (in.remaining() >= 2 && in.getShort(in.position()) == META_GROUP) {
      element(meta, new Fragments(), 0);
    }
  }

  /** The file's own elements, always explicit and little endian. */
  private TransferSyntax meta(DicomDataSet meta) {
    readMeta(meta);
    String uid = meta.text(Tags.TRANSFER_SYNTAX).orElseThrow(() -> fault("no transfer syntax"));
    return TransferSyntax.of(uid, name);
  }

  /** Reads an element; false if it was the image's pixel data or the end of an item. */
  private boolean element(DicomDataSet into, Fragments fragments, int depth) {
    int start = in.position();
    int tag = tag();
    if (tag == ITEM_END || tag == SEQUENCE_END) {
      return delimiter(tag, start, depth);
    }
    String representation = explicit ? representation(start) : "";
    long length = !explicit || LONG.contains(representation) ? length() : shortLength();
    // A thumbnail in a sequence has pixel data, too; only pixel data outside of all items are the
    // image's.
    boolean film = tag == Tags.PIXEL_DATA && depth == 0;
    boolean inPieces = tag == Tags.PIXEL_DATA || PIECES.contains(representation);
    if (length == UNDEFINED && inPieces) {
      fragments(film ? fragments : new Fragments());
    } else if (length == UNDEFINED || representation.equals("SQ") || isLookUp(tag)) {
      sequence(into, tag, length, depth);
    } else {
      ByteBuffer value = slice(length);
      pixelWords = representation.equals("OW");
      int group = tag >>> 16;
      if (group == IMAGE_GROUP || group == META_GROUP || film || Tags.isOfTheFilm(tag)) {
        into.put(tag, value);
      }
    }
    return !film;
  }

  /**
   * Ends an item; the delimiter of its sequence is read again there, and is ignored between
   * elements.
   */
  private boolean delimiter(int tag, int start, int depth) {
    if (tag == SEQUENCE_END && depth > 0) {
      in.position(start);
    } else {
      length();
    }
    return depth == 0;
  }

  /** In implicit files, only the tag identifies a sequence. */
  private static boolean isLookUp(int tag) {
    return tag == Tags.VOI_LUT || tag == Tags.MODALITY_LUT;
  }

  private void sequence(DicomDataSet into, int tag, long length, int depth) {
    if (depth == DEEPEST) {
      throw fault("sequences more than " + DEEPEST + " deep");
    }
    boolean outer = explicit;
    int end = end(length);
    while (in.position() < end) {
      int start = in.position();
      int found = tag();
      long itemLength = length();
      if (found == SEQUENCE_END) {
        break;
      }
      if (found != ITEM) {
        throw fault("no item at byte " + start);
      }
      // Items of unknown representation are implicit (PS3.5, section 6.2.2), and so is their
      // content.
      explicit = outer && showsRepresentation();
      into.putItem(tag, item(itemLength, depth + 1));
      explicit = outer;
    }
    skipTo(end, length);
  }

  private DicomDataSet item(long length, int depth) {
    DicomDataSet item = new DicomDataSet();
    int end = end(length);
    while (in.position() < end && element(item, new Fragments(), depth)) {
      // The item ends after its length or at its delimiter.
    }
    skipTo(end, length);
    return item;
  }

  /** Whether the next element has letters in the place of an explicit value representation. */
  private boolean showsRepresentation() {
    int at = in.position() + 4;
    return at + 2 <= in.limit() && isLetter(in.get(at)) && isLetter(in.get(at + 1));
  }

  private static boolean isLetter(byte value) {
    return value >= 'A' && value <= 'Z';
  }

  /** An element of known length ends there, even if a delimiter came before. */
  private void skipTo(int end, long length) {
    if (length != UNDEFINED && in.position() < end) {
      in.position(end);
    }
  }

  /** The fragments of compressed pixel data; the first is a table of offsets (PS3.5, annex A.4). */
  private void fragments(Fragments into) {
    boolean table = true;
    while (true) {
      int start = in.position();
      int tag = tag();
      long length = length();
      if (tag == SEQUENCE_END) {
        return;
      }
      if (tag != ITEM) {
        throw fault("no fragment at byte " + start);
      }
      ByteBuffer piece = slice(length);
      if (!table) {
        into.add(piece);
      }
      table = false;
    }
  }

  private int tag() {
    need(4);
    int group = in.getShort() & 0xffff;
    return group << 16 | (in.getShort() & 0xffff);
  }

  private String representation(int start) {
    need(2);
    byte first = in.get();
    byte second = in.get();
    if (!isLetter(first) || !isLetter(second)) {
      throw fault("no value representation at byte " + start);
    }
    String found = "" + (char) first + (char) second;
    if (LONG.contains(found)) {
      need(2);
      in.getShort();
    }
    return found;
  }

  private long length() {
    need(4);
    return in.getInt() & UNDEFINED;
  }

  private long shortLength() {
    need(2);
    return in.getShort() & 0xffff;
  }

  /** The latest end of an element of this length, which may be undefined. */
  private int end(long length) {
    return length == UNDEFINED ? in.limit() : in.position() + checked(length);
  }

  private int checked(long length) {
    if (length > in.remaining()) {
      throw fault(
          String.format(
              "%d bytes claimed at byte %d, %d left", length, in.position(), in.remaining()));
    }
    return (int) length;
  }

  private ByteBuffer slice(long length) {
    ByteBuffer value = in.slice().order(in.order()).limit(checked(length));
    in.position(in.position() + (int) length);
    return value;
  }

  private void need(int bytes) {
    if (in.remaining() < bytes) {
      throw fault("an element cut off at byte " + in.position());
    }
  }

  private ThoraxException fault(String what) {
    return new FileException(
        "Cannot read the DICOM file " + name + ": found " + what + "; it is damaged or cut off.");
  }
}
