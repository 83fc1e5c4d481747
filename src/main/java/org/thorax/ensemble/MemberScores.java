package org.thorax.ensemble;

import java.util.List;
import org.thorax.DataException;

/**
 * Predictions of an ensemble's members for the same samples, and the labels: the input of every
 * fit.
 *
 * @param classes number of classes, at least 1
 * @param labels samples x classes of 0 and 1; below 0 if unlabelled
 * @param members the probabilities of each member, samples x classes in C order
 */
@SuppressWarnings("ArrayRecordComponent") // Large, and read only.
public record MemberScores(int classes, float[] labels, List<float[]> members) {
  /** Checks that all have the same shape. */
  public MemberScores {
    members = List.copyOf(members);
    if (classes < 1 || labels.length == 0 || labels.length % classes != 0) {
      throw new IllegalArgumentException(labels.length + " labels of " + classes + " classes");
    }
    if (members.size() < 2) {
      throw new DataException(
          "An ensemble needs at least 2 members, found " + members.size() + "; name more models.");
    }
    for (float[] scores : members) {
      if (scores.length != labels.length) {
        throw new IllegalArgumentException(
            "members scored " + scores.length + " cells, labels have " + labels.length);
      }
    }
  }

  /** The number of samples. */
  public int samples() {
    return labels.length / classes;
  }

  /** The weighted sum of the members' probabilities. */
  public float[] weighted(double[] weights) {
    float[] sum = new float[labels.length];
    for (int member = 0; member < weights.length; member++) {
      float weight = (float) weights[member];
      float[] scores = members.get(member);
      if (weight != 0) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * scores[i];
        }
      }
    }
    return sum;
  }

  /** The concatenated probabilities of the members: samples x (members x classes). */
  public float[] sideBySide() {
    int width = members.size() * classes;
    float[] rows = new float[samples() * width];
    for (int sample = 0; sample < samples(); sample++) {
      for (int member = 0; member < members.size(); member++) {
        System.arraycopy(
            members.get(member),
            sample * classes,
            rows,
            sample * width + member * classes,
            classes);
      }
    }
    return rows;
  }
}
