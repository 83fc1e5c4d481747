package org.thorax.experiment.run;

import java.nio.file.Path;

/**
 * A finished run of a cross-validation.
 *
 * @param number of the fold, from 1
 * @param id of its log entry
 * @param model its SavedModel
 */
public record FoldRun(int number, String id, Path model) {
  /** The labels and scores of the fold's images. */
  Path predictions() {
    return model.resolveSibling(model.getFileName() + "-predictions.csv");
  }
}
