package org.thorax.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.thorax.ThoraxException;

/**
 * Fills a folder beside its place and renames it, so that a half-written model never looks whole.
 */
public final class WholeDirectory {
  private WholeDirectory() {}

  /** What fills the folder. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything into {@code folder}, which exists and is empty. */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Fills {@code folder}. An existing one is replaced, and only once the new one is complete.
   *
   * @throws ThoraxException naming the folder when it cannot be written; the old one is then
   *     untouched
   */
  public static void write(Path folder, Content content) {
    Path target = folder.toAbsolutePath().normalize();
    String suffix = "." + ProcessHandle.current().pid();
    Path beside = target.resolveSibling("." + target.getFileName() + suffix + ".part");
    Path old = target.resolveSibling("." + target.getFileName() + suffix + ".old");
    try {
      Files.createDirectories(target.getParent());
      delete(beside);
      Files.createDirectory(beside);
      content.writeTo(beside);
      exchange(beside, target, old);
    } catch (IOException | UncheckedIOException e) {
      throw new ThoraxException(
          "Cannot write "
              + folder
              + ": "
              + WholeFile.reason(e)
              + "; check free space and write access.",
          e);
    } finally {
      deleteQuietly(beside);
    }
  }

  /** Puts the new folder in the old one's place; when that fails the old one comes back. */
  private static void exchange(Path beside, Path target, Path old) throws IOException {
    delete(old);
    boolean replaced = Files.exists(target);
    if (replaced) {
      WholeFile.move(target, old);
    }
    try {
      WholeFile.move(beside, target);
    } catch (IOException e) {
      if (replaced) {
        WholeFile.move(old, target);
      }
      throw e;
    }
    deleteQuietly(old);
  }

  /** Deletes a folder and all that is in it; nothing happens when it does not exist. */
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
      // What is left has a name that no reader takes for a model.
    }
  }
}
