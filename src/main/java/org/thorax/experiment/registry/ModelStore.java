package org.thorax.experiment.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;

/**
 * Files under names, each with its CRC32C. A stored file is never replaced by another one, even
 * with concurrent writers; delete it first.
 *
 * <p>All methods throw a {@link ThoraxException} with a message of one line if the store cannot be
 * reached, does not exist, or refuses the operation.
 */
public interface ModelStore extends AutoCloseable {
  /** Progress of a transfer. */
  @FunctionalInterface
  interface Transfer {
    /** Ignores the progress. */
    Transfer UNSEEN = (moved, size) -> {};

    /**
     * Called regularly, and at the end.
     *
     * @param moved bytes so far, including those of an interrupted transfer
     * @param size total bytes
     */
    void moved(long moved, long size);
  }

  /** The store's location for users: a folder's path, or {@code gs://bucket/prefix}. */
  String location();

  /** The file with that name. */
  Optional<StoredFile> find(String name);

  /** All files, by name. */
  List<StoredFile> list();

  /**
   * Stores a file under a name. Nothing is transferred if the same bytes are already stored. An
   * interrupted upload resumes where it stopped, if the store supports it.
   *
   * @return the stored file, with the checksum of the given one
   * @throws ThoraxException if other bytes are stored under that name, even by a concurrent writer
   */
  StoredFile put(String name, Path file, Transfer transfer);

  /**
   * Downloads a file; it appears complete and verified, or not at all.
   *
   * @param target replaced if it exists
   */
  void get(StoredFile stored, Path target, Transfer transfer);

  /** Reads the whole file and compares its checksum; false if it differs. */
  boolean verify(StoredFile stored, Transfer transfer);

  /**
   * Deletes a file unless it was replaced since it was listed.
   *
   * @return false if it does not exist any more
   */
  boolean delete(StoredFile stored);

  @Override
  void close();
}
