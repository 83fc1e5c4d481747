package org.thorax.experiment.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.ThoraxException;

/**
 * Files under names, each with its CRC32C. A name that holds one file never comes to hold another
 * one, whoever else writes at the same time; delete it first.
 *
 * <p>All methods throw a {@link ThoraxException} of one line when the place cannot be reached, is
 * not there, or refuses.
 */
public interface ModelStore extends AutoCloseable {
  /** How far a transfer has come. */
  @FunctionalInterface
  interface Transfer {
    /** A transfer that nobody watches. */
    Transfer UNSEEN = (moved, size) -> {};

    /**
     * Called now and then, and at the end.
     *
     * @param moved bytes so far, those of an interrupted transfer before included
     * @param size bytes in all
     */
    void moved(long moved, long size);
  }

  /** The place for people: a folder's path, or {@code gs://bucket/prefix}. */
  String location();

  /** The file under that name. */
  Optional<StoredFile> find(String name);

  /** All files, by name. */
  List<StoredFile> list();

  /**
   * Puts a file under a name. Nothing is moved when the same bytes already exist. An upload that
   * was interrupted resumes where it stopped, if the place can do so.
   *
   * @return what is there now, its checksum equal to the file's
   * @throws ThoraxException when other bytes are under that name, be it that another one was faster
   */
  StoredFile put(String name, Path file, Transfer transfer);

  /**
   * Copies a file here; it appears whole, with the right checksum, or not at all.
   *
   * @param target replaced when it exists
   */
  void get(StoredFile stored, Path target, Transfer transfer);

  /** Reads all of a file and compares its checksum; false when they differ. */
  boolean verify(StoredFile stored, Transfer transfer);

  /**
   * Deletes a file unless it was replaced since it was listed.
   *
   * @return false when it is not there any more
   */
  boolean delete(StoredFile stored);

  @Override
  void close();
}
