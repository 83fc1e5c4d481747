package org.thorax.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.thorax.keras.Backbone;
import org.thorax.keras.PublishedWeights;
import org.thorax.keras.WeightsDownload;
import org.thorax.keras.applications.Architecture;
import org.thorax.network.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone fetch}. */
@Command(
    name = "fetch",
    description = "Downloads Keras' ImageNet weights of an application, for train --architecture.")
final class BackboneFetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ARCH",
      description =
          "DenseNet121, DenseNet169, ResNet101V2, ResNet152V2, InceptionV3, InceptionResNetV2 or Xception.")
  private String architecture;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the SavedModel is written (keras-weights/ARCH).")
  private Path out;

  @Option(names = "--address", hidden = true, description = "A mirror of Keras' files.")
  private String address = PublishedWeights.ADDRESS;

  @Override
  public Integer call() throws IOException {
    Architecture wanted = Argument.of(spec, () -> Architecture.named(architecture));
    PublishedWeights published = PublishedWeights.of(wanted);
    Path folder = out == null ? NetworkOptions.KERAS_WEIGHTS.resolve(architecture) : out;
    String cure =
        "bring "
            + published.fileName()
            + " here in another way and run 'thorax backbone create "
            + architecture
            + " --weights "
            + published.fileName()
            + " --out "
            + folder
            + "'.";
    Path temporary = Files.createTempDirectory("thorax-");
    Path file = temporary.resolve(published.fileName());
    try {
      new WeightsDownload(address, cure).fetch(published, file);
      try (Model model = Backbone.withWeights(wanted, file, false)) {
        BackboneCommand.write(model, model.contract(), folder);
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(temporary);
    }
    spec.commandLine()
        .getOut()
        .println(architecture + " with Keras' ImageNet weights is in " + folder);
    return 0;
  }
}
