package org.thorax.data.description;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.thorax.DataException;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;
import org.thorax.data.Examination;

/** NIH's table of ChestX-ray14: the findings of an image in one column, separated by {@code |}. */
final class Chestxray14EntryFormat implements RowFormat {
  private final Chestxray14Columns columns;
  private final int findings;
  private final List<String> classes;

  Chestxray14EntryFormat(CsvTable table, List<String> classes) {
    columns = new Chestxray14Columns(table);
    findings = table.column("Finding Labels");
    this.classes = classes;
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
    Set<String> present = new HashSet<>(Arrays.asList(row.field(findings).split("\\|", -1)));
    for (String finding : present) {
      if (!DatasetKind.CHESTXRAY14.classes().contains(finding)) {
        throw new DataException(
            String.format(
                "%s has the unknown finding \"%s\"; known are %s.",
                row.where(), finding, DatasetKind.CHESTXRAY14.classes()));
      }
    }
    float[] values = new float[classes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = present.contains(classes.get(i)) ? 1 : 0;
    }
    return values;
  }
}
