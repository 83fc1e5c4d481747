package org.thorax.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.FileException;

/**
 * The folder {@code assets.extra/optimizer} of a SavedModel: {@code compilation.json} and, after
 * the first update, the optimizer's state as a checkpoint with keys {@code slot/variable}. A
 * SavedModel without that folder was never compiled.
 */
final class CompilationFile {
  private static final Path FOLDER = Path.of("assets.extra", "optimizer");
  private static final String FILE = "compilation.json";
  private static final String ARRAYS = "variables";
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private CompilationFile() {}

  static void write(Path savedModel, Compilation compilation) throws IOException {
    Path folder = Files.createDirectories(savedModel.resolve(FOLDER));
    OptimizerState state = compilation.optimizer();
    Files.writeString(folder.resolve(FILE), json(compilation));
    if (!state.isFresh()) {
      List<Checkpoint.Entry> entries = new ArrayList<>();
      List<float[]> values = new ArrayList<>();
      for (String slot : state.config().slots()) {
        for (Variable variable : state.variables()) {
          entries.add(entry(slot, variable));
          values.add(state.values().of(slot, variable));
        }
      }
      Checkpoint.write(folder.resolve(ARRAYS), entries, values);
    }
  }

  /**
   * Reads the folder of a SavedModel; the arrays are read on demand.
   *
   * @param variables the model's
   */
  static Optional<Compilation> read(Path savedModel, List<Variable> variables) {
    Path folder = savedModel.resolve(FOLDER);
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(fromJson(JSON.readTree(file.toFile()), folder, variables));
    } catch (IOException | IllegalArgumentException e) {
      throw new FileException(
          file
              + " is damaged ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("empty")
              + "); copy the model again, or delete that folder to start the optimizer again.",
          e);
    }
  }

  private static Checkpoint.Entry entry(String slot, Variable variable) {
    return new Checkpoint.Entry(slot + "/" + variable.name(), variable.shape());
  }

  private static String json(Compilation compilation) throws IOException {
    OptimizerState state = compilation.optimizer();
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ObjectNode optimizer = root.putObject("optimizer");
    optimizer.put("class_name", state.config().className());
    optimizer.put("learning_rate", state.config().learningRate());
    optimizer.set("arguments", JSON.valueToTree(state.config().arguments()));
    root.put("iterations", state.iterations());
    ArrayNode names = root.putArray("variables");
    state.variables().forEach(variable -> names.add(variable.name()));
    compilation.loss().ifPresent(loss -> root.set("loss", tree(loss)));
    ArrayNode metrics = root.putArray("metrics");
    compilation.metrics().forEach(metric -> metrics.add(tree(metric)));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static ObjectNode tree(KerasObject object) {
    ObjectNode tree = JSON.createObjectNode().put("name", object.name());
    tree.set("arguments", JSON.valueToTree(object.arguments()));
    return tree;
  }

  private static Compilation fromJson(JsonNode root, Path folder, List<Variable> variables) {
    if (root.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "expected format " + FORMAT + ", found " + root.path("format"));
    }
    JsonNode optimizer = root.path("optimizer");
    OptimizerConfig config =
        new OptimizerConfig(
            optimizer.path("class_name").asText(),
            optimizer.path("learning_rate").asDouble(),
            arguments(optimizer));
    List<KerasObject> metrics = new ArrayList<>();
    root.path("metrics").forEach(metric -> metrics.add(object(metric)));
    Optional<KerasObject> loss =
        root.has("loss") ? Optional.of(object(root.path("loss"))) : Optional.empty();
    return new Compilation(state(root, config, folder, variables), loss, metrics);
  }

  private static OptimizerState state(
      JsonNode root, OptimizerConfig config, Path folder, List<Variable> variables) {
    Map<String, Variable> byName = new HashMap<>();
    variables.forEach(variable -> byName.put(variable.name(), variable));
    List<Variable> changed = new ArrayList<>();
    for (JsonNode name : root.path("variables")) {
      Variable variable = byName.get(name.asText());
      if (variable == null) {
        throw new IllegalArgumentException("the model has no variable " + name.asText());
      }
      changed.add(variable);
    }
    List<Checkpoint.Entry> entries = new ArrayList<>();
    config.slots().forEach(slot -> changed.forEach(each -> entries.add(entry(slot, each))));
    Map<String, float[]> arrays = new HashMap<>();
    return new OptimizerState(
        config,
        root.path("iterations").asLong(),
        changed,
        (slot, variable) -> {
          if (arrays.isEmpty()) {
            arrays.putAll(Checkpoint.read(folder.resolve(ARRAYS), entries));
          }
          return arrays.get(entry(slot, variable).name());
        });
  }

  private static KerasObject object(JsonNode tree) {
    return new KerasObject(tree.path("name").asText(), arguments(tree));
  }

  private static Map<String, Object> arguments(JsonNode tree) {
    Map<String, Object> arguments =
        JSON.convertValue(tree.path("arguments"), new TypeReference<Map<String, Object>>() {});
    if (arguments == null) {
      throw new IllegalArgumentException("expected arguments, found none");
    }
    return arguments;
  }
}
