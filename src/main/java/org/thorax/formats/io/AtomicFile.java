package org.thorax.formats.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/** Writes a temporary file and renames it, so that a reader never sees an incomplete file. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}; does not have to close it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code file} and replaces an existing file; creates the folder if it
   * is missing.
   *
   * @throws ThoraxException naming the file if it cannot be written; the old file is then unchanged
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path beside =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.createDirectories(target.getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16)) {
        content.writeTo(out);
      }
      move(beside, target);
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(
          "Cannot write " + file + ": " + reason(e) + "; check free space and write access.", e);
    } finally {
      deleteQuietly(beside);
    }
  }

  /** Writes {@code text} as UTF-8. */
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Deletes {@code file} if it exists.
   *
   * @throws ThoraxException naming the file if it cannot be deleted
   */
  public static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new FileException(
          "Cannot delete " + file + ": " + reason(e) + "; check write access.", e);
    }
  }

  static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * The message of an IOException, bare or wrapped; the JDK's messages often contain only the file.
   */
  public static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    String name = cause.getClass().getSimpleName().replaceFirst("^IOException$|Exception$", "");
    return (name + " " + Objects.requireNonNullElse(cause.getMessage(), "failed")).strip();
  }

  private static void deleteQuietly(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // The file has been moved or the folder is gone; there is nothing to remove.
    }
  }
}
