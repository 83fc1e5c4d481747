package org.thorax.experiment.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.thorax.data.Fold;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.image.Transformation;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ClassWeightScale;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.log.MetricNames;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Clipping;
import org.thorax.training.optimizer.Optimizer;

/** The {@code benchmark} object of a log entry: 33 keys in the order of the newest entries. */
public final class LoggedBenchmark {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int RATE_DECIMALS = 8;
  private static final int CHANNELS = 3;
  private static final int UNCERTAIN = -1;

  private LoggedBenchmark() {}

  /** The part of a benchmark and its data that the log records. */
  public static ObjectNode of(Benchmark benchmark, TrainingData data) {
    ObjectNode tree = JSON.objectNode();
    tree.put("benchmark_name", benchmark.name());
    tree.put("dataset_name", data.datasetName());
    tree.put("dataset_folder", data.loggedFolder());
    tree.put("models_dir", "models");
    putTraining(tree, benchmark);
    putWeights(tree, data);
    tree.set("metrics", texts(MetricNames.of(benchmark.classes())));
    tree.set("label_columns", texts(benchmark.classes()));
    tree.put("path_column", benchmark.dataset().pathColumn());
    tree.put("path_column_prefix", benchmark.dataset().pathColumnPrefix());
    tree.set("upsample_factors", factors(benchmark.labels().upsampling()));
    tree.put("shuffle", benchmark.fit().shuffle());
    tree.put("batch_size", benchmark.fit().batchSize());
    tree.set("dim", JSON.arrayNode().add(benchmark.images().dim()).add(benchmark.images().dim()));
    tree.put("crop", benchmark.images().crop());
    tree.set("transformations", transformations(benchmark.images().transformations()));
    tree.put(
        "augmentation",
        benchmark.images().augmentation().steps().isEmpty()
            ? null
            : benchmark.images().augmentation().text());
    tree.put("n_channels", CHANNELS);
    tree.put("nan_replacement", (int) benchmark.labels().encoding().blanks().value());
    tree.put("unc_value", UNCERTAIN);
    tree.set("u_enc", encoding(benchmark.labels().encoding().uncertainty()));
    tree.put("drop_last", benchmark.fit().dropLast());
    tree.put("num_samples_train", data.trainingSamples());
    tree.put("num_samples_validation", data.validationSamples());
    tree.put("num_samples_test", data.testSamples());
    tree.put("split_seed", benchmark.split().seed());
    putMore(tree, benchmark);
    return tree;
  }

  /** Fields that the newest entries do not have, if the values differ from the original's. */
  private static void putMore(ObjectNode tree, Benchmark benchmark) {
    benchmark.split().fold().ifPresent(fold -> putFold(tree, benchmark.split(), fold));
    Map<String, String> mapping = benchmark.dataset().mapping().given();
    if (!mapping.isEmpty()) {
      tree.set("map", MAPPER.valueToTree(new TreeMap<>(mapping)));
    }
    Optimizer optimizer = benchmark.optimization().optimizer();
    Map<String, Object> usual = Optimizer.named(optimizer.kerasName()).config(1).arguments();
    Map<String, Object> others = new TreeMap<>(optimizer.config(1).arguments());
    others.entrySet().removeIf(each -> each.getValue().equals(usual.get(each.getKey())));
    for (String clipping : Clipping.names()) {
      if (others.containsKey(clipping)) {
        tree.set(clipping, MAPPER.valueToTree(others.remove(clipping)));
      }
    }
    if (!others.isEmpty()) {
      tree.set("optimizer_arguments", MAPPER.valueToTree(others));
    }
    if (benchmark.objective().weights() != ClassWeightScale.L1_NORMED) {
      tree.put(
          "class_weight_scale", benchmark.objective().weights().name().toLowerCase(Locale.ROOT));
    }
    if (!benchmark.objective().arguments().isEmpty()) {
      tree.set("loss_arguments", MAPPER.valueToTree(benchmark.objective().arguments()));
    }
    if (benchmark.fit().precision().isMixed()) {
      tree.put("mixed_precision", benchmark.fit().precision().token());
    }
    if (benchmark.optimization().learningRate() instanceof LearningRateSchedule.Cosine cosine) {
      tree.putObject("cosine")
          .put("warmup_epochs", cosine.warmupEpochs())
          .put("last_rate", cosine.last());
    }
  }

  /** The whole split, because the name of a run does not say it. */
  private static void putFold(ObjectNode tree, SplitPlan split, Fold fold) {
    tree.putObject("fold")
        .put("number", fold.number())
        .put("count", fold.count())
        .put("shuffle", fold.shuffled())
        .put("stratified", split.stratified())
        .put("official_test", split.officialTest())
        .put("valid_size", split.validSize());
  }

  private static ObjectNode transformations(List<Transformation> transformations) {
    ObjectNode tree = JSON.objectNode();
    for (Transformation each : transformations) {
      tree.set(each.name(), MAPPER.valueToTree(each.parameters()));
    }
    return tree;
  }

  /** A policy's name, or the two lists of classes. */
  static JsonNode encoding(UncertaintyPolicy policy) {
    if (policy instanceof UncertaintyPolicy.ClassLists lists) {
      return JSON.arrayNode().add(texts(lists.zeroes())).add(texts(lists.ones()));
    }
    if (policy instanceof UncertaintyPolicy.Everywhere everywhere) {
      return JSON.textNode(everywhere.logName());
    }
    return JSON.textNode(policy.toString());
  }

  static ObjectNode factors(Upsampling upsampling) {
    ObjectNode factors = JSON.objectNode();
    upsampling.factors().forEach(factor -> factors.put(factor.className(), factor.times()));
    return factors;
  }

  private static void putTraining(ObjectNode tree, Benchmark benchmark) {
    tree.put("epochs", benchmark.fit().epochs());
    tree.put("optimizer", benchmark.optimization().optimizer().kerasName());
    tree.put("learning_rate", rounded(benchmark.optimization().learningRate().rate()));
    tree.put("lr_factor", factor(benchmark.optimization().learningRate()));
    tree.put("loss", benchmark.objective().loss().logged());
    tree.put("use_class_weights", benchmark.objective().classWeight());
  }

  /** The only schedule in the old logs multiplies the learning rate after every epoch. */
  private static double factor(LearningRateSchedule schedule) {
    return schedule instanceof LearningRateSchedule.FactorPerEpoch falling ? falling.factor() : 1;
  }

  private static void putWeights(ObjectNode tree, TrainingData data) {
    List<Double> none = List.of();
    tree.set("class_weights", numbers(data.weights().map(ClassWeights::classWeights).orElse(none)));
    tree.set(
        "positive_weights",
        numbers(data.weights().map(ClassWeights::positiveWeights).orElse(none)));
    tree.set(
        "negative_weights",
        numbers(data.weights().map(ClassWeights::negativeWeights).orElse(none)));
  }

  /** Python's {@code round(rate, 8)}. */
  private static double rounded(double rate) {
    return new BigDecimal(rate).setScale(RATE_DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static ArrayNode numbers(List<Double> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }
}
