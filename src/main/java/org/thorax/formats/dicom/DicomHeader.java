package org.thorax.formats.dicom;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;

/**
 * What a DICOM file says about whose film it is and how it was taken (DICOM PS3.3, sections C.7.1,
 * C.7.2 and C.8.11.5). What is missing, blank or of another form than the standard's is empty;
 * nothing is guessed from descriptions.
 *
 * @param patient the patient's identifier (0010,0020)
 * @param study the study's unique identifier (0020,000D)
 * @param view the view position (0018,5101) in capitals, e.g. PA, AP, LL
 * @param ageYears the age at the time of the study (0010,1010) in whole years; a number without
 *     unit, which some published sets have, is years too
 * @param sex M, F or O (0010,0040)
 */
public record DicomHeader(
    Optional<String> patient,
    Optional<String> study,
    Optional<String> view,
    OptionalInt ageYears,
    Optional<String> sex) {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,3})([DWMY]?)");
  private static final double DAYS_A_YEAR = 365.25;

  /** Checks the numbers and letters. */
  public DicomHeader {
    if (ageYears.orElse(0) < 0 || !sex.orElse("M").matches("[MFO]")) {
      throw new IllegalArgumentException("an age of " + ageYears + " and a sex of " + sex);
    }
  }

  /**
   * Reads a file, however its pixels are compressed.
   *
   * @param name what errors call the file
   * @throws ThoraxException naming the file when it is damaged or its elements cannot be read
   */
  public static DicomHeader read(byte[] file, String name) {
    return of(DicomDataSetReader.read(file, name, DicomImage.MAX_PIXELS).elements());
  }

  static DicomHeader of(DicomDataSet elements) {
    return new DicomHeader(
        elements.text(Tags.PATIENT_ID),
        elements.text(Tags.STUDY_INSTANCE_UID),
        elements.text(Tags.VIEW_POSITION).map(view -> view.toUpperCase(Locale.ROOT)),
        elements.text(Tags.PATIENT_AGE).map(DicomHeader::years).orElse(OptionalInt.empty()),
        elements.text(Tags.PATIENT_SEX).filter(sex -> sex.matches("[MFO]")));
  }

  private static OptionalInt years(String age) {
    Matcher parts = AGE.matcher(age);
    if (!parts.matches()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(parts.group(1));
    return OptionalInt.of(
        switch (parts.group(2)) {
          case "D" -> (int) (number / DAYS_A_YEAR);
          case "W" -> (int) (7 * number / DAYS_A_YEAR);
          case "M" -> number / 12;
          default -> number;
        });
  }
}
