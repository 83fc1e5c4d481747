package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.evaluation.metrics.ClassificationReport;
import org.thorax.evaluation.report.EvaluationDetails;
import org.thorax.evaluation.report.ScoredSamples;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.ClassWeights;
import org.thorax.experiment.log.Description;
import org.thorax.experiment.log.ExperimentEntry;
import org.thorax.experiment.log.ExperimentLogs;
import org.thorax.experiment.log.ExperimentName;
import org.thorax.formats.io.AtomicFile;
import org.thorax.model.Compilation;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Variable;
import org.thorax.model.keras.KerasExport;
import org.thorax.training.EvaluationResult;
import org.thorax.training.TrainingStep;
import org.thorax.training.callback.History;

/**
 * Saves a trained network: the SavedModel, the Keras files, the log entry.
 *
 * @param benchmark the benchmark of the training
 * @param logs folder of the logs
 * @param network the network
 * @param step its training step
 * @param contract the model's contract
 * @param kerasConfig Keras' layers, if they are known
 */
record RunSaving(
    Benchmark benchmark,
    ExperimentLogs logs,
    Network network,
    TrainingStep step,
    ModelContract contract,
    Optional<String> kerasConfig) {

  /** The result of the training. */
  record Outcome(
      PreparedData data, Optional<ClassWeights> weights, History history, EvaluationResult test) {}

  /** The written files. */
  record Saved(Path savedModel, ExperimentEntry entry, List<String> remarks) {}

  /**
   * Saves model and log entry. If a first attempt was killed, a second one writes the same model
   * again and keeps an existing entry.
   */
  Saved save(RunFolder folder, Outcome outcome) {
    ExperimentName name = name();
    RunFolder.Saving saving = folder.saving(name);
    Compilation compilation = RunCompilation.of(benchmark, step);
    Path savedModel = folder.folder().resolve(name.stamped(saving.moment()));
    folder.discard(savedModel);
    SavedModelWriter.write(network, contract, kerasConfig, Optional.of(compilation), savedModel);
    // The file has the model's time in its name, because a later run of the same name may have
    // another configuration.
    AtomicFile.write(
        folder.folder().resolve(name.stamped(saving.moment()) + ".yaml"),
        BenchmarkYaml.write(benchmark));
    AtomicFile.write(
        folder.folder().resolve(name.stamped(saving.moment()) + "-predictions.csv"),
        out -> EvaluationDetails.writePredictions(scored(outcome), out));
    Path file = folder.folder().resolve(name.fileName(saving.moment()));
    List<String> remarks = new ArrayList<>(writeKeras(compilation, file));
    ExperimentEntry entry =
        logs.findById(saving.id()).orElseGet(() -> logs.append(entry(saving, outcome)));
    return new Saved(savedModel, entry, remarks);
  }

  private static ScoredSamples scored(Outcome outcome) {
    EvaluationResult test = outcome.test();
    return new ScoredSamples(
        outcome.data().test().samples().select(test.samples()),
        test.labels(),
        test.probabilities());
  }

  ExperimentName name() {
    return ExperimentName.of(contract.architecture(), benchmark.name());
  }

  /** Writes a checkpoint during training; does nothing if Keras' layers are not known. */
  void writeCheckpoint(Path file) {
    if (kerasConfig.isPresent()) {
      writeKeras(RunCompilation.of(benchmark, step), file);
    }
  }

  /**
   * Writes a Keras file. A failure is only reported, because the run's results are already saved.
   */
  private List<String> writeKeras(Compilation compilation, Path file) {
    if (kerasConfig.isEmpty()) {
      return List.of(
          "No Keras file is written, as the model does not specify what its Keras layers are.");
    }
    List<String> remarks = new ArrayList<>();
    try {
      Map<Variable, float[]> values = network.values(network.flat().variables());
      remarks.addAll(
          KerasExport.write(
              kerasConfig.get(),
              network.flat().variables(),
              values::get,
              Optional.of(compilation),
              KerasExport.Format.H5,
              file));
      RunCompilation.remark(benchmark).ifPresent(remarks::add);
    } catch (ThoraxException e) {
      remarks.add("No Keras file is written: " + e.getMessage());
    }
    return remarks;
  }

  private ExperimentEntry entry(RunFolder.Saving saving, Outcome outcome) {
    PreparedData data = outcome.data();
    var logged = LoggedBenchmark.of(benchmark, data.counts(outcome.weights()));
    // As in existing logs, a run on images that were cropped before has no crop.
    logged.put("crop", data.images().preprocessing().crop().isPresent());
    Map<String, Double> test = new LinkedHashMap<>();
    test.put("loss", outcome.test().loss());
    test.putAll(outcome.test().metrics());
    return new ExperimentEntry(
        saving.id(),
        name().text(),
        name().fileName(saving.moment()),
        "1",
        outcome.history().values(),
        Description.of(contract.architecture(), logged),
        Optional.of(test),
        Optional.of(classificationReport(outcome)),
        Optional.of(logged),
        Map.of());
  }

  /** As the original's; of several data sets without the cells that one does not label. */
  private String classificationReport(Outcome outcome) {
    float[] labels = outcome.test().labels();
    float[] scores = outcome.test().probabilities();
    return benchmark.dataset().names().size() > 1
        ? ClassificationReport.ofLabelled(benchmark.classes(), labels, scores)
        : ClassificationReport.of(benchmark.classes(), labels, scores);
  }
}
