package org.thorax.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.model.Model;
import org.thorax.model.Variable;
import org.thorax.model.keras.savedmodel.SavedModelReader;

/**
 * What the one experiment in a folder of {@link SmallPhantom#train} left.
 *
 * @param work has {@code models} and {@code logs}
 */
public record TrainedRun(Path work) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of all variables, as TensorFlow wrote them. */
  public byte[] weights() throws IOException {
    return Files.readAllBytes(
        SmallPhantom.savedModel(work).resolve("variables/variables.data-00000-of-00001"));
  }

  /** Of every step. */
  public List<String> losses() throws IOException {
    return Files.readAllLines(SmallPhantom.experiment(work).resolve("batches.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1)[2])
        .toList();
  }

  public JsonNode config() throws IOException {
    return JSON.readTree(SmallPhantom.experiment(work).resolve("config.json").toFile());
  }

  /** The entries of the log. */
  public JsonNode entries() throws IOException {
    return JSON.readTree(work.resolve("logs/unvalidated-experiment-log.json").toFile())
        .path("experiments");
  }

  Map<String, float[]> variables() throws IOException {
    return variables(SmallPhantom.savedModel(work));
  }

  /** The values of a model's variables by name. */
  static Map<String, float[]> variables(Path savedModel) {
    try (Model model = SavedModelReader.open(savedModel)) {
      Map<String, float[]> values = new TreeMap<>();
      for (Variable variable : model.flat().variables()) {
        values.put(variable.name(), model.weights().values(variable));
      }
      return values;
    }
  }
}
