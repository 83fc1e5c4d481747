package org.thorax.app.cli.data;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.CountedProgress;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.loader.BadImagePolicy;
import org.thorax.data.prepare.DatasetCopy;
import org.thorax.data.prepare.Recipe;
import org.thorax.formats.io.OutputFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax preprocess}. */
@Command(
    name = "preprocess",
    mixinStandardHelpOptions = true,
    description = "Writes a copy of a data set with preprocessed images and the same tables.",
    subcommands = PreprocessTemplateCommand.class,
    footer = {
      "",
      "Images are written as lossless greyscale PNG. An interrupted copy is resumed by "
          + "running the command again. Transformations:",
      "  unsharp_mask [radius=1] [amount=1]     gaussian_blur [kernal_size=3] [sigma=0]",
      "  windowing [low=40] [high=255]          median_filter    hist_equalization"
    })
public final class PreprocessCommand implements Callable<Integer> {
  private static final int NAMED = 20;

  @Spec private CommandSpec spec;

  // Not required in picocli, which would require them before the subcommand, too.
  @Parameters(
      arity = "0..1",
      paramLabel = "DATASET",
      description = "Folder of the data set, 'chexpert' or 'chestxray14'.")
  private String dataset;

  @Option(names = "--out", paramLabel = "DIR", description = "Output folder for the copy.")
  private Path out;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "256",
      description = "Height and width of the images in pixels (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--crop",
      description = "Crop each image to the region that matches the template of its view.")
  private boolean crop;

  @Option(
      names = "--templates",
      paramLabel = "DIR",
      description = "Folder with frontal.png and lateral.png (default: DATASET/templates).")
  private Path templates;

  @Option(
      names = "--ap-as-lateral",
      description =
          "Crop ChestX-ray14's AP views with the lateral template, like the Python project.")
  private boolean apAsLateral;

  @Option(
      names = "--transformation",
      paramLabel = "NAME",
      description =
          "Transformation to apply, e.g. 'unsharp_mask radius=2'; repeat for several, applied in "
              + "order.")
  private List<String> transformations = List.of();

  @Option(
      names = "--on-bad-image",
      paramLabel = "ACTION",
      defaultValue = "fail",
      description =
          "What to do with missing or damaged images: fail or skip (default: ${DEFAULT-VALUE}).")
  private BadImagePolicy onBadImage;

  @Override
  public Integer call() {
    require(dataset != null, "Missing required parameter: 'DATASET'");
    require(out != null, "Missing required option: '--out=DIR'");
    require(size >= 1, "Invalid value for option '--size': " + size + " is no image's size");
    require(crop || templates == null, "--templates needs --crop");
    DatasetReader reader = DatasetArgument.reader(dataset);
    require(
        reader.kind() != DatasetKind.DESCRIBED,
        "copies are made of CheXpert and ChestX-ray14; a data set with a dataset.yaml is trained as it is");
    require(crop || !apAsLateral, "--ap-as-lateral needs --crop");
    require(
        !apAsLateral || reader.kind() == DatasetKind.CHESTXRAY14,
        "--ap-as-lateral is for ChestX-ray14; CheXpert's table says which views are lateral");
    Path where = templates == null ? reader.folder().resolve("templates") : templates;
    Recipe recipe =
        new Recipe(
            size, crop ? Optional.of(where) : Optional.empty(), transformations, apAsLateral);
    OutputFolder.requireUnguarded(out);
    DatasetCopy copy = new DatasetCopy(reader, out, recipe, onBadImage);
    PrintWriter printer = spec.commandLine().getOut();
    DatasetCopy.Result result;
    try (CountedProgress progress = new CountedProgress("Images", copy.images(), printer)) {
      result = copy.run(progress::step);
    }
    return print(result, printer);
  }

  private int print(DatasetCopy.Result result, PrintWriter printer) {
    result.remarks().forEach(remark -> printer.println("note: " + remark));
    if (!result.bad().isEmpty()) {
      printer.printf(Locale.ROOT, "%,d images cannot be used:%n", result.bad().size());
      result.bad().stream()
          .limit(NAMED)
          .forEach(bad -> printer.println("  " + bad.name() + ": " + bad.reason()));
      if (result.bad().size() > NAMED) {
        printer.printf(
            Locale.ROOT,
            "  and %,d more, all in %s%n",
            result.bad().size() - NAMED,
            out.resolve(DatasetCopy.BAD_IMAGES));
      }
    }
    printer.printf(
        Locale.ROOT, "%,d images written, %,d were there%n", result.written(), result.found());
    printer.println(
        result.complete()
            ? "Copy       " + out
            : "The copy is not complete; fix the images and rerun the command, or continue"
                + " without them with --on-bad-image skip.");
    return result.complete() ? 0 : 1;
  }

  private void require(boolean given, String otherwise) {
    if (!given) {
      throw new CommandLine.ParameterException(spec.commandLine(), otherwise);
    }
  }
}
