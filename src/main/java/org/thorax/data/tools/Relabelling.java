package org.thorax.data.tools;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.data.DatasetKind;
import org.thorax.formats.io.AtomicFile;

/** The derived tables of CheXpert, each with an unnamed index column as pandas writes it. */
public enum Relabelling {
  /**
   * Where {@code No Finding} is 1, all blanks of the 12 findings become 0; Support Devices is not a
   * finding. For training that masks blanks.
   */
  NO_FINDING("nofinding_train.csv"),

  /**
   * The rows whose {@code Lung Opacity} and {@code Consolidation} add up to more than 0, blank as 0
   * and uncertain as -1. For conditional training on the children of both.
   */
  DEPENDENCIES("filtered_dependencies.csv");

  private static final Pattern PATIENT = Pattern.compile("patient0*([0-9]+)");
  private static final String PATIENT_COLUMN = "patient_id";

  private final String fileName;

  Relabelling(String fileName) {
    this.fileName = fileName;
  }

  /** The name of the table. */
  public String fileName() {
    return fileName;
  }

  /**
   * The result.
   *
   * @param rows number of written rows
   * @param changed number of changed labels
   */
  public record Result(int rows, int changed) {}

  /**
   * Derives a table; {@code out} appears complete or not at all.
   *
   * @throws ThoraxException naming the line of an invalid label, or a missing column
   */
  public Result write(Path table, Path out) {
    int[] counts = new int[2];
    AtomicFile.write(
        out,
        stream -> {
          Writer text = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
          try (CsvTable rows = new CsvTable(table)) {
            copy(rows, text, counts);
          }
          text.flush();
        });
    return new Result(counts[0], counts[1]);
  }

  /** Whether a file has the columns of a table derived from this one. */
  public boolean isOf(Path table, Path file) {
    try (CsvTable rows = new CsvTable(table);
        CsvTable found = new CsvTable(file)) {
      return found.names().equals(header(rows));
    }
  }

  private static List<String> header(CsvTable rows) {
    List<String> header = new ArrayList<>(List.of(""));
    rows.names().stream().filter(name -> !name.isEmpty()).forEach(header::add);
    if (!rows.has(PATIENT_COLUMN)) {
      header.add(PATIENT_COLUMN);
    }
    return header;
  }

  private void copy(CsvTable rows, Writer out, int[] counts) throws IOException {
    List<String> names = rows.names();
    int path = rows.column("Path");
    List<Integer> kept = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      if (!names.get(column).isEmpty()) {
        kept.add(column);
      }
    }
    boolean withPatient = rows.has(PATIENT_COLUMN);
    int[] columns = DatasetKind.CHEXPERT.classes().stream().mapToInt(rows::column).toArray();
    // Not closed, because it would close a stream that it does not own.
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
    csv.writeRecord(header(rows));
    for (int index = 0; rows.next(); index++) {
      String[] labels = labels(rows, columns);
      int changed = apply(labels);
      if (changed >= 0) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(index)));
        for (int column : kept) {
          int c = indexOf(columns, column);
          row.add(c < 0 ? rows.field(column) : labels[c]);
        }
        if (!withPatient) {
          row.add(patient(rows, path));
        }
        csv.writeRecord(row);
        counts[0]++;
        counts[1] += changed;
      }
    }
    csv.flush();
  }

  private static int indexOf(int[] columns, int column) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return i;
      }
    }
    return -1;
  }

  private static String[] labels(CsvTable rows, int[] columns) {
    String[] labels = new String[columns.length];
    for (int c = 0; c < labels.length; c++) {
      String text = rows.field(columns[c]);
      labels[c] =
          switch (text) {
            case "1.0", "1" -> "1.0";
            case "0.0", "0" -> "0.0";
            case "-1.0", "-1" -> "-1.0";
            case "", "nan", "NaN" -> "";
            default ->
                throw new DataException(
                    String.format(
                        "%s has \"%s\" as the label of %s; labels are 1, 0, -1 and blank.",
                        rows.where(), text, rows.names().get(columns[c])));
          };
    }
    return labels;
  }

  /** Changes the labels and returns their number, or -1 for a row that is left out. */
  private int apply(String[] labels) {
    List<String> classes = DatasetKind.CHEXPERT.classes();
    if (this == DEPENDENCIES) {
      double sum =
          number(labels[classes.indexOf("Lung Opacity")])
              + number(labels[classes.indexOf("Consolidation")]);
      return sum > 0 ? 0 : -1;
    }
    int changed = 0;
    if (labels[classes.indexOf("No Finding")].equals("1.0")) {
      for (String finding : DatasetKind.CHEXPERT.agreedClasses(12).orElseThrow()) {
        int c = classes.indexOf(finding);
        if (labels[c].isEmpty()) {
          labels[c] = "0.0";
          changed++;
        }
      }
    }
    return changed;
  }

  private static double number(String label) {
    return label.isEmpty() ? 0 : Double.parseDouble(label);
  }

  private static String patient(CsvTable rows, int path) {
    Matcher matcher = PATIENT.matcher(rows.field(path));
    if (!matcher.find()) {
      throw new DataException(
          rows.where()
              + " names no patient: its Path \""
              + rows.field(path)
              + "\" lacks patientNNNNN; add a column patient_id.");
    }
    return matcher.group(1);
  }
}
