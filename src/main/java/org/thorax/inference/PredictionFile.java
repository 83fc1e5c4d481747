package org.thorax.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.CsvTable;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.OutputFile;

/**
 * A CSV file of predictions, written as {@code FILE.part} and renamed when it is complete. An
 * unfinished file of the same model and settings is continued after its last complete line.
 */
public final class PredictionFile implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final Path settings;
  private final Set<String> done = new LinkedHashSet<>();
  private final BufferedWriter out;

  /** Like the other method, for a file that does not exist yet. */
  public PredictionFile(Path file, List<String> classNames, String made) {
    this(file, classNames, made, 1, false);
  }

  /**
   * Starts or continues a file.
   *
   * @param file must not exist yet
   * @param classNames its columns after {@code image}
   * @param made a text that identifies model and settings
   * @param batch batch size; a file is continued at the end of a complete batch, because another
   *     batch may round differently
   * @param overwrite whether to replace earlier predictions of the same classes when these are
   *     complete
   * @throws ThoraxException if it is complete already, or was started differently
   */
  public PredictionFile(
      Path file, List<String> classNames, String made, int batch, boolean overwrite) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.settings = file.resolveSibling(file.getFileName() + ".part.settings");
    List<String> head = new ArrayList<>(List.of("image"));
    head.addAll(classNames);
    new OutputFile(file, "a file of predictions of these classes", old -> isPredictions(old, head))
        .require(overwrite);
    try {
      if (Files.exists(part) && !(overwrite && wasBegunOtherwise(made))) {
        resume(made, batch);
        out = Files.newBufferedWriter(part, UTF_8, StandardOpenOption.APPEND);
      } else {
        AtomicFile.write(settings, made);
        out = Files.newBufferedWriter(part, UTF_8);
        out.write(line(head));
        out.flush();
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Whether the file has the same columns with numbers in them, not all of which are labels. */
  private static boolean isPredictions(Path file, List<String> head) {
    try (CsvTable table = new CsvTable(file)) {
      if (!table.names().equals(head)) {
        return false;
      }
      boolean labels = true;
      boolean empty = true;
      while (table.next()) {
        for (int column = 1; column < head.size(); column++) {
          float value = Float.parseFloat(table.field(column));
          labels &= value == 0 || Math.abs(value) == 1;
          empty = false;
        }
      }
      return empty || !labels;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean wasBegunOtherwise(String made) throws IOException {
    return Files.exists(settings) && !Files.readString(settings).equals(made);
  }

  private void resume(String made, int batch) throws IOException {
    if (!Files.exists(settings) || !Files.readString(settings).equals(made)) {
      throw new ConfigurationException(
          "out",
          part
              + " was begun by another model or with other settings; delete it, or give another file"
              + " with `out`.");
    }
    try (RandomAccessFile bytes = new RandomAccessFile(part.toFile(), "rw")) {
      long end = bytes.length();
      while (end > 0) {
        bytes.seek(end - 1);
        if (bytes.read() == '\n') {
          break;
        }
        end--;
      }
      bytes.setLength(end);
      if (end == 0) {
        throw new ThoraxException(part + " holds no whole line; delete it and begin again.");
      }
    }
    try (CsvTable table = new CsvTable(part)) {
      int column = table.column("image");
      while (table.next()) {
        done.add(table.field(column));
      }
    }
    keepWholeBatches(batch);
  }

  /** Removes the predictions after the last complete batch. */
  private void keepWholeBatches(int batch) throws IOException {
    List<String> lines = Files.readAllLines(part);
    int kept = done.size() - done.size() % batch;
    // A name with a line break makes more lines than rows; then all lines are kept.
    if (kept < done.size() && lines.size() == done.size() + 1) {
      lines.subList(kept + 1, lines.size()).clear();
      Files.writeString(part, String.join("\n", lines) + "\n");
      done.retainAll(new ArrayList<>(done).subList(0, kept));
    }
  }

  /** The images that already have predictions. */
  public int alreadyDone() {
    return done.size();
  }

  /** The images that do not have predictions yet. */
  public List<Path> missing(List<Path> images) {
    return images.stream().filter(image -> !done.contains(image.toString())).toList();
  }

  /** Appends predictions and flushes them. */
  public void append(List<Predictor.Prediction> predictions) {
    try {
      for (Predictor.Prediction prediction : predictions) {
        List<String> row = new ArrayList<>(List.of(prediction.image().toString()));
        prediction.probabilities().forEach(each -> row.add(each.toString()));
        out.write(line(row));
      }
      out.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static String line(List<String> fields) throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(fields);
    }
    return text.toString();
  }

  /** Renames the file, because all predictions are written. */
  public void complete() {
    try {
      out.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(settings);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private ThoraxException cannotWrite(IOException e) {
    return new FileException(
        "Cannot write "
            + part
            + ": "
            + AtomicFile.reason(e)
            + "; check free space and write access, then start again to continue.",
        e);
  }

  /** Closes the file; it can be continued. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }
}
