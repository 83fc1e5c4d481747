package org.thorax.training.loss;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.thorax.ConfigurationException;

/**
 * The AUC margin loss (Yuan et al. 2021, "Large-scale Robust Deep AUC Maximization", equation 5) of
 * each class, with probabilities h and the share p of positives in the training set, and the mean
 * over classes:
 *
 * <pre>mean over labelled cells of
 *   (1 - p) t (h - a)^2 + p (1 - t) (h - b)^2 + 2 alpha (p (1 - t) h - (1 - p) t h)
 * + p (1 - p) (2 alpha margin - alpha^2)</pre>
 *
 * It is minimised over the network, a and b, and maximised over alpha at least 0, by {@code PESG}.
 * The best a and b are the mean scores of positives and negatives, the best alpha is margin + b -
 * a.
 *
 * @param margin by which positives should score above negatives, in (0, 1]
 * @param positiveShares p of each class, between 0 and 1
 */
public record AucMargin(double margin, List<Double> positiveShares) implements Loss {
  /** Checks both. */
  public AucMargin {
    positiveShares = List.copyOf(positiveShares);
    if (!(margin > 0 && margin <= 1)) {
      throw new ConfigurationException(
          "loss",
          "The AUC margin loss's margin must be above 0 and at most 1, found %s."
              .formatted(margin));
    }
    if (positiveShares.stream().anyMatch(share -> !(share > 0 && share < 1))) {
      throw new IllegalArgumentException("shares of positives " + positiveShares);
    }
  }

  @Override
  public List<String> variables() {
    return List.of("a", "b", "alpha");
  }

  /** The pieces of a batch: (batch, classes), or (classes). */
  private record Terms(
      Operand<TFloat32> mask,
      Operand<TFloat32> positives,
      Operand<TFloat32> negatives,
      Operand<TFloat32> count,
      Operand<TFloat32> share,
      Operand<TFloat32> rest) {
    static Terms of(Scores scores, List<Double> shares) {
      var tf = scores.tf();
      Operand<TFloat32> mask = scores.mask();
      Operand<TFloat32> p = scores.perOutput(shares);
      Operand<TFloat32> rest = tf.math.sub(tf.constant(1f), p);
      return new Terms(
          mask,
          tf.math.mul(rest, tf.math.mul(mask, scores.labels())),
          tf.math.mul(p, tf.math.mul(mask, scores.negatives())),
          tf.math.maximum(tf.sum(mask, tf.constant(0)), tf.constant(1f)),
          p,
          rest);
    }
  }

  @Override
  public Operand<TFloat32> of(Scores scores) {
    var tf = scores.tf();
    Terms terms = Terms.of(scores, positiveShares);
    Operand<TFloat32> h = scores.probabilities();
    Operand<TFloat32> alpha = scores.own().get(2);
    Operand<TFloat32> spread =
        tf.math.add(
            tf.math.mul(terms.positives(), tf.math.square(tf.math.sub(h, scores.own().get(0)))),
            tf.math.mul(terms.negatives(), tf.math.square(tf.math.sub(h, scores.own().get(1)))));
    Operand<TFloat32> overlap = tf.math.mul(tf.math.sub(terms.negatives(), terms.positives()), h);
    Operand<TFloat32> cells =
        tf.math.add(spread, tf.math.mul(tf.math.mul(tf.constant(2f), alpha), overlap));
    Operand<TFloat32> wanted =
        tf.math.sub(tf.math.mul(tf.constant((float) (2 * margin)), alpha), tf.math.square(alpha));
    Operand<TFloat32> classes =
        tf.math.add(
            tf.math.div(tf.sum(cells, tf.constant(0)), terms.count()),
            tf.math.mul(
                tf.math.mul(terms.share(), terms.rest()), ofLabelled(scores, wanted, terms)));
    return tf.math.mean(classes, tf.constant(0));
  }

  /** Nothing for a class without a label in the batch. */
  private static Operand<TFloat32> ofLabelled(
      Scores scores, Operand<TFloat32> values, Terms terms) {
    var tf = scores.tf();
    Operand<TFloat32> any = tf.math.minimum(tf.sum(terms.mask(), tf.constant(0)), tf.constant(1f));
    return tf.math.mul(values, any);
  }

  @Override
  public List<Operand<TFloat32>> updated(Scores scores, Operand<TFloat32> learningRate) {
    var tf = scores.tf();
    Terms terms = Terms.of(scores, positiveShares);
    Operand<TFloat32> a = scores.own().get(0);
    Operand<TFloat32> b = scores.own().get(1);
    Operand<TFloat32> alpha = scores.own().get(2);
    Operand<TFloat32> h = scores.probabilities();
    Operand<TFloat32> twice = tf.constant(2f);
    Operand<TFloat32> byA =
        perClass(scores, terms, tf.math.mul(terms.positives(), tf.math.sub(a, h)));
    Operand<TFloat32> byB =
        perClass(scores, terms, tf.math.mul(terms.negatives(), tf.math.sub(b, h)));
    Operand<TFloat32> gap =
        perClass(scores, terms, tf.math.mul(tf.math.sub(terms.negatives(), terms.positives()), h));
    Operand<TFloat32> pull =
        tf.math.mul(
            tf.math.mul(terms.share(), terms.rest()),
            ofLabelled(scores, tf.math.sub(tf.constant((float) margin), alpha), terms));
    Operand<TFloat32> step = tf.math.mul(twice, learningRate);
    return List.of(
        tf.math.sub(a, tf.math.mul(step, byA)),
        tf.math.sub(b, tf.math.mul(step, byB)),
        tf.math.maximum(
            tf.math.add(alpha, tf.math.mul(step, tf.math.add(gap, pull))), tf.constant(0f)));
  }

  /** The mean over a class's labelled cells: PESG moves each class's variables by its own loss. */
  private static Operand<TFloat32> perClass(Scores scores, Terms terms, Operand<TFloat32> cells) {
    return scores.tf().math.div(scores.tf().sum(cells, scores.tf().constant(0)), terms.count());
  }

  @Override
  public boolean masks() {
    return true;
  }
}
