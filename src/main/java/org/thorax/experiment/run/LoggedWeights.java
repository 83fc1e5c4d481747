package org.thorax.experiment.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.experiment.log.ExperimentEntry;

/**
 * Finds the weights of logged runs. Names were edited after saving, so a run's file is searched in
 * the folder of its name first, then in the folder of the file's name.
 *
 * @param modelsDir usually {@code models}
 */
public record LoggedWeights(Path modelsDir) {
  private static final String STAMP = "_\\d{8}-\\d{6}\\.h5$";

  /** The final model's {@code .h5}, or the SavedModel of the same name. */
  public Optional<Path> of(ExperimentEntry entry) {
    String file = entry.filename();
    return folders(entry).stream()
        .flatMap(folder -> Stream.of(file, file.replaceFirst("\\.h5$", "")).map(folder::resolve))
        .filter(Files::exists)
        .findFirst();
  }

  /**
   * The checkpoint of an epoch; the newest if there are several.
   *
   * @param epoch from 1
   */
  public Optional<Path> of(ExperimentEntry entry, int epoch) {
    String prefix = "weights.%02d-".formatted(epoch);
    return folders(entry).stream()
        .filter(Files::isDirectory)
        .flatMap(folder -> checkpoints(folder, prefix).stream())
        .max(Comparator.comparingLong(path -> path.toFile().lastModified()));
  }

  private static List<Path> checkpoints(Path folder, String prefix) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(path -> path.toString().endsWith(".hdf5"))
          .toList();
    } catch (IOException e) {
      throw new FileException("Cannot list " + folder + ": " + e + "; check read access.", e);
    }
  }

  private List<Path> folders(ExperimentEntry entry) {
    return Stream.of(entry.name(), entry.filename().replaceFirst(STAMP, ""))
        .map(name -> modelsDir.resolve(name).normalize())
        .filter(folder -> folder.startsWith(modelsDir.normalize()))
        .distinct()
        .toList();
  }
}
