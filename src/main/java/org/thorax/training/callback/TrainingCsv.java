package org.thorax.training.callback;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * Keras' {@code CSVLogger}: writes {@code batches.csv} batch by batch and {@code history.csv} after
 * every epoch. Owns the open file. A resumed training continues after the last batch of its saved
 * state; later lines are removed.
 */
public final class TrainingCsv implements Callback.Resumable, AutoCloseable {
  private final Path folder;
  private final History history = new History();
  private FileChannel file;
  private CsvWriter batches;
  private boolean headed;

  /** Writes files to {@code folder}, from the beginning of the first epoch. */
  public TrainingCsv(Path folder) {
    this.folder = folder;
  }

  @Override
  public void onEpochBegin(int epoch, int steps) {
    if (batches == null) {
      open(0);
    }
  }

  /** Opens the file after its first {@code length} bytes. */
  private void open(long length) {
    try {
      Files.createDirectories(folder);
      file =
          FileChannel.open(
              folder.resolve("batches.csv"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.truncate(length);
      file.position(length);
      headed = length > 0;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    batches =
        CsvWriter.builder()
            .build(
                new BufferedWriter(
                    Channels.newWriter(file, StandardCharsets.UTF_8.newEncoder(), -1)));
  }

  @Override
  public void onBatchEnd(BatchLog log) {
    try {
      if (!headed) {
        batches.writeRecord(header(log));
        headed = true;
      }
      batches.writeRecord(record(log));
    } catch (UncheckedIOException e) {
      throw cannotWrite(e.getCause());
    }
  }

  private static List<String> header(BatchLog log) {
    List<String> header =
        new ArrayList<>(List.of("epoch", "batch", "loss", "learning_rate", "images_per_second"));
    if (log.lossScale().isPresent()) {
      header.addAll(List.of("loss_scale", "skipped_steps"));
    }
    return header;
  }

  private static List<String> record(BatchLog log) {
    List<String> record = new ArrayList<>();
    record.add(Integer.toString(log.place().epoch()));
    record.add(Integer.toString(log.place().batch()));
    record.add(Float.toString((float) log.loss().value()));
    record.add(Float.toString((float) log.learningRate()));
    record.add(String.format(Locale.ROOT, "%.1f", log.speed().imagesPerSecond()));
    log.lossScale()
        .ifPresent(
            scale -> {
              record.add(Float.toString(scale.value()));
              record.add(Long.toString(scale.skipped()));
            });
    return record;
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    history.add(logs);
    Map<String, List<Double>> values = history.values();
    StringWriter text = new StringWriter();
    CsvWriter table = CsvWriter.builder().build(text);
    List<String> header = new ArrayList<>(List.of("epoch"));
    header.addAll(values.keySet());
    table.writeRecord(header);
    for (int i = 0; i < history.epochs(); i++) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(i + 1)));
      for (List<Double> figures : values.values()) {
        row.add(String.valueOf(figures.get(i)));
      }
      table.writeRecord(row);
    }
    AtomicFile.write(folder.resolve("history.csv"), text.toString());
    flush();
  }

  private void flush() {
    try {
      batches.flush();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public String name() {
    return "TrainingCsv";
  }

  @Override
  public Map<String, String> state() {
    flush();
    try {
      file.force(false);
      return Map.of("bytes", Long.toString(file.position()));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  @Override
  public void restore(Map<String, String> state, History epochs) {
    history.addAll(epochs);
    open(Long.parseLong(state.get("bytes")));
  }

  @Override
  public void close() {
    if (batches == null) {
      return;
    }
    try {
      batches.close();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private ThoraxException cannotWrite(IOException e) {
    return new FileException(
        "Cannot write the training's figures into "
            + folder
            + ": "
            + e.getMessage()
            + "; check free space and write access.",
        e);
  }
}
