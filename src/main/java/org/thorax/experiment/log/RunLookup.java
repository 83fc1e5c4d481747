package org.thorax.experiment.log;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thorax.ConfigurationException;
import org.thorax.FileException;

/** Finds the run that a text names. */
final class RunLookup {
  private static final int SHORTEST_BEGINNING = 4;
  private static final int SHOWN = 5;

  private RunLookup() {}

  static LoggedRun of(List<LoggedRun> runs, String given, Path folder) {
    Optional<LoggedRun> byId =
        runs.stream().filter(run -> run.entry().id().equals(given)).findFirst();
    // The newest version comes last; the original's look-ups only knew "1".
    Optional<LoggedRun> named =
        runs.stream()
            .filter(run -> run.entry().name().equals(given))
            .reduce((older, newer) -> newer);
    return byId.or(() -> named).orElseGet(() -> byBeginning(runs, given, folder));
  }

  private static LoggedRun byBeginning(List<LoggedRun> runs, String given, Path folder) {
    List<LoggedRun> found =
        given.length() < SHORTEST_BEGINNING
            ? List.of()
            : runs.stream().filter(run -> run.entry().id().startsWith(given)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new ConfigurationException(
          "logs",
          "There is no experiment '%s' in the logs of %s (%d entries); 'thorax log list' shows them, `logs` sets the folder."
              .formatted(given, folder, runs.size()));
    }
    throw new FileException(
        "%d ids begin with '%s': %s; give more of the one that is meant."
            .formatted(
                found.size(),
                given,
                found.stream()
                    .limit(SHOWN)
                    .map(run -> run.entry().id())
                    .collect(Collectors.joining(", "))));
  }
}
