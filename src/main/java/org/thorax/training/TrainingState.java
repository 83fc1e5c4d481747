package org.thorax.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.data.loader.BadImage;

/**
 * Everything that a training continues from: after it, the same steps follow as if nothing had
 * happened.
 *
 * @param figures where it stands
 * @param arrays weights, moving statistics and what the optimizer remembers
 */
record TrainingState(Figures figures, Arrays arrays) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 14;

  /**
   * Where a training stands.
   *
   * @param run what is trained on what; another run's state is refused
   * @param epoch from 1; one more than the last when all are done
   * @param batches of this epoch that are done
   * @param consumed samples of this epoch's order that are used up
   * @param images trained on in this epoch
   * @param lossSum of this epoch, each batch's loss times its size
   * @param lossWeight of this epoch
   * @param counted what {@code KerasMetrics} have counted in this epoch
   * @param iterations updates of the optimizer
   * @param rateFactor what callbacks made of the rate
   * @param stopped why training ends early; null when it does not
   * @param keptWeights epoch whose weights are kept; 0 for none
   * @param history figures of the epochs done
   * @param callbacks what callbacks remember, by their names
   * @param skipped bad images so far
   * @param trainedNanos time in training steps, waiting included
   * @param waitedNanos time in which they waited for images
   */
  record Figures(
      String run,
      int epoch,
      int batches,
      int consumed,
      int images,
      double lossSum,
      double lossWeight,
      List<long[]> counted,
      long iterations,
      double rateFactor,
      String stopped,
      int keptWeights,
      Map<String, List<Double>> history,
      Map<String, Map<String, String>> callbacks,
      List<BadImage> skipped,
      long trainedNanos,
      long waitedNanos) {}

  void writeTo(OutputStream out) throws IOException {
    write(out, JSON.writeValueAsBytes(figures));
    arrays.writeTo(out);
  }

  static TrainingState readFrom(InputStream in) throws IOException {
    Figures figures = JSON.readValue(header(new DataInputStream(in)), Figures.class);
    return new TrainingState(figures, Arrays.readFrom(in));
  }

  private static void write(OutputStream out, byte[] header) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(header.length);
    data.write(header);
    data.flush();
  }

  private static byte[] header(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  /** Arrays by name: a list of names and sizes, then all values as float32. */
  record Arrays(Map<String, float[]> byName) {
    private record Named(String name, int size) {}

    void writeTo(OutputStream out) throws IOException {
      List<Named> named =
          byName.entrySet().stream()
              .map(each -> new Named(each.getKey(), each.getValue().length))
              .toList();
      write(out, JSON.writeValueAsBytes(named));
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
      for (float[] values : byName.values()) {
        for (int from = 0; from < values.length; from += CHUNK) {
          int count = Math.min(CHUNK, values.length - from);
          chunk.asFloatBuffer().put(values, from, count);
          out.write(chunk.array(), 0, count * Float.BYTES);
        }
      }
    }

    static Arrays readFrom(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      Map<String, float[]> byName = new LinkedHashMap<>();
      for (Named each : JSON.readValue(header(data), Named[].class)) {
        byName.put(each.name(), floats(data, each.size()));
      }
      return new Arrays(byName);
    }

    private static float[] floats(DataInputStream data, int size) throws IOException {
      float[] values = new float[size];
      byte[] chunk = new byte[CHUNK * Float.BYTES];
      for (int from = 0; from < size; from += CHUNK) {
        int count = Math.min(CHUNK, size - from);
        data.readFully(chunk, 0, count * Float.BYTES);
        ByteBuffer.wrap(chunk).asFloatBuffer().get(values, from, count);
      }
      return values;
    }
  }
}
