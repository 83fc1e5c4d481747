package org.thorax.experiment.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.data.SplitPlan;
import org.thorax.experiment.config.BenchmarkName;
import org.thorax.experiment.config.BenchmarkReader;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.config.NameComponent;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.formats.io.AtomicFile;
import org.thorax.training.optimizer.Clipping;

/** The benchmark of a logged run: from the file next to its model, or else from its log entry. */
public final class EntryBenchmark {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double L1_NORM = 10;
  private static final int OFFICIAL_TEST_SAMPLES = 234;

  private final LoggedRun run;
  private final JsonNode fields;
  private final List<String> remarks = new ArrayList<>();

  private EntryBenchmark(LoggedRun run, JsonNode fields) {
    this.run = run;
    this.fields = fields;
  }

  /**
   * The benchmark of a run. Notes report settings that the entry does not specify, and
   * contradictions between its name and its fields; the fields take precedence.
   *
   * @param modelsDir folder in which {@code <experiment>/<file>.yaml} may be
   * @throws ThoraxException if the entry has no benchmark, or one that cannot be executed
   */
  public static ResolvedConfig of(LoggedRun run, Path modelsDir) {
    Optional<Path> saved = saved(run, modelsDir);
    if (saved.isPresent()) {
      ObjectNode form = read(saved.get());
      return new ResolvedConfig(BenchmarkReader.read(form), List.of());
    }
    JsonNode fields =
        run.entry()
            .benchmark()
            .orElseThrow(
                () ->
                    new ThoraxException(
                        "The entry of '%s' (%s) has no benchmark; take another run."
                            .formatted(run.entry().name(), run.entry().id())));
    return new EntryBenchmark(run, fields).configured();
  }

  private static Optional<Path> saved(LoggedRun run, Path modelsDir) {
    String file = run.entry().filename().replaceFirst("\\.h5$", ".yaml");
    Path yaml = modelsDir.resolve(run.entry().name()).resolve(file);
    boolean within = yaml.normalize().startsWith(modelsDir.normalize());
    return within && Files.isRegularFile(yaml) ? Optional.of(yaml) : Optional.empty();
  }

  private static ObjectNode read(Path file) {
    try {
      return BenchmarkYaml.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new FileException("Cannot read " + file + ": " + AtomicFile.reason(e), e);
    }
  }

  /** Old logs name the data set by the column with the paths alone. */
  private DatasetName dataset(String pathColumn) {
    if (pathColumn.equals(DatasetName.DESCRIPTION)) {
      return BenchmarkName.parse(fields.path("benchmark_name").asText())
          .token(NameComponent.DATASET)
          .map(DatasetName::of)
          .orElseThrow(
              () ->
                  new ConfigurationException(
                      "benchmark",
                      "The entry of '%s' does not name its data set, which a description described; give the run's benchmark."
                          .formatted(run.entry().name())));
    }
    return pathColumn.equals(DatasetName.CHESTXRAY14.pathColumn())
        ? DatasetName.CHESTXRAY14
        : DatasetName.CHEXPERT;
  }

  private ResolvedConfig configured() {
    ObjectNode form = JSON.objectNode();
    form.put("name", fields.path("benchmark_name").asText().replace(' ', '_'));
    form.put("dataset", dataset(fields.path("path_column").asText()).token());
    if (fields.path("map").isObject()) {
      form.set("map", fields.path("map"));
    }
    form.set("labels", labels());
    form.set("images", images());
    form.set("split", split());
    form.set("objective", objective());
    form.set("optimization", optimization());
    form.set("fit", fit());
    remarks.addAll(TrainedTable.remarks(run, fields));
    LogCheck.of(run.entry().toTree()).stream()
        .filter(EntryBenchmark::matters)
        .map(LogIssue::text)
        .forEach(remarks::add);
    try {
      return new ResolvedConfig(BenchmarkReader.read(form), remarks);
    } catch (ThoraxException e) {
      throw new ThoraxException(
          "The benchmark of '%s' (%s) cannot be done: %s"
              .formatted(run.entry().name(), run.entry().id(), e.getMessage()),
          e);
    }
  }

  /** Issues of the configuration, not of the results. */
  private static boolean matters(LogIssue issue) {
    return switch (issue.kind()) {
      case NAME_CONTRADICTS,
          FINAL_RATE,
          DECAYED_START,
          CROPPED_BEFORE,
          OTHER_U75,
          OTHER_UPSAMPLING,
          VALIDATED_ON_TEST ->
          true;
      default -> false;
    };
  }

  private ObjectNode labels() {
    ObjectNode labels = JSON.objectNode();
    labels.set("classes", fields.path("label_columns"));
    JsonNode encoding = fields.path("u_enc");
    if (encoding.isArray() && encoding.size() == 2) {
      labels
          .putObject("uncertainty")
          .<ObjectNode>set("zeroes", encoding.get(0))
          .<ObjectNode>set("ones", encoding.get(1));
    } else {
      labels.put("uncertainty", encoding.asText("uzeroes"));
    }
    labels.put("blanks", fields.path("nan_replacement").asInt() < 0 ? "masked" : "absent");
    if (fields.path("upsample_factors").isObject()) {
      labels.set("upsample", fields.get("upsample_factors"));
    }
    return labels;
  }

