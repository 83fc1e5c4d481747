package org.thorax.training.loss;

import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * What a loss sees of a batch, and the pieces that losses are made of.
 *
 * @param tf where operations are added
 * @param probabilities (batch, outputs)
 * @param logits what the final sigmoid is applied to, when there is one
 * @param labels (batch, outputs); -1 where a cell is not labelled
 * @param own the loss's own variables, (outputs) each
 */
public record Scores(
    Ops tf,
    Operand<TFloat32> probabilities,
    Optional<Operand<TFloat32>> logits,
    Operand<TFloat32> labels,
    List<Operand<TFloat32>> own) {
  /** Keras' {@code backend.epsilon()}. */
  static final float KERAS_EPSILON = 1e-7f;

  Operand<TFloat32> constant(float value) {
    return tf.constant(value);
  }

  /** One value an output, (outputs). */
  Operand<TFloat32> perOutput(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return tf.constant(floats);
  }

  /** 1 where a cell is labelled, 0 where it is not. */
  public Operand<TFloat32> mask() {
    return tf.dtypes.cast(tf.math.greaterEqual(labels, constant(0)), TFloat32.class);
  }

  /** Number of labelled cells, at least 1, so that a batch without any gives 0 and not NaN. */
  public Operand<TFloat32> labelled(Operand<TFloat32> mask) {
    return tf.math.maximum(sum(mask), constant(1));
  }

  /** The derivative of {@link #mean} by each cell, (batch, outputs). */
  Operand<TFloat32> shareOfMeans() {
    return inEveryCell(divided(divided(constant(1), size(0)), size(1)));
  }

  /** The derivative of the mean over labelled cells by each of them, (batch, outputs). */
  Operand<TFloat32> shareOfLabelled() {
    return inEveryCell(divided(constant(1), labelled(mask())));
  }

  /** The probabilities kept 1e-7 away from 0 and 1, as Keras does. */
  Operand<TFloat32> clipped() {
    return tf.clipByValue(probabilities, constant(KERAS_EPSILON), constant(1 - KERAS_EPSILON));
  }

  /** log(p + epsilon). */
  Operand<TFloat32> logPositive(Operand<TFloat32> p, float epsilon) {
    return tf.math.log(tf.math.add(p, constant(epsilon)));
  }

  /** log(1 - p + epsilon). */
  Operand<TFloat32> logNegative(Operand<TFloat32> p, float epsilon) {
    return tf.math.log(tf.math.add(tf.math.sub(constant(1), p), constant(epsilon)));
  }

  /** -(t log(p + epsilon) + (1 - t) log(1 - p + epsilon)) for each cell. */
  Operand<TFloat32> crossentropy(Operand<TFloat32> p, float epsilon) {
    Operand<TFloat32> positive = tf.math.mul(labels, logPositive(p, epsilon));
    Operand<TFloat32> negative = tf.math.mul(negatives(), logNegative(p, epsilon));
    return tf.math.neg(tf.math.add(positive, negative));
  }

  /**
   * Keras' binary cross-entropy of each cell: from the logits where there are any, max(x, 0) - x t
   * + log(1 + exp(-|x|)), else from clipped probabilities.
   */
  public Operand<TFloat32> kerasCrossentropy() {
    return logits
        .map(x -> stable(x, labels))
        .orElseGet(() -> crossentropy(clipped(), KERAS_EPSILON));
  }

  /** These with -1 taken as 0, for those who leave such cells out afterwards. */
  public Scores withoutGaps() {
    return new Scores(tf, probabilities, logits, tf.math.maximum(labels, constant(0)), own);
  }

  /** As tf_keras' {@code sigmoid_cross_entropy_with_logits}. */
  private Operand<TFloat32> stable(Operand<TFloat32> x, Operand<TFloat32> t) {
    return org.tensorflow.framework.op.FrameworkOps.create(tf)
        .nn
        .sigmoidCrossEntropyWithLogits(t, x);
  }

  /** 1 - t. */
  Operand<TFloat32> negatives() {
    return tf.math.sub(constant(1), labels);
  }

  /** The sum of all cells. */
  public Operand<TFloat32> sum(Operand<TFloat32> cells) {
    return tf.sum(cells, tf.constant(new int[] {0, 1}));
  }

  /** Keras' mean over the outputs, then over the batch. */
  public Operand<TFloat32> mean(Operand<TFloat32> cells) {
    return meanOfSamples(tf.math.mean(cells, tf.constant(1)));
  }

  /** Keras' {@code SUM_OVER_BATCH_SIZE} of one value a sample. */
  Operand<TFloat32> meanOfSamples(Operand<TFloat32> samples) {
    return divided(tf.sum(samples, tf.constant(0)), size(0));
  }

  /**
   * The quotient, rounded once. TensorFlow's optimizer makes a plain division by a constant a
   * multiplication by its reciprocal, and moves constants from one division into the next.
   */
  Operand<TFloat32> divided(Operand<TFloat32> by, Operand<TFloat32> divisor) {
    return tf.math.divNoNan(by, divisor);
  }

  /**
   * A number, or one for each sample (batch, 1) or output (outputs), in every cell. TensorFlow's
   * optimizer reorders products of factors of several shapes, so that they round otherwise.
   */
  Operand<TFloat32> inEveryCell(Operand<TFloat32> value) {
    return tf.broadcastTo(value, tf.shape(labels));
  }

  /** Size of the batch (axis 0) or number of outputs (axis 1). */
  Operand<TFloat32> size(int axis) {
    Operand<TInt32> sizes = tf.shape(labels);
    return tf.dtypes.cast(tf.gather(sizes, tf.constant(axis), tf.constant(0)), TFloat32.class);
  }

  /**
   * The gradient of {@link #kerasCrossentropy}.
   *
   * @param share the loss's derivative by each cell, (batch, outputs)
   */
  Loss.Known kerasGradient(Operand<TFloat32> share) {
    return logits
        .map(x -> new Loss.Known(x, stableGradient(x, share)))
        .orElseGet(() -> new Loss.Known(probabilities, clippedGradient(share)));
  }

  private Operand<TFloat32> clippedGradient(Operand<TFloat32> share) {
    Operand<TFloat32> positive = tf.math.mul(share, labels);
    Operand<TFloat32> negative = tf.math.mul(share, negatives());
    return whereUnclipped(logGradient(clipped(), positive, negative, KERAS_EPSILON));
  }

  /**
   * The gradient of Keras' binary cross-entropy by the logits.
   *
   * @param share the loss's derivative by each cell, (batch, outputs)
   */
  Operand<TFloat32> stableGradient(Operand<TFloat32> x, Operand<TFloat32> share) {
    Operand<TFloat32> zero = constant(0);
    var positive = tf.math.greaterEqual(x, zero);
    Operand<TFloat32> exp = tf.math.exp(tf.select(positive, tf.math.neg(x), x));
    Operand<TFloat32> curved =
        tf.math.mul(tf.math.mul(share, tf.math.reciprocal(tf.math.add(constant(1), exp))), exp);
    Operand<TFloat32> withoutLabel = tf.select(positive, tf.math.sub(share, curved), curved);
    return tf.math.sub(withoutLabel, tf.math.mul(share, labels));
  }

  /**
   * The gradient of -(positive log(p + epsilon) + negative log(1 - p + epsilon)) by p, as Python's
   * TensorFlow has it: the reciprocal is multiplied, in C++ it is a division.
   *
   * @param positive share of the loss and weight of log(p + epsilon)
   * @param negative the same of log(1 - p + epsilon)
   */
  Operand<TFloat32> logGradient(
      Operand<TFloat32> p, Operand<TFloat32> positive, Operand<TFloat32> negative, float epsilon) {
    Operand<TFloat32> there = tf.math.add(p, constant(epsilon));
    Operand<TFloat32> notThere = tf.math.add(tf.math.sub(constant(1), p), constant(epsilon));
    return tf.math.sub(
        tf.math.mul(negative, tf.math.reciprocal(notThere)),
        tf.math.mul(positive, tf.math.reciprocal(there)));
  }

  /** 0 where {@link #clipped} has changed the probability. */
  Operand<TFloat32> whereUnclipped(Operand<TFloat32> gradient) {
    var kept =
        tf.math.logicalAnd(
            tf.math.greaterEqual(probabilities, constant(KERAS_EPSILON)),
            tf.math.lessEqual(probabilities, constant(1 - KERAS_EPSILON)));
    return tf.select(kept, gradient, tf.zerosLike(gradient));
  }
}
