package org.thorax.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.thorax.ThoraxException;
import org.thorax.data.BlankPolicy;
import org.thorax.data.Fold;
import org.thorax.data.LabelEncoding;
import org.thorax.data.SplitPlan;
import org.thorax.data.UncertaintyPolicy;
import org.thorax.data.Upsampling;
import org.thorax.data.description.ClassMapping;
import org.thorax.data.image.Augmentation;
import org.thorax.data.image.Transformation;
import org.thorax.model.Precision;
import org.thorax.training.callback.LearningRateSchedule;
import org.thorax.training.optimizer.Optimization;
import org.thorax.training.optimizer.Optimizer;

/** Reads a benchmark's canonical form, {@link BenchmarkForm}. */
public final class BenchmarkReader {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "dataset",
          "map",
          "labels",
          "images",
          "split",
          "objective",
          "optimization",
          "fit");

  private BenchmarkReader() {}

  /**
   * The benchmark of a tree. What is missing has its default, but classes, loss, epochs and batch
   * size must be there; a key that means nothing is refused.
   *
   * @throws ThoraxException naming the key, what was expected and what was found
   */
  public static Benchmark read(JsonNode tree) {
    FormFields all = new FormFields(tree, "");
    // First of all: without 'labels' a 'label' would be told as missing classes.
    all.requireAmong(KEYS);
    String dataset = all.text("dataset", DatasetName.CHEXPERT.token());
    if (!DatasetName.isToken(dataset)) {
      throw all.wrong("dataset", "Chexpert, Chestxray or the name in a dataset.yaml");
    }
    Benchmark benchmark =
        new Benchmark(
            all.text("name"),
            DatasetName.of(dataset).with(mapping(all.fields("map"))),
            labels(all.fields("labels")),
            images(all.fields("images")),
            split(all.fields("split")),
            objective(all.fields("objective")),
            optimization(all.fields("optimization")),
            fit(all.fields("fit")));
    return benchmark;
  }

  private static LabelSettings labels(FormFields tree) {
    List<Upsampling.Factor> factors = new ArrayList<>();
    FormFields upsample = tree.fields("upsample");
    for (String name : upsample.names()) {
      factors.add(new Upsampling.Factor(name, upsample.whole(name, 0)));
    }
    LabelSettings labels =
        new LabelSettings(
            tree.texts("classes"),
            new LabelEncoding(
                uncertainty(tree), tree.word("blanks", BlankPolicy.class, BlankPolicy.ABSENT)),
            new Upsampling(factors));
    tree.requireNoOther();
    return labels;
  }

  private static ClassMapping mapping(FormFields tree) {
    Map<String, String> given = new LinkedHashMap<>();
    tree.names().forEach(name -> given.put(name, tree.text(name)));
    tree.requireNoOther();
    return new ClassMapping(given);
  }

  private static UncertaintyPolicy uncertainty(FormFields labels) {
    if (!labels.isTree("uncertainty")) {
      return UncertaintyPolicy.parse(labels.text("uncertainty", "uzeroes"));
    }
    FormFields tree = labels.fields("uncertainty");
    UncertaintyPolicy policy =
        tree.names().contains("low")
            ? new UncertaintyPolicy.Smoothed(
                tree.number("low", 0),
                tree.number("high", 0),
                tree.longNumber("seed", SplitPlan.DEFAULT_SEED))
            : new UncertaintyPolicy.ClassLists(
                tree.texts("zeroes"), tree.texts("ones"), tree.truth("partial", false));
    tree.requireNoOther();
    return policy;
  }

  private static ImageSettings images(FormFields tree) {
    ImageSettings images =
        new ImageSettings(
            tree.whole("dim", ImageSettings.DEFAULT_DIM),
            tree.truth("crop", false),
            tree.texts("transformations").stream().map(Transformation::parse).toList(),
            Augmentation.parse(tree.text("augmentation", "")));
    tree.requireNoOther();
    return images;
  }

  private static SplitPlan split(FormFields tree) {
    SplitPlan split =
        new SplitPlan(
            tree.longNumber("seed", SplitPlan.DEFAULT_SEED),
            tree.number("test_size", SplitPlan.DEFAULT.testSize()),
            tree.number("valid_size", SplitPlan.DEFAULT.validSize()),
            tree.truth("official_test", false),
            tree.truth("stratified", false),
            fold(tree.fields("fold")));
    tree.requireNoOther();
    return split;
  }

  private static Optional<Fold> fold(FormFields tree) {
    if (tree.names().isEmpty()) {
      return Optional.empty();
    }
    Fold fold =
        new Fold(
            tree.required("number").whole("number", 0),
            tree.required("count").whole("count", 0),
            tree.truth("shuffle", true));
    tree.requireNoOther();
    return Optional.of(fold);
  }

  private static Objective objective(FormFields tree) {
    Map<String, Double> arguments = new TreeMap<>();
    FormFields given = tree.fields("arguments");
    given.names().forEach(name -> arguments.put(name, given.number(name, 0)));
    Objective objective =
        new Objective(
            LossName.of(tree.text("loss")),
            tree.truth("class_weight", false),
            tree.word("weights", ClassWeightScale.class, ClassWeightScale.L1_NORMED),
            arguments);
    tree.requireNoOther();
    return objective;
  }

  private static Optimization optimization(FormFields tree) {
    Map<String, Object> arguments = new TreeMap<>();
    FormFields given = tree.fields("arguments");
    given.names().forEach(name -> arguments.put(name, given.numberOrTruth(name)));
    Optimization optimization =
        new Optimization(
            Optimizer.of(tree.text("optimizer", "Adam"), arguments), learningRate(tree));
    tree.requireNoOther();
    return optimization;
  }

  private static LearningRateSchedule learningRate(FormFields tree) {
    double rate = tree.number("learning_rate", Optimization.DEFAULT_LEARNING_RATE);
    return switch (tree.text("schedule", "constant")) {
      case "constant" -> new LearningRateSchedule.Constant(rate);
      case "factor_per_epoch" ->
          new LearningRateSchedule.FactorPerEpoch(rate, tree.number("factor", 1));
      case "cosine" ->
          // The benchmark stretches it over its epochs.
          new LearningRateSchedule.Cosine(
              rate,
              tree.number("warmup_epochs", 0),
              tree.number("last_rate", 0),
              Integer.MAX_VALUE);
      default -> throw tree.wrong("schedule", "constant, factor_per_epoch or cosine");
    };
  }

  private static FitSettings fit(FormFields tree) {
    FitSettings fit =
        new FitSettings(
            tree.required("epochs").whole("epochs", 0),
            tree.required("batch_size").whole("batch_size", 0),
            tree.truth("shuffle", true),
            tree.truth("drop_last", false),
            tree.word("mixed_precision", Precision.class, Precision.FLOAT32));
    tree.requireNoOther();
    return fit;
  }
}
