package org.thorax.app.cli.evaluate;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.LogsFolder;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.app.cli.options.RunFilter;
import org.thorax.evaluation.report.Table;
import org.thorax.experiment.compare.ComparisonFiles;
import org.thorax.experiment.compare.PairedComparison;
import org.thorax.experiment.compare.RunComparison;
import org.thorax.experiment.log.LogFile;
import org.thorax.experiment.log.LoggedRun;
import org.thorax.formats.io.AtomicFile;
import org.thorax.formats.io.OutputFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares logged runs, or two models' predictions for the same images.",
    footer = {
      "",
      "Metrics re-evaluated from saved weights take precedence over those logged in "
          + "training. Means exclude classes without a positive test sample. Only runs with the "
          + "same classes and number of test samples are compared: by default the largest such "
          + "group.",
      "",
      "--predictions takes predictions.csv of 'thorax evaluate', or for one of the two the "
          + "predictions_probs.csv of a training, and tests each class with DeLong's paired test."
    })
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LogsFolder logs;
  @Mixin private RunFilter filter;
  @Mixin private OverwriteOption overwrite;

  @Parameters(
      paramLabel = "WORD",
      arity = "0..*",
      description = "Select runs whose id, name, file or description contains every word.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--test-samples",
      paramLabel = "N",
      description = "Only runs with N test samples, e.g. 234 for CheXpert's official test set.")
  private Integer testSamples;

  @Option(
      names = "--predictions",
      arity = "2",
      paramLabel = "FILE",
      description = "Compare two prediction files instead of logged runs.")
  private List<Path> predictions = List.of();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Use the labels of this file for both --predictions: one of the two, or a table with a "
              + "column of image names and one column per class (1 or 0; other values are ignored).")
  private Path labels;

  @Option(
      names = "--bootstrap",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Number of bootstrap samples of patients for the confidence interval of the mean "
              + "(default: ${DEFAULT-VALUE}).")
  private int replicates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "6122156",
      description = "Random seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Output folder: tables as CSV; for runs also an HTML page and charts as SVG and PNG.")
  private Path out;

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    if (labels != null && predictions.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--labels needs --predictions FILE FILE.");
    }
    Optional<OutputFolder> place =
        Optional.ofNullable(out).map(folder -> overwrite.folder(folder, "a comparison"));
    return predictions.isEmpty() ? runs(place) : pair(place);
  }

  private int runs(Optional<OutputFolder> place) {
    List<LogFile> files = List.of(LogFile.PUBLISHED, LogFile.UNVALIDATED, LogFile.REEVALUATION);
    PrintWriter err = spec.commandLine().getErr();
    List<LoggedRun> chosen =
        Argument.of(spec, () -> filter.query(words))
            .of(logs.open().runs(files, unreadable -> err.println("Left out: " + unreadable)));
    RunComparison comparison = RunComparison.of(chosen, Optional.ofNullable(testSamples));
    if (comparison.runs().isEmpty()) {
      throw new ThoraxException(
          "No runs in " + logs.folder() + " are like that; 'thorax log list' shows them.");
    }
    Map<String, Table> tables = comparison.tables();
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      print.println(ComparisonFiles.json(tables));
    } else {
      for (String name : List.of("runs", "attributes", "best_per_class")) {
        print.println(tables.get(name).title());
        print.println(shown(tables.get(name)).aligned(4));
      }
      if (comparison.leftOut() > 0) {
        print.println(
            comparison.leftOut()
                + " runs of other classes or test sets are left out; --classes, --name and"
                + " --test-samples choose.");
      }
    }
    if (place.isPresent()) {
      place.get().add(stage -> ComparisonFiles.write(comparison, stage));
      if (!json) {
        print.println("Page, charts and tables: " + out.resolve("index.html"));
      }
    }
    print.flush();
    return 0;
  }

  private static Table shown(Table table) {
    return table.columns().contains("largest_val_auc")
        ? table.with("name", "test_auc", "val_auc", "best_epoch", "epochs_run", "id", "remarks")
        : table;
  }

  private int pair(Optional<OutputFolder> place) {
    if (replicates < 1) {
      throw new ConfigurationException(
          "bootstrap", "Expected --bootstrap of at least 1, found " + replicates + ".");
    }
    PairedComparison compared =
        PairedComparison.of(
            predictions.get(0), predictions.get(1), Optional.ofNullable(labels), replicates, seed);
    Table table = compared.table();
    PrintWriter print = spec.commandLine().getOut();
    if (json) {
      print.println(ComparisonFiles.json(Map.of("classes", table)));
    } else {
      print.println(table.title());
      print.print(table.aligned(4));
      print.println("Images count as independent in the classes' intervals and tests.");
      if (compared.unlabelled() > 0) {
        print.printf(
            Locale.ROOT,
            "%,d cells of images and classes have no label of 0 or 1 and are left out.%n",
            compared.unlabelled());
      }
    }
    place.ifPresent(
        folder ->
            folder.add(stage -> AtomicFile.write(stage.resolve("paired.csv"), table::writeCsv)));
    print.flush();
    return 0;
  }
}
