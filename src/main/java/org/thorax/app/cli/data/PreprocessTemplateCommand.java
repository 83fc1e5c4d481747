package org.thorax.app.cli.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.CountedProgress;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.prepare.TemplateMean;
import org.thorax.formats.io.PngMark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax preprocess template}. */
@Command(
    name = "template",
    mixinStandardHelpOptions = true,
    description =
        "Computes the cropping templates, one per view: the mean training image of a data set.")
final class PreprocessTemplateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatasetArgument dataset;
  @Mixin private OverwriteOption overwrite;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder for frontal.png and lateral.png (default: DATASET/templates).")
  private Path out;

  @Override
  public Integer call() {
    DatasetReader reader = dataset.reader();
    TemplateMean templates = new TemplateMean(reader);
    Path folder = out == null ? reader.folder().resolve("templates") : out;
    TemplateMean.files(folder)
        .forEach(file -> overwrite.requireFile(file, "a template", PngMark::isIn));
    var printer = spec.commandLine().getOut();
    List<TemplateMean.Made> made;
    try (CountedProgress progress = new CountedProgress("Images", templates.images(), printer)) {
      made = templates.write(folder, progress::step);
    }
    for (TemplateMean.Made one : made) {
      printer.printf(
          Locale.ROOT,
          "%s: the mean of %,d images%s%n",
          one.file(),
          one.images(),
          one.left() == 0 ? "" : ", " + one.left() + " could not be read");
    }
    return 0;
  }
}
