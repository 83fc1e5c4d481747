package org.thorax.app.cli.model;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.thorax.formats.io.AtomicDirectory;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Device;
import org.thorax.model.Model;
import org.thorax.model.ModelContract;
import org.thorax.model.Network;
import org.thorax.model.SavedModelWriter;
import org.thorax.model.Scaling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code thorax backbone}. */
@Command(
    name = "backbone",
    description =
        "Creates, downloads, imports and shows backbones: networks without a classification head.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = {
      BackboneCreateCommand.class,
      BackboneFetchCommand.class,
      BackboneImportCommand.class,
      BackboneShowCommand.class
    })
public final class BackboneCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Expected one of create, fetch, import, show after 'backbone'.");
  }

  /** Writes an opened model in a trainable form. */
  static void write(Model model, ModelContract contract, OutputFolder folder) {
    write(model, contract, folder, written -> {});
  }

  /**
   * Writes an opened model; it is kept only if {@code proof} does not throw.
   *
   * @param proof gets the temporary folder of the model and throws if it is invalid
   */
  static void write(
      Model model, ModelContract contract, OutputFolder folder, Consumer<Path> proof) {
    Scaling scaling = contract.scaling().orElse(Scaling.NONE);
    try (Network network =
        Network.forInference(model.flat(), scaling, model.weights(), Device.CPU)) {
      AtomicDirectory.Content content =
          SavedModelWriter.content(network, contract, model.kerasConfig(), model.compilation());
      folder.write(
          stage -> {
            content.writeTo(stage);
            proof.accept(stage);
          });
    }
  }
}
