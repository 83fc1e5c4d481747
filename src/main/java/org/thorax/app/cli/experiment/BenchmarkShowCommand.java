package org.thorax.app.cli.experiment;

import java.util.concurrent.Callable;
import org.thorax.experiment.config.BenchmarkForm;
import org.thorax.experiment.config.BenchmarkYaml;
import org.thorax.experiment.config.ResolvedConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark show}. */
@Command(
    name = "show",
    description = "Prints the complete configuration, defaults included, as YAML for 'train'.")
final class BenchmarkShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchmarkChoice choice;

  @Option(names = "--json", description = "Print JSON to standard output.")
  private boolean json;

  @Override
  public Integer call() {
    ResolvedConfig found = choice.find();
    found.remarks().forEach(remark -> spec.commandLine().getErr().println("Note: " + remark));
    spec.commandLine()
        .getOut()
        .print(
            json
                ? BenchmarkForm.of(found.benchmark()).toPrettyString() + "\n"
                : BenchmarkYaml.write(found.benchmark()));
    return 0;
  }
}
