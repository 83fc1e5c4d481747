package org.thorax.formats.dicom;

import java.util.Arrays;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** The encoding of a file's elements and pixels (DICOM PS3.5, section 10 and annex A). */
enum TransferSyntax {
  IMPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian", Coding.NONE),
  EXPLICIT_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian", Coding.NONE),
  DEFLATED("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Coding.NONE),
  EXPLICIT_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian", Coding.NONE),
  RLE("1.2.840.10008.1.2.5", "RLE Lossless", Coding.RLE),
  JPEG_BASELINE("1.2.840.10008.1.2.4.50", "JPEG Baseline", Coding.JPEG),
  JPEG_EXTENDED("1.2.840.10008.1.2.4.51", "JPEG Extended, 12 bit", Coding.JPEG_EXTENDED),
  JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless", Coding.JPEG_LOSSLESS),
  JPEG_LOSSLESS_FIRST_ORDER(
      "1.2.840.10008.1.2.4.70", "JPEG Lossless, first-order prediction", Coding.JPEG_LOSSLESS),
  JPEG_LS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Coding.UNREAD),
  JPEG_LS_LOSSY("1.2.840.10008.1.2.4.81", "JPEG-LS Near-lossless", Coding.UNREAD),
  JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Coding.JPEG_2000),
  JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000", Coding.JPEG_2000),
  HT_JPEG_2000_LOSSLESS(
      "1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Coding.UNREAD),
  HT_JPEG_2000_RPCL(
      "1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 Lossless, RPCL", Coding.UNREAD),
  HT_JPEG_2000("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Coding.UNREAD);

  /** How pixels are compressed. */
  enum Coding {
    NONE,
    RLE,
    /** With the discrete cosine transform, 8 bits. */
    JPEG,
    /** The same, 8 or 12 bits. */
    JPEG_EXTENDED,
    JPEG_LOSSLESS,
    JPEG_2000,
    /** In a way that is known by name only. */
    UNREAD
  }

  private final String uid;
  private final String words;
  private final Coding coding;

  TransferSyntax(String uid, String words, Coding coding) {
    this.uid = uid;
    this.words = words;
    this.coding = coding;
  }

  /** How pixels are compressed. */
  Coding coding() {
    return coding;
  }

  /** Whether elements contain their value representation. */
  boolean explicit() {
    return this != IMPLICIT_LITTLE_ENDIAN;
  }

  /** Whether numbers are big-endian. */
  boolean bigEndian() {
    return this == EXPLICIT_BIG_ENDIAN;
  }

  /** Whether decoded values may lie outside of those that can be stored. */
  boolean lossy() {
    return this == JPEG_2000 || this == JPEG_EXTENDED;
  }

  /**
   * The syntax with this identifier.
   *
   * @throws ThoraxException for one whose elements cannot be read, with the tool that converts it
   */
  static TransferSyntax of(String uid, String file) {
    return Arrays.stream(values())
        .filter(syntax -> syntax.uid.equals(uid))
        .findFirst()
        .orElseThrow(
            () -> notRead("an unknown transfer syntax", uid.replaceAll("[^0-9.]", "?"), file));
  }

  /**
   * Checks that pixels can be read.
   *
   * @throws ThoraxException with the syntax's name and the tool that converts it
   */
  void requireReadablePixels(String file) {
    if (coding == Coding.UNREAD) {
      throw notRead(words, uid, file);
    }
  }

  private static ThoraxException notRead(String words, String uid, String file) {
    return new FileException(
        String.format(
            "The DICOM file %s is written as %s (%s), which is not read; convert it with"
                + " 'gdcmconv --raw %s out.dcm'.",
            file, words, uid, file));
  }
}
