package org.thorax.data.description;

import java.util.List;
import org.thorax.DataException;
import org.thorax.data.CsvTable;
import org.thorax.data.Examination;

/** The prepared table of ChestX-ray14, with a column of True and False per class. */
final class Chestxray14LabelsFormat implements RowFormat {
  private final Chestxray14Columns columns;
  private final List<Integer> labels;

  Chestxray14LabelsFormat(CsvTable table, List<String> classes) {
    columns = new Chestxray14Columns(table);
    labels = table.columns(classes);
  }

  @Override
  public String image(CsvTable row) {
    return columns.image(row);
  }

  @Override
  public String patient(CsvTable row) {
    return columns.patient(row);
  }

  @Override
  public Examination examination(CsvTable row) {
    return columns.examination(row);
  }

  @Override
  public float[] labels(CsvTable row) {
    float[] values = new float[labels.size()];
    for (int i = 0; i < values.length; i++) {
      int column = labels.get(i);
      String text = row.field(column);
      values[i] =
          switch (text) {
            case "True", "true", "TRUE", "1", "1.0" -> 1;
            case "False", "false", "FALSE", "0", "0.0" -> 0;
            default ->
                throw new DataException(
                    String.format(
                        "%s has \"%s\" as the label of %s; labels are True and False.",
                        row.where(), text, row.name(column)));
          };
    }
    return values;
  }
}
