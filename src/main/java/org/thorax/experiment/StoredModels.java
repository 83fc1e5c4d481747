package org.thorax.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.thorax.ThoraxException;
import org.thorax.files.WholeFile;
import org.thorax.log.ExperimentEntry;
import org.thorax.storage.Checksum;
import org.thorax.storage.ModelArchive;
import org.thorax.storage.ModelStore;
import org.thorax.storage.StoredFile;

/**
 * Experiments' models in a store: {@code <id>.h5}, as the original kept them, and {@code
 * <id>.savedmodel.zip}.
 *
 * @param store where they are kept
 * @param here experiments and their files here
 */
public record StoredModels(ModelStore store, LoggedModels here) {
  private static final String KERAS = ".h5";
  private static final String SAVED_MODEL = ".savedmodel.zip";

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
   * Puts what an experiment left here into the store.
   *
   * @return what is there now
   * @throws ThoraxException when it left nothing, or the store has something else
   */
  public List<StoredFile> push(ExperimentEntry entry, Progress progress) {
    Path keras = here.keras(entry);
    Path savedModel = here.savedModel(entry);
    List<StoredFile> stored = new ArrayList<>();
    if (Files.isRegularFile(keras)) {
      String name = entry.id() + KERAS;
      stored.add(store.put(name, keras, progress.begin(name)));
    }
    if (Files.isDirectory(savedModel)) {
      String name = entry.id() + SAVED_MODEL;
      stored.add(withArchive(savedModel, zip -> store.put(name, zip, progress.begin(name))));
    }
    if (stored.isEmpty()) {
      throw new ThoraxException(
          "Expected the model of %s in %s or %s, found neither; check --models-dir."
              .formatted(entry.id(), keras, savedModel));
    }
    return stored;
  }

  /**
   * Brings an experiment's model here, whatever of it is not here yet.
   *
   * @return its files and folders here
   * @throws ThoraxException when the store has nothing of it, or there is something else here
   */
  public List<Path> pull(ExperimentEntry entry, Progress progress) {
    List<Path> brought = new ArrayList<>();
    Path keras = here.keras(entry);
    for (StoredFile file : files(entry)) {
      if (file.name().endsWith(KERAS)) {
        if (!Files.exists(keras)) {
          store.get(file, keras, progress.begin(file.name()));
        } else if (!Checksum.of(keras).equals(file.checksum())) {
          throw new ThoraxException(
              "%s is not the file that %s has as %s; nothing was overwritten, move it away first."
                  .formatted(keras, store.location(), file.name()));
        }
        brought.add(keras);
      } else {
        Path folder = here.savedModel(entry);
        if (!Files.exists(folder)) {
          Path archive = keras.resolveSibling("." + entry.id() + SAVED_MODEL);
          store.get(file, archive, progress.begin(file.name()));
          ModelArchive.unpack(archive, folder);
          WholeFile.delete(archive);
        }
        brought.add(folder);
      }
    }
    if (brought.isEmpty()) {
      throw new ThoraxException(
          "There is no model of %s in %s; 'thorax models list' shows what is there."
              .formatted(entry.id(), store.location()));
    }
    return brought;
  }

  /** What the store has of an experiment. */
  public List<StoredFile> files(ExperimentEntry entry) {
    return Stream.of(KERAS, SAVED_MODEL)
        .map(ending -> store.find(entry.id() + ending))
        .flatMap(Optional::stream)
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
    Path local =
        file.name().endsWith(KERAS) ? here.keras(entry.get()) : here.savedModel(entry.get());
    if (!Files.exists(local)) {
      return State.ONLY_STORED;
    }
    Checksum checksum =
        Files.isDirectory(local) ? withArchive(local, Checksum::of) : Checksum.of(local);
    return checksum.equals(file.checksum()) ? State.SAME : State.DIFFERENT_HERE;
  }

  /** The experiment that a stored file belongs to; none when the logs do not know it. */
  public Optional<ExperimentEntry> owner(StoredFile file) {
    return here.findById(file.name().replaceFirst("(\\.h5|\\.savedmodel\\.zip)$", ""));
  }

  private static <T> T withArchive(Path folder, Function<Path, T> use) {
    Path archive = null;
    try {
      archive = Files.createTempFile("thorax-", SAVED_MODEL);
      ModelArchive.write(folder, archive);
      return use.apply(archive);
    } catch (IOException e) {
      throw new ThoraxException(
          "Cannot pack "
              + folder
              + ": "
              + WholeFile.reason(e)
              + "; check free space in "
              + System.getProperty("java.io.tmpdir")
              + ".",
          e);
    } finally {
      if (archive != null) {
        WholeFile.delete(archive);
      }
    }
  }
}
