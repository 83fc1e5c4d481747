package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The {@code description} of a log entry, in the wording of the old entries. */
public final class Description {
  private Description() {}

  /**
   * Describes a run. The wording is that of the old logs, including "traing", the missing space in
   * "and croppedto" and the trailing space, because the bytes must be equal.
   *
   * @param backbone the architecture's name
   * @param benchmark a log entry's {@code benchmark}, as {@code LoggedBenchmark} makes it
   */
  public static String of(String backbone, JsonNode benchmark) {
    return "Trained %s architecture using the '%s' benchmark. "
            .formatted(backbone, benchmark.path("benchmark_name").asText())
        + "The benchmark was initialized for the %s dataset with batch size of %s, "
            .formatted(
                benchmark.path("dataset_name").asText(), benchmark.path("batch_size").asText())
        + "shuffle set to %s and images rescaled %sto dimension %s.\n"
            .formatted(
                benchmark.path("shuffle").asBoolean() ? "True" : "False",
                benchmark.path("crop").asBoolean() ? "and cropped" : "",
                dimension(benchmark.path("dim")))
        + "The training was done for %s epochs using the %s optimizer and %s loss.\n"
            .formatted(
                benchmark.path("epochs").asText(),
                benchmark.path("optimizer").asText(),
                benchmark.path("loss").asText())
        + "A total of %d labels/pathologies were included in the training"
            .formatted(benchmark.path("label_columns").size())
        + " and encoded using the '%s' method.\n".formatted(encoding(benchmark.path("u_enc")))
        + samples(benchmark);
  }

  private static String samples(JsonNode benchmark) {
    return ("The traing set included %s number of sample, the validation set %s,"
            + " and the test set %s. ")
        .formatted(
            count(benchmark, "num_samples_train", "train_num_samples"),
            count(benchmark, "num_samples_validation", "valid_num_samples"),
            count(benchmark, "num_samples_test", "test_num_samples"));
  }

  /** Older entries have another name for the same number. */
  private static String count(JsonNode benchmark, String key, String olderKey) {
    return benchmark.path(benchmark.has(key) ? key : olderKey).asText();
  }

  private static String dimension(JsonNode dim) {
    List<String> sides = new ArrayList<>();
    dim.forEach(side -> sides.add(side.asText()));
    return "(" + String.join(", ", sides) + ")";
  }

  /** A name unchanged, lists as Python prints them. */
  private static String encoding(JsonNode node) {
    return node.isTextual() ? node.textValue() : pythonList(node);
  }

  private static String pythonList(JsonNode node) {
    if (node.isTextual()) {
      String text = node.textValue();
      String quote = text.contains("'") ? "\"" : "'";
      return quote + text + quote;
    }
    List<String> elements = new ArrayList<>();
    node.forEach(element -> elements.add(pythonList(element)));
    return elements.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
