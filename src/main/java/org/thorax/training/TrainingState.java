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
 * The state of a training. A training that continues from it takes the same steps as without the
 * interruption.
 *
 * @param figures the position and metrics
 * @param arrays weights, moving statistics and the optimizer's state
 */
record TrainingState(Figures figures, Arrays arrays) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 1 << 14;

  /**
   * The position of a training and its metrics.
   *
   * @param run identity of the run; another run's state is refused
   * @param epoch from 1; one more than the last if all are done
   * @param batches number of finished batches of this epoch
   * @param consumed number of samples of this epoch's order that were used
   * @param images number of images trained on in this epoch
   * @param lossSum of this epoch, the sum of each batch's loss times its size
   * @param lossWeight of this epoch
   * @param counted the counts of {@code KerasMetrics} in this epoch
   * @param iterations number of the optimizer's updates
   * @param rateFactor factor of the learning rate that callbacks set
   * @param stopped why training ends early; null if it does not
   * @param keptWeights epoch whose weights are kept; 0 for none
   * @param history metrics of the finished epochs
   * @param callbacks state of the callbacks, by their names
   * @param skipped bad images so far
   * @param trainedNanos time in training steps, including waiting
   * @param waitedNanos time spent waiting for images
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
