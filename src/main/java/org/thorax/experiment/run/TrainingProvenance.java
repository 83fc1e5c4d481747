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
 * What a model, or one member of an ensemble, was trained on.
 *
 * @param title the member's; empty for a model by itself
 * @param classes in the model's order
 * @param provenance what the model says
 * @param split how its patients were divided; empty when the file next to the model does not
 *     specify
 */
record TrainingProvenance(
    String title, List<String> classes, Provenance provenance, Optional<SplitPlan> split) {
  /** Copies the classes. */
  TrainingProvenance {
    classes = List.copyOf(classes);
  }

  /**
   * Of a model, or of every member of an ensemble; those that do not specify it are left out.
   *
   * @param contract what the model says about itself
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

  /** Of three outputs per class, the classes. */
  private static List<String> classes(List<String> outputs) {
    return ThreeWayLabels.classes(outputs).orElse(outputs);
  }

  /** Of a model by itself. */
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
