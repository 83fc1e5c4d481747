package org.thorax.experiment.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.thorax.ThoraxException;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.formats.io.AtomicFile;

/**
 * Experiments' models in a store: {@code <id>.h5}, as the original kept them, {@code
 * <id>.savedmodel.zip}, and what lies next to them, see {@link StoredNames}.
 *
 * @param store where they are kept
 * @param here experiments and their files here
 */
public record StoredModels(ModelStore store, LoggedModels here) {
  /** What watches transfers. */
  @FunctionalInterface
  public interface Progress {
    /** Progress that nobody watches. */
    Progress UNSEEN = file -> ModelStore.Transfer.UNSEEN;

    /** Another file begins, {@code name} in the store. */
    ModelStore.Transfer begin(String name);
  }

  /** How a file in the store compares. */
  public enum State {
    /** The store's bytes have their checksum, and so does the file here. */
    SAME,
    /** The store's bytes have their checksum; there is no file here. */
    ONLY_STORED,
    /** The store's bytes have their checksum, but the file here is another one. */
    DIFFERENT_HERE,
    /** The store's bytes do not have their checksum. */
    DAMAGED
  }

  /**
   * Puts what an experiment left here into the store: its model and what lies next to it.
   *
   * @return what is there now
   * @throws ThoraxException when it left nothing, or the store has something else
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
      throw new ThoraxException(
          "Expected the model of %s in %s or %s, found neither; check --models-dir."
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
   * Brings an experiment's model here, whatever of it is not here yet, and what it is evaluated
   * with.
   *
   * @return its files and folders here
   * @throws ThoraxException when the store has nothing of it, or there is something else here
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
   * Brings the checkpoints of an experiment's epochs here.
   *
   * @return where they are
   * @throws ThoraxException when there is something else here
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
      throw new ThoraxException(
          "%s is not the file that %s has as %s; nothing was overwritten, move it away first."
              .formatted(place, store.location(), file.name()));
    }
    return place;
  }

  /** What the store has of an experiment. */
  public List<StoredFile> files(ExperimentEntry entry) {
    List<String> model = StoredNames.ofModel(entry);
    return store.list().stream()
        .filter(file -> model.contains(file.name()) || StoredNames.isCheckpoint(entry, file.name()))
        .toList();
  }

  /** Reads a stored file through, and compares it with what is here. */
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

  /** The experiment that a stored file belongs to; none when the logs do not know it. */
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
      throw new ThoraxException(
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
