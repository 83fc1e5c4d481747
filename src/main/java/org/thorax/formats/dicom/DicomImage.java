package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.jpeg2000.GreyCodestream;

/** The grey radiograph in a DICOM file, before its pixels are decoded. */
public final class DicomImage {
  /** No radiograph is larger. */
  static final long MAX_PIXELS = 100_000_000;

  private final String name;
  private final DicomDataSetReader.Content content;
  private final int columns;
  private final int rows;
  private final PixelFormat format;
  private final GreyScale scale;

  private DicomImage(DicomDataSetReader.Content content, String name) {
    this.name = name;
    this.content = content;
    DicomDataSet elements = content.elements();
    columns = required(elements.number(Tags.COLUMNS), "columns");
    rows = required(elements.number(Tags.ROWS), "rows");
    if (columns == 0 || rows == 0) {
      throw new IllegalArgumentException("an image of " + columns + " x " + rows + " pixels");
    }
    int samples = elements.number(Tags.SAMPLES_PER_PIXEL).orElse(1);
    String photometric = elements.text(Tags.PHOTOMETRIC_INTERPRETATION).orElse("none");
    if (samples != 1 || !photometric.matches("MONOCHROME[12]")) {
      throw new IllegalArgumentException(
          samples + " samples a pixel, " + photometric + " (grey is read: MONOCHROME1 or 2)");
    }
    int stored = required(elements.number(Tags.BITS_STORED), "bits stored");
    format =
        new PixelFormat(
            required(elements.number(Tags.BITS_ALLOCATED), "bits allocated"),
            stored,
            elements.number(Tags.HIGH_BIT).orElse(stored - 1),
            elements.number(Tags.PIXEL_REPRESENTATION).orElse(0) == 1);
    scale = GreyScale.of(elements, format, photometric.equals("MONOCHROME1"));
  }

  /** Whether a file begins as DICOM files do. */
  public static boolean isDicom(byte[] file) {
    return DicomDataSetReader.isDicom(file);
  }

  /**
   * Whether a DICOM file declares that it is not an image: a CD's directory, a report, a
   * presentation state.
   *
   * @param begin its first few thousand bytes
   */
  public static boolean saysNoImage(byte[] begin) {
    return isDicom(begin) && DicomDataSetReader.sopClass(begin).flatMap(ObjectKind::of).isPresent();
  }

  /**
   * Reads everything except the pixels.
   *
   * @param name what errors call the file
   * @param maxPixels that are wanted at most; bounds what is inflated, not the film's size
   * @throws ThoraxException naming the file when it is damaged, holds no single grey image, or is
   *     written in a transfer syntax that is not read
   */
  public static DicomImage read(byte[] file, String name, long maxPixels) {
    DicomDataSetReader.Content content = DicomDataSetReader.read(file, name, maxPixels);
    DicomDataSet elements = content.elements();
    String sopClass = sopClass(elements).orElse("");
    Optional<ObjectKind> other = ObjectKind.of(sopClass);
    if (other.isPresent()) {
      throw other.get().refused(name, sopClass);
    }
    content.syntax().requireReadablePixels(name);
    try {
      requireOneFrame(elements, name);
      return new DicomImage(content, name);
    } catch (IllegalArgumentException e) {
      throw unusable(name, e.getMessage(), e);
    }
  }

  static Optional<String> sopClass(DicomDataSet elements) {
    return elements.text(Tags.SOP_CLASS).or(() -> elements.text(Tags.FILE_SOP_CLASS));
  }

  private static void requireOneFrame(DicomDataSet elements, String name) {
    double frames = elements.decimal(Tags.NUMBER_OF_FRAMES).orElse(1);
    if (frames != 1) {
      throw new FileException(
          String.format(
              "The DICOM file %s is a multi-frame film (%s): it holds %.0f frames, and one is read;"
                  + " export the wanted frame as a file of its own.",
              name, SopClass.words(sopClass(elements).orElse("none")), frames));
    }
  }

  /** Whose film it is and how it was taken. */
  public DicomHeader header() {
    return DicomHeader.of(content.elements());
  }

  /** Columns, 1 to 65,535, as the file claims. */
  public int columns() {
    return columns;
  }

