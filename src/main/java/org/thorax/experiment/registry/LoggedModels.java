package org.thorax.experiment.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.formats.io.AtomicFile;

/**
 * Experiments in the logs: their ids, and where their models' files belong.
 *
 * @param modelsDir usually {@code models}
 * @param logsDir usually {@code logs}
 */
public record LoggedModels(Path modelsDir, Path logsDir) {
  private static final Pattern STAMPED = Pattern.compile(".+_\\d{8}-\\d{6}");
  private static final Pattern CHECKPOINT = Pattern.compile("weights\\.\\d+-.+\\.hdf5");

  /**
   * The experiment with this id or prefix of an id, this name (the newest version), or this model
   * file.
   *
   * @throws ThoraxException if there is none
   */
  public ExperimentEntry experiment(String given) {
    ExperimentLogs logs = new ExperimentLogs(logsDir);
    return Stream.of(logs.published(), logs.unvalidated())
        .flatMap(log -> log.entries(unreadable -> {}).stream())
        .filter(entry -> stem(entry).equals(given.replaceFirst("\\.h5$", "")))
        .findFirst()
        .orElseGet(() -> logs.require(given).entry());
  }

  /** The experiment with this id, even if the entry was made by hand. */
  Optional<ExperimentEntry> findById(String id) {
    return new ExperimentLogs(logsDir).findById(id);
  }

  /** Whether a model of the experiment is available locally. */
  public boolean isHere(ExperimentEntry entry) {
    return Files.exists(keras(entry)) || Files.exists(savedModel(entry));
  }

  /**
   * The path of the {@code .h5} file, whether or not it exists: in the folder of the experiment's
   * name, or else in the folder named like the file, because names were edited in old logs.
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

  /**
   * The checkpoints of an experiment's epochs, by name; empty if the folder also has models of
   * other runs, because checkpoints do not specify their run.
   */
  List<Path> checkpoints(ExperimentEntry entry) {
    Path folder = keras(entry).toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.sorted().toList();
      boolean others =
          files.stream()
              .map(file -> file.getFileName().toString().replaceFirst("\\.h5$", ""))
              .anyMatch(name -> STAMPED.matcher(name).matches() && !name.equals(stem(entry)));
      return others
          ? List.of()
          : files.stream()
              .filter(file -> CHECKPOINT.matcher(file.getFileName().toString()).matches())
              .toList();
    } catch (IOException e) {
      throw new FileException(
          "Cannot list " + folder + ": " + AtomicFile.reason(e) + "; check read access.", e);
    }
  }

  /** A name in a log must not lead out of the folder. */
  private static String plain(String name) {
    if (name.isEmpty() || name.startsWith(".") || name.contains("/") || name.contains("\\")) {
      throw new FileException("The log's name '" + name + "' is no file's name; fix the log.");
    }
    return name;
  }

  private static String stem(ExperimentEntry entry) {
    return entry.filename().replaceFirst("\\.h5$", "");
  }

  /** The path of the SavedModel, next to the {@code .h5}, whether or not it exists. */
  Path savedModel(ExperimentEntry entry) {
    return savedModel(keras(entry));
  }

  private static Path savedModel(Path keras) {
    return keras.resolveSibling(keras.getFileName().toString().replaceFirst("\\.h5$", ""));
  }
}
