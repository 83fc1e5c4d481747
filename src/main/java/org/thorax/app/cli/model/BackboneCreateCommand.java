package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Model;
import org.thorax.model.keras.Backbone;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone create}. */
@Command(
    name = "create",
    description = "Builds a Keras application without its classification head.")
final class BackboneCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "ARCH",
      completionCandidates = ArchitectureNames.class,
      description = "Architecture: ${COMPLETION-CANDIDATES}.")
  private String architecture;

  @Option(
      names = "--weights",
      defaultValue = "none",
      paramLabel = "FILE",
      description =
          "Keras weights to load: *_notop.h5, *.weights.h5 or a model with this backbone; none: "
              + "random initial weights (default: ${DEFAULT-VALUE}).")
  private String weights;

  @Option(names = "--by-name", description = "Match layers by name instead of position.")
  private boolean byName;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the initial weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Output folder for the SavedModel.")
  private Path out;

  @Override
  public Integer call() {
    Architecture wanted = Argument.of(spec, () -> Architecture.named(architecture));
    boolean random = weights.equals("none");
    if (random && byName) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--by-name belongs to a file of weights; give --weights FILE.h5.");
    }
    OutputFolder place = overwrite.savedModel(out);
    try (Model model =
        random
            ? Backbone.create(wanted, seed)
            : Backbone.withWeights(wanted, Path.of(weights), byName)) {
      BackboneCommand.write(model, model.contract(), place);
    }
    String origin = random ? "random weights (seed " + seed + ")" : "the weights of " + weights;
    spec.commandLine().getOut().println(architecture + " with " + origin + " is in " + out);
    return 0;
  }
}
