package org.thorax.formats.dicom;

import java.util.Arrays;
import java.util.Optional;

/** Elements that say whose film it is and how it was taken, by their keywords (DICOM PS3.6). */
public enum HeaderElement {
  SOP_INSTANCE(0x00080018, "SOPInstanceUID"),
  STUDY_DATE(0x00080020, "StudyDate"),
  ACCESSION(0x00080050, "AccessionNumber"),
  MODALITY(0x00080060, "Modality"),
  PATIENT(0x00100020, "PatientID"),
  BIRTH(0x00100030, "PatientBirthDate"),
  SEX(0x00100040, "PatientSex"),
  AGE(0x00101010, "PatientAge"),
  BODY_PART(0x00180015, "BodyPartExamined"),
  VIEW(0x00185101, "ViewPosition"),
  STUDY(0x0020000d, "StudyInstanceUID"),
  SERIES(0x0020000e, "SeriesInstanceUID"),
  STUDY_ID(0x00200010, "StudyID");

  private final int tag;
  private final String keyword;

  HeaderElement(int tag, String keyword) {
    this.tag = tag;
    this.keyword = keyword;
  }

  int tag() {
    return tag;
  }

  /** The standard's name, e.g. PatientID. */
  public String keyword() {
    return keyword;
  }

  /** The element of this name; empty for one that is not read. */
  public static Optional<HeaderElement> named(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword.equals(keyword)).findFirst();
  }
}
