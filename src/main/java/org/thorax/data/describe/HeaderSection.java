package org.thorax.data.describe;

import java.util.ArrayList;
import java.util.List;
import org.thorax.data.View;
import org.thorax.formats.dicom.HeaderElement;

/** Patient, view, age and sex of DICOM films without a table: they are read from the films. */
final class HeaderSection {
  private HeaderSection() {}

  /**
   * Writes them.
   *
   * @param films the headers
   */
  static void write(FilmTable films, YamlText yaml) {
    yaml.comment("The images are DICOM films, whose headers say whose they are.");
    if (films.values(HeaderElement.PATIENT).isEmpty()) {
      yaml.comment(
          "No film names its patient; every examination counts as one, and a patient with several may be in two sets, which makes test results too good.");
      yaml.line("patient: {header: StudyInstanceUID}");
    } else {
      yaml.line("patient: {header: PatientID}");
    }
    List<String> front = new ArrayList<>();
    List<String> side = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String value : films.values(HeaderElement.VIEW)) {
      View view = ValueWords.view(value);
      (view == View.FRONTAL ? front : view == View.LATERAL ? side : unknown).add(value);
    }
    if (!unknown.isEmpty()) {
      yaml.comment("Of no known view: %s.".formatted(YamlText.some(unknown)));
    }
    yaml.line(
        "view: {column: {header: ViewPosition}, frontal: %s, lateral: %s}"
            .formatted(YamlText.list(front), YamlText.list(side)));
    yaml.line("age: {header: PatientAge}");
    yaml.line("sex: {header: PatientSex}");
    if (!films.leftOut().isEmpty()) {
      yaml.comment("Files that are no films, see below.");
      yaml.line("exclude:");
      yaml.line("  path:");
      films.leftOut().forEach(each -> yaml.line("    - " + YamlText.text(each)));
    }
  }
}
