package org.thorax.training.callback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.formats.io.AtomicFile;
import org.thorax.training.tensorboard.EventFile;
import org.thorax.training.tensorboard.GreyPicture;
import org.thorax.training.tensorboard.HyperParameters;

/**
 * Keras' {@code TensorBoard}: writes events with Keras' tags to {@code train} and {@code
 * validation}, and the hyperparameters next to them. Batches are written every int(batches / 200),
 * at least every one. Owns the open files.
 */
public final class TensorBoard implements Callback.Resumable, AutoCloseable {
  private static final int POINTS_AN_EPOCH = 200;

  private final Path folder;
  private final HyperParameters parameters;
  private final List<GreyPicture> inputs;
  private EventFile train;
  private EventFile validation;
  private EventFile session;
  private int interval = 1;
  private long lastStep;

  /**
   * Writes events to {@code folder}, from the beginning of the first epoch.
   *
   * @param inputs a few images as the network sees them
   */
  public TensorBoard(Path folder, HyperParameters parameters, List<GreyPicture> inputs) {
    this.folder = folder;
    this.parameters = parameters;
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public void onEpochBegin(int epoch, int steps) {
    interval = Math.max(1, steps / POINTS_AN_EPOCH);
    if (train == null) {
      open();
    }
  }

  private void open() {
    for (Path each : List.of(folder, folder.resolve("train"), folder.resolve("validation"))) {
      deleteEvents(each);
    }
    session = EventFile.in(folder);
    parameters.writeStart(session, folder.toAbsolutePath().getParent().getFileName().toString());
    train = EventFile.in(folder.resolve("train"));
    validation = EventFile.in(folder.resolve("validation"));
    for (int i = 0; i < inputs.size(); i++) {
      train.image("input/" + i, 0, inputs.get(i));
    }
    train.flush();
  }

  /** A run that starts over replaces its events, like its tables. */
  private static void deleteEvents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(path -> path.getFileName().toString().matches("events\\.out\\..*\\.thorax"))
          .forEach(AtomicFile::delete);
    } catch (IOException e) {
      throw new FileException("Cannot list " + folder + ": " + AtomicFile.reason(e) + ".", e);
    }
  }

  @Override
  public void onBatchEnd(BatchLog log) {
    lastStep = log.place().step();
    if (log.place().step() % interval == 0) {
      log.figures()
          .get()
          .forEach((name, value) -> train.scalar("batch_" + name, log.place().step(), value));
      train.scalar("batch_learning_rate", log.place().step(), log.learningRate());
      log.lossScale()
          .ifPresent(scale -> train.scalar("batch_loss_scale", log.place().step(), scale.value()));
      train.flush();
    }
  }

  @Override
  public void onEpochEnd(int epoch, Map<String, Double> logs) {
    // Keras counts epochs from 0.
    long step = epoch - 1L;
    logs.forEach(
        (name, value) -> {
          if (name.startsWith("val_")) {
            String figure = name.substring("val_".length());
            validation.scalar("epoch_" + figure, step, value);
            validation.scalar("evaluation_" + figure + "_vs_iterations", lastStep, value);
          } else if (name.equals("learning rate")) {
            train.scalar("epoch_learning_rate", step, value);
          } else if (!name.equals("lr")) {
            train.scalar("epoch_" + name, step, value);
          }
        });
    train.flush();
    validation.flush();
  }

  @Override
  public void onTrainEnd() {
    HyperParameters.writeEnd(session);
  }

  @Override
  public String name() {
    return "TensorBoard";
  }

  @Override
  public Map<String, String> state() {
    Map<String, String> state = new HashMap<>();
    put(state, "train", train);
    put(state, "validation", validation);
    put(state, "session", session);
    state.put("lastStep", Long.toString(lastStep));
    return state;
  }

  private void put(Map<String, String> state, String name, EventFile file) {
    state.put(name, folder.relativize(file.file()).toString());
    state.put(name + "Bytes", Long.toString(file.force()));
  }

  @Override
  public void restore(Map<String, String> state, History history) {
    train = continued(state, "train");
    validation = continued(state, "validation");
    session = continued(state, "session");
    lastStep = Long.parseLong(state.get("lastStep"));
  }

  private EventFile continued(Map<String, String> state, String name) {
    return EventFile.continued(
        folder.resolve(state.get(name)), Long.parseLong(state.get(name + "Bytes")));
  }

  @Override
  public void close() {
    for (EventFile each : new EventFile[] {train, validation, session}) {
      if (each != null) {
        each.close();
      }
    }
  }
}
