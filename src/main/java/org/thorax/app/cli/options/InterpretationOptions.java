package org.thorax.app.cli.options;

import java.nio.file.Path;
import java.util.Optional;
import org.thorax.ConfigurationException;
import org.thorax.ensemble.EnsembleFile;
import org.thorax.model.Model;
import org.thorax.model.OutputActivation;
import org.thorax.model.Scaling;
import org.thorax.model.keras.ModelActivation;
import picocli.CommandLine.Option;

/** The meaning of a model's inputs and outputs, if the model does not specify it. */
public final class InterpretationOptions {
  @Option(
      names = "--scaling",
      paramLabel = "SCALING",
      description =
          "Image scaling, for models that do not specify it: torch, tf, caffe, none (0..255), unit "
              + "(x/255), per-image, or mean=M,std=S on 0..255 (one number, or three as 1/2/3).")
  private String scaling;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "Activation of the outputs, for models that end without one and do not specify it: "
              + "sigmoid, softmax, or none for scores that are not probabilities.")
  private String activation;

  /** The scaling of images. */
  public Optional<Scaling> scaling() {
    return Optional.ofNullable(scaling).map(Scaling::of);
  }

  /** The activation that converts the outputs to probabilities. */
  public Optional<OutputActivation> activation() {
    return Optional.ofNullable(activation).map(OutputActivation::of);
  }

  /** The model with that activation after its last layer. */
  public Model activated(Model model) {
    return ModelActivation.asGiven(model, activation());
  }

  /** Checks that no metadata is given for an ensemble, whose members have their own. */
  public void requireFor(Path found) {
    if (activation().isPresent() && EnsembleFile.isOne(found)) {
      throw new ConfigurationException(
          "activation",
          "The members of an ensemble give probabilities themselves; leave --activation out.");
    }
  }
}
