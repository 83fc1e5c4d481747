package org.thorax.data.description;

import org.thorax.data.CsvTable;
import org.thorax.data.Examination;

/** Reads image, patient, examination and labels from one kind of table. */
interface RowFormat {
  /** The image's name in the current row. */
  String image(CsvTable row);

  /** The patient of the current row. */
  String patient(CsvTable row);

  /** Other data on the radiograph in the current row. */
  Examination examination(CsvTable row);

  /** The raw labels of the current row, in the order of the requested classes. */
  float[] labels(CsvTable row);
}
