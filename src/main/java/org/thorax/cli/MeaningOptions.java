package org.thorax.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ThoraxException;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.keras.ModelActivation;
import org.thorax.network.Model;
import org.thorax.network.OutputActivation;
import org.thorax.network.Scaling;
import picocli.CommandLine.Option;

/** What a model's inputs and outputs mean, where it does not say that itself. */
final class MeaningOptions {
  @Option(
      names = "--scaling",
      description = {
        "Of images, where the model does not say: torch, tf, caffe, none (0..255), unit (x/255),",
        "per-image, or mean=M,std=S on 0..255 (one number, or three as 1/2/3)."
      })
  private String scaling;

  @Option(
      names = "--activation",
      description = {
        "Of outputs, where the model ends without and does not say: sigmoid, softmax, or none for",
        "scores that are no probabilities."
      })
  private String activation;

  /** How images are scaled. */
  Optional<Scaling> scaling() {
    return Optional.ofNullable(scaling).map(Scaling::of);
  }

  /** What makes probabilities of the outputs. */
  Optional<OutputActivation> activation() {
    return Optional.ofNullable(activation).map(OutputActivation::of);
  }

  /** The model with that behind its last layer. */
  Model activated(Model model) {
    return ModelActivation.asGiven(model, activation());
  }

  /** Checks that no ensemble is told what its members say. */
  void requireFor(Path found) {
    if (activation().isPresent() && EnsembleFile.isOne(found)) {
      throw new ThoraxException(
          "The members of an ensemble give probabilities themselves; leave --activation out.");
    }
  }
}
