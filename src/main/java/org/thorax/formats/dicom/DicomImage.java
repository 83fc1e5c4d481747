package org.thorax.formats.dicom;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** The grey radiograph in a DICOM file, before its pixels are decoded. */
public final class DicomImage {
  /** Media directory, presentation states, raw data, structured reports, waveforms, documents. */
  private static final Pattern NO_IMAGE =
      Pattern.compile(
          "1\\.2\\.840\\.10008\\.(1\\.3\\.10$|5\\.1\\.4\\.1\\.1\\.(9|11|66|88|104)(\\.|$))");

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
    if (elements.decimal(Tags.NUMBER_OF_FRAMES).orElse(1) != 1) {
      throw new IllegalArgumentException("several frames (a radiograph has one)");
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
    return isDicom(begin)
        && DicomDataSetReader.sopClass(begin)
            .filter(it -> NO_IMAGE.matcher(it).lookingAt())
            .isPresent();
  }

  /**
   * Reads everything except the pixels.
   *
   * @param name of the file in errors
   * @throws ThoraxException naming the file if it is damaged, does not contain a single grey image,
   *     or has an unsupported transfer syntax
   */
  public static DicomImage read(byte[] file, String name) {
    DicomDataSetReader.Content content = DicomDataSetReader.read(file, name);
    try {
      return new DicomImage(content, name);
    } catch (IllegalArgumentException e) {
      throw unusable(name, e.getMessage(), e);
    }
  }

  /** Columns, 1 to 65,535, as the file claims. */
  public int columns() {
    return columns;
  }

  /** Rows, 1 to 65,535, as the file claims. */
  public int rows() {
    return rows;
  }

  /** The JPEG file within; decode it and pass the result to {@link #grey}. */
  public Optional<byte[]> jpeg() {
    if (content.syntax() != TransferSyntax.JPEG_BASELINE) {
      return Optional.empty();
    }
    if (format.stored() != 8 || format.signed()) {
      throw unusable(name, "JPEG Baseline that is not of 8 unsigned bits", null);
    }
    byte[] file = content.fragments().joined();
    if (file.length == 0) {
      throw unusable(name, "no pixel data", null);
    }
    return Optional.of(file);
  }

  /**
   * The stored pixels, row by row.
   *
   * @throws ThoraxException if the file has fewer than it claims
   */
  public int[] stored() {
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
   * The pixels for display: rescaled, windowed, from black to white.
   *
   * @param stored as {@link #stored()} returns them, or 0..255 of the {@link #jpeg()}
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
