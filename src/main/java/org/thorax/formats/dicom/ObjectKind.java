package org.thorax.formats.dicom;

import java.util.Arrays;
import java.util.Optional;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** What a DICOM file can hold in place of an image, by its SOP class (DICOM PS3.4, annex B.5). */
enum ObjectKind {
  DIRECTORY("1.2.840.10008.1.3.10", "the directory of a CD", "give the folder of its films"),
  WAVEFORM(Prefix.STORAGE + "9", "a waveform", "leave it out"),
  PRESENTATION_STATE(
      Prefix.STORAGE + "11",
      "a presentation state, which says how a film is to be shown and has no pixels",
      "give the film that it belongs to"),
  RAW_DATA(Prefix.STORAGE + "66", "raw data or marks on a film", "give the film itself"),
  REPORT(Prefix.STORAGE + "88", "a structured report", "give the film that it is about"),
  DOCUMENT(Prefix.STORAGE + "104", "a document", "leave it out"),
  STRUCTURE_SET(Prefix.STORAGE + "481.3", "a radiotherapy structure set", "leave it out"),
  PLAN(Prefix.STORAGE + "481.5", "a radiotherapy plan", "leave it out");

  private final String sopClass;
  private final String words;
  private final String cure;

  ObjectKind(String sopClass, String words, String cure) {
    this.sopClass = sopClass;
    this.words = words;
    this.cure = cure;
  }

  /** The kind of a SOP class or of the family it is in; empty for images and for unknown ones. */
  static Optional<ObjectKind> of(String sopClass) {
    return Arrays.stream(values())
        .filter(kind -> (sopClass + ".").startsWith(kind.sopClass + "."))
        .findFirst();
  }

  /** What it is, with an article and without more. */
  String noun() {
    return words.split(",", 2)[0];
  }

  /** Says what a file is and what to give in its place. */
  ThoraxException refused(String file, String identifier) {
    return new FileException(
        String.format(
            "The DICOM file %s is no film but %s (%s); %s.",
            file, words, SopClass.words(identifier), cure));
  }

  /** Of all objects that are stored; an enum's own constants come too late for its arguments. */
  private static final class Prefix {
    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
  }
}
