package org.thorax.experiment.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.formats.io.AtomicFile;

/**
 * Experiments' models in a store: {@code <id>.h5}, as in the original project, {@code
 * <id>.savedmodel.zip}, and related files, see {@link StoredNames}.
 *
 * @param store the store
 * @param here experiments and their local files
 */
public record StoredModels(ModelStore store, LoggedModels here) {
  /** Receives the progress of transfers. */
  @FunctionalInterface
  public interface Progress {
    /** Ignores the progress. */
    Progress UNSEEN = file -> ModelStore.Transfer.UNSEEN;

    /** The transfer of another file starts; {@code name} is its name in the store. */
    ModelStore.Transfer begin(String name);
  }

  /** Result of the comparison of a stored file with its local copy. */
  public enum State {
    /** The stored bytes and the local file match the checksum. */
    SAME,
    /** The stored bytes match the checksum; there is no local file. */
    ONLY_STORED,
    /** The stored bytes match the checksum, but the local file differs. */
    DIFFERENT_HERE,
    /** The stored bytes do not match the checksum. */
    DAMAGED
  }

  /**
   * Uploads an experiment's local files: its model and related files.
   *
   * @return the stored files
   * @throws ThoraxException if there are no local files, or the store has other files under their
   *     names
   */
  public List<StoredFile> push(ExperimentEntry entry, Progress progress) {
    Path keras = here.keras(entry);
    Path savedModel = here.savedModel(entry);
    List<StoredFile> stored = new ArrayList<>();
    if (Files.isRegularFile(keras)) {
      stored.add(put(entry.id() + StoredNames.KERAS, keras, progress));
    }
    if (Files.isDirectory(savedModel)) {
      String name = entry.id() + StoredNames.SAVED_MODEL;
      stored.add(withArchive(savedModel, zip -> put(name, zip, progress)));
    }
    if (stored.isEmpty()) {
      throw new ConfigurationException(
          "models-dir",
          "Expected the model of %s in %s or %s, found neither; check `models-dir`."
              .formatted(entry.id(), keras, savedModel));
    }
    for (String name : StoredNames.beside(entry)) {
      Path file = names().place(entry, name);
      if (Files.isRegularFile(file)) {
        stored.add(put(name, file, progress));
      }
    }
    for (Path checkpoint : here.checkpoints(entry)) {
      stored.add(put(StoredNames.ofCheckpoint(entry, checkpoint), checkpoint, progress));
    }
    return stored;
  }

  private StoredFile put(String name, Path file, Progress progress) {
    return store.put(name, file, progress.begin(name));
  }

  private StoredNames names() {
    return new StoredNames(here);
  }

  /**
   * Downloads an experiment's missing files: its model, and what its evaluation needs.
   *
   * @return its local files and folders
   * @throws ThoraxException if the store has none of its files, or there are other files at their
   *     paths
   */
  public List<Path> pull(ExperimentEntry entry, Progress progress) {
    List<StoredFile> stored =
        StoredNames.ofModel(entry).stream().flatMap(name -> store.find(name).stream()).toList();
    if (stored.stream().noneMatch(file -> StoredNames.isModel(file.name()))) {
      throw new ThoraxException(
          "There is no model of %s in %s; 'thorax models list' shows what is there."
              .formatted(entry.id(), store.location()));
    }
    return stored.stream().map(file -> bring(entry, file, progress)).toList();
  }

  /**
   * Downloads the checkpoints of an experiment's epochs.
   *
   * @return their local paths
   * @throws ThoraxException if there are other files at their paths
   */
  public List<Path> pullCheckpoints(ExperimentEntry entry, Progress progress) {
    return store.list().stream()
        .filter(file -> StoredNames.isCheckpoint(entry, file.name()))
        .map(file -> bring(entry, file, progress))
        .toList();
  }

  private Path bring(ExperimentEntry entry, StoredFile file, Progress progress) {
    Path place = names().place(entry, file.name());
    if (file.name().endsWith(StoredNames.SAVED_MODEL)) {
      if (!Files.exists(place)) {
        Path archive = place.resolveSibling("." + file.name());
        store.get(file, archive, progress.begin(file.name()));
        ModelArchive.unpack(archive, place);
        AtomicFile.delete(archive);
      }
    } else if (!Files.exists(place)) {
      store.get(file, place, progress.begin(file.name()));
    } else if (!Checksum.of(place).equals(file.checksum())) {
      throw new FileException(
          "%s is not the file that %s has as %s; nothing was overwritten, move it away first."
              .formatted(place, store.location(), file.name()));
    }
    return place;
  }

  /** The stored files of an experiment. */
  public List<StoredFile> files(ExperimentEntry entry) {
    List<String> model = StoredNames.ofModel(entry);
    return store.list().stream()
        .filter(file -> model.contains(file.name()) || StoredNames.isCheckpoint(entry, file.name()))
        .toList();
  }

  /** Reads a stored file completely, and compares it with the local one. */
  public State verify(StoredFile file, Optional<ExperimentEntry> entry, Progress progress) {
    if (!store.verify(file, progress.begin(file.name()))) {
      return State.DAMAGED;
    }
    if (entry.isEmpty()) {
      return State.ONLY_STORED;
    }
    Path local = names().place(entry.get(), file.name());
    if (!Files.exists(local)) {
      return State.ONLY_STORED;
    }
    Checksum checksum =
        Files.isDirectory(local) ? withArchive(local, Checksum::of) : Checksum.of(local);
    return checksum.equals(file.checksum()) ? State.SAME : State.DIFFERENT_HERE;
  }

  /** The experiment of a stored file; empty if it is not in the logs. */
  public Optional<ExperimentEntry> owner(StoredFile file) {
    return StoredNames.id(file.name()).flatMap(here::findById);
  }

  private static <T> T withArchive(Path folder, Function<Path, T> use) {
    Path archive = null;
    try {
      archive = Files.createTempFile("thorax-", StoredNames.SAVED_MODEL);
      ModelArchive.write(folder, archive);
      return use.apply(archive);
    } catch (IOException e) {
      throw new FileException(
          "Cannot pack "
              + folder
              + ": "
              + AtomicFile.reason(e)
              + "; check free space in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    } finally {
      if (archive != null) {
        AtomicFile.delete(archive);
      }
    }
  }
}
