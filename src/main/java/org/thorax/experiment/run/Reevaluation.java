package org.thorax.experiment.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.thorax.FileException;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.ResolvedConfig;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLog;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedMetrics;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.experiment.log.MetricKey;
import org.thorax.experiment.registry.EntryBenchmark;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelScaling;
import org.thorax.model.Network;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelReader;

/** Re-evaluates a logged run: its benchmark rebuilt from the log, its weights from disk. */
public final class Reevaluation {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Settings settings;

  /**
   * Settings.
   *
   * @param data the data set of a benchmark
   * @param modelsDir where models are, usually {@code models}
   * @param scaling in place of what the model says about itself
   * @param device where it runs
   * @param legacy with the original's faults
   */
  public record Settings(
      Function<Benchmark, DatasetSource> data,
      Path modelsDir,
      Optional<Scaling> scaling,
      Device device,
      boolean legacy) {}

  /**
   * The result.
   *
   * @param entry the run's entry, with {@code test_again}, {@code val_again} and {@code val}
   * @param differences by metric, between the logged and the repeated test metrics
   * @param remarks notes for the user, one line each
   */
  public record Result(
      ExperimentEntry entry, Map<String, Double> differences, List<String> remarks) {
    /** Copies the remarks. */
    public Result {
      remarks = List.copyOf(remarks);
    }

    /** The largest difference and its metric; empty if there is no common metric. */
    public Optional<Map.Entry<String, Double>> largest() {
      return differences.entrySet().stream().max(Map.Entry.comparingByValue());
    }
  }

  /** A re-evaluation of any number of runs. */
  public Reevaluation(Settings settings) {
    this.settings = settings;
  }

  /**
   * Predicts the test and validation set.
   *
   * @param weights the model's file
   * @param epoch epoch of the checkpoint, if it is one
   * @param progress receives the number of processed images: (set's name, images)
   * @throws ThoraxException if benchmark, data or weights cannot be used
   */
  public Result of(
      LoggedRun run, Path weights, OptionalInt epoch, ObjIntConsumer<String> progress) {
    ResolvedConfig configured = EntryBenchmark.of(run, settings.modelsDir());
    Benchmark benchmark = configured.benchmark();
    List<String> remarks = new ArrayList<>(configured.remarks());
    ScoredSets sets = new ScoredSets(benchmark, settings.data().apply(benchmark));
    sets.requireReadable(List.of(EvaluationRun.Part.TEST, EvaluationRun.Part.VALIDATION));
    RepeatedMetrics metrics = new RepeatedMetrics(settings.legacy());
    Map<String, Double> test;
    Map<String, Double> validation;
    try (Model model = ModelReader.open(weights);
        Network network = network(model, benchmark, weights)) {
      test = metrics.of(sets.of(network, EvaluationRun.Part.TEST, remarks, progress));
      validation = metrics.of(sets.of(network, EvaluationRun.Part.VALIDATION, remarks, progress));
    }
    explain(run.entry(), remarks);
    return new Result(
        entry(run.entry(), epoch, test, validation), differences(run.entry(), test), remarks);
  }

  private Network network(Model model, Benchmark benchmark, Path weights) {
    if (model.flat().output().rank() != 2
        || model.flat().output().size() != benchmark.classes().size()) {
      throw new FileException(
          "%s has %d outputs, but the logged run has %d classes; look for the run's own file."
              .formatted(weights, model.flat().output().size(), benchmark.classes().size()));
    }
    ClassifierEnd.requireProbabilities(model, weights.toString());
    Scaling scaling = ModelScaling.of(model, settings.scaling(), weights.toString());
    return Network.forInference(model.flat(), scaling, model.weights(), settings.device());
  }

  private static Map<String, Double> differences(ExperimentEntry entry, Map<String, Double> again) {
    Map<String, Double> logged =
        LoggedMetrics.ofTest(entry).map(LoggedMetrics::values).orElse(Map.of());
    Map<String, Double> differences = new LinkedHashMap<>();
    again.forEach(
        (name, value) -> {
          Double before = logged.get(MetricKey.today(name));
          if (before != null && !before.isNaN()) {
            differences.put(name, Math.abs(before - value));
          }
        });
    return differences;
  }

  /** Known issues of an entry whose metrics are not reproduced. */
  private void explain(ExperimentEntry entry, List<String> remarks) {
    if (settings.legacy()) {
      remarks.add(
          "As the original computed it, 'auc' is that of all cells at once, the logged one the classes' mean.");
    }
    LogCheck.of(entry.toTree()).stream()
        .map(LogIssue::text)
        .filter(text -> !remarks.contains(text))
        .forEach(remarks::add);
  }

  private static ExperimentEntry entry(
      ExperimentEntry entry,
      OptionalInt epoch,
      Map<String, Double> test,
      Map<String, Double> validation) {
    ObjectNode tree = entry.toTree();
    List.of(ExperimentLog.EPOCH, "test_again", "val_again", "val").forEach(tree::remove);
    epoch.ifPresent(number -> tree.put(ExperimentLog.EPOCH, number));
    tree.set("test_again", figures(test));
    tree.set("val_again", figures(validation));
    tree.set("val", figures(entry.hasHistory() ? lastValidation(entry.history()) : Map.of()));
    return ExperimentEntry.of(tree);
  }

  /** The last epoch's validation metrics without the prefix {@code val_}. */
  private static Map<String, Double> lastValidation(Map<String, List<Double>> history) {
    Map<String, Double> last = new LinkedHashMap<>();
    history.forEach(
        (key, values) -> {
          if (key.startsWith("val_") && !values.isEmpty()) {
            last.put(key.substring("val_".length()), values.get(values.size() - 1));
          }
        });
    return last;
  }

  private static JsonNode figures(Map<String, Double> values) {
    ObjectNode node = JSON.objectNode();
    values.forEach(node::put);
    return node;
  }
}
