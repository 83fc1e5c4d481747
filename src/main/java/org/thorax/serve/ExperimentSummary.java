package org.thorax.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thorax.log.ExperimentEntry;

/** An experiment's line in the table. */
final class ExperimentSummary {
  private static final Pattern STAMP =
      Pattern.compile("_(\\d{4})(\\d{2})(\\d{2})-(\\d{2})(\\d{2})");
  private static final Pattern NETWORK = Pattern.compile("Trained (\\S+) architecture");

  private ExperimentSummary() {}

  static ObjectNode of(String key, ExperimentEntry entry) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("key", key);
    JsonNode benchmark =
        entry.benchmark().<JsonNode>map(tree -> tree).orElse(JsonNodeFactory.instance.objectNode());
    line.put("name", entry.name()).put("version", entry.version());
    line.put("date", date(entry.filename()));
    Matcher network = NETWORK.matcher(entry.description());
    line.put("architecture", network.find() ? network.group(1) : null);
    line.put("loss", benchmark.path("loss").asText(null));
    line.put("optimizer", benchmark.path("optimizer").asText(null));
    int classes = benchmark.path("label_columns").size();
    line.put("classes", classes == 0 ? null : classes);
    int epochs = epochs(entry);
    line.put("epochs", epochs == 0 ? null : epochs);
    put(line, "val_auc", bestValidation(entry));
    put(line, "test_auc", entry.test().map(ExperimentSummary::mean).orElse(OptionalDouble.empty()));
    return line;
  }

  private static void put(ObjectNode line, String key, OptionalDouble value) {
    line.put(key, value.isPresent() ? (Double) value.getAsDouble() : null);
  }

  private static String date(String filename) {
    Matcher stamp = STAMP.matcher(filename);
    return stamp.find()
        ? String.format(
            "%s-%s-%s %s:%s",
            stamp.group(1), stamp.group(2), stamp.group(3), stamp.group(4), stamp.group(5))
        : "";
  }

  private static int epochs(ExperimentEntry entry) {
    return entry.hasHistory()
        ? entry.history().values().stream().mapToInt(List::size).max().orElse(0)
        : 0;
  }

  private static OptionalDouble bestValidation(ExperimentEntry entry) {
    return entry.history().entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase("val_auc"))
        .flatMap(each -> each.getValue().stream())
        .filter(Double::isFinite)
        .mapToDouble(Double::doubleValue)
        .max();
  }

  /**
   * The mean of the classes' AUCs. A class without positives was logged as 0 and is left out, so
   * that sets of classes can be compared; an entry without classes gives its one figure.
   */
  private static OptionalDouble mean(Map<String, Double> test) {
    OptionalDouble ofClasses =
        test.entrySet().stream()
            .filter(each -> each.getKey().startsWith("auc_"))
            .mapToDouble(Map.Entry::getValue)
            .filter(auc -> auc > 0)
            .average();
    if (ofClasses.isPresent()) {
      return ofClasses;
    }
    Optional<Double> one =
        test.entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase("auc"))
            .map(Map.Entry::getValue)
            .findFirst();
    return one.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}
