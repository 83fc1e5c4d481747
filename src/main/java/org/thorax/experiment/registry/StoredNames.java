package org.thorax.experiment.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.experiment.log.ExperimentEntry;

/**
 * Names of an experiment's files in a store, and their local paths: the model, the files for its
 * evaluation and display, {@code <id>.yaml} and {@code <id>-predictions.csv}, and the checkpoints,
 * {@code <id>.weights.EE-LOSS.hdf5}.
 */
record StoredNames(LoggedModels here) {
  static final String KERAS = ".h5";
  static final String SAVED_MODEL = ".savedmodel.zip";
  private static final String CONFIGURATION = ".yaml";
  private static final String PREDICTIONS = "-predictions.csv";
  private static final Pattern CHECKPOINT = Pattern.compile("\\.(weights\\.\\d+-.+\\.hdf5)");
  private static final Pattern STORED =
      Pattern.compile("((?:[a-z]+-)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})([-.].+)");

  /** Names of a model's files, and of the small files for its evaluation and display. */
  static List<String> ofModel(ExperimentEntry entry) {
    return List.of(KERAS, SAVED_MODEL, CONFIGURATION, PREDICTIONS).stream()
        .map(ending -> entry.id() + ending)
        .toList();
  }

  /** The small files next to the model. */
  static List<String> beside(ExperimentEntry entry) {
    return List.of(entry.id() + CONFIGURATION, entry.id() + PREDICTIONS);
  }

  static String ofCheckpoint(ExperimentEntry entry, Path checkpoint) {
    return entry.id() + "." + checkpoint.getFileName();
  }

  static boolean isCheckpoint(ExperimentEntry entry, String name) {
    return name.startsWith(entry.id())
        && CHECKPOINT.matcher(name.substring(entry.id().length())).matches();
  }

  static boolean isModel(String name) {
    return name.endsWith(KERAS) || name.endsWith(SAVED_MODEL);
  }

  /** The id at the start of a stored file's name. */
  static Optional<String> id(String name) {
    Matcher stored = STORED.matcher(name);
    return stored.matches() ? Optional.of(stored.group(1)) : Optional.empty();
  }

  /** The local path of a stored file; for an archive, that of its folder. */
  Path place(ExperimentEntry entry, String name) {
    String ending = name.substring(entry.id().length());
    Matcher checkpoint = CHECKPOINT.matcher(ending);
    if (checkpoint.matches()) {
      return here.keras(entry).resolveSibling(checkpoint.group(1));
    }
    Path folder = here.savedModel(entry);
    return switch (ending) {
      case KERAS -> here.keras(entry);
      case SAVED_MODEL -> folder;
      default -> folder.resolveSibling(folder.getFileName() + ending);
    };
  }
}
