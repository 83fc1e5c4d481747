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
 * What is kept of a trained network: the SavedModel, the Keras files, the entry in the log.
 *
 * @param benchmark what it was trained as
 * @param logs where the entry goes
 * @param network the network
 * @param step its training step
 * @param contract what the model says about itself
 * @param kerasConfig Keras' layers, when they are known
 */
record RunSaving(
    Benchmark benchmark,
    ExperimentLogs logs,
    Network network,
    TrainingStep step,
    ModelContract contract,
    Optional<String> kerasConfig) {

  /** What training came to. */
  record Outcome(
      PreparedData data, Optional<ClassWeights> weights, History history, EvaluationResult test) {}

  /** What was written. */
  record Saved(Path savedModel, ExperimentEntry entry, List<String> remarks) {}

  /**
   * Saves model and entry. A second try, after the first was killed, writes the same model again
   * and leaves an entry that already exists.
   */
  Saved save(RunFolder folder, Outcome outcome) {
    ExperimentName name = name();
    RunFolder.Saving saving = folder.saving(name);
    Compilation compilation = RunCompilation.of(benchmark, step);
    Path savedModel = folder.folder().resolve(name.stamped(saving.moment()));
    folder.discard(savedModel);
    SavedModelWriter.write(network, contract, kerasConfig, Optional.of(compilation), savedModel);
    // With the model's own moment: a later run of the name may be configured otherwise.
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

  /** Writes a checkpoint during training; nothing when Keras' layers are not known. */
  void writeCheckpoint(Path file) {
    if (kerasConfig.isPresent()) {
      writeKeras(RunCompilation.of(benchmark, step), file);
    }
  }

  /** Writes a Keras file; says why there is none, if so: the run's work is saved already. */
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
    // As in the logs so far, a run on images that were cropped before crops nothing.
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
        Optional.of(
            ClassificationReport.of(
                benchmark.classes(), outcome.test().labels(), outcome.test().probabilities())),
        Optional.of(logged),
        Map.of());
  }
}
