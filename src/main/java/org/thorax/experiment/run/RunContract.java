package org.thorax.experiment.run;

import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.experiment.config.Benchmark;
import org.thorax.model.FlatGraph;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.ModelScaling;
import org.thorax.model.Scaling;
import org.thorax.model.keras.applications.Architecture;

/** A network's contract with the settings of a run: classes, size, scaling, a display name. */
final class RunContract {
  private RunContract() {}

  /**
   * The contract.
   *
   * @throws ThoraxException if the network requires another image size than the benchmark's, or the
   *     scaling is unknown
   */
  static ModelContract of(Model model, Benchmark benchmark, RunSettings settings) {
    return of(model, benchmark, settings.start().scaling());
  }

  /** The contract with only the scaling changed. */
  static ModelContract of(Model model, Benchmark benchmark, Optional<Scaling> given) {
    FlatGraph flat = model.flat();
    int dim = benchmark.images().dim();
    if ((flat.input().height() > 0 && flat.input().height() != dim)
        || (flat.input().width() > 0 && flat.input().width() != dim)) {
      throw new ThoraxException(
          "The network takes images of "
              + flat.input().width()
              + " x "
              + flat.input().height()
              + ", but the benchmark says "
              + dim
              + " x "
              + dim
              + "; write D"
              + flat.input().height()
              + " in its name.");
    }
    Scaling scaling = ModelScaling.of(model, given, "The network '%s'".formatted(flat.name()));
    String architecture = Architecture.ofModelName(model.contract().architecture());
    return model.contract().withArchitecture(architecture).withSize(dim, dim).withScaling(scaling);
  }
}
