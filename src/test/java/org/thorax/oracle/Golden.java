package org.thorax.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.thorax.experiment.log.PythonJson;

/** The recorded values of the Python project; a test that needs them is skipped without them. */
public final class Golden {
  private static final Path SHARED = Path.of("../shared");

  private Golden() {}

  public static Path path(String name) {
    Path file = SHARED.resolve(name);
    assumeTrue(Files.exists(file), () -> "skipped: " + file + " is missing");
    return file;
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
