package org.thorax.data.description;

import org.thorax.data.CsvTable;
import org.thorax.data.Examination;
import org.thorax.data.View;

/** The columns of both tables of ChestX-ray14. */
final class Chestxray14Columns {
  private final int image;
  private final int patient;
  private final int projection;
  private final int age;
  private final int sex;

  Chestxray14Columns(CsvTable table) {
    image = table.column("Image Index");
    patient = table.column("Patient ID");
    projection = table.columnOrNone("View Position");
    age = table.columnOrNone("Patient Age");
    sex = table.columnOrNone("Patient Gender", "Patient Sex");
  }

  String image(CsvTable row) {
    return row.field(image);
  }

  String patient(CsvTable row) {
    return row.field(patient);
  }

  /** PA and AP are both frontal; the data set has no lateral views. */
  Examination examination(CsvTable row) {
    String position = row.fieldOrBlank(projection);
    return new Examination(
        position.equals("PA") || position.equals("AP") ? View.FRONTAL : View.UNKNOWN,
        position,
        Examination.age(row.fieldOrBlank(age)),
        Examination.sex(row.fieldOrBlank(sex)));
  }
}
