package org.thorax.app.cli.experiment;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.thorax.experiment.config.BenchmarkDiff;
import org.thorax.experiment.config.CanonicalName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark name}. */
@Command(
    name = "name",
    description = {
      "Prints the canonical name of a configuration.",
      "Settings that the name cannot express are listed on standard error."
    })
final class BenchmarkNameCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchmarkChoice choice;

  @Override
  public Integer call() {
    CanonicalName name = CanonicalName.of(choice.find().benchmark());
    PrintWriter err = spec.commandLine().getErr();
    spec.commandLine().getOut().println(name.name());
    name.unsaid().forEach(each -> err.println(unsaid(each)));
    return 0;
  }

  private static String unsaid(BenchmarkDiff difference) {
    return difference.key().equals("name")
        ? "The name alone does not do: " + difference.other()
        : "The name does not specify " + difference.key() + ": " + difference.one();
  }
}
