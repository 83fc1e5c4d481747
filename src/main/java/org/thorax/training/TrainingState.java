package org.thorax.training;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
record TrainingState(Figures figures, StateArrays arrays) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where a training stands; in the file the components of its parts stand beside each other.
   *
   * @param run what is trained on what; another run's state is refused
   * @param position the next batch
   * @param sums of the epoch under way
   * @param decisions of the callbacks
   * @param past what is known of everything before
   */
  record Figures(String run, Position position, Sums sums, Decisions decisions, Past past) {
    private byte[] json() throws IOException {
      ObjectNode all = JSON.createObjectNode().put("run", run);
      for (Record part : List.of(position, sums, decisions, past)) {
        all.setAll(JSON.<ObjectNode>valueToTree(part));
      }
      return JSON.writeValueAsBytes(all);
    }

    private static Figures of(byte[] json) throws IOException {
      return new Figures(
          JSON.readTree(json).required("run").textValue(),
          part(json, Position.class),
          part(json, Sums.class),
          part(json, Decisions.class),
          part(json, Past.class));
    }

    private static <T extends Record> T part(byte[] json, Class<T> type) throws IOException {
      return JSON.readerFor(type)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(json);
    }
  }

  /**
   * The next batch.
   *
   * @param epoch from 1; one more than the last when all are done
   * @param batches of this epoch that are done
   * @param consumed samples of this epoch's order that are used up
   * @param iterations updates of the optimizer
   */
  record Position(int epoch, int batches, int consumed, long iterations) {
    Position {
      if (epoch < 1 || batches < 0 || consumed < 0 || iterations < 0) {
        throw new IllegalArgumentException(
            "no place in a training: epoch %d, %d batches, %d samples, %d updates"
                .formatted(epoch, batches, consumed, iterations));
      }
    }
  }

  /**
   * Sums over an epoch's batches.
   *
   * @param images trained on
   * @param lossSum each batch's loss times its size
   * @param lossWeight the sizes
   * @param counted what {@code KerasMetrics} have counted
   */
  record Sums(int images, double lossSum, double lossWeight, List<long[]> counted) {}

  /**
   * What callbacks decided and remember.
   *
   * @param rateFactor what they made of the rate
   * @param stopped why training ends early; null when it does not
   * @param keptWeights epoch whose weights are kept; 0 for none
   * @param callbacks what they remember, by their names
   */
  record Decisions(
      double rateFactor,
      String stopped,
      int keptWeights,
      Map<String, Map<String, String>> callbacks) {}

  /**
   * What is known of everything before.
   *
   * @param history figures of the epochs done
   * @param skipped bad images so far
   * @param trainedNanos time in training steps, including waiting
   * @param waitedNanos time spent waiting for images
   */
  record Past(
      Map<String, List<Double>> history,
      List<BadImage> skipped,
      long trainedNanos,
      long waitedNanos) {}

  void writeTo(OutputStream out) throws IOException {
    StateHeader.write(out, figures.json());
    arrays.writeTo(out);
  }

  static TrainingState readFrom(InputStream in) throws IOException {
    Figures figures = Figures.of(StateHeader.read(new DataInputStream(in)));
    return new TrainingState(figures, StateArrays.readFrom(in));
  }
}
