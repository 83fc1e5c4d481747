package org.thorax.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How often each raw label of a class occurs. A class without positives cannot be trained or
 * evaluated.
 *
 * @param name the class
 * @param positive number of samples with label 1
 * @param negative number of samples with label 0
 * @param uncertain number of samples with label -1
 * @param blank number of samples that do not mention it
 */
public record LabelCounts(String name, int positive, int negative, int uncertain, int blank) {
  /** The counts of each class, in order; {@link Samples#UNLABELLED} is not counted. */
  public static List<LabelCounts> of(Samples samples) {
    List<LabelCounts> counts = new ArrayList<>();
    for (int c = 0; c < samples.classes().size(); c++) {
      int[] of = new int[5];
      for (int sample = 0; sample < samples.size(); sample++) {
        of[column(samples.label(sample, c))]++;
      }
      counts.add(new LabelCounts(samples.classes().get(c), of[0], of[1], of[2], of[3]));
    }
    return counts;
  }

  private static int column(float label) {
    if (Float.isNaN(label)) {
      return 3;
    }
    return label == 1 ? 0 : label == 0 ? 1 : label == Samples.UNCERTAIN ? 2 : 4;
  }
}
