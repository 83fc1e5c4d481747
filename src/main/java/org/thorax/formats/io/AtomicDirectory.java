package org.thorax.formats.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** Fills a temporary folder and renames it, so that an incomplete model is never visible. */
public final class AtomicDirectory {
  private AtomicDirectory() {}

  /** Fills a folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything into {@code folder}, which exists and is empty. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Fills {@code folder}, which must be new or empty.
   *
   * @throws ThoraxException naming the folder if it is not empty or cannot be written
   */
  public static void write(Path folder, Content content) {
    requireEmpty(folder);
    replace(
        folder,
        beside -> {
          content.writeTo(beside);
          requireEmpty(folder);
        });
  }

  private static void requireEmpty(Path folder) {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(folder)) {
        throw new FileException(
            folder + " already exists and is not replaced; move it away, or name another folder.");
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  /**
   * Fills {@code folder}. An existing folder is deleted with all its content after the new one is
   * complete; the caller must check that it contains no foreign files.
   *
   * @throws ThoraxException naming the folder if it cannot be written; the old one is then
   *     unchanged
   */
  static void replace(Path folder, Content content) {
    Path target = folder.toAbsolutePath().normalize();
    Path beside = beside(target, ".part");
    try {
      Files.createDirectories(target.getParent());
      delete(beside);
      Files.createDirectory(beside);
      content.writeTo(beside);
      exchange(beside, target);
    } catch (IOException | UncheckedIOException e) {
      throw cannotWrite(folder, e);
    } finally {
      deleteQuietly(beside);
    }
  }

  private static Path beside(Path target, String ending) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + ending);
  }

  private static ThoraxException cannotWrite(Path folder, Exception e) {
    return new FileException(
        "Cannot write "
            + folder
            + ": "
            + AtomicFile.reason(e)
            + "; check free space and write access.",
        e);
  }

  /** Replaces the old folder by the new one; if that fails, the old one is restored. */
  private static void exchange(Path beside, Path target) throws IOException {
    if (!Files.exists(target) || isEmptyFolder(target)) {
      AtomicFile.move(beside, target);
      return;
    }
    // Never an existing name: it could be the rest of an interrupted exchange.
    Path old = beside(target, ".old");
    for (int i = 2; Files.exists(old, LinkOption.NOFOLLOW_LINKS); i++) {
      old = beside(target, "-" + i + ".old");
    }
    AtomicFile.move(target, old);
    try {
      AtomicFile.move(beside, target);
    } catch (IOException e) {
      AtomicFile.move(old, target);
      throw e;
    }
    deleteQuietly(old);
  }

  /** Deletes a folder and its content; does nothing if it does not exist. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      delete(folder);
    } catch (IOException e) {
      // The remaining folder has a name that no reader takes for a model.
    }
  }
}
