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
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thorax.data.loader.Batch;

/**
 * Ten steps of tf_keras' {@code train_on_batch} on ten batches of eight radiographs, written by
 * {@code train_on_batch.py} into {@code target/keras}. Made once a build; the numbers hold for the
 * machine and the number of threads that made them.
 *
 * @param folder what the script wrote
 * @param name a Keras application, or {@code small}; {@code DenseNet121-14} has 14 classes
 */
public record KerasTraining(Path folder, String name) {
  /** Number of batches, and of updates. */
  public static final int STEPS = 10;

  private static final Path SAMPLE = Golden.shared("sample-nih").toAbsolutePath().normalize();

  /** Of {@code small}, beside those that every network has. */
  private static final List<String> OPTIMIZERS =
      List.of(
          "momentum",
          "nesterov",
          "rmsprop",
          "rmsprop_centered",
          "adamw",
          "clipnorm",
          "clipvalue",
          "pesg",
          "ema",
          "ema_overwriting",
          "global_clipnorm");

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

    /** The gradients of the first step, end to end; not of {@code adam}. */
    public float[] gradients() {
      return KerasModel.floats(Path.of(prefix + "-gradients.f32"));
    }
  }

  /**
   * The training of that network, with all of its runs; the test is skipped when the radiographs
   * are missing.
   */
  public static KerasTraining of(String name) {
    KerasTraining training = in("target/keras", name);
    if (!training.missing(0).isEmpty()) {
      try (OracleSession session = session(0)) {
        session.lines(training.make(session, 0));
      }
    }
    return training;
  }

  /** A training that may not have been made yet. */
  static KerasTraining in(String folder, String name) {
    assumeTrue(Files.isDirectory(SAMPLE), "skipped: ../shared/sample-nih is missing");
    return new KerasTraining(Path.of(folder, "train-" + name).toAbsolutePath(), name);
  }

  /**
   * Keras, waiting for orders to train.
   *
   * @param threads 0 for as many as TensorFlow takes itself
   */
  static OracleSession session(int threads) {
    return Oracle.session("train_on_batch.py", SAMPLE, threads);
  }

  /** Orders the missing runs of this network in one go: it is built once for all of them. */
  CompletableFuture<List<String>> make(OracleSession session, int threads) {
    List<String> missing = missing(threads);
    if (missing.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<Object> order = new ArrayList<>(List.of("make", folder, name));
    order.addAll(missing);
    return session.start(order.toArray());
  }

  private List<String> missing(int threads) {
    return runs().stream()
        .filter(each -> !Files.exists(Path.of(run(threads, each).prefix() + "-weights.f32")))
        .toList();
  }

  /** What any test asks of the network, all made together. */
  private List<String> runs() {
    return switch (name) {
      case "small" ->
          Stream.concat(Stream.of("sgd", "adam", "cwbce", "wbce", "wbce_own"), OPTIMIZERS.stream())
              .toList();
      case "DenseNet121" -> List.of("sgd", "adam", "own_loss", "frozen", "cwbce", "wbce");
      case "Xception" -> List.of("sgd", "adam", "cwbce", "wbce");
      case "ResNet101V2" -> List.of("sgd", "cwbce", "wbce");
      default -> List.of("sgd");
    };
  }

  /**
   * Keras' run with as many threads as TensorFlow takes on this machine, here as in Python.
   *
   * @param optimizer {@code sgd} or {@code adam}
   */
  public Run run(String optimizer) {
    return run(0, optimizer);
  }

  /** Keras' run with another number of threads: how far Keras is from itself. */
  public Run runWithOtherThreads(String optimizer) {
    return run(otherThreads(), optimizer);
  }

  /** Another number of threads than TensorFlow takes itself. */
  static int otherThreads() {
    return Runtime.getRuntime().availableProcessors() > 1 ? 1 : 2;
  }

  private Run run(int threads, String optimizer) {
    return new Run(folder.resolve(threads + "-" + optimizer));
  }

  /** tf_keras' model after half of the steps of the run {@code adam}, saved as {@code .h5}. */
  public Path savedHalfWay() {
    return folder.resolve("five.h5");
  }

  /** Keras, waiting for orders to continue with what Thorax trained. */
  public static OracleSession goingOn() {
    return Oracle.session("continue_training.py", "orders", SAMPLE);
  }

  /**
   * The losses of tf_keras' second half from a model that Thorax wrote; Keras 3 opens the archive
   * and must find the same optimizer.
   *
   * @param session of {@link #goingOn}
   */
  public float[] lossesGoingOnFrom(Path h5, Path archive, OracleSession session) {
    session.lines(session.start("go_on", folder, h5, archive));
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
    int classes = classes();
    int cells = BATCH * classes;
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      batches.add(
          new Batch(
              IntStream.range(i * BATCH, (i + 1) * BATCH).toArray(),
              SIZE,
              SIZE,
              Arrays.copyOfRange(pixels, i * image, (i + 1) * image),
              classes,
              Arrays.copyOfRange(labels, i * cells, (i + 1) * cells)));
    }
    return batches;
  }

  /** Values of all weights end to end cut into one array for each, by name. */
  public Map<String, float[]> byName(float[] values) {
    return byName(values, lines(folder.resolve("weights.txt")));
  }

  /** The gradients of a run, one array for each trainable weight, by name. */
  public Map<String, float[]> gradients(Run run) {
    List<String> weights = lines(folder.resolve("weights.txt"));
    return byName(
        run.gradients(), weights.stream().filter(line -> line.endsWith(" trainable")).toList());
  }

  private static Map<String, float[]> byName(float[] values, List<String> weights) {
    Map<String, float[]> cut = new LinkedHashMap<>();
    int start = 0;
    for (String line : weights) {
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

  private int classes() {
    int dash = name.indexOf('-');
    return dash < 0 ? CLASSES : Integer.parseInt(name.substring(dash + 1));
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
