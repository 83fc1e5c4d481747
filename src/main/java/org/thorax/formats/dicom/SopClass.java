package org.thorax.formats.dicom;

import java.util.Map;

/** Names of the objects that hospitals store beside films (DICOM PS3.6, annex A). */
final class SopClass {
  private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("1.2.840.10008.1.3.10", "Media Storage Directory"),
          Map.entry(STORAGE + "1", "Computed Radiography Image"),
          Map.entry(STORAGE + "1.1", "Digital X-Ray Image, for presentation"),
          Map.entry(STORAGE + "1.1.1", "Digital X-Ray Image, for processing"),
          Map.entry(STORAGE + "2", "CT Image"),
          Map.entry(STORAGE + "2.1", "Enhanced CT Image"),
          Map.entry(STORAGE + "7", "Secondary Capture Image"),
          Map.entry(STORAGE + "7.2", "Multi-frame Grayscale Byte Secondary Capture Image"),
          Map.entry(STORAGE + "7.3", "Multi-frame Grayscale Word Secondary Capture Image"),
          Map.entry(STORAGE + "7.4", "Multi-frame True Color Secondary Capture Image"),
          Map.entry(STORAGE + "9.1.1", "12-lead ECG Waveform"),
          Map.entry(STORAGE + "11.1", "Grayscale Softcopy Presentation State"),
          Map.entry(STORAGE + "11.2", "Color Softcopy Presentation State"),
          Map.entry(STORAGE + "11.8", "Grayscale Planar MPR Volumetric Presentation State"),
          Map.entry(STORAGE + "12.1", "X-Ray Angiographic Image"),
          Map.entry(STORAGE + "12.2", "X-Ray Radiofluoroscopic Image"),
          Map.entry(STORAGE + "66", "Raw Data"),
          Map.entry(STORAGE + "66.4", "Segmentation"),
          Map.entry(STORAGE + "88.11", "Basic Text SR"),
          Map.entry(STORAGE + "88.22", "Enhanced SR"),
          Map.entry(STORAGE + "88.33", "Comprehensive SR"),
          Map.entry(STORAGE + "88.59", "Key Object Selection"),
          Map.entry(STORAGE + "88.65", "Chest CAD SR"),
          Map.entry(STORAGE + "88.67", "X-Ray Radiation Dose SR"),
          Map.entry(STORAGE + "104.1", "Encapsulated PDF"));

  private SopClass() {}

  /** The name with the identifier, or that alone. */
  static String words(String identifier) {
    String digits = identifier.replaceAll("[^0-9.]", "?");
    String name = NAMES.get(identifier);
    return name == null ? "SOP class " + digits : name + ", " + digits;
  }
}
