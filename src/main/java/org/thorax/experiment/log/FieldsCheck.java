package org.thorax.experiment.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.thorax.data.ChexpertPresets;
import org.thorax.data.DatasetKind;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.experiment.log.LogIssue.Kind;

/** Checks the fields of an entry's benchmark. */
final class FieldsCheck {
  private static final double FLOAT32 = 1e-6;

  /** Without these keys the Python project could not rebuild a benchmark. */
  private static final List<String> NEEDED =
      List.of(
          "learning_rate",
          "optimizer",
          "loss",
          "positive_weights",
          "negative_weights",
          "dataset_folder",
          "label_columns",
          "benchmark_name",
          "epochs",
          "models_dir",
          "split_seed",
          "use_class_weights",
          "path_column",
          "path_column_prefix",
          "shuffle",
          "drop_last",
          "batch_size",
          "dim",
          "n_channels",
          "nan_replacement",
          "unc_value",
          "u_enc",
          "crop",
          "augmentation");

  private FieldsCheck() {}

  static void check(ExperimentEntry entry, EntryIssues findings) {
    if (entry.benchmark().isEmpty()) {
      findings.add(Kind.INCOMPLETE_BENCHMARK, "there is no benchmark");
      return;
    }
    JsonNode tree = entry.benchmark().get();
    List<String> missing = NEEDED.stream().filter(key -> !tree.has(key)).toList();
    if (!missing.isEmpty()) {
      findings.add(
          Kind.INCOMPLETE_BENCHMARK,
          "the benchmark lacks %s, which get defaults when it is rebuilt",
          String.join(", ", missing));
    }
    if (tree.has("train_num_samples")) {
      findings.add(
          Kind.OLDER_COUNTS,
          "train_num_samples and so on are the older names of num_samples_train");
    }
    finalRate(entry, tree, findings);
    if (!tree.path("crop").asBoolean() && tree.path("dataset_folder").asText().contains("crop")) {
      findings.add(
          Kind.CROPPED_BEFORE,
          "crop is false, but %s is a copy cropped before",
          tree.path("dataset_folder").asText());
    }
    if (tree.path("nan_replacement").asInt() < 0 && EntryAuthor.python(entry)) {
      findings.add(
          Kind.MASKED_METRICS,
          "labels of -1 (not mentioned) were counted in the metrics: as positive in auc, precision and recall, or as negative");
    }
    sets(tree, findings);
    uncertainty(tree, findings);
    upsampling(tree, findings);
  }

  private static void finalRate(ExperimentEntry entry, JsonNode tree, EntryIssues findings) {
    JsonNode logged = tree.path("learning_rate");
    OptionalDouble first = LoggedRun.rate(entry, tree);
    if (logged.isNumber() && entry.hasHistory() && first.isPresent()) {
      double rate = first.getAsDouble();
      if (Math.abs(logged.doubleValue() - rate) > FLOAT32 * rate + 1e-8) {
        findings.add(
            Kind.FINAL_RATE,
            "learning_rate %.4g is the rate at the end; the first epoch's was %.4g",
            logged.doubleValue(),
            rate);
      }
    }
  }

  private static void sets(JsonNode tree, EntryIssues findings) {
    long validation = count(tree, "num_samples_validation", "valid_num_samples");
    long test = count(tree, "num_samples_test", "test_num_samples");
    if (validation > 0 && validation == test) {
      findings.add(
          Kind.VALIDATED_ON_TEST,
          "validation and test set have %d samples each: the test set was validated on, so val_ figures are test figures",
          test);
    }
  }

  static long count(JsonNode tree, String key, String olderKey) {
    return tree.path(tree.has(key) ? key : olderKey).asLong(-1);
  }

  private static void uncertainty(JsonNode tree, EntryIssues findings) {
    JsonNode encoding = tree.path("u_enc");
    if (!encoding.isArray() || encoding.size() != 2) {
      return;
    }
    String token = "U" + encoding.get(0).size() + encoding.get(1).size();
    Optional<UncertaintyPolicy> usual = ChexpertPresets.uncertainty(token);
    if (usual.isPresent()
        && usual.get() instanceof UncertaintyPolicy.ClassLists lists
        && !Set.copyOf(lists.ones()).equals(Set.copyOf(LoggedMetrics.texts(encoding.get(1))))) {
      List<String> others = new ArrayList<>(LoggedMetrics.texts(encoding.get(1)));
      others.removeAll(lists.ones());
      findings.add(
          Kind.OTHER_U75,
          "%s with other lists than usual: uncertain %s become 1 here",
          token,
          String.join(", ", others));
    }
  }

  private static void upsampling(JsonNode tree, EntryIssues findings) {
    Map<String, Integer> found = new HashMap<>();
    tree.path("upsample_factors")
        .properties()
        .forEach(factor -> found.put(factor.getKey(), factor.getValue().asInt()));
    List<String> classes = LoggedMetrics.texts(tree.path("label_columns"));
    for (int other : List.of(5, 12)) {
      Optional<Upsampling> agreed =
          ChexpertPresets.upsampling(DatasetKind.CHEXPERT.agreedClasses(other).orElseThrow());
      if (other != classes.size() && !found.isEmpty() && found.equals(factors(agreed))) {
        findings.add(
            Kind.OTHER_UPSAMPLING,
            "upsampled with the factors of %d classes, but there are %d",
            other,
            classes.size());
      }
    }
  }

  private static Map<String, Integer> factors(Optional<Upsampling> upsampling) {
    Map<String, Integer> factors = new HashMap<>();
    upsampling
        .orElse(Upsampling.NONE)
        .factors()
        .forEach(f -> factors.put(f.className(), f.times()));
    return factors;
  }
}
