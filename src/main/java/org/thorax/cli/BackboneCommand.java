package org.thorax.cli;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.thorax.network.Device;
import org.thorax.network.Model;
import org.thorax.network.ModelContract;
import org.thorax.network.Network;
import org.thorax.network.SavedModelWriter;
import org.thorax.network.Scaling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax backbone}. */
@Command(
    name = "backbone",
    description = "Makes, fetches, imports and shows networks without a classification head.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      BackboneCreateCommand.class,
      BackboneFetchCommand.class,
      BackboneImportCommand.class,
      BackboneShowCommand.class
    })
final class BackboneCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of create, fetch, import, show after 'backbone'.");
  }

  /** Writes an opened model as one that can be trained here. */
  static void write(Model model, ModelContract contract, Path folder) {
    write(model, contract, folder, written -> {});
  }

  /**
   * The same, kept only when {@code proof} has no objection to what was written.
   *
   * @param proof as in {@link SavedModelWriter}
   */
  static void write(Model model, ModelContract contract, Path folder, Consumer<Path> proof) {
    Scaling scaling = contract.scaling().orElse(Scaling.NONE);
    try (Network network =
        Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      SavedModelWriter.write(
          network, contract, model.kerasConfig(), model.compilation(), folder, proof);
    }
  }
}
