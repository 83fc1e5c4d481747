package org.thorax.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.thorax.ThoraxException;
import org.thorax.experiment.StoredModels;
import org.thorax.log.ExperimentEntry;
import org.thorax.log.ExperimentLogs;
import org.thorax.storage.ModelStore;

/** {@code train --upload}: the model goes into the store when it is trained. */
record ModelUpload(StoreOptions options, Path modelsDir, Path logsDir) {
  /**
   * Asks the store something, so that a missing bucket shows before hours of training.
   *
   * @throws ThoraxException when the store cannot be used
   */
  static ModelUpload prepare(StoreOptions options, Path modelsDir, Path logsDir) {
    try (ModelStore store = options.location().open()) {
      store.list();
    }
    return new ModelUpload(options, modelsDir, logsDir);
  }

  /** Puts the model there; when that fails the model stays here and the message says how. */
  void push(String id, PrintWriter out) {
    ExperimentEntry entry = new ExperimentLogs(logsDir).findById(id).orElseThrow();
    StoredModels models = options.open(modelsDir, logsDir);
    try (ModelStore store = models.store()) {
      models
          .push(entry, name -> new TransferProgress(name, out))
          .forEach(file -> out.println("Stored     " + file.name() + " in " + store.location()));
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
