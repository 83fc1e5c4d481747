package org.thorax.data.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.thorax.DataException;
import org.thorax.ThoraxException;
import org.thorax.formats.io.AtomicFile;

/**
 * The description of a prepared copy in {@code preprocessing.json}.
 *
 * @param source the data set of the copy
 * @param preprocessing fingerprint of the preparation
 * @param complete whether it has all images and tables
 */
public record CopyState(String source, String preprocessing, boolean complete) {
  /** The file's name. */
  public static final String FILE = "preprocessing.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The state of the copy in a folder; empty if there is none.
   *
   * @throws ThoraxException if its file cannot be read
   */
  public static Optional<CopyState> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode tree = JSON.readTree(Files.readString(file));
      return Optional.of(
          new CopyState(
              tree.path("source").asText(),
              tree.path("preprocessing").asText(),
              tree.path("complete").asBoolean()));
    } catch (IOException e) {
      throw new DataException(
          "Cannot read " + file + ": " + AtomicFile.reason(e) + "; name another folder.", e);
    }
  }

  /** Whether images were cropped by template. */
  public boolean cropped() {
    return steps().anyMatch(step -> step.startsWith("crop "));
  }

  /** Whether images were cropped to a square of that side. */
  public boolean croppedTo(int size) {
    return steps().anyMatch(step -> step.startsWith("crop " + size + "x" + size + " "));
  }

  /** The transformations as text, in order. */
  public List<String> transformations() {
    return steps().filter(step -> !step.matches("(resize|crop) .*")).toList();
  }

  private Stream<String> steps() {
    return Arrays.stream(preprocessing.split("; ", -1));
  }

  /**
   * Checks that such a copy may be started or resumed in a folder.
   *
   * @throws ThoraxException if the folder contains something else
   */
  void requireIn(Path folder) {
    Optional<CopyState> there = in(folder);
    if (there.isPresent()) {
      if (!there.get().preprocessing().equals(preprocessing)
          || !there.get().source().equals(source)) {
        throw new DataException(
            String.format(
                "%s holds a copy of %s with '%s', not of %s with '%s'; name another folder.",
                folder, there.get().source(), there.get().preprocessing(), source, preprocessing));
      }
    } else if (holdsFiles(folder)) {
      throw new DataException(
          "A prepared copy needs a new or empty folder, but "
              + folder
              + " holds other files; name another.");
    }
  }

  private static boolean holdsFiles(Path folder) {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    } catch (IOException e) {
      throw new DataException(
          "Cannot list " + folder + ": " + AtomicFile.reason(e) + "; name another folder.", e);
    }
  }

  void writeTo(Path folder) {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("source", source).put("preprocessing", preprocessing).put("complete", complete);
    try {
      AtomicFile.write(
          folder.resolve(FILE),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Three plain values cannot be written as JSON", e);
    }
  }
}
