package org.thorax.app.cli.train;

import org.thorax.ThoraxException;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredModels;

/** {@code train --upload}: the model goes into the store when it is trained. */
record ModelUpload(StoreOptions options, ExperimentFolders folders) {
  /**
   * Asks the store something, so that a missing bucket shows before hours of training.
   *
   * @throws ThoraxException when the store cannot be used
   */
  static ModelUpload prepare(StoreOptions options, ExperimentFolders folders) {
    try (ModelStore store = options.location().open()) {
      store.list();
    }
    return new ModelUpload(options, folders);
  }

  /** Puts the model there; when that fails the model stays here and the message says how. */
  void push(String id, RunProgress progress) {
    ExperimentEntry entry = new ExperimentLogs(folders.logs()).findById(id).orElseThrow();
    StoredModels models = options.open(folders.models(), folders.logs());
    try (ModelStore store = models.store()) {
      models
          .push(entry, progress::uploading)
          .forEach(file -> progress.uploaded(file, store.location()));
    } catch (ThoraxException e) {
      throw new ThoraxException(
          "The model is trained, saved and logged, but not in the store: "
              + e.getMessage()
              + " Then: thorax models push "
              + entry.id(),
          e);
    }
  }
}
