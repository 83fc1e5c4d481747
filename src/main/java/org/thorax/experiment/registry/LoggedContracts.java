package org.thorax.experiment.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;

/**
 * Contracts of models without metadata, from the logs.
 *
 * @param logsDir usually {@code logs}
 * @param modelsDir usually {@code models}
 */
public record LoggedContracts(Path logsDir, Path modelsDir) {
  private static final Pattern DAY = Pattern.compile("_(\\d{8})-\\d{6}(\\.h5)?$");
  private static final String FIRST_SCALED = "20200613";

  /** A contract and its run. */
  public record Found(LoggedRun run, ModelContract contract) {
    /**
     * Whether the run dates from the time when networks got unscaled images, which no log states.
     */
    public boolean maybeUnscaled() {
      Matcher day = DAY.matcher(run.entry().filename());
      return day.find() && day.group(1).compareTo(FIRST_SCALED) < 0;
    }
  }

  /**
   * The model with the settings of its run's log entry, if it does not name its classes itself.
   *
   * @param scaled whether the user gives the scaling
   * @param told notes for the user about this
   */
  public Model completed(Model model, Path file, boolean scaled, Consumer<String> told) {
    Optional<Found> found = model.contract().classNames().isEmpty() ? of(file) : Optional.empty();
    if (found.isEmpty()) {
      return model;
    }
    ModelContract logged = found.get().contract();
    if (model.flat().output().size() != logged.classNames().size()) {
      told.accept(
          "Run %s in %s, whose file this seems to be, has %d classes, the model %d outputs: nothing was taken from there."
              .formatted(
                  found.get().run().entry().id(),
                  logsDir,
                  logged.classNames().size(),
                  model.flat().output().size()));
      return model;
    }
    tell(found.get(), scaled, told);
    return model.withContract(model.contract().completedBy(logged));
  }

  private void tell(Found logged, boolean scaled, Consumer<String> told) {
    told.accept(
        "Classes, size and transformations are those of run %s in %s."
            .formatted(logged.run().entry().id(), logsDir));
    if (!scaled && logged.maybeUnscaled()) {
      told.accept(
          "Runs of before 2020-06-13 saw unscaled images; if this was one, give `scaling` none.");
    }
  }

  /**
   * The contract of a model's file or folder by its name, see {@link EntryContract#run}.
   *
   * @return empty without such a run, if its entry does not specify enough, or if the logs cannot
   *     be read
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
      // The error asks the user for what is missing.
      return Optional.empty();
    }
  }
}
