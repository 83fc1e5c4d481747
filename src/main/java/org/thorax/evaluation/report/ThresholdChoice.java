package org.thorax.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.thorax.evaluation.metrics.Confusion;
import org.thorax.evaluation.metrics.RankedScores;
import org.thorax.evaluation.metrics.ThresholdRule;

/**
 * A class's threshold: chosen on one set, applied to another.
 *
 * @param className the class
 * @param rule that chose it
 * @param threshold infinity if nothing should be positive
 * @param chosen confusion matrix on the set on which it was chosen
 * @param applied confusion matrix on the evaluated set
 */
record ThresholdChoice(
    String className, String rule, double threshold, Confusion chosen, Confusion applied) {
  /**
   * All rules for all classes that have positives and negatives in the set on which thresholds are
   * chosen.
   */
  static List<ThresholdChoice> of(
      List<String> classes,
      List<RankedScores> choosing,
      List<RankedScores> evaluated,
      double wanted) {
    List<ThresholdRule> rules =
        List.of(
            new ThresholdRule.Balanced(),
            new ThresholdRule.Youden(),
            new ThresholdRule.F2(),
            new ThresholdRule.Sensitivity(wanted));
    List<ThresholdChoice> choices = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      RankedScores from = choosing.get(c);
      if (from.hasBoth()) {
        for (ThresholdRule rule : rules) {
          double threshold = rule.threshold(from);
          choices.add(
              new ThresholdChoice(
                  classes.get(c),
                  rule.label(),
                  threshold,
                  from.at(threshold),
                  evaluated.get(c).at(threshold)));
        }
      }
    }
    return choices;
  }
}
