package org.thorax.experiment.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.thorax.data.image.Transformation;
import org.thorax.experiment.config.ImageSettings;
import org.thorax.experiment.log.LogCheck;
import org.thorax.experiment.log.LogIssue;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.model.ModelContract;
import org.thorax.model.Preparation;
import org.thorax.model.Scaling;

/** The contract of a run's model from its log entry, for model files without metadata. */
public final class EntryContract {
  private EntryContract() {}

  /**
   * The run of a model file: its name is the run's id, the run's file name, or the experiment's
   * name without the time.
   *
   * @param stem the file name without extension
   * @return empty if no run matches, or if several runs of that name were trained with other
   *     classes or image sizes
   */
  public static Optional<LoggedRun> run(List<LoggedRun> runs, String stem) {
    return first(runs, run -> run.entry().id().equals(stem))
        .or(
            () ->
                first(runs, run -> run.entry().filename().replaceFirst("\\.h5$", "").equals(stem)))
        .or(() -> ofName(runs, stem.replaceFirst("_\\d{8}-\\d{6}$", "")));
  }

  private static Optional<LoggedRun> first(List<LoggedRun> runs, Predicate<LoggedRun> wanted) {
    return runs.stream().filter(wanted).findFirst();
  }

  private static Optional<LoggedRun> ofName(List<LoggedRun> runs, String name) {
    List<LoggedRun> named = runs.stream().filter(run -> run.entry().name().equals(name)).toList();
    long kinds = named.stream().map(EntryContract::kind).distinct().count();
    return kinds == 1 ? Optional.of(named.get(named.size() - 1)) : Optional.empty();
  }

  private static List<Object> kind(LoggedRun run) {
    return List.of(
        run.setup().classes(),
        run.entry().benchmark().map(fields -> fields.path("dim").toString()));
  }

  /**
   * The contract of a run's model; without scaling if the run's network is not a Keras application.
   *
   * @param modelsDir folder in which {@code <experiment>/<file>.yaml} may be
   * @throws org.thorax.ThoraxException as {@link EntryBenchmark#of}
   */
  public static ModelContract of(LoggedRun run, Path modelsDir) {
    var benchmark = EntryBenchmark.of(run, modelsDir).benchmark();
    ImageSettings images = benchmark.images();
    String architecture = run.setup().architecture().orElse("unknown");
    boolean croppedBefore =
        LogCheck.of(run.entry().toTree()).stream()
            .anyMatch(issue -> issue.kind() == LogIssue.Kind.CROPPED_BEFORE);
    return new ModelContract(
        architecture,
        Scaling.ofKerasModel(architecture),
        new ModelContract.TrainingImages(
            Optional.of(images.dim()),
            Optional.of(images.dim()),
            new Preparation(
                images.crop() || croppedBefore,
                images.transformations().stream().map(Transformation::fingerprint).toList())),
        benchmark.labels().classes(),
        Optional.empty(),
        Optional.empty());
  }
}
