package org.thorax.training.loss;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.thorax.model.Values;

/**
 * A loss computed alone.
 *
 * @param value the loss
 * @param gradient by the scores, row by row
 * @param moved what an update makes of the loss's own variables
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as values.
record LossInGraph(float value, float[] gradient, List<float[]> moved) {
  /**
   * Computes it.
   *
   * @param scores rows of probabilities, or of logits
   * @param outputs labels of each row
   * @param own values of the loss's own variables
   */
  static LossInGraph of(
      Loss loss,
      boolean fromLogits,
      float[] labels,
      float[] scores,
      int outputs,
      List<float[]> own,
      float rate) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<Long> shape = List.of((long) labels.length / outputs, (long) outputs);
      Operand<TFloat32> x =
          constant(tf, List.of(shape.get(0), (long) outputs * loss.outputsPerClass()), scores);
      Optional<Operand<TFloat32>> logits = fromLogits ? Optional.of(x) : Optional.empty();
      Scores seen =
          new Scores(
              tf,
              fromLogits ? tf.math.sigmoid(x) : x,
              logits,
              constant(tf, shape, labels),
              own.stream().map(values -> constant(tf, List.of((long) outputs), values)).toList());
      Operand<TFloat32> value = loss.of(seen);
      Optional<Loss.Known> known = loss.gradient(seen);
      Output<?>[] of = {known.map(Loss.Known::by).orElse(value).asOutput()};
      Output<?>[] given =
          known.map(each -> new Output<?>[] {each.gradient().asOutput()}).orElse(null);
      Output<?>[] found = graph.addGradients("g", of, new Output<?>[] {x.asOutput()}, given);
      try (Session session = new Session(graph)) {
        Session.Runner runner = session.runner().fetch(value).fetch(found[0]);
        loss.updated(seen, tf.constant(rate)).forEach(runner::fetch);
        try (var result = runner.run()) {
          List<float[]> moved = new ArrayList<>();
          for (int i = 0; i < loss.variables().size(); i++) {
            moved.add(Values.floats(result.get(2 + i)));
          }
          return new LossInGraph(
              ((TFloat32) result.get(0)).getFloat(), Values.floats(result.get(1)), moved);
        }
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, List<Long> shape, float[] values) {
    try (TFloat32 tensor = Values.tensor(shape, values)) {
      return tf.constantOf(tensor);
    }
  }
}