  /** Rows, 1 to 65,535, as the file claims. */
  public int rows() {
    return rows;
  }

  /**
   * The 8-bit JPEG file within, which is then to be decoded and given to {@link #stored(int[],
   * int)}.
   */
  public Optional<byte[]> jpeg() {
    if (content.syntax().coding() != TransferSyntax.Coding.JPEG) {
      return Optional.empty();
    }
    if (format.stored() != 8 || format.signed()) {
      throw unusable(name, "JPEG Baseline that is not of 8 unsigned bits", null);
    }
    return Optional.of(compressed());
  }

  private byte[] compressed() {
    byte[] file = content.fragments().joined();
    if (file.length == 0) {
      throw unusable(name, "no pixel data", null);
    }
    return file;
  }

  /**
   * The stored pixels, row by row.
   *
   * @throws ThoraxException when the file has fewer than it claims, or damaged ones
   * @throws IllegalStateException when there is a {@link #jpeg()} instead
   */
  public int[] stored() {
    if ((long) columns * rows > MAX_PIXELS) {
      throw unusable(name, "a claim of " + columns + " x " + rows + " pixels", null);
    }
    try {
      return switch (content.syntax().coding()) {
        case NONE -> uncompressed();
        case RLE -> {
          ByteBuffer data = RleFrame.decode(compressed(), columns * rows, format.bytes());
          yield format.read(data, columns * rows, false);
        }
        case JPEG_EXTENDED, JPEG_LOSSLESS -> jpegSamples(compressed());
        case JPEG_2000 -> {
          GreyCodestream codestream = GreyCodestream.of(compressed());
          requireSize("JPEG 2000", codestream.width(), codestream.height());
          yield stored(codestream.samples(), codestream.precision());
        }
        default -> throw new IllegalStateException("pixels that are decoded elsewhere");
      };
    } catch (IllegalArgumentException e) {
      throw unusable(name, e.getMessage(), e);
    }
  }

  private int[] jpegSamples(byte[] file) {
    JpegHeader header = JpegHeader.of(file);
    requireSize("JPEG", header.width(), header.height());
    boolean lossless = content.syntax().coding() == TransferSyntax.Coding.JPEG_LOSSLESS;
    int[] samples =
        lossless ? LosslessJpeg.decode(header, file) : ExtendedJpeg.decode(header, file);
    return stored(samples, header.precision());
  }

  private void requireSize(String what, int width, int height) {
    if (width != columns || height != rows) {
      throw new IllegalArgumentException(
          String.format(
              "a %s of %d x %d pixels where %d x %d are claimed",
              what, width, height, columns, rows));
    }
  }

  private int[] uncompressed() {
    ByteBuffer data =
        content
            .elements()
            .bytes(Tags.PIXEL_DATA)
            .orElseThrow(() -> unusable(name, "no pixel data", null));
    long needed = (long) columns * rows * format.bytes();
    if (data.remaining() < needed) {
      throw unusable(name, data.remaining() + " bytes of pixels where it claims " + needed, null);
    }
    return format.read(data, columns * rows, content.pixelWords());
  }

  /**
   * The pixels as stored.
   *
   * @param samples what a decoder made of the {@link #jpeg()}; changed in place
   * @param precision bits of a sample, 1 to 16
   * @throws ThoraxException when they do not fit in the file's pixels
   */
  public int[] stored(int[] samples, int precision) {
    try {
      return format.of(samples, precision, content.syntax().lossy());
    } catch (IllegalArgumentException e) {
      throw unusable(name, e.getMessage(), e);
    }
  }

  /**
   * The pixels as they are to be shown: rescaled, windowed, black to white.
   *
   * @param stored as {@link #stored} gives them
   */
  public byte[] grey(int[] stored) {
    return scale.apply(stored);
  }

  private static int required(OptionalInt value, String what) {
    return value.orElseThrow(() -> new IllegalArgumentException("no number of " + what));
  }

  private static ThoraxException unusable(String name, String found, Exception cause) {
    return new FileException(
        "Cannot use the DICOM file " + name + ": found " + found + "; convert or leave it out.",
        cause);
  }
}
