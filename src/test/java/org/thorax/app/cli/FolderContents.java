package org.thorax.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a folder. */
final class FolderContents {
  private FolderContents() {}

  /** A hash of each file by its path; folders and links are named, too. */
  static Map<String, String> of(Path place) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : all.toList()) {
        boolean file = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        contents.put(
            place.relativize(path).toString(),
            file ? Arrays.hashCode(Files.readAllBytes(path)) + "" : "not a file");
      }
    }
    return contents;
  }
}
