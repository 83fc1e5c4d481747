package org.thorax.formats.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The content of {@value #FILE} in a folder: the kind of output, and its files with size and
 * CRC-32C. Thorax does not replace a file that is not in it or was changed.
 *
 * @param kind {@code evaluation}, {@code SavedModel}, ...
 * @param files stamps by name relative to the folder, with {@code /}
 */
record OutputMarker(String kind, Map<String, String> files) {
  static final String FILE = ".thorax-output.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  OutputMarker {
    files = Map.copyOf(files);
  }

  /** A marker of all files in a folder. */
  static OutputMarker of(String kind, Path folder) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : names(folder)) {
      files.put(name, stamp(folder.resolve(name)));
    }
    return new OutputMarker(kind, files);
  }

  /** The marker in a folder; empty if there is none, or it is invalid. */
  static Optional<OutputMarker> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      Map<String, String> files = new LinkedHashMap<>();
      tree.path("files")
          .fields()
          .forEachRemaining(e -> files.put(e.getKey(), e.getValue().asText()));
      boolean within = files.keySet().stream().allMatch(OutputMarker::isWithin);
      return within && tree.path("kind").isTextual()
          ? Optional.of(new OutputMarker(tree.path("kind").asText(), files))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isWithin(String name) {
    Path path = Path.of(name);
    return !name.isEmpty()
        && !path.isAbsolute()
        && path.equals(path.normalize())
        && !path.startsWith("..");
  }

  OutputMarker and(OutputMarker more) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.putAll(more.files);
    return new OutputMarker(kind, all);
  }

  void writeTo(Path folder) throws IOException {
    ObjectNode tree = JSON.createObjectNode().put("kind", kind);
    ObjectNode list = tree.putObject("files");
    new TreeMap<>(files).forEach(list::put);
    AtomicFile.write(
        folder.resolve(FILE),
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
  }

  /** The files in the folder that are not in the marker. */
  List<String> strangers(Path folder) throws IOException {
    return names(folder).stream().filter(name -> !files.containsKey(name)).toList();
  }

  /** The files in the marker that exist and were changed. */
  List<String> changed(Path folder) throws IOException {
    return names(folder).stream()
        .filter(name -> files.containsKey(name) && !isOwn(folder, name))
        .toList();
  }

  /** Whether a file exists unchanged. */
  private boolean isOwn(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && stamp(file).equals(files.get(name));
    } catch (IOException e) {
      return false;
    }
  }

  /** All files in a folder except the marker and temporary files of a running command. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> folder.relativize(path).toString().replace('\\', '/'))
          .filter(name -> !name.equals(FILE) && !name.matches(OutputFolder.STAGE + "/.*"))
          .sorted()
          .toList();
    }
  }

  private static String stamp(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sum.update(buffer, 0, read);
      }
    }
    return "%d %08x".formatted(Files.size(file), sum.getValue());
  }
}
