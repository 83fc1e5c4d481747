package org.thorax.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.thorax.benchmark.CanonicalName;
import org.thorax.benchmark.Configured;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thorax benchmark name}. */
@Command(
    name = "name",
    description = {
      "Prints the name that a configuration has by the grammar, whatever it is called.",
      "What the name does not say follows on the error stream."
    })
final class BenchmarkNameCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchmarkOption benchmark;
  @Mixin private LogsFolder logs;

  @Parameters(
      paramLabel = "BENCHMARK",
      arity = "0..1",
      description = "A name, a .yaml file, or preset:...")
  private String given;

  @Option(
      names = {"--models", "--models-dir"},
      paramLabel = "DIR",
      defaultValue = "models",
      description = "Where the models are (${DEFAULT-VALUE}).")
  private Path modelsDir;

  @Override
  public Integer call() {
    Configured found = Argument.of(spec, () -> benchmark.find(given, logs.folder(), modelsDir));
    CanonicalName name = CanonicalName.of(found.benchmark());
    PrintWriter err = spec.commandLine().getErr();
    spec.commandLine().getOut().println(name.name());
    name.unsaid()
        .forEach(
            difference ->
                err.println(
                    difference.key().equals("name")
                        ? "The name alone does not do: " + difference.other()
                        : "The name does not say " + difference.key() + ": " + difference.one()));
    return 0;
  }
}
