package org.thorax.app.cli.data;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.LabelCounts;
import org.thorax.data.describe.DescribedFolder;
import org.thorax.data.describe.ReadBack;
import org.thorax.data.description.DescriptionFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax dataset describe}. */
@Command(
    name = "describe",
    description =
        "Looks at a folder of images and tables and writes the dataset.yaml that fits, with the "
            + "reason of every guess.",
    footer = {
      "",
      "Read the file that it writes, and the numbers that it prints: what is wrong there is "
          + "corrected by hand."
    })
final class DatasetDescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private OverwriteOption overwrite;

  @Parameters(paramLabel = "FOLDER", description = "Folder with the images and the tables.")
  private Path folder;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The data set's name, with which benchmarks' names begin (default: the folder's name).")
  private String name;

  @Option(names = "--print", description = "Print the description instead of writing it.")
  private boolean print;

  @Override
  public Integer call() {
    Path file = folder.resolve(DescriptionFile.NAME);
    Path images = folder.resolve(DescribedFolder.IMAGES);
    Optional<String> wanted =
        Optional.ofNullable(name)
            .map(each -> Argument.of(spec, () -> DescribedFolder.requireName(each)));
    if (!print) {
      overwrite.requireFile(file, "a description", DescribedFolder::isOwn);
    }
    DescribedFolder described = DescribedFolder.of(folder, wanted);
    PrintWriter out = spec.commandLine().getOut();
    if (print) {
      out.print(described.text().orElse("# " + needsNone(described) + "\n"));
      described
          .images()
          .ifPresent(
              each ->
                  out.printf("# %s is written without --print only.%n", DescribedFolder.IMAGES));
      return 0;
    }
    if (described.images().isPresent() && Files.exists(images)) {
      overwrite.requireFile(images, "a table of images", DescribedFolder::isOwnTable);
    }
    described.write(folder);
    out.println(described.text().isPresent() ? "Written: " + file : needsNone(described));
    described.images().ifPresent(each -> out.println("Written: " + images));
    print(described.counts(), out);
    next(described, out);
    return 0;
  }

  private String needsNone(DescribedFolder described) {
    return "%s is %s, which needs no dataset.yaml."
        .formatted(folder, described.title().orElse(described.name()));
  }

  private static void print(ReadBack counts, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d images of %,d patients%s%n",
        counts.images(),
        counts.patients(),
        counts.sets().size() > 1
            ? counts.sets().stream()
                .map(each -> String.format(Locale.ROOT, "%,d", each))
                .collect(Collectors.joining(" + ", " in the sets' order (", ")"))
            : "");
    for (LabelCounts label : counts.labels()) {
      out.printf(
          Locale.ROOT,
          "  %-27s%,9d positive %,9d negative %,9d uncertain %,9d blank%s%n",
          label.name(),
          label.positive(),
          label.negative(),
          label.uncertain(),
          label.blank(),
          label.positive() == 0 ? "  (cannot be learned)" : "");
    }
    out.printf(
        Locale.ROOT,
        "Images found: %,d; missing: %,d%s.%n",
        counts.images() - counts.missing().count(),
        counts.missing().count(),
        counts.missing().first().map(each -> ", e.g. " + each).orElse(""));
    if (counts.badRows().count() > 0) {
      out.printf(
          Locale.ROOT,
          "Rows that cannot be used: %,d, the first: %s%n",
          counts.badRows().count(),
          counts.badRows().first().orElse(""));
    }
    if (counts.inTwoSets() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d patients are in two sets; training refuses that.%n",
          counts.inTwoSets());
    }
  }

  private void next(DescribedFolder described, PrintWriter out) {
    out.println();
    described
        .text()
        .ifPresent(
            each -> out.println("Read the comments in it: each guess has its reason there."));
    out.printf("Then: thorax dataset check %s%n", folder);
    out.printf(
        "      thorax train %s_BCE_E3_B32_C0_N%d_D256_1LR4_Adam --data %s%n",
        described.name(), described.counts().labels().size(), folder);
  }
}
