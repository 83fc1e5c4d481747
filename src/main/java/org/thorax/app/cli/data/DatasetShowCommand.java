package org.thorax.app.cli.data;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.DataOptions;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetPlaces;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.image.AugmentationToken;
import org.thorax.data.loader.Batch;
import org.thorax.data.tools.ContactSheet;
import org.thorax.experiment.config.Benchmark;
import org.thorax.experiment.config.DatasetName;
import org.thorax.experiment.registry.BenchmarkSource;
import org.thorax.experiment.run.BatchPreview;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.PngMark;
import org.thorax.formats.plot.Png;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax dataset show}. */
@Command(
    name = "show",
    description =
        "Draws a labelled contact sheet of images exactly as a run feeds them to the network.",
    footer = {
      "",
      "Example: thorax dataset show Chexpert_BCE_E3_B32_C0_N5_AugAffine_D256 --augment "
          + "--out sheet.png"
    })
final class DatasetShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "BENCHMARK|DATASET",
      description =
          "Benchmark, as for 'train': a name, .yaml file or preset:NAME. Or a data set: its folder,"
              + " one of its tables, 'chexpert' or 'chestxray14', shown at 256 x 256 with all"
              + " classes and split by shares.")
  private String subject;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Output file for the contact sheet, PNG.")
  private Path out;

  @Mixin private DataOptions data;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      description = "Classes, separated by commas, as for 'train'.")
  private String classes;

  @Option(
      names = "--split",
      paramLabel = "SET",
      defaultValue = "train",
      description = "Set to draw: train, validation or test (default: ${DEFAULT-VALUE}).")
  private BatchPreview.Set split;

  @Option(
      names = "--augment",
      description = "Apply the benchmark's augmentation; for a data set: affine and color.")
  private boolean augment;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Epoch, from 1, whose sample order and augmentation are shown (default: "
              + "${DEFAULT-VALUE}).")
  private int epoch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description =
          "Random seed of sample order and augmentation, as for 'train' (default: "
              + "${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Number of images, taken from the start of the epoch (default: ${DEFAULT-VALUE}).")
  private int count;

  @Override
  public Integer call() {
    BatchPreview.Choice choice =
        Argument.of(spec, () -> new BatchPreview.Choice(split, epoch, seed, augment, count));
    overwrite.requireFile(out, "a contact sheet", PngMark::isIn);
    Optional<DatasetReader> reader = dataset();
    Benchmark benchmark =
        Argument.of(spec, () -> reader.map(this::ofDataset).orElseGet(this::ofName));
    DatasetPlaces place =
        reader.isPresent() ? DatasetPlaces.of(place(reader.get())) : data.places(benchmark);
    BatchPreview shown = BatchPreview.of(benchmark, place, choice);
    String about = reader.map(DatasetReader::title).orElse(benchmark.name());
    write(shown, title(), about + ", " + place);
    return 0;
  }

  /** The data set with that name; empty if it is a benchmark's name. */
  private Optional<DatasetReader> dataset() {
    boolean kind =
        DatasetKind.published().stream()
            .anyMatch(each -> each.name().toLowerCase(Locale.ROOT).equals(subject));
    return kind || (BenchmarkSource.isName(subject) && Files.exists(Path.of(subject)))
        ? Optional.of(DatasetArgument.reader(subject))
        : Optional.empty();
  }

  private Path place(DatasetReader reader) {
    Path given = Path.of(subject);
    return Files.isRegularFile(given) ? given : reader.folder();
  }

  private Benchmark ofDataset(DatasetReader reader) {
    if (data.areGiven()) {
      throw new ConfigurationException(
          "data", "--data names a benchmark's data set; '" + subject + "' is one already.");
    }
    List<String> shown = classes == null ? reader.classes() : Argument.names(classes);
    return Benchmark.parse(
        DatasetName.of(List.of(reader)).token()
            + "_BCE_E1_B32_C0_N"
            + shown.size()
            + (augment ? "_" + AugmentationToken.ofEveryStep().text() : ""),
        shown);
  }

  private Benchmark ofName() {
    Optional<List<String>> described = classes == null ? data.classes(subject) : Optional.empty();
    if (described.isPresent()) {
      return BenchmarkSource.ofData(subject, described.get(), Optional.empty(), List.of())
          .benchmark();
    }
    return BenchmarkSource.of(subject, Argument.names(classes), Optional.empty(), List.of())
        .benchmark();
  }

  private String title() {
    String set =
        switch (split) {
          case TRAIN -> "Training set";
          case VALIDATION -> "Validation set";
          case TEST -> "Test set";
        };
    String changes = augment ? "augmented" : "not augmented";
    return split == BatchPreview.Set.TRAIN ? set + ", epoch " + epoch + ", " + changes : set;
  }

  private void write(BatchPreview shown, String title, String subtitle) {
    Batch batch = shown.batch();
    ContactSheet sheet = new ContactSheet(title, subtitle, shown.samples(), batch);
    AtomicFile.write(out, stream -> PngMark.write(stream, png -> Png.write(sheet.drawing(), png)));
    PrintWriter printer = spec.commandLine().getOut();
    shown.skipped().forEach(bad -> printer.println("skipped: " + bad.reason()));
    printer.println(title + "; " + subtitle);
    printer.println("Contact sheet of " + batch.size() + " images: " + out);
  }
}
