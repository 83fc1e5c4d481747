package org.thorax.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thorax.input.Batch;

/**
 * Ten steps of tf_keras' {@code train_on_batch} on ten batches of eight radiographs, written by
 * {@code train_on_batch.py} into {@code target/keras}. Made once a build; the numbers hold for the
 * machine and the number of threads that made them.
 *
 * @param folder what the script wrote
 * @param name a Keras application, or {@code small}
 */
public record KerasTraining(Path folder, String name) {
  /** Number of batches, and of updates. */
  public static final int STEPS = 10;

  private static final Path SAMPLE = Path.of("../shared/sample-nih").toAbsolutePath().normalize();
  private static final int BATCH = 8;
  private static final int SIZE = 128;
  private static final int CLASSES = 2;

  /** What one run gave. */
  public record Run(Path prefix) {
    /** The loss of each step before its update. */
    public float[] losses() {
      return KerasModel.floats(Path.of(prefix + "-losses.f32"));
    }

    /** Every weight after the last step, end to end in Keras' order. */
    public float[] weights() {
      return KerasModel.floats(Path.of(prefix + "-weights.f32"));
    }

    /** The gradients of the first step, end to end. */
    public float[] gradients() {
      return KerasModel.floats(Path.of(prefix + "-gradients.f32"));
    }
  }

  /** The training of that network; the test is skipped when the radiographs are missing. */
  public static KerasTraining of(String name) {
    assumeTrue(Files.isDirectory(SAMPLE), "skipped: ../shared/sample-nih is missing");
    KerasTraining training =
        new KerasTraining(Path.of("target/keras/train-" + name).toAbsolutePath(), name);
    training.run("sgd");
    return training;
  }

  /**
   * Keras' run with as many threads as TensorFlow takes on this machine, here as in Python.
   *
   * @param optimizer {@code sgd} or {@code adam}
   */
  public Run run(String optimizer) {
    return run(0, optimizer);
  }

  /** Makes those runs that are not there yet, in one go. */
  public void make(List<String> optimizers) {
    List<Object> arguments = new ArrayList<>(List.of(SAMPLE, folder, name, 0));
    int given = arguments.size();
    optimizers.stream()
        .filter(each -> !Files.exists(folder.resolve("0-" + each + "-weights.f32")))
        .forEach(arguments::add);
    if (arguments.size() > given) {
      Oracle.run("train_on_batch.py", arguments.toArray());
    }
  }

  /** Keras' run with another number of threads: how far Keras is from itself. */
  public Run runWithOtherThreads(String optimizer) {
    return run(Runtime.getRuntime().availableProcessors() > 1 ? 1 : 2, optimizer);
  }

  private Run run(int threads, String optimizer) {
    Run run = new Run(folder.resolve(threads + "-" + optimizer));
    if (!Files.exists(Path.of(run.prefix() + "-weights.f32"))) {
      Oracle.run("train_on_batch.py", SAMPLE, folder, name, threads, optimizer);
    }
    return run;
  }

  /**
   * tf_keras' model after half of the steps of Adam, saved as {@code .h5}. Beside it the losses of
   * all steps.
   */
  public Path savedHalfWay() {
    Path file = folder.resolve("five.h5");
    if (!Files.exists(folder.resolve("five-losses.f32"))) {
      Oracle.run("continue_training.py", "make", SAMPLE, folder, name);
    }
    return file;
  }

  /** The losses of the run that was saved half-way and went on in Keras. */
  public float[] lossesOfSaved() {
    savedHalfWay();
    return KerasModel.floats(folder.resolve("five-losses.f32"));
  }

  /**
   * The losses of tf_keras' second half from a model that Thorax wrote; Keras 3 opens the archive
   * and must find the same optimizer.
   */
  public float[] lossesGoingOnFrom(Path h5, Path archive) {
    Oracle.run("continue_training.py", "go_on", SAMPLE, folder, h5, archive);
    return KerasModel.floats(folder.resolve("gone-on-losses.f32"));
  }

  /** The start as Keras saved it. */
  public Path savedModel() {
    return folder.resolve("model");
  }

  /** Their pixels: 80 images of 128x128 grey bytes. */
  public Path pixels() {
    return folder.resolve("pixels.u8");
  }

  /** The batches in order. */
  public List<Batch> batches() {
    byte[] pixels = bytes(pixels());
    float[] labels = KerasModel.floats(folder.resolve("labels.f32"));
    int image = BATCH * SIZE * SIZE;
    int cells = BATCH * CLASSES;
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      batches.add(
          new Batch(
              IntStream.range(i * BATCH, (i + 1) * BATCH).toArray(),
              SIZE,
              SIZE,
              Arrays.copyOfRange(pixels, i * image, (i + 1) * image),
              CLASSES,
              Arrays.copyOfRange(labels, i * cells, (i + 1) * cells)));
    }
    return batches;
  }

  /** Values end to end cut into one array for each weight, by name. */
  public Map<String, float[]> byName(float[] values) {
    Map<String, float[]> cut = new LinkedHashMap<>();
    int start = 0;
    for (String line : lines(folder.resolve("weights.txt"))) {
      String[] fields = line.split(" ", -1);
      int end = start + Integer.parseInt(fields[1]);
      cut.put(fields[0], Arrays.copyOfRange(values, start, end));
      start = end;
    }
    if (start != values.length) {
      throw new AssertionError("expected " + start + " values, found " + values.length);
    }
    return cut;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
