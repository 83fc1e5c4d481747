package org.thorax.experiment.plan;

import java.util.List;

/**
 * One run of a plan.
 *
 * @param name unique in its plan; also the name of its files
 * @param arguments of {@code thorax train}
 */
public record PlannedRun(String name, List<String> arguments) {
  /** Copies the list. */
  public PlannedRun {
    arguments = List.copyOf(arguments);
  }
}
