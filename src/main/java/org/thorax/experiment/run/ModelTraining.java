package org.thorax.experiment.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.data.image.Augmenter;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.Compilation;
import org.thorax.model.DeviceFailure;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.TrainingMode;
import org.thorax.model.Variable;
import org.thorax.model.WeightSource;
import org.thorax.training.Trainer;
import org.thorax.training.TrainingStep;
import org.thorax.training.callback.Callback;
import org.thorax.training.callback.History;
import org.thorax.training.loss.Loss;

/** Trains an open model on a benchmark's data, without a run folder, saved states and a log. */
public final class ModelTraining {
  private final Benchmark benchmark;
  private final ModelTrainingSettings settings;
  private final Optional<Loss> ownLoss;
  private final Augmenter augmenter;

  /**
   * The trained model.
   *
   * @param model with the trained weights, in the heap, and the optimizer's state; closing it
   *     closes the given model's resources
   * @param history one value per epoch
   * @param remarks notes for the user, one line each
   */
  public record Result(Model model, History history, List<String> remarks) {}

  /** Trains as the benchmark specifies. */
  public ModelTraining(Benchmark benchmark, ModelTrainingSettings settings) {
    this(benchmark, settings, Optional.empty(), benchmark.images().augmentation());
  }

  /**
   * Trains with parts that a benchmark cannot express.
   *
   * @param ownLoss replaces the benchmark's loss
   * @param augmenter replaces the benchmark's augmentation
   */
  public ModelTraining(
      Benchmark benchmark,
      ModelTrainingSettings settings,
      Optional<Loss> ownLoss,
      Augmenter augmenter) {
    this.benchmark = benchmark;
    this.settings = settings;
    this.ownLoss = ownLoss;
    this.augmenter = augmenter;
  }

  /**
   * Trains; {@code model} stays open and unchanged.
   *
   * @param callbacks called in the given order
   * @throws ThoraxException for errors that the user can correct
   */
  public Result train(Model model, List<Callback> callbacks) {
    PreparedData data = PreparedData.of(benchmark, settings.data());
    return DeviceFailure.explain(() -> train(model, data, callbacks));
  }

  private Result train(Model model, PreparedData data, List<Callback> callbacks) {
    Loss loss =
        ownLoss.orElseGet(() -> WeightedLoss.of(benchmark.objective(), data.train()).loss());
    ModelContract contract = contract(model, data);
    List<String> remarks = new ArrayList<>();
    try (Network network = network(model, contract)) {
      Continuation continuation =
          Continuation.of(
              model.compilation(),
              benchmark.optimization().optimizer(),
              network.graph().trainable());
      continuation.remark().ifPresent(remarks::add);
      TrainingStep step =
          new TrainingStep(
              network, loss, benchmark.optimization().optimizer(), continuation.state());
      Trainer trainer =
          new Trainer(
              step,
              benchmark.classes(),
              new Trainer.Settings(
                  benchmark.fit().epochs(),
                  benchmark.optimization().learningRate(),
                  settings.stepsPerEpoch(),
                  false),
              callbacks);
      History history = data.fit(trainer, augmenter, settings.seed(), benchmark.fit().shuffle());
      remarks.addAll(trainer.remarks());
      return new Result(trained(model, contract, network, compilation(step)), history, remarks);
    }
  }

  private ModelContract contract(Model model, PreparedData data) {
    return RunContract.of(model, benchmark, settings.scaling())
        .withClassNames(benchmark.classes())
        .withPreparation(data.images().preparation())
        .withProvenance(data.provenance(benchmark));
  }

  private Network network(Model model, ModelContract contract) {
    return Network.forTraining(
        model.flat(),
        contract.scaling().orElseThrow(),
        model.weights(),
        settings.device(),
        new TrainingMode(settings.frozen(), settings.seed(), benchmark.fit().precision()));
  }

  private Compilation compilation(TrainingStep step) {
    return ownLoss.isPresent()
        ? RunCompilation.withOwnLoss(benchmark.optimization(), step)
        : RunCompilation.of(benchmark, step);
  }

  private static Model trained(
      Model model, ModelContract contract, Network network, Compilation compilation) {
    Map<Variable, float[]> values = network.values(network.flat().variables());
    WeightSource weights = values::get;
    return new Model(
        model.flat(),
        contract,
        model.kerasConfig(),
        Optional.of(compilation),
        weights.closedBy(model::close),
        List.of());
  }
}
