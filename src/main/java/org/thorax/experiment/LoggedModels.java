package org.thorax.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.log.ExperimentEntry;
import org.thorax.log.ExperimentLogs;

/**
 * Experiments by what the logs say about them: their ids, and where their models' files belong.
 *
 * @param modelsDir usually {@code models}
 * @param logsDir usually {@code logs}
 */
public record LoggedModels(Path modelsDir, Path logsDir) {
  /**
   * The experiment that is named by its id or the beginning of one, by its name (the newest
   * version), or by its model's file.
   *
   * @throws ThoraxException when there is none
   */
  public ExperimentEntry experiment(String given) {
    ExperimentLogs logs = new ExperimentLogs(logsDir);
    return Stream.of(logs.published(), logs.unvalidated())
        .flatMap(log -> log.entries(unreadable -> {}).stream())
        .filter(entry -> stem(entry).equals(given.replaceFirst("\\.h5$", "")))
        .findFirst()
        .orElseGet(() -> logs.require(given).entry());
  }

  /** The experiment with that id, one made by hand included. */
  Optional<ExperimentEntry> findById(String id) {
    return new ExperimentLogs(logsDir).findById(id);
  }

  /** Whether a model of the experiment is here. */
  public boolean isHere(ExperimentEntry entry) {
    return Files.exists(keras(entry)) || Files.exists(savedModel(entry));
  }

  /**
   * Where the {@code .h5} is or would be: below the experiment's name, else below what its file is
   * called after, for names were edited in old logs.
   */
  Path keras(ExperimentEntry entry) {
    Path usual = modelsDir.resolve(plain(entry.name())).resolve(plain(entry.filename()));
    Path renamed =
        modelsDir
            .resolve(plain(stem(entry).replaceFirst("_\\d{8}-\\d{6}$", "")))
            .resolve(plain(entry.filename()));
    boolean there = Files.exists(renamed) || Files.exists(savedModel(renamed));
    return there && !Files.exists(usual) && !Files.exists(savedModel(usual)) ? renamed : usual;
  }

  /** A name in a log must not lead out of the folder. */
  private static String plain(String name) {
    if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
      throw new ThoraxException("The log's name '" + name + "' is no file's name; mend the log.");
    }
    return name;
  }

  private static String stem(ExperimentEntry entry) {
    return entry.filename().replaceFirst("\\.h5$", "");
  }

  /** Where its SavedModel is or would be: beside the {@code .h5}. */
  Path savedModel(ExperimentEntry entry) {
    return savedModel(keras(entry));
  }

  private static Path savedModel(Path keras) {
    return keras.resolveSibling(keras.getFileName().toString().replaceFirst("\\.h5$", ""));
  }
}
