package org.thorax.experiment.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;

/**
 * The models of trainings in {@code models/<experiment>/}, found by the experiment's name, its name
 * and time, or its id in the logs.
 *
 * @param modelsDir usually {@code models}
 * @param logsDir usually {@code logs}
 */
public record TrainedModels(Path modelsDir, Path logsDir) {
  private static final Pattern STAMP = Pattern.compile("_\\d{8}-\\d{6}");
  private static final Pattern BEGINNING_OF_ID = Pattern.compile("[0-9a-f]{4,8}(-[0-9a-f-]*)?");
  private static final Pattern ID =
      Pattern.compile("(?:[a-z]+-)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * The model that {@code given} names: an existing file or folder, or else an experiment's model,
   * its SavedModel if it exists and otherwise its {@code .h5}.
   *
   * @throws ThoraxException if there is none, or several, which it lists
   */
  public Path find(String given) {
    Optional<Path> path = existing(given);
    if (path.isPresent()) {
      return path.get();
    }
    String name = name(given);
    List<Path> found = new ArrayList<>(models(modelsDir.resolve(name), name));
    if (found.isEmpty()) {
      String experiment = name.replaceFirst(STAMP.pattern() + "$", "");
      found.addAll(
          models(modelsDir.resolve(experiment), experiment).stream()
              .filter(model -> withoutEnding(model).equals(name))
              .toList());
    }
    return switch (found.size()) {
      case 1 -> found.get(0);
      case 0 ->
          throw new ConfigurationException(
              "models-dir",
              "Expected a model's file or folder, or an experiment's name or id, found '%s', which is neither there nor below %s; check `models-dir`."
                  .formatted(given, modelsDir));
      default ->
          throw new ThoraxException(
              "The experiment '%s' has %d models; name one of them: %s."
                  .formatted(
                      given,
                      found.size(),
                      String.join(", ", found.stream().map(Path::toString).toList())));
    };
  }

  /** The file name of an experiment's model without extension, or the experiment's name. */
  private String name(String given) {
    if (ID.matcher(given).matches()) {
      return ofId(given);
    }
    // A prefix of an id is enough if no folder has that name.
    boolean beginning =
        BEGINNING_OF_ID.matcher(given).matches() && !Files.exists(modelsDir.resolve(given));
    return beginning
        ? stem(new ExperimentLogs(logsDir).require(given).entry())
        : given.replaceFirst("\\.h5$", "");
  }

  private static String stem(ExperimentEntry entry) {
    return entry.filename().replaceFirst("\\.h5$", "");
  }

  private static Optional<Path> existing(String given) {
    try {
      return Optional.of(Path.of(given)).filter(Files::exists);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String ofId(String id) {
    ExperimentEntry entry =
        new ExperimentLogs(logsDir)
            .findById(id)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "logs-dir",
                        "There is no experiment %s in the logs of %s; check the id and `logs-dir`."
                            .formatted(id, logsDir)));
    return stem(entry);
  }

  /** Each model of an experiment once, oldest first. */
  private static List<Path> models(Path folder, String experiment) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> stamped =
          all.filter(
                  path ->
                      withoutEnding(path).startsWith(experiment)
                          && STAMP
                              .matcher(withoutEnding(path).substring(experiment.length()))
                              .matches())
              .sorted()
              .toList();
      List<Path> models = new ArrayList<>();
      for (Path path : stamped) {
        boolean folderToo =
            !Files.isDirectory(path) && stamped.contains(path.resolveSibling(withoutEnding(path)));
        if (!folderToo) {
          models.add(path);
        }
      }
      return models;
    } catch (IOException e) {
      throw new FileException("Cannot list " + folder + ": " + e + "; check read access.", e);
    }
  }

  private static String withoutEnding(Path model) {
    return model.getFileName().toString().replaceFirst("\\.h5$", "");
  }
}