  private ObjectNode images() {
    ObjectNode images = JSON.objectNode();
    images.put("dim", fields.path("dim").path(0).asInt());
    images.put("crop", fields.path("crop").asBoolean());
    ArrayNode steps = images.putArray("transformations");
    fields
        .path("transformations")
        .properties()
        .forEach(
            step -> {
              StringBuilder text = new StringBuilder(step.getKey());
              step.getValue()
                  .properties()
                  .forEach(
                      p -> text.append(' ').append(p.getKey()).append('=').append(p.getValue()));
              steps.add(text.toString());
            });
    String augmentation =
        fields.path("augmentation").isTextual() ? fields.get("augmentation").textValue() : "";
    return images.put("augmentation", augmentation);
  }

  /** Logs do not specify the sizes of the sets, except of folds; but names do. */
  private ObjectNode split() {
    if (fields.path("fold").isObject()) {
      return splitOfFold(fields.get("fold"));
    }
    Optional<String> tag = BenchmarkName.parse(run.entry().name()).token(NameComponent.SPLIT);
    SplitPlan plan = tag.map(SplitPlan::ofTag).orElse(SplitPlan.DEFAULT);
    long test =
        fields
            .path(fields.has("num_samples_test") ? "num_samples_test" : "test_num_samples")
            .asLong();
    if (tag.isEmpty()) {
      remarks.add(
          test == OFFICIAL_TEST_SAMPLES
              ? "The log does not specify how patients were split, but the test set was the official one: taken with 5 % for validation."
              : "The log does not specify how patients were split: taken is 64, 16 and 20 %.");
      if (test == OFFICIAL_TEST_SAMPLES) {
        plan = SplitPlan.ofTag("DS9505");
      }
    }
    if (!fields.has("split_seed")) {
      remarks.add("The log does not specify the seed of the split: taken is " + plan.seed() + ".");
    }
    return JSON.objectNode()
        .put("seed", fields.path("split_seed").asLong(plan.seed()))
        .put("test_size", plan.testSize())
        .put("valid_size", plan.validSize())
        .put("official_test", plan.officialTest());
  }

  private ObjectNode splitOfFold(JsonNode fold) {
    ObjectNode split =
        JSON.objectNode()
            .put("seed", fields.path("split_seed").asLong(SplitPlan.DEFAULT_SEED))
            .put("valid_size", fold.path("valid_size").asDouble(SplitPlan.DEFAULT.validSize()))
            .put("official_test", fold.path("official_test").asBoolean())
            .put("stratified", fold.path("stratified").asBoolean());
    split
        .putObject("fold")
        .put("number", fold.path("number").asInt())
        .put("count", fold.path("count").asInt())
        .put("shuffle", fold.path("shuffle").asBoolean(true));
    return split;
  }

  private ObjectNode objective() {
    ObjectNode objective = JSON.objectNode();
    objective.put("loss", fields.path("loss").asText());
    objective.put("class_weight", fields.path("use_class_weights").asBoolean());
    if (fields.path("loss_arguments").isObject()) {
      objective.set("arguments", fields.get("loss_arguments"));
    }
    if (fields.has("class_weight_scale")) {
      return objective.put("weights", fields.get("class_weight_scale").asText());
    }
    boolean weighted =
        fields.path("use_class_weights").asBoolean()
            || fields.path("loss").asText().startsWith("weighted");
    if (!weighted) {
      return objective;
    }
    double sum = 0;
    for (JsonNode weight : fields.path("positive_weights")) {
      sum += weight.asDouble();
    }
    boolean normed = sum == 0 || Math.abs(sum - L1_NORM) < 1e-3;
    return objective.put("weights", normed ? "l1_normed" : "raw");
  }

  private ObjectNode optimization() {
    ObjectNode optimization = JSON.objectNode();
    optimization.put("optimizer", fields.path("optimizer").asText("Adam"));
    // The history has the learning rate as float32: 0.2 is 0.20000000298 there.
    run.setup()
        .rate()
        .ifPresent(
            rate ->
                optimization.put(
                    "learning_rate", Double.parseDouble(Float.toString((float) rate))));
    double factor = fields.path("lr_factor").asDouble(1);
    if (factor != 1) {
      optimization.put("schedule", "factor_per_epoch").put("factor", factor);
    } else if (run.byPython() && !fields.has("lr_factor")) {
      remarks.add(
          "The log knows no factor of the learning rate: runs of that time halved it when the validation loss stood still.");
    }
    if (fields.has("cosine")) {
      optimization.put("schedule", "cosine");
      optimization.setAll((ObjectNode) fields.get("cosine"));
    }
    ObjectNode arguments = optimization.putObject("arguments");
    if (fields.path("optimizer_arguments").isObject()) {
      arguments.setAll((ObjectNode) fields.get("optimizer_arguments"));
    }
    for (String clipping : Clipping.names()) {
      if (fields.has(clipping)) {
        arguments.set(clipping, fields.get(clipping));
      }
    }
    if (run.byPython()) {
      remarks.add(
          "The log does not specify whether gradients were clipped; notebooks of the time had clipnorm 1 (`set` optimization.arguments.clipnorm=1).");
    }
    return optimization;
  }

  private ObjectNode fit() {
    return JSON.objectNode()
        .put("epochs", fields.path("epochs").asInt())
        .put("batch_size", fields.path("batch_size").asInt())
        .put("shuffle", fields.path("shuffle").asBoolean(true))
        .put("drop_last", fields.path("drop_last").asBoolean())
        .put("mixed_precision", fields.path("mixed_precision").asText("float32"));
  }
}
