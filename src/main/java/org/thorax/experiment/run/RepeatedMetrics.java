package org.thorax.experiment.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thorax.evaluation.metrics.KerasMetrics;
import org.thorax.evaluation.metrics.UnlabelledCells;
import org.thorax.evaluation.report.ScoredSamples;

/**
 * The metrics of a re-evaluation, in the original's order and without a loss.
 *
 * @param legacy whether to compute them as the original did: {@code auc} over all cells at once,
 *     unlabelled cells as negative, and {@code f2_score_score_<class>}
 */
record RepeatedMetrics(boolean legacy) {
  private static final String F2 = "f2_score_";

  Map<String, Double> of(ScoredSamples scored) {
    List<String> classes = scored.classes();
    KerasMetrics metrics =
        new KerasMetrics(classes, legacy ? UnlabelledCells.AS_NEGATIVE : UnlabelledCells.LEFT_OUT);
    metrics.update(scored.labels(), scored.scores());
    if (!legacy) {
      return metrics.result();
    }
    Map<String, Double> renamed = new LinkedHashMap<>();
    metrics
        .result()
        .forEach(
            (name, value) ->
                renamed.put(name.startsWith(F2) ? F2 + name.substring(3) : name, value));
    renamed.put("auc", metrics.microAuc());
    return renamed;
  }
}
