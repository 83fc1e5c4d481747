package org.thorax.model;

import java.util.List;

/**
 * The layers of a {@link FlatGraph} that compute something else in training than in inference mode.
 *
 * @param batchNorms every recognised batch normalisation
 * @param dropouts positions of the dropouts
 */
public record TrainingLayers(List<BatchNorm> batchNorms, List<DropoutNode> dropouts) {
  /** Those of a graph without such layers. */
  public static final TrainingLayers NONE = new TrainingLayers(List.of(), List.of());

  /** Copies the lists. */
  public TrainingLayers {
    batchNorms = List.copyOf(batchNorms);
    dropouts = List.copyOf(dropouts);
  }

  /** A copy with nothing frozen. */
  TrainingLayers unfrozen() {
    return new TrainingLayers(batchNorms.stream().map(BatchNorm::unfrozen).toList(), dropouts);
  }
}
