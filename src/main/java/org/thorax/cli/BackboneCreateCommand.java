package org.thorax.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.thorax.keras.Backbone;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone create}. */
@Command(name = "create", description = "Builds a Keras application without its top.")
final class BackboneCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ARCH",
      description =
          "DenseNet121, DenseNet169, ResNet101V2, ResNet152V2, InceptionV3, InceptionResNetV2 or Xception.")
  private String architecture;

  @Option(
      names = "--weights",
      defaultValue = "none",
      description = "Start weights; this version knows 'none' (random, Keras' initialisers).")
  private String weights;

  @Option(
      names = "--seed",
      defaultValue = "6122156",
      description = "Of random weights (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the SavedModel is written.")
  private Path out;

  @Override
  public Integer call() {
    if (!weights.equals("none")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Expected --weights none, found '"
              + weights
              + "'; this version does not read Keras weight files yet. Save the model in Python and use"
              + " 'backbone import'.");
    }
    Architecture wanted = Argument.of(spec, () -> Architecture.named(architecture));
    try (Model model = Backbone.create(wanted, seed)) {
      BackboneCommand.write(model, model.contract(), out);
      spec.commandLine()
          .getOut()
          .println(architecture + " with random weights (seed " + seed + ") is in " + out);
    }
    return 0;
  }
}
