package org.thorax.formats.io;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * An output file of a command. An existing file is replaced only on request, and only if its
 * content shows that it is the same kind of output of Thorax.
 *
 * @param file the file
 * @param kind in words, with its article
 * @param own whether a file is Thorax' output of that kind; called for a regular file
 */
public record OutputFile(Path file, String kind, Predicate<Path> own) {
  /**
   * Checks that the file may be written.
   *
   * @param overwrite whether an earlier output may be replaced
   * @throws ThoraxException if there is another file
   */
  public void require(boolean overwrite) {
    if (Files.isDirectory(file)) {
      throw new FileException(file + " is a folder, where a file would be written; name a file.");
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isOwn()) {
      throw new FileException(
          "%s is there and is not %s that Thorax wrote, so it is not replaced; name another file, or move it away."
              .formatted(file, kind));
    }
    if (!overwrite) {
      throw new ConfigurationException(
          "overwrite",
          "%s already exists; name another file, or replace it with `overwrite`.".formatted(file));
    }
  }

  /** A link could lead to a foreign file. */
  private boolean isOwn() {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && own.test(file);
    } catch (ThoraxException e) {
      return false;
    }
  }
}
