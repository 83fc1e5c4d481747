package org.thorax.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;
import org.thorax.log.ExperimentLogs;
import org.thorax.log.LogFile;
import org.thorax.log.LoggedRun;
import org.thorax.network.ModelContract;

/**
 * What the logs say about models that say nothing about themselves.
 *
 * @param logsDir usually {@code logs}
 * @param modelsDir usually {@code models}
 */
public record LoggedContracts(Path logsDir, Path modelsDir) {
  private static final Pattern DAY = Pattern.compile("_(\\d{8})-\\d{6}(\\.h5)?$");
  private static final String FIRST_SCALED = "20200613";

  /** A contract, and the run that it is of. */
  public record Found(LoggedRun run, ModelContract contract) {
    /**
     * Whether the run is of the time when images went into networks unscaled, which no log says.
     */
    public boolean maybeUnscaled() {
      Matcher day = DAY.matcher(run.entry().filename());
      return day.find() && day.group(1).compareTo(FIRST_SCALED) < 0;
    }
  }

  /**
   * What is known of a model's file or folder by its name, see {@link EntryContract#run}.
   *
   * @return none without such a run, when its entry does not say enough, or when the logs cannot be
   *     read
   */
  public Optional<Found> of(Path model) {
    String stem =
        model.toAbsolutePath().getFileName().toString().replaceFirst("\\.(h5|keras)$", "");
    try {
      List<LoggedRun> runs =
          new ExperimentLogs(logsDir)
              .runs(List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED), unreadable -> {});
      return EntryContract.run(runs, stem)
          .map(run -> new Found(run, EntryContract.of(run, modelsDir)));
    } catch (ThoraxException e) {
      // The user is asked for what is missing instead.
      return Optional.empty();
    }
  }
}
