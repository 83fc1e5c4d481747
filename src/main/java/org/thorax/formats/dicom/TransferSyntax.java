package org.thorax.formats.dicom;

import java.util.Map;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** The encoding of a file's elements and pixels (DICOM PS3.5, section 10 and annex A). */
enum TransferSyntax {
  IMPLICIT_LITTLE_ENDIAN(false, false),
  EXPLICIT_LITTLE_ENDIAN(true, false),
  EXPLICIT_BIG_ENDIAN(true, true),
  JPEG_BASELINE(true, false);

  private static final Map<String, TransferSyntax> READ =
      Map.of(
          "1.2.840.10008.1.2", IMPLICIT_LITTLE_ENDIAN,
          "1.2.840.10008.1.2.1", EXPLICIT_LITTLE_ENDIAN,
          "1.2.840.10008.1.2.2", EXPLICIT_BIG_ENDIAN,
          "1.2.840.10008.1.2.4.50", JPEG_BASELINE);

  private static final Map<String, String> NOT_READ =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
          Map.entry("1.2.840.10008.1.2.4.51", "JPEG Extended, 12 bit"),
          Map.entry("1.2.840.10008.1.2.4.57", "JPEG Lossless"),
          Map.entry("1.2.840.10008.1.2.4.70", "JPEG Lossless, first-order prediction"),
          Map.entry("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
          Map.entry("1.2.840.10008.1.2.4.81", "JPEG-LS Near-lossless"),
          Map.entry("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless"),
          Map.entry("1.2.840.10008.1.2.4.91", "JPEG 2000"),
          Map.entry("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless"),
          Map.entry("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"),
          Map.entry("1.2.840.10008.1.2.5", "RLE Lossless"));

  private final boolean explicit;
  private final boolean bigEndian;

  TransferSyntax(boolean explicit, boolean bigEndian) {
    this.explicit = explicit;
    this.bigEndian = bigEndian;
  }

  /** Whether elements contain their value representation. */
  boolean explicit() {
    return explicit;
  }

  /** Whether numbers are big-endian. */
  boolean bigEndian() {
    return bigEndian;
  }

  /**
   * The syntax with this identifier.
   *
   * @throws ThoraxException for an unsupported one, with its name and the tool that converts it
   */
  static TransferSyntax of(String uid, String file) {
    TransferSyntax syntax = READ.get(uid);
    if (syntax == null) {
      String printable = uid.replaceAll("[^0-9.]", "?");
      throw new FileException(
          String.format(
              "The DICOM file %s is written as %s (%s), which is not read; convert it with"
                  + " 'gdcmconv --raw %s out.dcm'.",
              file, NOT_READ.getOrDefault(uid, "an unknown transfer syntax"), printable, file));
    }
    return syntax;
  }
}
