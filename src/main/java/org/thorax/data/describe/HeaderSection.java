package org.thorax.data.describe;

/** Patient, view, age and sex of DICOM films without a table: they are read from the films. */
final class HeaderSection {
  private HeaderSection() {}

  static void write(YamlText yaml) {
    yaml.comment("The images are DICOM films, whose headers say whose they are.");
    yaml.line("patient: {header: PatientID}");
    yaml.line(
        "view: {column: {header: ViewPosition}, frontal: [PA, AP], lateral: [LL, RL, LATERAL, LAT]}");
    yaml.line("age: {header: PatientAge}");
    yaml.line("sex: {header: PatientSex}");
  }
}
