package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.thorax.data.SplitPlan;
import org.thorax.data.ThreeWayLabels;
import org.thorax.ensemble.Ensemble;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelFile;
import org.thorax.model.Provenance;

/**
 * The training of a model, or of one member of an ensemble.
 *
 * @param title the member's title; empty for a single model
 * @param classes in the model's order
 * @param provenance as stored in the model
 * @param split the split by patient; empty if the file next to the model does not specify it
 */
record TrainingProvenance(
    String title, List<String> classes, Provenance provenance, Optional<SplitPlan> split) {
  /** Copies the classes. */
  TrainingProvenance {
    classes = List.copyOf(classes);
  }

  /**
   * The training of a model, or of each member of an ensemble; those without this information are
   * left out.
   *
   * @param contract the model's contract
   */
  static List<TrainingProvenance> of(Path model, ModelContract contract) {
    if (!EnsembleFile.isOne(model)) {
      return of("", model, Optional.of(contract)).stream().toList();
    }
    return EnsembleFile.read(model).members().stream()
        .flatMap(member -> of(member).stream())
        .toList();
  }

  private static Optional<TrainingProvenance> of(Ensemble.Member member) {
    return of(
        member.title(), member.model(), ModelFile.read(member.model()).map(ModelFile::contract));
  }

  /** The classes of a model with three outputs per class. */
  private static List<String> classes(List<String> outputs) {
    return ThreeWayLabels.classes(outputs).orElse(outputs);
  }

  /** The training of a single model. */
  static Optional<TrainingProvenance> of(
      String title, Path model, Optional<ModelContract> contract) {
    return contract
        .flatMap(ModelContract::provenance)
        .map(
            provenance ->
                new TrainingProvenance(
                    title,
                    classes(contract.get().classNames()),
                    provenance,
                    TrainedBenchmark.saved(model, provenance.benchmark()).map(Benchmark::split)));
  }
}
