package org.thorax.experiment.registry;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;

/**
 * Finds a model locally or in a store.
 *
 * @param models the local models
 * @param store opens the store; empty for none. It is opened only if the model is not available
 *     locally
 * @param progress receives the progress of downloads
 */
public record ModelSource(
    TrainedModels models, Optional<Supplier<ModelStore>> store, StoredModels.Progress progress) {
  /**
   * The model that {@link TrainedModels#find} finds; a logged model that is missing locally is
   * downloaded first.
   *
   * @throws ThoraxException if there is none, locally or in the store
   */
  public Path find(String given) {
    if (store.isPresent() && !exists(given)) {
      fetch(given);
    }
    return models.find(given);
  }

  private void fetch(String given) {
    LoggedModels known = new LoggedModels(models.modelsDir(), models.logsDir());
    ExperimentEntry entry;
    try {
      entry = known.experiment(given);
    } catch (ThoraxException e) {
      return; // it is no experiment; other kinds are handled by the caller
    }
    if (!known.isHere(entry)) {
      try (ModelStore opened = store.orElseThrow().get()) {
        new StoredModels(opened, known).pull(entry, progress);
      }
    }
  }

  private static boolean exists(String given) {
    try {
      return Files.exists(Path.of(given));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
