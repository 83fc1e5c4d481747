package org.thorax.app.cli.experiment;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.thorax.app.cli.options.TextTable;
import org.thorax.experiment.config.Presets;
import org.thorax.experiment.registry.BenchmarkSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark list}. */
@Command(
    name = "list",
    description = "Lists presets, short tokens and the default grid of 180 names.")
final class BenchmarkListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--grid", description = "List only the names of the grid, one per line.")
  private boolean grid;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (grid) {
      Presets.grid().forEach(out::println);
      return 0;
    }
    out.println("Runs that were configured in scripts and notebooks; train takes them so:");
    for (Presets.Preset preset : Presets.configured()) {
      out.println("  " + preset.name() + ", for " + preset.architecture());
      out.println("    " + BenchmarkSource.of(preset.name(), List.of()).benchmark().name());
      out.println("    " + preset.remark());
    }
    out.println();
    out.println("Short tokens:");
    TextTable tokens = new TextTable(List.of("token", "stands for"));
    Presets.tokens().forEach((token, meaning) -> tokens.add(List.of(token, meaning)));
    out.print(tokens);
    out.println();
    out.printf(
        "The default grid, %d names: {Chexpert,Chestxray}_{BCE,WBCE,CWBCE}_E{3,5,12,20,50}_B{16,32,64}_{C0,C1}%n",
        Presets.grid().size());
    out.println("(--grid prints them one a line).");
    return 0;
  }
}
