package org.thorax.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.thorax.experiment.log.PythonJson;

/** The recorded values of the Python project, and what lies outside of the repository. */
public final class Golden {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Golden() {}

  /** A file or folder of recorded values: {@code golden/numeric.json}. */
  public static Path path(String name) {
    return RESOURCES.resolve(name);
  }

  /**
   * What is beside the repository in {@code ../shared}: radiographs and models. A test that calls
   * this has the tag {@code shared} and is skipped where the folder is missing.
   */
  public static Path shared(String name) {
    return Path.of("../shared").resolve(name);
  }

  public static String text(String name) throws IOException {
    return Files.readString(path(name));
  }

  public static JsonNode json(String name) throws IOException {
    return PythonJson.read(text(name));
  }

  /** Every entry of the three recorded logs. */
  public static List<JsonNode> entries() throws IOException {
    List<JsonNode> entries = new ArrayList<>();
    for (String log :
        List.of("experiment-log", "unvalidated-experiment-log", "reevaluation_experiments")) {
      json("golden/logs/" + log + ".json").get("experiments").forEach(entries::add);
    }
    return entries;
  }

  public static Stream<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.textValue()));
    return texts.stream();
  }
}
