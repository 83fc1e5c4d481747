package org.thorax.train;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thorax.ThoraxException;
import org.thorax.files.WholeFile;

/**
 * Writes {@code batches.csv} as batches come and {@code history.csv} after every epoch, as Keras'
 * CSVLogger. Owns the open file.
 */
public final class TrainingCsv implements Callback, AutoCloseable {
  private final Path folder;
  private final CsvWriter batches;
  private final List<Map<String, Double>> epochs = new ArrayList<>();

  /** Starts both files anew in {@code folder}. */
  public TrainingCsv(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      batches = CsvWriter.builder().build(Files.newBufferedWriter(folder.resolve("batches.csv")));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    batches.writeRecord("epoch", "batch", "loss", "learning_rate", "images_per_second");
  }

  @Override
  public void onBatchEnd(BatchLog log) {
    try {
      batches.writeRecord(
          Integer.toString(log.epoch()),
          Integer.toString(log.batch()),
          Float.toString((float) log.loss()),
          Float.toString((float) log.learningRate()),
          String.format(java.util.Locale.ROOT, "%.1f", log.imagesPerSecond()));
    } catch (UncheckedIOException e) {
      throw cannotWrite(e.getCause());
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    epochs.add(Map.copyOf(logs));
    List<String> names = List.copyOf(logs.keySet());
    StringWriter text = new StringWriter();
    try (CsvWriter history = CsvWriter.builder().build(text)) {
      List<String> header = new ArrayList<>(List.of("epoch"));
      header.addAll(names);
      history.writeRecord(header);
      for (int i = 0; i < epochs.size(); i++) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(i + 1)));
        for (String name : names) {
          row.add(String.valueOf(epochs.get(i).get(name)));
        }
        history.writeRecord(row);
      }
      batches.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    WholeFile.write(folder.resolve("history.csv"), text.toString());
  }

  @Override
  public void close() {
    try {
      batches.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private ThoraxException cannotWrite(IOException e) {
    return new ThoraxException(
        "Cannot write the training's figures into "
            + folder
            + ": "
            + e.getMessage()
            + "; check free space and write access.",
        e);
  }
}
