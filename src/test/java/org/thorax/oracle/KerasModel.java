package org.thorax.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A SavedModel that Keras wrote into {@code target/keras}, with a random batch and Keras' output
 * for it. Made once a build.
 *
 * @param folder what {@code keras_models.py} wrote
 */
public record KerasModel(Path folder) {
  /**
   * Makes the model when it is not there yet; kinds and names are those of {@code keras_models.py}.
   */
  public static KerasModel of(String kind, String name) {
    Path folder = Path.of("target/keras").resolve(kind + "-" + name).toAbsolutePath();
    MadeOnce.make(
        folder.resolve("weights.txt"), () -> Oracle.run("keras_models.py", folder, kind, name));
    return new KerasModel(folder);
  }

  /**
   * One of the small models that are in the repository too, as Keras wrote them: the fast lane has
   * no Keras and takes those; otherwise Keras makes it.
   */
  public static KerasModel recorded(String kind, String name) {
    return Oracle.isLeftOut()
        ? new KerasModel(Golden.path("golden/models/" + kind + "-" + name).toAbsolutePath())
        : of(kind, name);
  }

  /** The SavedModel. */
  public Path savedModel() {
    return folder.resolve("model");
  }

  /** The batch in C order. */
  public float[] images() {
    return floats(folder.resolve("images.f32"));
  }

  /** Keras' output for the batch. */
  public float[] outputs() {
    return floats(folder.resolve("outputs.f32"));
  }

  /** Names (with {@code :0}) and shapes of Keras' weights in order. */
  public List<String> weights() {
    try {
      return Files.readAllLines(folder.resolve("weights.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads raw float32 values. */
  public static float[] floats(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      float[] values = new float[bytes.length / Float.BYTES];
      java.nio.ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The largest difference as a share of the largest expected value. */
  public static double relativeError(float[] expected, float[] found) {
    if (expected.length != found.length) {
      throw new AssertionError("expected " + expected.length + " values, found " + found.length);
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - found[i]));
    }
    return difference == 0 ? 0 : difference / largest;
  }
}
