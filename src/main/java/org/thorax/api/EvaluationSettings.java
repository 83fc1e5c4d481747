package org.thorax.api;

import java.util.Optional;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.experiment.run.DatasetSource;
import org.thorax.experiment.run.EvaluationRun;
import org.thorax.model.Device;

/** The defaults of {@code thorax evaluate}. */
final class EvaluationSettings {
  private EvaluationSettings() {}

  static EvaluationRun.Settings of(SplitDataset.Part part, Mismatch mismatch, Device device) {
    return new EvaluationRun.Settings(
        DatasetSource.of(part.data().place(), BadImagePolicy.FAIL),
        new EvaluationRun.Sets(part.which(), false),
        Optional.empty(),
        device,
        mismatch == Mismatch.REMARK,
        Evaluation.OPTIONS);
  }
}
