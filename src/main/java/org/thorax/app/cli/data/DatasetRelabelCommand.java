package org.thorax.app.cli.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.thorax.ConfigurationException;
import org.thorax.ThoraxException;
import org.thorax.app.cli.options.Argument;
import org.thorax.app.cli.options.DatasetArgument;
import org.thorax.app.cli.options.OverwriteOption;
import org.thorax.data.DatasetKind;
import org.thorax.data.description.DatasetReader;
import org.thorax.data.tools.Relabelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax dataset relabel}. */
@Command(
    name = "relabel",
    description = "Derives label tables from CheXpert's training table.",
    footer = {
      "",
      "nofinding: where No Finding is positive, blank labels of the 12 findings become 0; "
          + "writes nofinding_train.csv. dependencies: keeps rows whose Lung Opacity and "
          + "Consolidation add up to more than 0; writes filtered_dependencies.csv. Train on one "
          + "with --data FILE."
    })
final class DatasetRelabelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatasetArgument dataset;
  @Mixin private OverwriteOption overwrite;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Rule to apply: nofinding or dependencies (default: both).")
  private String rule;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder for the tables (default: the training table's folder).")
  private Path out;

  @Override
  public Integer call() {
    List<Relabelling> rules = Argument.of(spec, this::rules);
    DatasetReader reader = dataset.reader();
    if (reader.kind() != DatasetKind.CHEXPERT) {
      throw new ThoraxException(
          "Only CheXpert's labels can be derived again; "
              + reader.folder()
              + " is another data set.");
    }
    Path table = reader.table();
    for (Relabelling each : rules) {
      overwrite.requireFile(
          file(table, each), "a table derived from " + table, old -> each.isOf(table, old));
    }
    for (Relabelling each : rules) {
      Path file = file(table, each);
      Relabelling.Result result = each.write(table, file);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d rows, %,d blanks became 0%n",
              file,
              result.rows(),
              result.changed());
    }
    return 0;
  }

  private Path file(Path table, Relabelling rule) {
    return out == null ? table.resolveSibling(rule.fileName()) : out.resolve(rule.fileName());
  }

  private List<Relabelling> rules() {
    List<Relabelling> all = Arrays.asList(Relabelling.values());
    if (rule == null) {
      return all;
    }
    return all.stream()
        .filter(each -> each.name().replace("_", "").toLowerCase(Locale.ROOT).equals(rule))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "rule", "Expected --rule nofinding or dependencies, found \"" + rule + "\"."));
  }
}
