package org.thorax.formats.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Writes DICOM films of 12 bits with a window, explicit and little endian, for tests. */
public final class WrittenFilm {
  /** In place of a keyword: a film without a window. */
  public static final String NO_WINDOW = "no window";

  private static final Map<String, String> TAGS =
      Map.ofEntries(
          Map.entry("SOPClassUID", "00080016UI"),
          Map.entry("SOPInstanceUID", "00080018UI"),
          Map.entry("StudyDate", "00080020DA"),
          Map.entry("AccessionNumber", "00080050SH"),
          Map.entry("PatientID", "00100020LO"),
          Map.entry("PatientBirthDate", "00100030DA"),
          Map.entry("PatientSex", "00100040CS"),
          Map.entry("PatientAge", "00101010AS"),
          Map.entry("ViewPosition", "00185101CS"),
          Map.entry("StudyInstanceUID", "0020000dUI"),
          Map.entry("NumberOfFrames", "00280008IS"));

  private WrittenFilm() {}

  /**
   * A film whose window shows these pixels.
   *
   * @param grey row by row
   * @param header elements by their keywords
   */
  public static byte[] of(byte[] grey, int width, Map<String, String> header) {
    Map<String, byte[]> elements = new TreeMap<>();
    header.forEach(
        (keyword, text) -> {
          if (!keyword.equals(NO_WINDOW)) {
            elements.put(TAGS.get(keyword), text(text));
          }
        });
    elements.put("00280002US", number(1));
    elements.put("00280004CS", text("MONOCHROME2"));
    elements.put("00280010US", number(grey.length / width));
    elements.put("00280011US", number(width));
    elements.put("00280100US", number(16));
    elements.put("00280101US", number(12));
    elements.put("00280102US", number(11));
    elements.put("00280103US", number(0));
    if (!header.containsKey(NO_WINDOW)) {
      elements.put("00281050DS", text("1128"));
      elements.put("00281051DS", text("256"));
    }
    byte[] pixels = new byte[2 * grey.length];
    for (int i = 0; i < grey.length; i++) {
      // The window's begin is 1000; outside of it the scanner's values go on.
      int stored = 1000 + (grey[i] & 0xff);
      pixels[2 * i] = (byte) stored;
      pixels[2 * i + 1] = (byte) (stored >> 8);
    }
    elements.put("7fe00010OW", pixels);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
    if (header.containsKey("SOPClassUID")) {
      write("00020002UI", text(header.get("SOPClassUID")), file);
    }
    write("00020010UI", text("1.2.840.10008.1.2.1"), file);
    elements.forEach((element, value) -> write(element, value, file));
    return file.toByteArray();
  }

  private static byte[] text(String text) {
    String even = text.length() % 2 == 0 ? text : text + " ";
    return even.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] number(int value) {
    return new byte[] {(byte) value, (byte) (value >> 8)};
  }

  private static void write(String element, byte[] value, ByteArrayOutputStream file) {
    int group = Integer.parseInt(element.substring(0, 4), 16);
    int number = Integer.parseInt(element.substring(4, 8), 16);
    file.writeBytes(number(group));
    file.writeBytes(number(number));
    file.writeBytes(element.substring(8).getBytes(StandardCharsets.ISO_8859_1));
    if (element.endsWith("OW")) {
      file.writeBytes(new byte[2]);
      file.writeBytes(number(value.length & 0xffff));
      file.writeBytes(number(value.length >>> 16));
    } else {
      file.writeBytes(number(value.length));
    }
    file.writeBytes(value);
  }
}
