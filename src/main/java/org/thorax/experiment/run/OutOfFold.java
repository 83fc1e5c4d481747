package org.thorax.experiment.run;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.formats.io.AtomicFile;

/**
 * The predictions of all folds as one file: the rows of each run's predictions, fold after fold,
 * with a column {@code fold} behind {@code study}.
 */
final class OutOfFold {
  private static final String FOLD = "fold";
  private static final int PLACE = 3;

  private OutOfFold() {}

  /**
   * Writes the file completely or not at all.
   *
   * @throws ThoraxException if a run's predictions are missing or have other columns
   */
  static void write(List<FoldRun> runs, Path file) {
    AtomicFile.write(file, out -> write(runs, out));
  }

  private static void write(List<FoldRun> runs, OutputStream out) throws IOException {
    CsvWriter csv =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    List<String> head = List.of();
    for (FoldRun run : runs) {
      try (CsvTable rows = new CsvTable(run.predictions())) {
        requireHead(rows, head);
        if (head.isEmpty()) {
          head = rows.names();
          csv.writeRecord(with(head, FOLD));
        }
        while (rows.next()) {
          csv.writeRecord(with(fields(rows), Integer.toString(run.number())));
        }
      }
    }
    csv.flush();
  }

  private static void requireHead(CsvTable rows, List<String> head) {
    List<String> own = rows.names();
    boolean known = own.size() > PLACE && own.get(0).equals("image") && !own.contains(FOLD);
    if (!known || !(head.isEmpty() || head.equals(own))) {
      throw new FileException(
          "%s has other columns than %s; train the folds again with `restart`."
              .formatted(rows.file(), known ? "those of the other folds" : "a run's predictions"));
    }
  }

  private static List<String> fields(CsvTable rows) {
    List<String> fields = new ArrayList<>();
    for (int column = 0; column < rows.names().size(); column++) {
      fields.add(rows.field(column));
    }
    return fields;
  }

  private static List<String> with(List<String> fields, String fold) {
    List<String> all = new ArrayList<>(fields);
    all.add(PLACE, fold);
    return all;
  }
}
