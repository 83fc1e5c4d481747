package org.thorax.experiment.log;

import java.time.Instant;

/** Who wrote an entry. */
final class EntryAuthor {
  /** The Python project ended in 2020. */
  private static final Instant PYTHON_ENDED = Instant.parse("2021-01-01T00:00:00Z");

  private EntryAuthor() {}

  /** Whether the Python project wrote it, with its errors. */
  static boolean python(ExperimentEntry entry) {
    return ExperimentId.moment(entry.id())
        .or(() -> ExperimentName.moment(entry.filename()))
        .map(PYTHON_ENDED::isAfter)
        .orElse(false);
  }
}
