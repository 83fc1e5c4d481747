package org.thorax.app.cli.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.NetworkOptions;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.formats.io.OutputFolder;
import org.thorax.model.Model;
import org.thorax.model.keras.Backbone;
import org.thorax.model.keras.PublishedWeights;
import org.thorax.model.keras.WeightsDownload;
import org.thorax.model.keras.applications.Architecture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax backbone fetch}. */
@Command(
    name = "fetch",
    description = {
      "Downloads Keras' ImageNet weights of an architecture for 'train --architecture'.",
      "A file that is already beside the output folder or in Keras' cache is used instead of a "
          + "download."
    })
final class BackboneFetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "ARCH",
      completionCandidates = ArchitectureNames.class,
      description = "Architecture: ${COMPLETION-CANDIDATES}.")
  private String architecture;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder for the SavedModel (default: keras-weights/ARCH).")
  private Path out;

  @Option(
      names = "--address",
      paramLabel = "URL",
      hidden = true,
      description = "Base URL of a mirror of Keras' files.")
  private String address = PublishedWeights.ADDRESS;

  @Option(
      names = "--keras-cache",
      paramLabel = "DIR",
      hidden = true,
      description = "Keras' cache folder.")
  private Path cache = kerasCache();

  @Override
  public Integer call() throws IOException {
    Architecture wanted = Argument.of(spec, () -> Architecture.named(architecture));
    PublishedWeights published = PublishedWeights.of(wanted);
    Path folder = out == null ? NetworkOptions.KERAS_WEIGHTS.resolve(architecture) : out;
    OutputFolder place = overwrite.savedModel(folder);
    Path beside = Objects.requireNonNullElse(folder.getParent(), Path.of(""));
    var print = spec.commandLine().getOut();
    Optional<Path> present = published.in(List.of(beside, cache));
    if (present.isPresent()) {
      print.println("Found " + present.get() + " with Keras' checksum; nothing is downloaded.");
      convert(wanted, present.get(), place);
    } else {
      Path file = beside.resolve(published.fileName());
      published.requireNoOther(file);
      WeightsDownload download = new WeightsDownload(address, cure(published, beside));
      print.println("Downloading " + download.url(published) + " ...");
      print.flush();
      download.fetch(published, file);
      convert(wanted, file, place);
      Files.delete(file);
    }
    print.println(architecture + " with Keras' ImageNet weights is in " + folder);
    return 0;
  }

  private static void convert(Architecture wanted, Path file, OutputFolder folder) {
    try (Model model = Backbone.withWeights(wanted, file, false)) {
      BackboneCommand.write(model, model.contract(), folder);
    }
  }

  private static String cure(PublishedWeights published, Path beside) {
    return "or copy %s (MD5 %s) from another machine into %s and run this again."
        .formatted(
            published.fileName(),
            published.md5(),
            beside.toString().isEmpty() ? "this folder" : beside);
  }

  private static Path kerasCache() {
    String home = System.getenv("KERAS_HOME");
    return (home == null ? Path.of(System.getProperty("user.home"), ".keras") : Path.of(home))
        .resolve("models");
  }
}
