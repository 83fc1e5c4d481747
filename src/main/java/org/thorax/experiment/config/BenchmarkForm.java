package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.image.Transformation;
import org.thorax.model.OptimizerConfig;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimization;

/**
 * A benchmark as one tree of texts, numbers and truth values: its canonical form, the same in JSON
 * and YAML. Equal benchmarks have equal trees; {@link BenchmarkReader} reads it.
 */
public final class BenchmarkForm {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private BenchmarkForm() {}

  /** The whole tree with every value, defaults included. */
  public static ObjectNode of(Benchmark benchmark) {
    ObjectNode tree = JSON.objectNode();
    tree.put("name", benchmark.name());
    tree.put("dataset", benchmark.dataset().token());
    Map<String, String> mapping = benchmark.dataset().mapping().given();
    if (!mapping.isEmpty()) {
      ObjectNode classes = tree.putObject("map");
      new TreeMap<>(mapping).forEach(classes::put);
    }
    tree.set("labels", labels(benchmark.labels()));
    tree.set("images", images(benchmark.images()));
    tree.set("split", split(benchmark.split()));
    tree.set("objective", objective(benchmark.objective()));
    tree.set("optimization", optimization(benchmark.optimization()));
    tree.set("fit", fit(benchmark.fit()));
    return tree;
  }

  private static ObjectNode labels(LabelSettings labels) {
    ObjectNode tree = JSON.objectNode();
    tree.set("classes", texts(labels.classes()));
    LabelEncoding encoding = labels.encoding();
    tree.set("uncertainty", uncertainty(encoding.uncertainty()));
    tree.put("blanks", word(encoding.blanks()));
    ObjectNode factors = tree.putObject("upsample");
    for (Upsampling.Factor factor : labels.upsampling().factors()) {
      factors.put(factor.className(), factor.times());
    }
    return tree;
  }

  private static JsonNode uncertainty(UncertaintyPolicy policy) {
    if (policy instanceof UncertaintyPolicy.Everywhere everywhere) {
      return JSON.textNode(everywhere.logName());
    }
    ObjectNode tree = JSON.objectNode();
    if (policy instanceof UncertaintyPolicy.ClassLists lists) {
      tree.set("zeroes", texts(lists.zeroes()));
      tree.set("ones", texts(lists.ones()));
      return lists.partial() ? tree.put("partial", true) : tree;
    }
    UncertaintyPolicy.Smoothed smoothed = (UncertaintyPolicy.Smoothed) policy;
    return tree.put("low", smoothed.low())
        .put("high", smoothed.high())
        .put("seed", smoothed.seed());
  }

  private static ObjectNode images(ImageSettings images) {
    ObjectNode tree = JSON.objectNode().put("dim", images.dim()).put("crop", images.crop());
    tree.set(
        "transformations",
        texts(images.transformations().stream().map(Transformation::fingerprint).toList()));
    return tree.put("augmentation", images.augmentation().text());
  }

  private static ObjectNode split(SplitPlan split) {
    ObjectNode tree =
        JSON.objectNode()
            .put("seed", split.seed())
            .put("test_size", split.testSize())
            .put("valid_size", split.validSize())
            .put("official_test", split.officialTest())
            .put("stratified", split.stratified());
    split
        .fold()
        .ifPresent(
            fold ->
                tree.putObject("fold")
                    .put("number", fold.number())
                    .put("count", fold.count())
                    .put("shuffle", fold.shuffled()));
    return tree;
  }

  private static ObjectNode objective(Objective objective) {
    ObjectNode tree =
        JSON.objectNode()
            .put("loss", objective.loss().logged())
            .put("class_weight", objective.classWeight())
            .put("weights", word(objective.weights()));
    tree.set("arguments", MAPPER.valueToTree(objective.arguments()));
    return tree;
  }

  private static ObjectNode optimization(Optimization optimization) {
    LearningRateSchedule schedule = optimization.learningRate();
    OptimizerConfig config = optimization.optimizer().config(schedule.rate());
    ObjectNode tree = JSON.objectNode().put("optimizer", config.className());
    tree.set("arguments", MAPPER.valueToTree(config.arguments()));
    tree.put("learning_rate", schedule.rate());
    if (schedule instanceof LearningRateSchedule.FactorPerEpoch falling) {
      tree.put("schedule", "factor_per_epoch").put("factor", falling.factor());
    } else if (schedule instanceof LearningRateSchedule.Cosine cosine) {
      tree.put("schedule", "cosine");
      tree.put("warmup_epochs", cosine.warmupEpochs()).put("last_rate", cosine.last());
    } else {
      tree.put("schedule", "constant");
    }
    return tree;
  }

  private static ObjectNode fit(FitSettings fit) {
    return JSON.objectNode()
        .put("epochs", fit.epochs())
        .put("batch_size", fit.batchSize())
        .put("shuffle", fit.shuffle())
        .put("drop_last", fit.dropLast())
        .put("mixed_precision", fit.precision().token());
  }

  private static JsonNode texts(List<String> values) {
    return MAPPER.valueToTree(values);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
