package org.thorax.experiment.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.data.image.ImageDecoder;
import org.thorax.evaluation.report.EvaluationOptions;
import org.thorax.evaluation.report.EvaluationReport;
import org.thorax.evaluation.report.ScoredSamples;
import org.thorax.evaluation.report.Subject;
import org.thorax.experiment.config.Benchmark;
import org.thorax.inference.Predictor;
import org.thorax.inference.ScalingChoices;
import org.thorax.model.ClassifierEnd;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelScaling;
import org.thorax.model.Network;
import org.thorax.model.Scaling;

/** Evaluates a model on one of the sets of a benchmark. */
public final class EvaluationRun {
  private final Benchmark asked;
  private final Settings settings;

  /** One of the sets of a benchmark. */
  public enum Part {
    /** The training set without upsampling. */
    TRAIN,
    /** The set on which thresholds are chosen. */
    VALIDATION,
    /** The default. */
    TEST,
    /** All samples of a data set that the model was not trained on. */
    ALL;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Settings of an evaluation.
   *
   * @param data the data set
   * @param sets of it
   * @param scaling in place of what the model says about itself
   * @param device where it runs
   * @param force whether differences from what the model learned are only remarked
   * @param options how scores are evaluated
   */
  public record Settings(
      DatasetSource data,
      Sets sets,
      Optional<Scaling> scaling,
      Device device,
      boolean force,
      EvaluationOptions options) {}

  /**
   * The sets of an evaluation.
   *
   * @param part which one is evaluated
   * @param chooseOnEvaluated whether thresholds are chosen on the evaluated set itself, which is
   *     then the only one predicted
   */
  public record Sets(Part part, boolean chooseOnEvaluated) {}

  /** An evaluation on a benchmark's data. */
  public EvaluationRun(Benchmark benchmark, Settings settings) {
    this.asked = benchmark;
    this.settings = settings;
  }

  /**
   * Predicts and evaluates; {@code model} stays open.
   *
   * @param source the model's file or folder, or an ensemble's file
   * @param progress receives the number of processed images of each set: (set's name, images)
   * @throws ThoraxException for errors that the user can correct, in particular a benchmark that
   *     prepares images differently from the model's training
   */
  public EvaluationReport run(Model model, Path source, ObjIntConsumer<String> progress) {
    Benchmark benchmark = inOrderOf(model.contract());
    ExternalData external = ExternalData.of(benchmark, settings.data());
    ScoredSets sets = sets(benchmark, external);
    List<String> remarks = new ArrayList<>(model.remarks());
    remarks.addAll(external.remarks());
    remarks.addAll(checked(model, source, benchmark, sets, external));
    boolean chosenElsewhere = choosesElsewhere();
    List<Part> needed =
        chosenElsewhere
            ? List.of(settings.sets().part(), Part.VALIDATION)
            : List.of(settings.sets().part());
    sets.requireReadable(needed);
    List<ScoredSamples> scored = new ArrayList<>();
    try (Network network = network(model)) {
      for (Part part : needed) {
        ScoredSamples all = sets.of(network, part, remarks, progress);
        scored.add(all.withClasses(external.known(benchmark.classes())));
      }
    }
    if (!chosenElsewhere) {
      remarks.add(
          "Thresholds were chosen on the set that they are applied to; their figures are too"
              + " good.");
    }
    Subject subject =
        new Subject(
            source.toString(),
            model.contract().architecture(),
            benchmark.name(),
            sets.folder().toString(),
            settings.sets().part().word(),
            remarks);
    return EvaluationReport.of(
        subject,
        scored.get(0),
        chosenElsewhere ? Optional.of(scored.get(1)) : Optional.empty(),
        settings.options());
  }

  /**
   * The outputs for the first image of the evaluated set under each scaling, as a small table;
   * empty if the scaling is known.
   */
  public List<String> scalingChoices(Model model, Path source) {
    Benchmark benchmark = inOrderOf(model.contract());
    int dim = benchmark.images().dim();
    Predictor.Overrides given =
        new Predictor.Overrides(
            Optional.of(dim), Optional.of(dim), settings.scaling(), benchmark.classes());
    if (!ScalingChoices.areOpen(model, given)) {
      return List.of();
    }
    ExternalData external = ExternalData.of(benchmark, settings.data());
    ScoredSets sets = sets(benchmark, external);
    checked(model, source, benchmark, sets, external);
    Model prepared =
        sets.images().copied().isPresent()
            ? model
            : model.withContract(model.contract().withPreparation(sets.images().preparation()));
    Path first = sets.samples(settings.sets().part()).image(0);
    return ScalingChoices.table(
        prepared, given, () -> ImageDecoder.decode(first), first.toString());
  }

