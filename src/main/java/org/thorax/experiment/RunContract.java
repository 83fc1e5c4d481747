package org.thorax.experiment;

import org.thorax.ThoraxException;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.FlatGraph;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.ModelScaling;
import org.thorax.network.Scaling;

/** A network's contract with what a run decides: classes, size, scaling, a proper name. */
final class RunContract {
  private RunContract() {}

  /**
   * The contract.
   *
   * @throws ThoraxException when the network takes images of another size than the benchmark's, or
   *     nobody says how they are scaled
   */
  static ModelContract of(Model model, Benchmark benchmark, RunSettings settings) {
    FlatGraph flat = model.flat();
    int dim = benchmark.images().dim();
    if ((flat.height() > 0 && flat.height() != dim) || (flat.width() > 0 && flat.width() != dim)) {
      throw new ThoraxException(
          "The network takes images of "
              + flat.width()
              + " x "
              + flat.height()
              + ", but the benchmark says "
              + dim
              + " x "
              + dim
              + "; write D"
              + flat.height()
              + " in its name.");
    }
    Scaling scaling =
        ModelScaling.of(model, settings.scaling(), "The network '%s'".formatted(flat.name()));
    String architecture = Architecture.ofModelName(model.contract().architecture());
    return model.contract().withArchitecture(architecture).withSize(dim, dim).withScaling(scaling);
  }
}
