package org.thorax.experiment.registry;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;

/**
 * Finds the model that is meant, here or in a store.
 *
 * @param models those that are here
 * @param store opens the store; empty for none. Opened only when the model is not here
 * @param progress watches what is fetched
 */
public record ModelSource(
    TrainedModels models, Optional<Supplier<ModelStore>> store, StoredModels.Progress progress) {
  /**
   * What {@code given} names, as {@link TrainedModels#find} understands it; a model that is in the
   * logs but not here is fetched first.
   *
   * @throws ThoraxException when there is none, here or in the store
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
