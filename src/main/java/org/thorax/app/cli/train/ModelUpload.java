package org.thorax.app.cli.train;

import org.thorax.ThoraxException;
import org.thorax.app.cli.options.ExperimentFolders;
import org.thorax.app.cli.options.StoreOptions;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.registry.ModelStore;
import org.thorax.experiment.registry.StoredModels;

/** {@code train --upload}: uploads the model after training. */
record ModelUpload(StoreOptions options, ExperimentFolders folders) {
  /**
   * Accesses the store, so that a missing bucket is reported before hours of training.
   *
   * @throws ThoraxException if the store cannot be used
   */
  static ModelUpload prepare(StoreOptions options, ExperimentFolders folders) {
    try (ModelStore store = options.location().open()) {
      store.list();
    }
    return new ModelUpload(options, folders);
  }

  /**
   * Uploads the model; if that fails, the model is kept and the message explains how to upload it.
   */
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