  private ScoredSets sets(Benchmark benchmark, ExternalData external) {
    return new ScoredSets(
        benchmark, settings.data(), external.data(), settings.sets().part() == Part.ALL);
  }

  private boolean choosesElsewhere() {
    boolean hasAnother =
        settings.sets().part() == Part.TRAIN || settings.sets().part() == Part.TEST;
    return !settings.sets().chooseOnEvaluated() && hasAnother;
  }

  /** If the classes are the same in another order, the model's order is used. */
  private Benchmark inOrderOf(ModelContract model) {
    List<String> own = model.classNames();
    boolean same = new HashSet<>(own).equals(new HashSet<>(asked.classes()));
    return same ? asked.with(asked.labels().inOrder(own)) : asked;
  }

  private List<String> checked(
      Model model, Path source, Benchmark benchmark, ScoredSets sets, ExternalData external) {
    requireOutputs(model, benchmark);
    List<String> differences =
        new ArrayList<>(
            ContractCheck.differences(
                model.contract(), benchmark, settings.scaling(), sets.images().preparation()));
    List<String> remarks = new ArrayList<>();
    if (external.isExternal()) {
      TrainingProvenance.of(source, model.contract()).stream()
          .flatMap(each -> external.sharedWith(each.provenance().benchmark()).stream())
          .forEach(differences::add);
    } else {
      compareSets(model, source, benchmark, sets, differences, remarks);
    }
    if (!differences.isEmpty() && !settings.force()) {
      throw new ConfigurationException(
          "force",
          "The model does not fit benchmark '%s' on %s: %s; take the model's own, or `force` it."
              .formatted(
                  benchmark.name(), settings.data().places(), String.join("; ", differences)));
    }
    differences.forEach(
        each -> remarks.add("Forced despite a mismatch with the model's training: " + each + "."));
    return remarks;
  }

  /** Whether the evaluated patients were in the training. */
  private void compareSets(
      Model model,
      Path source,
      Benchmark benchmark,
      ScoredSets sets,
      List<String> differences,
      List<String> remarks) {
    for (TrainingProvenance trained : TrainingProvenance.of(source, model.contract())) {
      if (settings.sets().part() == Part.ALL) {
        differences.add("all samples of its own data include those that it learned from");
        continue;
      }
      PatientOverlap seen = new PatientOverlap(trained, sets, benchmark);
      if (seen.noneOf(settings.sets().part())) {
        seen.in(settings.sets().part()).ifPresent(each -> remarks.add(each + "."));
        seen.in(Part.VALIDATION)
            .filter(each -> choosesElsewhere() && !seen.noneOf(Part.VALIDATION))
            .ifPresent(each -> remarks.add(each + ", on which thresholds are chosen."));
      } else {
        seen.in(settings.sets().part()).ifPresent(differences::add);
      }
    }
  }

  private static void requireOutputs(Model model, Benchmark benchmark) {
    int outputs = model.flat().output().size();
    if (model.flat().output().rank() != 2 || outputs != benchmark.classes().size()) {
      throw new ThoraxException(
          model.flat().output().rank() != 2
              ? "Expected a complete classifier, found a backbone; train it with a head first."
              : "The model has %d outputs, but benchmark '%s' has %d classes; take its own benchmark, or name its classes with `classes`."
                  .formatted(outputs, benchmark.name(), benchmark.classes().size()));
    }
    int dim = benchmark.images().dim();
    if (model.flat().input().height() > 0 && model.flat().input().height() != dim) {
      throw new ThoraxException(
          "The network takes images of %d x %d only, found benchmark '%s' of %d x %d; take a D%d."
              .formatted(
                  model.flat().input().width(),
                  model.flat().input().height(),
                  benchmark.name(),
                  dim,
                  dim,
                  model.flat().input().height()));
    }
  }

  private Network network(Model model) {
    ClassifierEnd.requireProbabilities(model, "The model");
    Scaling scaling = ModelScaling.of(model, settings.scaling(), "The model");
    return Network.forInference(model.flat(), scaling, model.weights(), settings.device());
  }
}
