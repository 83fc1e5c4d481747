package org.thorax.model.keras;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file written by {@code model.to_json()}: a model's layers without weights. */
public final class ArchitectureFile {
  private static final long LARGEST = 64L << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private ArchitectureFile() {}

  /** Whether a file is an architecture, by its extension and its content. */
  public static boolean isOne(Path file) {
    return json(file).isPresent();
  }

  /** Keras' JSON of the layers; empty if the file is not an architecture. */
  static Optional<String> json(Path file) {
    boolean named = String.valueOf(file.getFileName()).endsWith(".json");
    if (!named || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LARGEST) {
        return Optional.empty();
      }
      JsonNode root = JSON.readTree(file.toFile());
      if (root.isTextual()) {
        // json.dump(model.to_json()) writes the JSON as a JSON string.
        root = JSON.readTree(root.textValue());
      }
      return root.path("class_name").isTextual() && root.path("config").isContainerNode()
          ? Optional.of(root.toString())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
