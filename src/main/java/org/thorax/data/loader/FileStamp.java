package org.thorax.data.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Detects whether a file has changed.
 *
 * @param size in bytes; -1 for a missing file
 * @param modified milliseconds since 1970
 */
record FileStamp(long size, long modified) {
  static FileStamp of(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(found.size(), found.lastModifiedTime().toMillis());
    } catch (IOException e) {
      return new FileStamp(-1, 0); // Reading it says what is wrong.
    }
  }
}
