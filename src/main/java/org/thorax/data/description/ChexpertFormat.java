package org.thorax.data.description;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.data.CsvTable;
import org.thorax.data.Examination;
import org.thorax.data.Samples;
import org.thorax.data.View;

/** CheXpert's table: {@code Path}, one column per class, {@code patient_id} in prepared copies. */
final class ChexpertFormat implements RowFormat {
  private static final Pattern PATIENT = Pattern.compile("patient([0-9]+)");

  private final int path;
  private final int patient;
  private final int view;
  private final int projection;
  private final int age;
  private final int sex;
  private final List<Integer> labels;

  ChexpertFormat(CsvTable table, List<String> classes) {
    path = table.column("Path");
    patient = table.columnOrNone("patient_id");
    view = table.columnOrNone("Frontal/Lateral");
    projection = table.columnOrNone("AP/PA");
    age = table.columnOrNone("Age");
    sex = table.columnOrNone("Sex");
    labels = table.columns(classes);
  }

  @Override
  public String image(CsvTable row) {
    return row.field(path);
  }

  @Override
  public String patient(CsvTable row) {
    if (patient >= 0) {
      String given = row.field(patient);
      // pandas writes integers with a decimal point if the column has blanks.
      return given.endsWith(".0") ? given.substring(0, given.length() - 2) : given;
    }
    Matcher matcher = PATIENT.matcher(row.field(path));
    if (!matcher.find()) {
      throw new DataException(
          row.where()
              + " names no patient: its Path \""
              + row.field(path)
              + "\" lacks patientNNNNN; add a column patient_id.");
    }
    return matcher.group(1);
  }

  @Override
  public Examination examination(CsvTable row) {
    return new Examination(
        View.of(row.fieldOrBlank(view)),
        row.fieldOrBlank(projection),
        Examination.age(row.fieldOrBlank(age)),
        Examination.sex(row.fieldOrBlank(sex)));
  }

  @Override
  public float[] labels(CsvTable row) {
    float[] values = new float[labels.size()];
    for (int i = 0; i < values.length; i++) {
      int column = labels.get(i);
      String text = row.field(column);
      values[i] =
          switch (text) {
            case "1.0", "1" -> 1;
            case "0.0", "0" -> 0;
            case "-1.0", "-1" -> Samples.UNCERTAIN;
            case "", "nan", "NaN" -> Float.NaN;
            default ->
                throw new DataException(
                    String.format(
                        "%s has \"%s\" as the label of %s; labels are 1, 0, -1 and blank.",
                        row.where(), text, row.name(column)));
          };
    }
    return values;
  }
}
