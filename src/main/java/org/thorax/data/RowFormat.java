package org.thorax.data;

/** How one kind of table says image, patient, circumstances and labels. */
interface RowFormat {
  /** The image's name as the present row has it. */
  String image(CsvTable row);

  /** The patient of the present row. */
  String patient(CsvTable row);

  /** What else the present row says of the radiograph. */
  Examination examination(CsvTable row);

  /** The raw labels of the present row, in the order of the classes asked for. */
  float[] labels(CsvTable row);
}
