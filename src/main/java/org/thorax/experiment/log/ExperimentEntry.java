package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.thorax.FileException;
import org.thorax.ThoraxException;

/**
 * A saved run in a log.
 *
 * @param id UUID of version 1 with the time of saving; may have a prefix added by hand
 * @param name the experiment's name
 * @param filename the model's HDF5 file in {@code models/<name>}
 * @param version "1", "2", ... among entries of one name
 * @param history key -> one value per finished epoch, in Keras' order
 * @param description one paragraph, see {@link Description}
 * @param test evaluation on the test set after training; empty if not evaluated yet
 * @param classificationReport scikit-learn's text table; empty if not evaluated yet
 * @param benchmark the configuration, see {@code LoggedBenchmark}; empty in the oldest entries
 * @param others further keys of the entry with their values, e.g. {@code test_again}
 */
public record ExperimentEntry(
    String id,
    String name,
    String filename,
    String version,
    Map<String, List<Double>> history,
    String description,
    Optional<Map<String, Double>> test,
    Optional<String> classificationReport,
    Optional<ObjectNode> benchmark,
    Map<String, JsonNode> others) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "name",
          "filename",
          "version",
          "history",
          "description",
          "test",
          "classification_report",
          "benchmark");

  /** Copies all maps; their order is kept. */
  public ExperimentEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(filename, "filename");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(classificationReport, "classificationReport");
    Map<String, List<Double>> epochs = new LinkedHashMap<>();
    history.forEach((key, values) -> epochs.put(key, List.copyOf(values)));
    history = Collections.unmodifiableMap(epochs);
    test = test.map(values -> Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    benchmark = benchmark.map(ObjectNode::deepCopy);
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /** A copy of the benchmark's tree. */
  @Override
  public Optional<ObjectNode> benchmark() {
    return benchmark.map(ObjectNode::deepCopy);
  }

  /** The same entry with another version. */
  public ExperimentEntry withVersion(String other) {
    return new ExperimentEntry(
        id,
        name,
        filename,
        other,
        history,
        description,
        test,
        classificationReport,
        benchmark,
        others);
  }

  /** Whether the history is real: two old entries contain a placeholder for the lost history. */
  public boolean hasHistory() {
    return !history.isEmpty()
        && !history.containsKey("no_results")
        && !history.containsKey("no_metrics");
  }

  /**
   * Reads an entry.
   *
   * @throws ThoraxException naming the entry and the key whose value has another type
   */
  public static ExperimentEntry of(JsonNode tree) {
    if (!tree.isObject()) {
      throw new FileException("A log entry must be an object, found " + tree.getNodeType() + ".");
    }
    Map<String, JsonNode> others = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : tree.properties()) {
      if (!KEYS.contains(property.getKey())) {
        others.put(property.getKey(), property.getValue());
      }
    }
    return new ExperimentEntry(
        text(tree, "id"),
        text(tree, "name"),
        text(tree, "filename"),
        text(tree, "version"),
        history(tree),
        text(tree, "description"),
        present(tree, "test").map(node -> figures(tree, "test", node)),
        present(tree, "classification_report").map(node -> text(tree, "classification_report")),
        present(tree, "benchmark").map(node -> benchmark(tree, node)),
        others);
  }

  private static Optional<JsonNode> present(JsonNode tree, String key) {
    return Optional.ofNullable(tree.get(key)).filter(node -> !node.isNull());
  }

  private static String text(JsonNode tree, String key) {
    JsonNode node = tree.path(key);
    if (!node.isTextual()) {
      throw mismatch(tree, key, "a text", node);
    }
    return node.textValue();
  }

  private static Map<String, List<Double>> history(JsonNode tree) {
    JsonNode node = tree.path("history");
    if (!node.isObject()) {
      throw mismatch(tree, "history", "lists of numbers", node);
    }
    Map<String, List<Double>> history = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!property.getValue().isArray()) {
        throw mismatch(tree, "history", "lists of numbers", property.getValue());
      }
      List<Double> values = new ArrayList<>();
      property.getValue().forEach(value -> values.add(figure(tree, "history", value)));
      history.put(property.getKey(), values);
    }
    return history;
  }

  private static Map<String, Double> figures(JsonNode tree, String key, JsonNode node) {
    if (!node.isObject()) {
      throw mismatch(tree, key, "an object of numbers", node);
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      figures.put(property.getKey(), figure(tree, key, property.getValue()));
    }
    return figures;
  }

  private static double figure(JsonNode tree, String key, JsonNode node) {
    if (!node.isNumber()) {
      throw mismatch(tree, key, "numbers", node);
    }
    return node.doubleValue();
  }

  private static ObjectNode benchmark(JsonNode tree, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw mismatch(tree, "benchmark", "an object", node);
  }

  private static ThoraxException mismatch(
      JsonNode tree, String key, String expected, JsonNode found) {
    return new FileException(
        String.format(
            "Log entry '%s': key '%s' must hold %s, found %s; fix or remove the entry.",
            tree.path("id").asText("without id"), key, expected, found.getNodeType()));
  }

  /** The entry as in a log, with keys in the order of the logs. */
  public ObjectNode toTree() {
    ObjectNode tree = JSON.objectNode();
    tree.put("id", id);
    tree.put("name", name);
    tree.put("filename", filename);
    tree.put("version", version);
    ObjectNode epochs = tree.putObject("history");
    history.forEach(
        (key, values) -> {
          ArrayNode array = epochs.putArray(key);
          values.forEach(array::add);
        });
    tree.put("description", description);
    tree.set("test", test.<JsonNode>map(ExperimentEntry::figures).orElse(NullNode.instance));
    tree.put("classification_report", classificationReport.orElse(null));
    benchmark.ifPresent(node -> tree.set("benchmark", node.deepCopy()));
    others.forEach((key, value) -> tree.set(key, value.deepCopy()));
    return tree;
  }

  private static ObjectNode figures(Map<String, Double> values) {
    ObjectNode node = JSON.objectNode();
    values.forEach(node::put);
    return node;
  }
}
