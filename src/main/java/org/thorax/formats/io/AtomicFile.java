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

/** Writes a file beside its place and renames it, so that a reader never sees half of it. */
public final class AtomicFile {
  private AtomicFile() {}

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}; need not close it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code content} to {@code file}, replacing what was there; makes the folder when it is
   * missing.
   *
   * @throws ThoraxException naming the file when it cannot be written; the old file is then
   *     untouched
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
   * Deletes {@code file} if it is there.
   *
   * @throws ThoraxException naming the file when it cannot be deleted
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

  /** What an IOException, bare or wrapped, says; the JDK's often name nothing but the file. */
  public static String reason(Exception e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    String name = cause.getClass().getSimpleName().replaceFirst("^IOException$|Exception$", "");
    return (name + " " + Objects.requireNonNullElse(cause.getMessage(), "failed")).strip();
  }

  private static void deleteQuietly(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // The file has been moved or the folder is gone; nothing of ours is left to remove.
    }
  }
}
